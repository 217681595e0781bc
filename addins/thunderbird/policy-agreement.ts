import { type Question } from '../../shared/index';
import { type Draft } from './host/compose-tabs';
import { session } from './host/environment';

/* What the user was asked because of a policy, and agreed to, about one message; lasts as long as Thunderbird runs. */

const askedName = (tabId: number): string => `policy-asked:${tabId}`;
const agreedName = (tabId: number): string => `policy-agreed:${tabId}`;

const QUESTIONS: Readonly<Record<Question, true>> = {
  'certificate-missing': true,
  'signer-missing': true,
  'signer-not-allowed': true,
};

const isQuestion = (value: unknown): value is Question => typeof value === 'string' && Object.hasOwn(QUESTIONS, value);

async function questionsAt(name: string): Promise<readonly Question[]> {
  const kept = await session.get(name);
  return Array.isArray(kept) ? kept.filter(isQuestion) : [];
}

/** Keeps for the popup what the last try to send raised; none: forgets. */
export async function keepPolicyQuestions(tabId: number, questions: readonly Question[]): Promise<void> {
  await (questions.length > 0 ? session.set(askedName(tabId), [...questions]) : session.remove(askedName(tabId)));
}

/** What the last try to send raised. */
export const openPolicyQuestions = (tabId: number): Promise<readonly Question[]> => questionsAt(askedName(tabId));

/** The user agrees, for the message as it is: to the same people, by the same sender. */
export async function agreeToPolicyQuestions(
  tabId: number,
  draft: Draft,
  questions: readonly Question[],
): Promise<void> {
  const before = await confirmedQuestions(tabId, draft);
  await session.set(agreedName(tabId), { about: aboutOf(draft), questions: [...new Set([...before, ...questions])] });
  await keepPolicyQuestions(tabId, []);
}

/** What the user agreed to for this message, as long as it goes to the same people. */
export async function confirmedQuestions(tabId: number, draft: Draft): Promise<readonly Question[]> {
  const kept = await session.get(agreedName(tabId));
  if (typeof kept !== 'object' || kept === null) return [];
  const { about, questions } = kept as Readonly<Record<string, unknown>>;
  return about === aboutOf(draft) && Array.isArray(questions) ? questions.filter(isQuestion) : [];
}

const aboutOf = ({ from, to, cc, bcc }: Draft): string => JSON.stringify([from, to, cc, bcc]);
