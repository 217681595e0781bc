import { type Question } from '../../shared/index';
import { session } from './host/environment';

/* What the user was asked because of a policy, and agreed to, about one message; lasts as long as Thunderbird runs. */

const askedName = (tabId: number): string => `policy-asked:${tabId}`;
const agreedName = (tabId: number): string => `policy-agreed:${tabId}`;

const QUESTIONS: ReadonlySet<unknown> = new Set([
  'certificate-missing',
  'signer-missing',
  'signer-not-allowed',
] satisfies Question[]);

async function questionsAt(name: string): Promise<readonly Question[]> {
  const kept = await session.get(name);
  return Array.isArray(kept) ? kept.filter((one): one is Question => QUESTIONS.has(one)) : [];
}

/** Keeps for the popup what the last try to send raised; none: forgets. */
export async function keepPolicyQuestions(tabId: number, questions: readonly Question[]): Promise<void> {
  await (questions.length > 0 ? session.set(askedName(tabId), [...questions]) : session.remove(askedName(tabId)));
}

/** What the last try to send raised. */
export const openPolicyQuestions = (tabId: number): Promise<readonly Question[]> => questionsAt(askedName(tabId));

export async function agreeToPolicyQuestions(tabId: number, questions: readonly Question[]): Promise<void> {
  const before = await confirmedQuestions(tabId);
  await session.set(agreedName(tabId), [...new Set([...before, ...questions])]);
  await keepPolicyQuestions(tabId, []);
}

/** What the user agreed to for this message. */
export const confirmedQuestions = (tabId: number): Promise<readonly Question[]> => questionsAt(agreedName(tabId));
