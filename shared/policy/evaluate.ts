import { type Decision, type DecisionReason, type Source } from './decision';
import { join } from './demand';
import { exceptionsFor, type CompiledPolicy } from './compile-policy';
import { type Rule } from './document';
import { stepsOf, type Applied } from './explain';
import { type Facts, type RecipientFacts } from './facts';
import { remembered } from './match-rules';
import { planFor, type Outcome } from './plan';
import { ORDERED, wishesOf, type OrderedSetting, type Wishes } from './wishes';

/**
 * Decides about one message: what leaves and how, what is asked, or why nothing leaves, with every reason at once and with who
 * decided what. Depends on nothing but its arguments, never throws, and ends in time that grows with what applies and not
 * with the whole policy. Layers: built-in, administrator, user, message; a later one counts where the earlier lets it. Between
 * recipients the strictest holds, or the message is split, as `mixedRecipients` says; the strictest of its messages comes first. Unknown certificates refuse where
 * they are needed; of other facts that are unknown, what they could require holds and what they could forbid does not. Not checked:
 * that facts are true.
 */
export function evaluate(policy: CompiledPolicy, facts: Facts): Decision {
  const applied = apply(policy, facts);
  const wishes = strictest(applied.map((one) => one.wishes));
  const isSplit = facts.canSplit && wishes.demands.mixedRecipients.level === 0;
  const outcomes = isSplit
    ? applied.flatMap(({ recipients, wishes: own }) =>
        recipients.map((recipient) => planFor([recipient], own, facts, policy.settings)),
      )
    : [];
  const decided = outcomes.length > 0 ? outcomes : [planFor(facts.recipients, wishes, facts, policy.settings)];
  const messages = together(decided);
  const reasons = [...distinct(decided.flatMap((one) => one.reasons)), ...between(applied, decided, messages.length)];
  const outcome = outcomeOf(reasons);
  const isSent = outcome === 'allow' || outcome === 'allow-with-changes';
  return {
    outcome,
    messages: isSent ? messages : [],
    intended: messages,
    reasons,
    steps: stepsOf({ applied, decided, facts, settings: policy.settings }),
  };
}

/** Recipients under the same rules and exceptions, with what is wanted for them. */
function apply(policy: CompiledPolicy, facts: Facts): readonly Applied[] {
  const matched = policy.matcher.match(facts);
  const context = { settings: policy.settings, from: facts.from, replyToEncrypted: facts.replyToEncrypted !== false };
  const ruleAt = remembered((number): Rule | undefined => {
    const rule = policy.rules[number];
    return rule && !matched.isCertain(number) ? withoutProhibitions(rule) : rule;
  });
  const groups = new Map<string, { applied: Applied; recipients: RecipientFacts[] }>();
  const put = (numbers: readonly number[], recipient: RecipientFacts | undefined): void => {
    const exceptions = recipient ? exceptionsFor(policy, recipient.address, facts) : [];
    const key = JSON.stringify([numbers, exceptions.map(({ kind, pattern }) => [kind, pattern])]);
    let group = groups.get(key);
    if (!group) {
      const rules = [...matched.all, ...numbers].sort((a, b) => a - b).flatMap((number) => ruleAt(number) ?? []);
      const own = numbers.flatMap((number) => ruleAt(number) ?? []);
      const recipients: RecipientFacts[] = [];
      const wishes = wishesOf(rules, exceptions, context);
      group = { recipients, applied: { recipients, rules, own, exceptions, wishes } };
      groups.set(key, group);
    }
    if (recipient) group.recipients.push(recipient);
  };
  for (const recipient of facts.recipients) put(matched.of(recipient.address), recipient);
  if (facts.recipients.length === 0) put([], undefined);
  return [...groups.values()].map(({ applied }) => applied);
}

/** What remains of a rule of which nobody knows whether it applies: all that makes a message stricter. */
function withoutProhibitions({ sign, encrypt, ...rest }: Rule): Rule {
  return {
    ...rest,
    ...(sign !== undefined && sign !== 'forbid' && { sign }),
    ...(encrypt !== undefined && encrypt !== 'forbid' && { encrypt }),
  };
}

/** What satisfies every recipient; of what has no order, the first. */
function strictest([first, ...others]: readonly Wishes[]): Wishes {
  if (!first) throw new RangeError('there is always one');
  const joined = (a: Wishes, b: Wishes, of: 'demands' | 'administrators'): Wishes['demands'] =>
    Object.fromEntries(ORDERED.map((name) => [name, join(a[of][name], b[of][name])])) as Record<
      OrderedSetting,
      Wishes['demands'][OrderedSetting]
    >;
  return others.reduce<Wishes>(
    (a, b) => ({
      demands: joined(a, b, 'demands'),
      administrators: joined(a, b, 'administrators'),
      form: isByRule(a.form.source) || !isByRule(b.form.source) ? a.form : b.form,
      archive: isByRule(a.archive.source) || !isByRule(b.archive.source) ? a.archive : b.archive,
      notAllowed: [...a.notAllowed, ...b.notAllowed],
    }),
    first,
  );
}

const isByRule = ({ rule }: Source): boolean => rule !== undefined;

/** One message for all recipients whose messages would be alike, the best protected first. */
function together(outcomes: readonly Outcome[]): Decision['messages'] {
  const messages = new Map<string, Decision['messages'][number]>();
  for (const { plan } of outcomes) {
    const { recipients, ...how } = plan;
    const key = JSON.stringify(how);
    const there = messages.get(key)?.recipients ?? [];
    messages.set(key, { ...how, recipients: [...there, ...recipients] });
  }
  const rank = ({ sign, encrypt }: Decision['messages'][number]): number => (encrypt ? 2 : 0) + (sign ? 1 : 0);
  return [...messages.values()].sort((a, b) => rank(b) - rank(a));
}

/** The same reason for several recipients is said once, with all of them. */
function distinct(reasons: readonly DecisionReason[]): readonly DecisionReason[] {
  const said = new Map<string, DecisionReason>();
  for (const reason of reasons) {
    const key = JSON.stringify([reason.kind, reason.code, reason.source]);
    const addresses = [...new Set([...(said.get(key)?.addresses ?? []), ...reason.addresses])];
    said.set(key, { ...reason, addresses });
  }
  return [...said.values()];
}

/** What there is to say about recipients that are wanted to be treated differently. */
function between(
  applied: readonly Applied[],
  outcomes: readonly Outcome[],
  messages: number,
): readonly DecisionReason[] {
  const source = outcomes[0]?.demands.mixedRecipients.source ?? { layer: 'built-in' };
  const split: DecisionReason[] = messages > 1 ? [{ kind: 'change', code: 'split', addresses: [], source }] : [];
  const isSigned = outcomes.length === 1 && outcomes[0]?.plan.sign === true;
  const outvoted = applied.filter(
    ({ exceptions, wishes }) =>
      isSigned && exceptions.some(({ kind }) => kind === 'never-sign') && wishes.demands.sign.level === 0,
  );
  const addresses = outvoted.flatMap(({ recipients }) => recipients.map(({ address }) => address));
  const by = outcomes[0]?.demands.sign.source;
  return addresses.length > 0 && by && by.layer !== 'message'
    ? [...split, { kind: 'note', code: 'exception-outvoted', addresses, source: by }]
    : split;
}

function outcomeOf(reasons: readonly DecisionReason[]): Decision['outcome'] {
  const has = (kind: DecisionReason['kind']): boolean => reasons.some((one) => one.kind === kind);
  if (has('refusal')) return 'refuse';
  if (has('question')) return 'ask';
  return has('change') ? 'allow-with-changes' : 'allow';
}
