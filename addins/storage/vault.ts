import { SignetError, type Clock, type KeyLock, type UnlockTime } from '../../shared/index';
import { storageError, type Database } from './database';
import { deviceKeeper } from './device-key';
import { type Keeper } from './keeper';
import type * as PassphraseKey from './passphrase-key';
import { type VaultKey } from './passphrase-key';
import { type DeviceProtection, type KeyDerivation, type PassphraseProtection, type StoredProtection } from './schema';
import { type MoveOptions } from './move-keys';
import { type VaultChannel } from './vault-channel';
import { type VaultSession } from './vault-session';

/** What an organisation sets about the protection of keys; what it leaves out is the user's choice. */
export interface KeyPolicy {
  readonly passphraseRequired?: boolean;
  readonly unlockTime?: UnlockTime;
  /** The most minutes that users may choose. */
  readonly longestUnlockTime?: UnlockTime;
  /** Keys that were made here are to be backed up before others get their certificates. */
  readonly backupFirst?: boolean;
}

export interface VaultOptions {
  readonly clock?: Clock;
  readonly policy?: KeyPolicy | undefined;
  /** Until the user chooses; left out: an hour. */
  readonly usualUnlockTime?: UnlockTime | undefined;
  /** Left out: this worker is alone. */
  readonly channel?: VaultChannel | undefined;
  /** What new passphrases are put through; left out: as this version has it. */
  readonly derivation?: KeyDerivation;
}

/** Who uses a key: what a program does by itself does not put off the time of locking. */
export type KeyUser = 'person' | 'program';

/** The lock, and what it gives to the key store. */
export interface Vault extends KeyLock {
  /** For one use of a key. Rejects with `locked`; `passphrase-required` is its subject where one must be set first. */
  keeperForUse(by?: KeyUser): Promise<Keeper>;
  /** For a key that is to be kept. Rejects as `keeperForUse` does: no key is kept under less than what is required. */
  keeperForAdding(): Promise<Keeper>;
  /** Keys in memory are to be forgotten, or may be used again. */
  onChanged(listener: (change: 'unlocked' | 'locked') => void): void;
}

const DEFAULT_TIME: UnlockTime = 60;
const TIME_SETTING = 'key-unlock-time';
const systemClock: Clock = { now: () => new Date() };
/** Up to version 5 entries named what wraps them themselves. */
const BEFORE_ANY: DeviceProtection = { kind: 'device', id: 'device' };

const passphraseKey = (): Promise<typeof PassphraseKey> => import('./passphrase-key');

interface Standing {
  readonly protection: StoredProtection | undefined;
  readonly time: UnlockTime;
}

/**
 * The lock on the private keys over IndexedDB. While a passphrase is set, the stores hold no usable key; the vault key is
 * in the memory of workers, as a key that cannot be exported, from `unlock` to `lock` or until it was not used for
 * the time that user or organisation chose.
 */
