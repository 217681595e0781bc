/** The database as a program would find it that knows nothing of its schema; it does not let go when asked to. */
export function openRaw(factory: IDBFactory, version?: number): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open('signet', version);
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(new Error('the database does not open', { cause: request.error }));
    };
  });
}

/** Names of its stores, sorted. */
export async function storesOf(factory: IDBFactory): Promise<string[]> {
  const raw = await openRaw(factory);
  const names = [...raw.objectStoreNames].sort();
  raw.close();
  return names;
}
