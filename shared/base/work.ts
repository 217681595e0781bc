import { SignetError } from './errors';

/** What a long operation tells while it runs, and what ends it early. */
export interface Work {
  /** Called after each piece with octets done and octets there are; `done` never goes back. It must not throw. */
  readonly progress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Throws `cancelled` where the work has been called off. To be asked before each piece. */
export function checkCancelled({ signal }: Work): void {
  if (signal?.aborted) throw new SignetError('cancelled', 'the operation was cancelled');
}

/** Tells of progress; throws `cancelled`. */
export function advance(work: Work, done: number, total: number): void {
  checkCancelled(work);
  work.progress?.(done, total);
}

/** Work on one of several pieces of one length, told as progress of the whole. */
export function portionOf({ progress, ...work }: Work, index: number, count: number): Work {
  if (!progress) return work;
  return { ...work, progress: (done, total) => progress(index * total + done, count * total) };
}
