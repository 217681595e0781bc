import { type Database } from './database';

/** State of orders for certificates by id: structured-clone values, as whoever keeps them has them. Never a key. */
export interface OrderStore {
  all(): Promise<readonly unknown[]>;
  put(id: string, state: unknown): Promise<void>;
  remove(id: string): Promise<void>;
}

export function createOrderStore(database: Database): OrderStore {
  return {
    all: () => database.run((connection) => connection.getAll('orders')),
    async put(id, state) {
      await database.run((connection) => connection.put('orders', state, id));
    },
    async remove(id) {
      await database.run((connection) => connection.delete('orders', id));
    },
  };
}
