import { hex } from '../../shared/index';
import { storageError, type Database } from './database';
import { databaseName, findDeviceKey, inDatabase, NAME, PREFIX } from './device-key';
import { type DeviceProtection, type StoredProtection } from './schema';

/** The protection by device key that holds now; made where there is none, or where its key is lost. */
export async function ensureDeviceKey(database: Database): Promise<StoredProtection> {
  const current = await database.run((connection) => connection.get('keyProtection', 'current'));
  if (current && !(current.kind === 'device' && !(await findDeviceKey(database.factory, current.id)))) return current;
  const fresh = await makeDeviceKey(database.factory);
  const found = await database.run(async (connection) => {
    const transaction = connection.transaction('keyProtection', 'readwrite');
    const now = await transaction.store.get('current');
    // Two windows may come here at once: the first to write wins, the other takes what it finds.
    if (now?.id === current?.id) await transaction.store.put(fresh, 'current');
    await transaction.done;
    return now?.id === current?.id ? fresh : now;
  });
  if (found !== fresh) await deleteDeviceKey(database.factory, fresh.id);
  return found ?? fresh;
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
      await deleteDeviceKey(database.factory, id);
      await database.run((connection) => connection.delete('retiredDevices', id));
    }
  } catch {
    // They stay listed, and the next one who comes here tries again.
  }
}

export function deleteDeviceKey(factory: IDBFactory, id: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = factory.deleteDatabase(databaseName(id));
    request.addEventListener('success', () => resolve());
    request.addEventListener('error', () => reject(storageError('failed')));
  });
}
