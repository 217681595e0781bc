import { openSealed, sealed, type Keeper } from './keeper';
import { storageError, type Database } from './database';
import { type DeviceProtection } from './schema';

/**
 * The key of this browser profile, which no script can export. It protects the entries of the stores when they are
 * without it; it does not protect from code that runs in this origin, nor from whoever has the whole profile.
 *
 * It lies in a database of its own, so that it can be destroyed: what a browser deletes from a store may stay in its
 * files for long, but a database that is deleted is gone with its files, and what was wrapped with it is noise then.
 */
const STORE = 'keys';
export const NAME = 'device';
export const PREFIX = 'device:';
export const databaseName = (id: string): string => `signet-${id.replace(':', '-')}`;

/** A keeper by the device key of this protection. Up to version 5 the key lay among the other stores. */
export function deviceKeeper(database: Database, { id }: DeviceProtection): Keeper {
  return {
    id,
    async wrap(privateKey, owner) {
      const key = await findDeviceKey(database.factory, id);
      if (!key) throw storageError('lost');
      return { wrappedBy: id, ...(await sealed(key, privateKey, owner)) };
    },
    async unwrap(wrapped, owner) {
      const { wrappedBy } = wrapped;
      const key = wrappedBy.startsWith(PREFIX)
        ? await findDeviceKey(database.factory, wrappedBy)
        : await database.run((connection) => connection.get('deviceKeys', wrappedBy));
      const opened = key && (await openSealed(key, wrapped, owner));
      if (!opened) throw storageError('lost');
      return opened;
    },
  };
}

export async function findDeviceKey(factory: IDBFactory, id: string): Promise<CryptoKey | undefined> {
  const found: unknown = await inDatabase(factory, id, (store) => store.get(NAME), 'readonly');
  return found as CryptoKey | undefined;
}

/** One request to the database of a device key, which is open no longer than that: it must be free to be deleted. */
export function inDatabase(
  factory: IDBFactory,
  id: string,
  use: (store: IDBObjectStore) => IDBRequest,
  mode: IDBTransactionMode,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const opening = factory.open(databaseName(id), 1);
    const fail = (): void => reject(storageError('failed'));
    opening.addEventListener('upgradeneeded', () => {
      if (mode === 'readwrite') opening.result.createObjectStore(STORE);
      else {
        // It is not there, and reading makes none.
        opening.transaction?.abort();
        resolve(undefined);
      }
    });
    opening.addEventListener('error', (event) => {
      event.preventDefault();
      fail();
    });
    opening.addEventListener('success', () => {
      const connection = opening.result;
      connection.addEventListener('versionchange', () => connection.close());
      const transaction = connection.transaction(STORE, mode, { durability: 'strict' });
      const request = use(transaction.objectStore(STORE));
      transaction.addEventListener('complete', () => {
        connection.close();
        resolve(request.result);
      });
      transaction.addEventListener('abort', () => {
        connection.close();
        fail();
      });
    });
  });
}
