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

/**
 * Asks one question about all addresses, whose answer is one list of files for each, in order; with one deadline. What is said
 * of `askEach` holds otherwise.
 */
export async function askTogether(
  addresses: readonly string[],
  signal: AbortSignal,
  ask: (addresses: readonly string[], signal: AbortSignal) => Promise<readonly (readonly Bytes[])[]>,
  limits: Partial<Omit<AskLimits, 'atOnce'>> = {},
): Promise<readonly LookUpAnswer[]> {
  const { milliseconds, questions } = { ...LOOK_UP_LIMITS, ...limits };
  const about = addresses.slice(0, questions);
  const asked = await askedTogether(about, signal, milliseconds, ask);
  const rest = addresses.slice(questions).map((address): LookUpAnswer => ({ address, failure: 'too-many' }));
  return [...asked, ...rest];
}

async function askedTogether(
  addresses: readonly string[],
  signal: AbortSignal,
  milliseconds: number,
  ask: Parameters<typeof askTogether>[2],
): Promise<readonly LookUpAnswer[]> {
  if (addresses.length === 0) return [];
  const failed = (failure: LookUpFailure): readonly LookUpAnswer[] =>
    addresses.map((address) => ({ address, failure }));
  if (signal.aborted) return failed('cancelled');
  const found = await inTime(signal, milliseconds, (deadline) => ask(addresses, deadline));
  if (typeof found === 'string') return failed(found);
  return addresses.map((address, i) => ({ address, files: (found[i] ?? []).slice(0, LOOK_UP_LIMITS.files) }));
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
  const files = await inTime(signal, milliseconds, (deadline) => ask(address, deadline));
  return typeof files === 'string'
    ? { address, failure: files }
    : { address, files: files.slice(0, LOOK_UP_LIMITS.files) };
}

/** What comes in time, or why nothing does. */
async function inTime<Result>(
  signal: AbortSignal,
  milliseconds: number,
  ask: (deadline: AbortSignal) => Promise<Result>,
): Promise<Result | LookUpFailure> {
  const deadline = new AbortController();
  const end = (): void => deadline.abort();
  const timer = setTimeout(end, milliseconds);
  signal.addEventListener('abort', end, { once: true });
  try {
    return await ended(deadline.signal, ask(deadline.signal));
  } catch (thrown) {
    if (signal.aborted) return 'cancelled';
    return thrown instanceof NoAnswerError ? thrown.failure : failureOf(thrown, deadline.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}
