import { type StorageMarker } from '../../worker/storage-loss';

const NAME = 'signet.identities';

/**
 * In the pane's localStorage, which browsers clear by other rules than IndexedDB. Where the browser forbids it nothing is
 * noted, and a loss is not noticed.
 */
export function createStorageMarker(storage: () => Pick<Storage, 'getItem' | 'setItem'>): StorageMarker {
  return {
    read() {
      const text = attempt(() => storage().getItem(NAME));
      return Promise.resolve(
        text === null || text === undefined ? undefined : attempt(() => JSON.parse(text) as unknown),
      );
    },
    write(marked) {
      attempt(() => storage().setItem(NAME, JSON.stringify(marked)));
      return Promise.resolve();
    },
  };
}

function attempt<Value>(action: () => Value): Value | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
