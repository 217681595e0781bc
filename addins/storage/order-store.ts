import { type Database } from './database';

/** State of orders for certificates by id: structured-clone values, as whoever keeps them has them. Never a key. */
export interface OrderStore {
  all(): Promise<readonly unknown[]>;
  put(id: string, state: unknown): Promise<void>;
  /** Puts a state in the place of one that `isStill` holds for, in one go; false where none is there for which it does. */
  replace(id: string, state: unknown, isStill: (kept: unknown) => boolean): Promise<boolean>;
  remove(id: string): Promise<void>;
}

export function createOrderStore(database: Database): OrderStore {
  return {
    all: () => database.run((connection) => connection.getAll('orders')),
    async put(id, state) {
      await database.run((connection) => connection.put('orders', state, id));
    },
    replace: (id, state, isStill) =>
      database.run(async (connection) => {
        const transaction = connection.transaction('orders', 'readwrite');
        const kept: unknown = await transaction.store.get(id);
        const isReplaced = kept !== undefined && isStill(kept);
        if (isReplaced) await transaction.store.put(state, id);
        await transaction.done;
        return isReplaced;
      }),
    async remove(id) {
      await database.run((connection) => connection.delete('orders', id));
    },
  };
}
