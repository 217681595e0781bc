import fc from 'fast-check';
import {
  compactPolicy,
  compilePolicy,
  evaluate,
  judgeCompact,
  parsePolicy,
  parseUserLayer,
  type CompactFacts,
  type CompactUser,
  type Decision,
  type Facts,
  type PolicyDocument,
  type Rule,
  type UserLayer,
} from '../../../../shared/index';
import { decideDraft, type DraftDecision } from '../../../../addins/outlook/launch-event/draft-decision';
import { settingsOf } from '../../../../addins/outlook/launch-event/policy-settings';
import {
  anyDocument,
  anyFacts,
  anyUser,
  given,
  optional,
  patterns,
  permission,
  ruleWith,
  RUNS,
  settings,
} from '../../../shared/policy/arbitrary-policies';
import { CASES, factsOf } from '../../../shared/policy/policy-cases';

/* The guard on Send has a part of the policy, and of the facts: it may hold what the policy lets go, and never the reverse. */

interface Hidden {
  readonly from: boolean;
  readonly recipients: boolean;
  readonly subject: boolean;
  readonly answers: boolean;
}
const NOTHING_HIDDEN: Hidden = { from: false, recipients: false, subject: false, answers: false };

/** As the build has it: through a file. */
const compact = (document: PolicyDocument) =>
  JSON.parse(JSON.stringify(compactPolicy(document))) as ReturnType<typeof compactPolicy>;

/** A draft carries a choice for both kinds of protection or for none, and an invitation answers nothing. */
function asDraft(facts: Facts): Facts {
  const { sign, encrypt } = facts.choices;
  const isChosen = sign !== undefined || encrypt !== undefined;
  if (facts.calendar === true) return { ...facts, choices: {}, replyToEncrypted: false };
  return { ...facts, calendar: false, choices: isChosen ? { sign: sign === true, encrypt: encrypt === true } : {} };
}

function headersOf({ choices: { sign, encrypt } }: Facts): Record<string, string> {
  if (sign === undefined) return {};
  return { 'x-signet-protection': [sign && 'sign', encrypt && 'encrypt', 'chosen'].filter(Boolean).join(',') };
}

function guard(document: PolicyDocument, user: CompactUser, facts: Facts, hidden = NOTHING_HIDDEN): DraftDecision {
  const { from, subject, time } = facts;
  const calendar = facts.calendar === true;
  const known: CompactFacts = {
    time,
    from: hidden.from ? undefined : from,
    recipients: hidden.recipients ? undefined : facts.recipients.map(({ address }) => address),
    subject: hidden.subject ? undefined : subject,
    calendar,
    mayAnswerEncrypted: facts.replyToEncrypted !== false || (hidden.answers && !calendar),
  };
  const draft = { ...known, headers: headersOf(facts), mayAnswer: known.mayAnswerEncrypted };
  const item = calendar ? ('appointment' as const) : ('message' as const);
  return decideDraft({ item, ...draft }, settingsOf(judgeCompact(compact(document), known, user)));
}

const leavesPlain = ({ outcome, messages }: Decision): boolean =>
  outcome.startsWith('allow') && messages.every(({ sign, encrypt }) => !sign && !encrypt);

/** What the full policy says of what the guard would let Outlook send; undefined where it holds the draft. */
function fullDecision(
  document: PolicyDocument,
  user: UserLayer,
  facts: Facts,
  { send }: DraftDecision,
): Decision | undefined {
  if (send.kind === 'block') return undefined;
  // Whoever is asked says by sending that they want none.
  const choices = send.kind === 'ask' ? { sign: false, encrypt: false } : facts.choices;
  return evaluate(compilePolicy(document, user), { ...facts, choices });
}

const rule: fc.Arbitrary<Rule> = fc
  .tuple(
    ruleWith(['require', 'prefer', 'forbid']),
    given<Pick<Rule, 'change' | 'override' | 'archive'>>({
      change: optional(permission),
      override: optional(permission),
      archive: optional(fc.constantFrom({ address: 'keep@home.test', when: 'always' as const })),
    }),
    given<NonNullable<Rule['when']>>({
      replyToEncrypted: optional(fc.boolean()),
      size: optional(fc.constant({ over: 1_000_000 })),
      group: optional(fc.constantFrom(['inner'], ['inner', 'outer'])),
    }),
    fc.constantFrom('when', 'unless', 'neither' as const),
  )
  .map(([one, more, condition, place]) => ({
    ...one,
    ...more,
    ...(place !== 'neither' && { [place]: { ...one[place], ...condition } }),
  }));
