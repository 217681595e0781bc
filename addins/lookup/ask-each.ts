import {
  type Bytes,
  type LookUpAnswer,
  type LookUpFailure,
  type LookUpSource,
  type LookUpSourceName,
} from '../../shared/index';
import { ended, failureOf } from '../revocation/timed-fetch';
import { LOOK_UP_LIMITS } from './limits';

/** A place said why it answers nothing. */
export class NoAnswerError extends Error {
  readonly failure: LookUpFailure;
  constructor(failure: LookUpFailure) {
    super(failure);
    this.failure = failure;
  }
}

export interface AskLimits {
  readonly milliseconds: number;
  readonly atOnce: number;
  readonly questions: number;
}

/**
 * Asks about each address, a few at a time, in order, each with a deadline of its own; those above the limit were
 * `too-many`. Once `signal` is aborted nothing more is asked and what is open is `cancelled`, whether `ask` ends or not.
 * `ask` may reject: with NoAnswerError it says why.
 */
export async function askEach(
  addresses: readonly string[],
  signal: AbortSignal,
  ask: (address: string, signal: AbortSignal) => Promise<readonly Bytes[]>,
  limits: Partial<AskLimits> = {},
): Promise<readonly LookUpAnswer[]> {
  const { milliseconds, atOnce, questions } = { ...LOOK_UP_LIMITS, ...limits };
  const answers = addresses.map<LookUpAnswer>((address, i) => ({
    address,
    failure: i < questions ? 'cancelled' : 'too-many',
  }));
  const waiting = addresses.slice(0, questions).entries();
  const worker = async (): Promise<void> => {
    for (const [index, address] of waiting) {
      if (signal.aborted) return;
      answers[index] = await askOne(address, signal, milliseconds, ask);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return answers;
}

/** A place that is asked about one address at a time, as `askEach` does. */
export function placeOf(
  name: LookUpSourceName,
  ask: (address: string, signal: AbortSignal) => Promise<readonly Bytes[]>,
  limits?: Partial<AskLimits>,
): LookUpSource {
  return { name, ask: (addresses, signal) => askEach(addresses, signal, ask, limits) };
}

async function askOne(
  address: string,
  signal: AbortSignal,
  milliseconds: number,
  ask: (address: string, signal: AbortSignal) => Promise<readonly Bytes[]>,
): Promise<LookUpAnswer> {
  const deadline = new AbortController();
  const end = (): void => deadline.abort();
  const timer = setTimeout(end, milliseconds);
  signal.addEventListener('abort', end, { once: true });
  try {
    const files = await ended(deadline.signal, ask(address, deadline.signal));
    return { address, files: files.slice(0, LOOK_UP_LIMITS.files) };
  } catch (thrown) {
    if (signal.aborted) return { address, failure: 'cancelled' };
    return { address, failure: thrown instanceof NoAnswerError ? thrown.failure : failureOf(thrown, deadline.signal) };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}
