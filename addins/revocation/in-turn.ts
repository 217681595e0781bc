import { type Bytes, type FetchFailure, type RevocationAnswer, type RevocationQuestion } from '../../shared/index';
import { NETWORK_LIMITS } from './network-rules';

export type Outcome = { readonly octets: Bytes } | { readonly failure: FetchFailure };

/** Asks a few at a time, in order, and no more than the limit in all; the rest were `too-many`. `ask` must not reject. */
export async function inTurn(
  questions: readonly RevocationQuestion[],
  ask: (question: RevocationQuestion) => Promise<Outcome>,
): Promise<readonly RevocationAnswer[]> {
  const answers = questions.map<RevocationAnswer>((question) => ({ question, failure: 'too-many' }));
  const waiting = questions.slice(0, NETWORK_LIMITS.questions).entries();
  const worker = async (): Promise<void> => {
    for (const [index, question] of waiting) answers[index] = { question, ...(await ask(question)) };
  };
  await Promise.all(Array.from({ length: NETWORK_LIMITS.atOnce }, worker));
  return answers;
}
