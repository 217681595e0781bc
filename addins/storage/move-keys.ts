import { SignetError, type Clock } from '../../shared/index';
import { storageError, type Database } from './database';
import { deviceKeeper } from './device-key';
import { destroyRetired, discardUnused, makeDeviceKey, protectionInForce } from './device-key-making';
import { type Keeper } from './keeper';
import { createVaultKey, vaultKeeper, type VaultKey } from './passphrase-key';
import {
  type Connection,
  type KeyDerivation,
  type StoredIdentity,
  type StoredProtection,
  type StoredWaitingKey,
  type WrappedKey,
} from './schema';

export interface MoveOptions {
  readonly clock: Clock;
  readonly derivation?: KeyDerivation;
}

/** Puts all keys under a fresh vault key under `passphrase`; what wrapped them before opens nothing afterwards. */
export async function moveToPassphrase(
  database: Database,
  from: Keeper,
  passphrase: string,
  { clock, derivation }: MoveOptions,
): Promise<VaultKey> {
  const { protection, vaultKey } = await createVaultKey(passphrase, clock.now(), derivation);
  await moveKeys(database, from, { keeper: vaultKeeper(vaultKey), protection }, clock);
  await destroyRetired(database);
  return vaultKey;
}

/** Puts all keys under a fresh key of the browser profile. */
export async function moveToDevice(database: Database, from: Keeper, { clock }: MoveOptions): Promise<void> {
  const protection = await makeDeviceKey(database.factory);
  try {
    await moveKeys(database, from, { keeper: deviceKeeper(database, protection), protection }, clock);
  } catch (thrown) {
    await discardUnused(database, protection.id);
    throw thrown;
  }
}

interface Target {
  readonly keeper: Keeper;
  readonly protection: StoredProtection;
}

interface Entries {
  readonly identities: readonly StoredIdentity[];
  readonly waitingKeys: readonly StoredWaitingKey[];
}

/** Another window that adds keys at the same time is waited for this often. */
const ATTEMPTS = 5;

/**
 * All keys and the protection change in one transaction, or nothing does. An entry that cannot be opened, its key being
 * lost, stays as it is. Rejects with `storage` (`failed`) where another window changed the protection meanwhile.
 */
async function moveKeys(database: Database, from: Keeper, to: Target, clock: Clock): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const before = await database.run(readEntries);
    const after = {
      identities: await Promise.all(before.identities.map((entry) => moved(entry, from, to.keeper))),
      waitingKeys: await Promise.all(before.waitingKeys.map((entry) => moved(entry, from, to.keeper))),
    };
    const change = { before, after, from, to, clock };
    const isDone = await database
      .run((connection) => replaceAll(connection, change))
      .catch(async (thrown: unknown) => {
        // It may have been written although nobody could say so: the connection was lost after it.
        if ((await protectionInForce(database))?.id === to.protection.id) return true;
        throw thrown;
      });
    if (isDone) return;
  }
  throw storageError('failed');
}

const STORES = ['identities', 'waitingKeys', 'keyProtection', 'deviceKeys', 'retiredDevices'] as const;

async function readEntries(connection: Connection): Promise<Entries> {
  const transaction = connection.transaction(['identities', 'waitingKeys']);
  const [identities, waitingKeys] = await Promise.all([
    transaction.objectStore('identities').getAll(),
    transaction.objectStore('waitingKeys').getAll(),
  ]);
  return { identities, waitingKeys };
}

async function moved<Entry extends { readonly id: string; readonly privateKey: WrappedKey }>(
  entry: Entry,
  from: Keeper,
  to: Keeper,
): Promise<Entry> {
  const octets = await from.unwrap(entry.privateKey, entry.id).catch((thrown: unknown) => {
    if (thrown instanceof SignetError && thrown.subject === 'lost') return undefined;
    throw thrown;
  });
  if (!octets) return entry;
  try {
    return { ...entry, privateKey: await to.wrap(octets, entry.id) };
  } finally {
    octets.fill(0);
  }
}

interface Change {
  readonly before: Entries;
  readonly after: Entries;
  readonly from: Keeper;
  readonly to: Target;
  readonly clock: Clock;
}

/** False where keys were added or removed since `before` was read. */
async function replaceAll(connection: Connection, { before, after, from, to, clock }: Change): Promise<boolean> {
  const transaction = connection.transaction(STORES, 'readwrite', { durability: 'strict' });
  const [identities, waitingKeys, protection] = await Promise.all([
    transaction.objectStore('identities').getAll(),
    transaction.objectStore('waitingKeys').getAll(),
    transaction.objectStore('keyProtection').get('current'),
  ]);
  // Tried anew after it was written.
  if (protection?.id === to.protection.id) return true;
  if (protection !== undefined && protection.id !== from.id) throw storageError('failed');
  if (fingerprint({ identities, waitingKeys }) !== fingerprint(before)) {
    await transaction.done;
    return false;
  }
  const writes: Promise<unknown>[] = [
    ...after.identities.map((entry) => transaction.objectStore('identities').put(entry)),
    ...after.waitingKeys.map((entry) => transaction.objectStore('waitingKeys').put(entry)),
    transaction.objectStore('keyProtection').put(to.protection, 'current'),
  ];
  if (protection?.kind === 'device') {
    writes.push(transaction.objectStore('retiredDevices').put(clock.now(), protection.id));
  }
  writes.push(transaction.objectStore('deviceKeys').clear());
  await Promise.all([...writes, transaction.done]);
  return true;
}

/** Changes with every key that is added, removed or wrapped anew, and with what else an entry says. */
function fingerprint({ identities, waitingKeys }: Entries): string {
  const ofIdentities = identities.map(({ id, privateKey, backedUpAt }) => [id, [...privateKey.iv], backedUpAt]);
  return JSON.stringify([ofIdentities, waitingKeys.map(({ id, privateKey }) => [id, [...privateKey.iv]])]);
}
