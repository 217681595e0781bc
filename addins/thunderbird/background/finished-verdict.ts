import { policyReasonText, sameAddress, type DecisionReason, type Refusal, type Question } from '../../../shared/index';
import { archiveOf, isAllowed } from '../../policy/decide-draft';
import { isAmong, openTo } from '../../policy/split-readers';
import { usePolicyStrings, type Language } from '../../ui/index';
import { type DraftDecision } from '../compose-protection';
import { type Protection } from '../host/compose-tabs';

/** Why a message does not go, and what the user is asked of it; nothing in either: it may go. */
export interface Verdict {
  readonly texts: readonly string[];
  readonly questions: readonly Question[];
}

export const MAY_GO: Verdict = { texts: [], questions: [] };
export const refusedFor = (texts: readonly string[]): Verdict => ({ texts, questions: [] });

/** What a policy has against a draft: why it may not go, or where nothing forbids it, what the user is asked. */
export function verdictAgainst(
  { decision }: DraftDecision,
  found: readonly Refusal[],
  language: Language,
  textOf: (refusal: Refusal) => string,
): Verdict {
  // Whose certificate is missing is said by the rule.
  const others = found.filter(({ code }) => code !== 'recipient-certificate').map(textOf);
  const refusals = decision.reasons.filter(({ kind }) => kind === 'refusal');
  const questions = decision.reasons.flatMap((one) => (one.kind === 'question' ? [one.code] : []));
  if (refusals.length > 0) {
    return refusedFor([...refusals.map((reason) => policyReasonText(reason, language)), ...others]);
  }
  return questions.length > 0
    ? { texts: others, questions }
    : refusedFor([usePolicyStrings(language).unknown, ...others]);
}

/** OpenPGP is the user's choice as long as no policy keeps the message to S/MIME. */
export function verdictForOpenPgp(decided: DraftDecision, people: readonly string[], language: Language): Verdict {
  const { protection, mayChange } = decided;
  const isKept = (protection.sign && !mayChange.sign) || (protection.encrypt && !mayChange.encrypt);
  return isKept || lacksArchive(decided, people) ? refusedFor([usePolicyStrings(language).openPgp]) : MAY_GO;
}

/** An archive is to get a copy, and is not among those whom the message goes to. */
function lacksArchive({ decision }: DraftDecision, people: readonly string[]): boolean {
  const archive = archiveOf(decision);
  return archive !== undefined && !people.some((one) => sameAddress(one, archive));
}

/**
 * Why a message may not leave as it is; empty: it may. `has` is what it leaves with, `people` are all whom it goes to. By then
 * nothing can be asked any more: what was not agreed to for just these people is refused.
 */
export function againstLeaving(
  decided: DraftDecision,
  has: Protection,
  people: readonly string[],
  language: Language,
): readonly string[] {
  const strings = usePolicyStrings(language);
  const { protection, decision } = decided;
  const textsOf = (...kinds: readonly DecisionReason['kind'][]): readonly string[] =>
    decision.reasons.filter(({ kind }) => kinds.includes(kind)).map((one) => policyReasonText(one, language));
  if (!isAllowed(decided)) return [...textsOf('refusal', 'question'), strings.changed];
  // Whoever of a message that is split gets it unencrypted was shown so.
  const isShownOpen = (one: string): boolean => isAmong(has.open ?? [], one);
  const isShownMore = has.encrypt && !openTo(decision).every(isShownOpen);
  const isLaxer = (protection.sign && !has.sign) || (protection.encrypt && !has.encrypt) || isShownMore;
  if (!isLaxer && !lacksArchive(decided, people)) return [];
  return [...(isLaxer ? textsOf('change') : []), strings.changed];
}
