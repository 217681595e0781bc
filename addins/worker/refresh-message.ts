import { type Asked, type RevocationAnswer, type RevocationNetwork, type Work } from '../../shared/index';
import { type MessageRequest } from './message-request';
import { type RevocationCalls } from './revocation-calls';
import { type Caller } from './worker-client';

/**
 * Asks the network about the certificates of a message, round by round: the worker says what, the network is asked here,
 * the worker judges and keeps what came. Answers what was asked; the message must then be opened anew. Ends by itself: the
 * worker asks a bounded number of questions.
 */
export async function refreshMessage(
  worker: Caller<RevocationCalls>,
  network: RevocationNetwork,
  message: MessageRequest,
  options: { readonly isForced: boolean; readonly work?: Work },
): Promise<readonly Asked[]> {
  const { isForced, work } = options;
  let asked: readonly Asked[] = [];
  let answers: readonly RevocationAnswer[] = [];
  for (;;) {
    const round = { isForced, asked, answers };
    const next = await worker.call('refreshRound', { ...message, round }, { ...work });
    asked = next.asked;
    if (next.questions.length === 0) return asked;
    answers = await network.ask(next.questions);
  }
}
