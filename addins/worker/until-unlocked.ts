import { SignetError, type KeyLock, type Work } from '../../shared/index';
import { type LockNews } from './lock-news';

/** Calls with each change of the lock; gives what ends that. */
export type LockWatch = (changed: (news: LockNews) => void) => () => void;

/** Over as soon as keys may be used. Rejects with `cancelled`, and with what the lock itself rejects with. */
export function untilUnlocked(keys: Pick<KeyLock, 'state'>, watch: LockWatch, { signal }: Work): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      stop();
      signal?.removeEventListener('abort', cancel);
      settle();
    };
    const cancel = (): void => end(() => reject(new SignetError('cancelled', 'the keys were not unlocked')));
    const look = (): void => {
      keys.state().then(
        ({ isLocked }) => !isLocked && end(resolve),
        (thrown: unknown) =>
          end(() => reject(thrown instanceof Error ? thrown : new SignetError('defect', 'no error'))),
      );
    };
    const stop = watch((news) => {
      if (news === 'unlocked') look();
    });
    signal?.addEventListener('abort', cancel);
    if (signal?.aborted) cancel();
    else look();
  });
}
