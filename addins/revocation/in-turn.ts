import { type Bytes, type FetchFailure, type RevocationAnswer, type RevocationRequest } from '../../shared/index';
import { NETWORK_LIMITS } from './network-rules';

export type Outcome = { readonly octets: Bytes } | { readonly failure: FetchFailure };

/** Asks a few at a time, in order, and no more than the limit in all; the rest were `too-many`. `ask` must not reject. */
export async function inTurn(
  requests: readonly RevocationRequest[],
  ask: (request: RevocationRequest) => Promise<Outcome>,
): Promise<readonly RevocationAnswer[]> {
  const answers = requests.map<RevocationAnswer>((request) => ({ request, failure: 'too-many' }));
  const waiting = requests.slice(0, NETWORK_LIMITS.requests).entries();
  const worker = async (): Promise<void> => {
    for (const [index, request] of waiting) answers[index] = { request, ...(await ask(request)) };
  };
  await Promise.all(Array.from({ length: NETWORK_LIMITS.atOnce }, worker));
  return answers;
}