export function createVault(database: Database, options: VaultOptions = {}): Vault {
  const { clock = systemClock, policy = {}, usualUnlockTime = DEFAULT_TIME, channel, derivation } = options;
  const longest = policy.longestUnlockTime;
  const listeners: ((change: 'unlocked' | 'locked') => void)[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const standing = async (): Promise<Standing> => {
    const [protection, stored] = await database.run(async (connection) => {
      const transaction = connection.transaction(['keyProtection', 'settings']);
      return Promise.all([
        transaction.objectStore('keyProtection').get('current'),
        transaction.objectStore('settings').get(TIME_SETTING),
      ]);
    });
    const chosen = isUnlockTime(stored) ? stored : usualUnlockTime;
    return {
      protection,
      time: policy.unlockTime ?? (longest !== undefined && isLonger(chosen, longest) ? longest : chosen),
    };
  };
  const passphraseProtection = async (): Promise<PassphraseProtection | undefined> => {
    const { protection } = await standing();
    return protection?.kind === 'passphrase' ? protection : undefined;
  };
  let loading: Promise<VaultSession> | undefined;
  /** Nothing of it is loaded for who has no passphrase. */
  const session = (): Promise<VaultSession> => {
    loading ??= loadSession();
    return loading;
  };
  const loadSession = async (): Promise<VaultSession> => {
    const { VaultSession: Session } = await import('./vault-session').catch((thrown: unknown) => {
      loading = undefined;
      throw thrown;
    });
    return new Session({
      clock,
      channel,
      async isGenuine(vaultKey) {
        const protection = await passphraseProtection();
        return protection !== undefined && (await passphraseKey()).isVaultKeyOf(protection, vaultKey);
      },
      onChanged(change) {
        void watch();
        if (change !== 'time') for (const listener of listeners) listener(change);
      },
    });
  };
  channel?.listen(
    (message) =>
      void session().then(
        (known) => known.hear(message),
        () => undefined,
      ),
  );
  /** Locks when the time is over, whether somebody comes or not. */
  const watch = async (): Promise<void> => {
    clearTimeout(timer);
    const known = await session();
    const { time } = await standing().catch(() => ({ time: 0 }));
    if (!known.vaultKey || time === 'session') return;
    const left = time * 60_000 - known.idle;
    clearTimeout(timer);
    if (left <= 0) known.lock();
    else timer = setTimeout(() => void watch(), left);
  };
  const unlockedKey = async ({ protection, time }: Standing): Promise<VaultKey | undefined> => {
    const known = await session();
    const current = (): VaultKey | undefined => {
      if (known.vaultKey && known.vaultKey.id !== protection?.id) known.lock();
      if (known.vaultKey && time !== 'session' && known.idle >= time * 60_000) known.lock();
      return known.vaultKey;
    };
    if (!current()) await known.ask();
    return current();
  };
  const keeperOf = async (now: Standing, by: KeyUser): Promise<Keeper> => {
    const vaultKey = await unlockedKey(now);
    if (!vaultKey) throw new SignetError('locked', 'the private keys are locked by a passphrase');
    if (by === 'person') (await session()).use();
    return (await passphraseKey()).vaultKeeper(vaultKey);
  };
  const checkRequired = (): void => {
    if (policy.passphraseRequired !== true) return;
    throw new SignetError('locked', 'a passphrase must be set first', 'passphrase-required');
  };
  const deviceKeeperNow = async (): Promise<Keeper> => {
    const { ensureDeviceKey } = await import('./device-key-making');
    const made = await ensureDeviceKey(database);
    // Another window set a passphrase a moment ago.
    if (made.kind === 'passphrase') throw storageError('failed');
    return deviceKeeper(database, made);
  };
  /** The keeper that a passphrase opens, or the device's where none is set. */
  const keeperBy = async (current: string | undefined): Promise<Keeper> => {
    const protection = await passphraseProtection();
    if (!protection) return deviceKeeperNow();
    const { openVaultKey, vaultKeeper } = await passphraseKey();
    const { vaultKey } = await openVaultKey(protection, current ?? '', derivation);
    return vaultKeeper(vaultKey);
  };
  const moveOptions: MoveOptions = { clock, ...(derivation && { derivation }) };

  return {
    onChanged: (listener) => void listeners.push(listener),
    async keeperForUse(by = 'person') {
      const now = await standing();
      if (now.protection?.kind === 'passphrase') return keeperOf(now, by);
      checkRequired();
      return deviceKeeper(database, now.protection ?? BEFORE_ANY);
    },
    async keeperForAdding() {
      const now = await standing();
      if (now.protection?.kind === 'passphrase') return keeperOf(now, 'person');
      checkRequired();
      return deviceKeeperNow();
    },
    async state() {
      const now = await standing();
      const isRequired = policy.passphraseRequired === true;
      const facts = {
        isRequired,
        unlockTime: now.time,
        isTimeFixed: policy.unlockTime !== undefined,
        ...(longest !== undefined && { longestTime: longest }),
      };
      if (now.protection?.kind !== 'passphrase') return { protection: 'device', isLocked: isRequired, ...facts };
      return { protection: 'passphrase', isLocked: (await unlockedKey(now)) === undefined, ...facts };
    },
    async unlock(passphrase) {
      const protection = await passphraseProtection();
      if (!protection) return;
      const { vaultKey, hardened } = await (await passphraseKey()).openVaultKey(protection, passphrase, derivation);
      if (hardened) await replaceProtection(database, protection, hardened);
      (await session()).begin(vaultKey);
      const { destroyRetired } = await import('./device-key-making');
      await destroyRetired(database);
    },
    async lock() {
      (await session()).lockAll();
    },
    async setPassphrase({ next, current }) {
      if (Array.from(next).length < LEAST_CHARACTERS) {
        throw new SignetError('passphrase', 'the new passphrase is too short', 'short');
      }
      const { moveToPassphrase } = await import('./move-keys');
      const vaultKey = await moveToPassphrase(database, await keeperBy(current), next, moveOptions);
      (await session()).begin(vaultKey);
    },
    async removePassphrase(current) {
      if (policy.passphraseRequired === true) throw fixed();
      const { moveToDevice } = await import('./move-keys');
      await moveToDevice(database, await keeperBy(current), moveOptions);
      (await session()).lockAll();
    },
    async setUnlockTime(time) {
      if (policy.unlockTime !== undefined || (longest !== undefined && isLonger(time, longest))) throw fixed();
      if (!isUnlockTime(time)) throw new SignetError('defect', 'minutes from 1 to 1440 were expected');
      await database.run((connection) => connection.put('settings', time, TIME_SETTING));
      (await session()).tellTime();
      await watch();
    },
  };
}

/** The least that a new passphrase may have. */
export const LEAST_CHARACTERS = 8;

export function isUnlockTime(value: unknown): value is UnlockTime {
  return value === 'session' || (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 1_440);
}

const isLonger = (time: UnlockTime, other: UnlockTime): boolean =>
  other !== 'session' && (time === 'session' || time > other);

function fixed(): SignetError {
  return new SignetError('malformed-policy', 'the organisation has set this', 'keys');
}

/** Puts the hardened one in the place of the one it was made of, unless that is no more. */
async function replaceProtection(
  database: Database,
  old: PassphraseProtection,
  next: PassphraseProtection,
): Promise<void> {
  await database.run(async (connection) => {
    const transaction = connection.transaction('keyProtection', 'readwrite', { durability: 'strict' });
    const now = await transaction.store.get('current');
    const isSame = now?.kind === 'passphrase' && now.id === old.id && String(now.salt) === String(old.salt);
    if (isSame) await transaction.store.put(next, 'current');
    await transaction.done;
  });
}
