import { hex } from '../../shared/index';
import { storageError, type Database } from './database';
import { databaseName, findDeviceKey, inDatabase, NAME, PREFIX } from './device-key';
import { type DeviceProtection, type StoredProtection } from './schema';

/** The protection by device key that holds now; made where there is none, or where its key is lost. */
export async function ensureDeviceKey(database: Database): Promise<StoredProtection> {
  const current = await protectionInForce(database);
  if (current && !(current.kind === 'device' && !(await findDeviceKey(database.factory, current.id)))) return current;
  const fresh = await makeDeviceKey(database.factory);
  const found = await database.run(async (connection) => {
    const transaction = connection.transaction('keyProtection', 'readwrite', { durability: 'strict' });
    const now = await transaction.store.get('current');
    // Two windows may come here at once: the first to write wins, the other takes what it finds.
    if (now?.id === current?.id) await transaction.store.put(fresh, 'current');
    await transaction.done;
    return now?.id === current?.id ? fresh : now;
  });
  if (found && found.id !== fresh.id) await discardUnused(database, fresh.id);
  return found ?? fresh;
}

export function protectionInForce(database: Database): Promise<StoredProtection | undefined> {
  return database.run((connection) => connection.get('keyProtection', 'current'));
}

/** Makes a device key that nothing uses yet. */
export async function makeDeviceKey(factory: IDBFactory): Promise<DeviceProtection> {
  const id = `${PREFIX}${hex(crypto.getRandomValues(new Uint8Array(16)))}`;
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  await inDatabase(factory, id, (store) => store.put(key, NAME), 'readwrite');
  return { kind: 'device', id };
}

/** Destroys device keys whose protection is over, those too that an earlier run did not get to. Never rejects. */
export async function destroyRetired(database: Database): Promise<void> {
  try {
    const ids = await database.run((connection) => connection.getAllKeys('retiredDevices'));
    for (const id of ids) {
      // Never by a word in a list what opens the keys.
      if ((await protectionInForce(database))?.id !== id) await deleteDeviceKey(database.factory, id);
      await database.run((connection) => connection.delete('retiredDevices', id));
    }
  } catch {
    // They stay listed, and the next one who comes here tries again.
  }
}

/**
 * Destroys a device key that was made and is not wanted after all. The one in force stays; where that cannot be found out,
 * or destroying it fails, it is listed for later. Never rejects.
 */
export async function discardUnused(database: Database, id: string): Promise<void> {
  try {
    if ((await protectionInForce(database))?.id !== id) await deleteDeviceKey(database.factory, id);
  } catch {
    await database.run((connection) => connection.put('retiredDevices', new Date(), id)).catch(() => undefined);
  }
}

/** How long other windows may take to let go of a device key: one that is frozen never does. */
const DELETE_MS = 2_000;

/** Rejects with `storage`, `blocked` where a window holds on to it: the browser then deletes it when that one lets go. */
function deleteDeviceKey(factory: IDBFactory, id: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = factory.deleteDatabase(databaseName(id));
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      settle();
    };
    const timer = setTimeout(() => reject(storageError('blocked')), DELETE_MS);
    request.addEventListener('success', () => end(resolve));
    request.addEventListener('error', () => end(() => reject(storageError('failed'))));
    request.addEventListener('blocked', () => end(() => reject(storageError('blocked'))));
  });
}
