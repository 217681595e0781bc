import { hex, SignetError, type Clock, type WaitingKey, type WaitingKeys } from '../../shared/index';
import { type Database } from './database';
import { type DeviceKey } from './device-key';
import { ownOctets } from './own-octets';
import { type StoredWaitingKey } from './schema';

const systemClock: Clock = { now: () => new Date() };

/** Keys without certificates over IndexedDB, wrapped by what wraps the keys of identities. */
export function createWaitingKeys(database: Database, wrapping: DeviceKey, clock: Clock = systemClock): WaitingKeys {
  return {
    async all() {
      const stored = await database.run((connection) => connection.getAll('waitingKeys'));
      return stored.sort((a, b) => a.created.getTime() - b.created.getTime()).map(withoutKey);
    },
    async add({ purpose, spki, request, privateKey }) {
      const id = hex(new Uint8Array(await crypto.subtle.digest('SHA-256', spki)));
      const stored: StoredWaitingKey = {
        id,
        purpose,
        spki: ownOctets(spki),
        ...(request && { request: ownOctets(request) }),
        privateKey: await wrapping.wrap(privateKey, id),
        created: clock.now(),
      };
      await database.run((connection) => connection.put('waitingKeys', stored));
      return withoutKey(stored);
    },
    async remove(id) {
      await database.run((connection) => connection.delete('waitingKeys', id));
    },
    async withPrivateKey(id, use) {
      const stored = await database.run((connection) => connection.get('waitingKeys', id));
      if (!stored) throw new SignetError('no-private-key', 'this waiting key is not in the store');
      const privateKey = await wrapping.unwrap(stored.privateKey, id);
      try {
        return await use(privateKey);
      } finally {
        privateKey.fill(0);
      }
    },
  };
}

function withoutKey({ id, purpose, spki, request, created }: StoredWaitingKey): WaitingKey {
  return { id, purpose, spki, ...(request && { request }), created };
}
