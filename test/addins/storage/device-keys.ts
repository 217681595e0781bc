import { type Database } from '../../../addins/storage/database';

/** The device keys that there are, wherever they lie: each has a database of its own. */
export async function deviceKeysOf({ factory }: Pick<Database, 'factory'>): Promise<readonly CryptoKey[]> {
  const names = (await factory.databases()).flatMap(({ name }) => (name?.startsWith('signet-device-') ? [name] : []));
  const found = await Promise.all(names.map((name) => keysIn(factory, name)));
  return found.flat();
}

/** As when a browser clears what it takes for unimportant. */
export async function loseDeviceKeys({ factory }: Pick<Database, 'factory'>): Promise<void> {
  for (const { name } of await factory.databases()) {
    if (name?.startsWith('signet-device-')) {
      await new Promise((resolve) => {
        factory.deleteDatabase(name).onsuccess = resolve;
      });
    }
  }
}

function keysIn(factory: IDBFactory, name: string): Promise<readonly CryptoKey[]> {
  return new Promise((resolve, reject) => {
    const opening = factory.open(name);
    opening.onerror = () => {
      reject(new Error('the database of the device key does not open', { cause: opening.error }));
    };
    opening.onsuccess = () => {
      const request = opening.result.transaction('keys').objectStore('keys').getAll();
      request.onsuccess = () => {
        opening.result.close();
        resolve(request.result as CryptoKey[]);
      };
    };
  });
}
