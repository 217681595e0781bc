import { type KeyLock, type UnlockTime, type VaultState } from '../../shared/index';
import { type Handlers } from './protocol';
import { type Caller } from './worker-client';

interface Call<Request, Answer> {
  readonly request: Request;
  readonly answer: Answer;
}

/** What pages ask about the lock on the private keys. Passphrases go in; nothing secret comes out. */
export type KeyCalls = {
  readonly keyState: Call<undefined, VaultState>;
  readonly unlockKeys: Call<string, undefined>;
  readonly lockKeys: Call<undefined, undefined>;
  readonly setPassphrase: Call<{ readonly next: string; readonly current?: string }, undefined>;
  readonly removePassphrase: Call<string, undefined>;
  readonly setUnlockTime: Call<UnlockTime, undefined>;
};

export function keyHandlers(lock: KeyLock): Handlers<KeyCalls> {
  const done = (): undefined => undefined;
  return {
    keyState: () => lock.state(),
    unlockKeys: (passphrase) => lock.unlock(passphrase).then(done),
    lockKeys: () => lock.lock().then(done),
    setPassphrase: (passphrases) => lock.setPassphrase(passphrases).then(done),
    removePassphrase: (current) => lock.removePassphrase(current).then(done),
    setUnlockTime: (time) => lock.setUnlockTime(time).then(done),
  };
}

/** The lock as a page has it. */
export function keyLockOf(worker: Caller<KeyCalls>): KeyLock {
  return {
    state: () => worker.call('keyState', undefined),
    unlock: (passphrase) => worker.call('unlockKeys', passphrase),
    lock: () => worker.call('lockKeys', undefined),
    setPassphrase: (passphrases) => worker.call('setPassphrase', passphrases),
    removePassphrase: (current) => worker.call('removePassphrase', current),
    setUnlockTime: (time) => worker.call('setUnlockTime', time),
  };
}
