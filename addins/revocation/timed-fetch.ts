import { type Bytes, type FetchFailure } from '../../shared/index';
import { NETWORK_LIMITS } from './network-rules';
import { readAnswer, TooLargeError } from './read-answer';

class SlowError extends Error {}

/** The place may not be asked, as it turned out on the way there. */
export class AddressRefusedError extends Error {}

/** The server answered, and not with what was asked for. */
export class StatusError extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`status ${status}`);
    this.status = status;
  }
}

/** Ends with the signal even where what is waited for does not. */
export function ended<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const end = (): void => reject(new SlowError());
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    work.then(resolve, reject);
  });
}

/**
 * One request that says nothing of the user (no cookie, referrer or cache), follows no redirect, and whose answer is read
 * up to `limit` octets. Rejects with StatusError for every status but 200.
 */
export async function fetchAnswer(
  fetchLike: typeof fetch,
  url: URL,
  init: RequestInit,
  signal: AbortSignal,
  limit: number = NETWORK_LIMITS.answerOctets,
): Promise<Bytes> {
  const response = await fetchLike(url.href, {
    ...init,
    signal,
    redirect: 'error',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    cache: 'no-store',
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new StatusError(response.status);
  }
  return readAnswer(response, limit);
}

/** What a failed request is called. */
export function failureOf(thrown: unknown, signal: AbortSignal): FetchFailure {
  if (thrown instanceof AddressRefusedError) return 'address-refused';
  if (signal.aborted || thrown instanceof SlowError) return 'too-slow';
  return thrown instanceof TooLargeError ? 'too-large' : 'no-answer';
}
