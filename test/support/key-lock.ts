import { SignetError } from '../../shared/base/errors';
import { type KeyLock, type VaultState } from '../../shared/ports/key-store';

export const OPEN: VaultState = {
  protection: 'device',
  isLocked: false,
  isRequired: false,
  unlockTime: 60,
  isTimeFixed: false,
};

export interface FakeLock extends KeyLock {
  onChanged(listener: (change: 'unlocked' | 'locked') => void): void;
  /** What was asked of it, oldest first. */
  readonly asked: string[];
}

/** A lock without keys behind it: a passphrase is right where it is `passphrase`. */
export function fakeLock(state: Partial<VaultState> = {}, passphrase = 'correct horse'): FakeLock {
  let now: VaultState = { ...OPEN, ...state };
  const asked: string[] = [];
  const listeners: ((change: 'unlocked' | 'locked') => void)[] = [];
  const check = (given: string | undefined): Promise<void> =>
    now.protection === 'device' || given === passphrase
      ? Promise.resolve()
      : Promise.reject(new SignetError('passphrase', 'wrong'));
  const become = (more: Partial<VaultState>): void => {
    now = { ...now, ...more };
    for (const listener of listeners) listener(now.isLocked ? 'locked' : 'unlocked');
  };
  return {
    asked,
    onChanged: (listener) => void listeners.push(listener),
    state: () => Promise.resolve(now),
    async unlock(given) {
      asked.push('unlock');
      await check(given);
      become({ isLocked: false });
    },
    lock() {
      asked.push('lock');
      become({ isLocked: now.protection === 'passphrase' });
      return Promise.resolve();
    },
    async setPassphrase({ next, current }) {
      asked.push('set');
      await check(current);
      passphrase = next;
      become({ protection: 'passphrase', isLocked: false });
    },
    async removePassphrase(current) {
      asked.push('remove');
      await check(current);
      become({ protection: 'device', isLocked: false });
    },
    setUnlockTime(unlockTime) {
      asked.push(`time ${unlockTime}`);
      now = { ...now, unlockTime };
      return Promise.resolve();
    },
  };
}
