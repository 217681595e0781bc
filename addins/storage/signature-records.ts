import { LIMITS, type SignatureRecords } from '../../shared/index';
import { type Database } from './database';

/** Records of good signatures, over IndexedDB: a hash and a time each. */
export function createSignatureRecords(database: Database, limit: number = LIMITS.signatureRecords): SignatureRecords {
  return {
    async find(key) {
      const found = await database.run((connection) => connection.get('signatureRecords', key));
      return found && { verifiedAt: found.verifiedAt };
    },
    remember: (key, { verifiedAt }) =>
      database.run(async (connection) => {
        const transaction = connection.transaction('signatureRecords', 'readwrite');
        const present = await transaction.store.get(key);
        if (!present || present.verifiedAt > verifiedAt) await transaction.store.put({ key, verifiedAt });
        if (!present) {
          let excess = (await transaction.store.count()) - limit;
          const oldest = transaction.store.index('verifiedAt');
          for (let at = await oldest.openCursor(); at && excess > 0; excess--, at = await at.continue()) {
            await at.delete();
          }
        }
        await transaction.done;
      }),
    clear: () => database.run((connection) => connection.clear('signatureRecords')),
  };
}