const locks = given<{ change: 'none' | 'stricter' | 'free'; override: 'none' | 'stricter' | 'free' }>({
  change: permission,
  override: optional(permission),
});
const lockedFurther = fc.tuple(settings, locks, locks).map(([one, sign, encrypt]) => ({
  ...one,
  ...(one.sign && { sign: { ...one.sign, ...sign } }),
  ...(one.encrypt && { encrypt: { ...one.encrypt, ...encrypt } }),
}));
const richDocument: fc.Arbitrary<PolicyDocument> = fc
  .record({
    settings: lockedFurther,
    accounts: fc.array(fc.record({ identity: patterns, settings: lockedFurther }), { maxLength: 2 }),
    rules: fc.array(rule, { maxLength: 5 }),
  })
  .map((one) => {
    const groups = new Map([
      ['inner', ['alice@a.test', '*@*.a.test']],
      ['outer', ['bob@b.test']],
    ]);
    return { version: 2 as const, groups, ...one };
  });
const hidden: fc.Arbitrary<Hidden> = fc.record({
  from: fc.boolean(),
  recipients: fc.boolean(),
  subject: fc.boolean(),
  answers: fc.boolean(),
});

describe('a draft that the policy does not let leave without protection', () => {
  it.each(CASES.map((one) => [one.name, one] as const))('is held in the case: %s', (_, one) => {
    const reading = parsePolicy(JSON.stringify({ version: 2, ...one.policy }));
    const user = parseUserLayer(JSON.stringify({ version: 2, ...one.user }));
    if (reading.kind === 'unreadable' || user.kind === 'unreadable') throw new Error('unreadable');
    const facts = asDraft(factsOf(one));
    for (const unknown of [NOTHING_HIDDEN, { from: true, recipients: true, subject: true, answers: true }]) {
      const decision = guard(reading.document, user.layer, facts, unknown);
      const full = fullDecision(reading.document, user.layer, facts, decision);
      if (full) expect(leavesPlain(full)).toBe(true);
    }
  });

  it.each([
    ['as other properties have them', anyDocument, 800],
    ['with accounts, groups, copies and what users may change', richDocument, 4_000],
  ])('is never let go by the guard: policies %s', (_, documents, numRuns) => {
    const seen = { held: 0, gone: 0 };
    fc.assert(
      fc.property(documents, anyUser, anyFacts, hidden, (document, user, anything, unknown) => {
        const facts = asDraft(anything);
        const decision = guard(document, user, facts, unknown);
        const full = fullDecision(document, user, facts, decision);
        seen[full ? 'gone' : 'held']++;
        if (full) expect(leavesPlain(full)).toBe(true);
        // A copy that an administrator wants is made by the pane alone.
        const copied = evaluate(compilePolicy(document), { ...facts, choices: { sign: false, encrypt: false } });
        if (full && leavesPlain(copied))
          expect(copied.messages.some(({ archive }) => archive !== undefined)).toBe(false);
      }),
      { ...RUNS, numRuns },
    );
    expect(seen.gone).toBeGreaterThan(numRuns / 50);
    expect(seen.held).toBeGreaterThan(numRuns / 4);
  });

  it('is held with a user of whom nothing is known just as with any user', () => {
    fc.assert(
      fc.property(richDocument, anyUser, anyFacts, (document, user, anything) => {
        const facts = asDraft(anything);
        const full = fullDecision(document, user, facts, guard(document, 'unreadable', facts));
        // What makes users' exceptions count is that nobody knows them: the sender's own word is all that is left.
        if (full) expect(leavesPlain(full)).toBe(true);
      }),
      RUNS,
    );
  });
});

it('less that is known never lets more go', () => {
  const rank = ({ send }: DraftDecision): number => ['allow', 'ask', 'block'].indexOf(send.kind);
  fc.assert(
    fc.property(richDocument, anyUser, anyFacts, hidden, (document, user, anything, unknown) => {
      const facts = asDraft(anything);
      expect(rank(guard(document, user, facts, unknown))).toBeGreaterThanOrEqual(rank(guard(document, user, facts)));
    }),
    RUNS,
  );
});
