import { utf8Bytes, type Bytes } from '../../shared/index';
import { storageError, type Database } from './database';
import { type WrappedKey } from './schema';

const CURRENT = 'aes-256-gcm-1';

/**
 * Wraps private keys with a key of this browser profile that no script can export. It protects a copy of the
 * database's files; it does not protect from code that runs in this origin.
 */
export interface DeviceKey {
  /** `owner` is bound as additional data: a wrapped key opens under no other name. */
  wrap(privateKey: Bytes, owner: string): Promise<WrappedKey>;
  /** Rejects with `storage` (`lost`) where the device key is gone or is not the one that wrapped. */
  unwrap(wrapped: WrappedKey, owner: string): Promise<Bytes>;
}

export function deviceKey(database: Database): DeviceKey {
  return {
    async wrap(privateKey, owner) {
      const key = (await find(database, CURRENT)) ?? (await create(database));
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const ciphertext = await crypto.subtle.encrypt(parameters(iv, owner), key, privateKey);
      return { wrappedBy: CURRENT, iv, ciphertext: new Uint8Array(ciphertext) };
    },
    async unwrap(wrapped, owner) {
      const key = await find(database, wrapped.wrappedBy);
      if (!key) throw storageError('lost');
      try {
        return new Uint8Array(await crypto.subtle.decrypt(parameters(wrapped.iv, owner), key, wrapped.ciphertext));
      } catch {
        throw storageError('lost');
      }
    },
  };
}

function parameters(iv: Bytes, owner: string): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: utf8Bytes(owner) };
}

function find(database: Database, name: string): Promise<CryptoKey | undefined> {
  return database.run((connection) => connection.get('deviceKeys', name));
}

/** Two windows may come here at once: the first to write wins, the other takes what it finds. */
async function create(database: Database): Promise<CryptoKey> {
  const fresh = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  return database.run(async (connection) => {
    const transaction = connection.transaction('deviceKeys', 'readwrite');
    const present = await transaction.store.get(CURRENT);
    if (!present) await transaction.store.put(fresh, CURRENT);
    await transaction.done;
    return present ?? fresh;
  });
}
