import { keyFingerprint, SignetError, type Clock, type WaitingKey, type WaitingKeys } from '../../shared/index';
import { type Database } from './database';
import { keepWrapped, withPrivateKey } from './kept-keys';
import { ownOctets } from './own-octets';
import { type StoredWaitingKey } from './schema';
import { type Vault } from './vault';

const systemClock: Clock = { now: () => new Date() };

/** Keys without certificates over IndexedDB, wrapped by what wraps the keys of identities. */
export function createWaitingKeys(
  database: Database,
  vault: Pick<Vault, 'keeperForUse' | 'keeperForAdding'>,
  clock: Clock = systemClock,
): WaitingKeys {
  return {
    async all() {
      const stored = await database.run((connection) => connection.getAll('waitingKeys'));
      return stored.sort((a, b) => a.created.getTime() - b.created.getTime()).map(withoutKey);
    },
    async add({ purpose, spki, request, privateKey }) {
      const id = await keyFingerprint(spki);
      const facts = {
        id,
        purpose,
        spki: ownOctets(spki),
        ...(request && { request: ownOctets(request) }),
        created: clock.now(),
      };
      await keepWrapped(database, vault, { id, privateKey }, async (transaction, wrapped) => {
        await transaction.objectStore('waitingKeys').put({ ...facts, privateKey: wrapped });
      });
      return facts;
    },
    async remove(id) {
      await database.run((connection) => connection.delete('waitingKeys', id));
    },
    async withPrivateKey(id, use) {
      const stored = await database.run((connection) => connection.get('waitingKeys', id));
      if (!stored) throw new SignetError('no-private-key', 'this waiting key is not in the store');
      // An order goes on by itself, for as long as a server likes: that is no use by anybody.
      const by = stored.purpose === 'request' ? 'person' : 'program';
      return withPrivateKey(await vault.keeperForUse(by), stored, use);
    },
  };
}

function withoutKey({ id, purpose, spki, request, created }: StoredWaitingKey): WaitingKey {
  return { id, purpose, spki, ...(request && { request }), created };
}
