import { LIMITS, type SenderHistory } from '../../shared/index';
import { type Database } from './database';
import { normalizedAddress } from './normalized-address';

/** What is kept of senders, over IndexedDB: one entry an address, changed inside one transaction. */
export function createSenderHistory(database: Database, limit: number = LIMITS.senders): SenderHistory {
  return {
    async find(address) {
      const found = await database.run((connection) => connection.get('senders', normalizedAddress(address)));
      return found?.record;
    },
    update: (address, change) =>
      database.run(async (connection) => {
        const key = normalizedAddress(address);
        const transaction = connection.transaction('senders', 'readwrite');
        const present = await transaction.store.get(key);
        const record = change(present?.record);
        if (record) await transaction.store.put({ address: key, lastSeen: record.lastSeen, record });
        if (record && !present) {
          let excess = (await transaction.store.count()) - limit;
          const oldest = transaction.store.index('lastSeen');
          for (let at = await oldest.openCursor(); at && excess > 0; excess--, at = await at.continue()) {
            await at.delete();
          }
        }
        await transaction.done;
      }),
    async writersTo(certificate) {
      const all = await database.run((connection) => connection.getAll('senders'));
      return all.filter(({ record }) => record.wroteTo?.certificate === certificate).length;
    },
    clear: () => database.run((connection) => connection.clear('senders')),
  };
}
