import { type Bytes } from '../../shared/index';
import { storageError, type Database } from './database';
import { type Keeper } from './keeper';
import { type KeyTransaction, type WrappedKey } from './schema';
import { type Vault } from './vault';

/** Gives the octets of a private key to `use` and overwrites them when that is over. */
export async function withPrivateKey<Result>(
  keeper: Keeper,
  stored: { readonly id: string; readonly privateKey: WrappedKey },
  use: (privateKey: Bytes) => Promise<Result>,
): Promise<Result> {
  const privateKey = await keeper.unwrap(stored.privateKey, stored.id);
  try {
    return await use(privateKey);
  } finally {
    privateKey.fill(0);
  }
}

/** Another window that changes the protection at the same time is waited for this often. */
const ATTEMPTS = 3;

/**
 * Writes a key that is wrapped by the protection that holds in that very transaction: a key that is added while another
 * window sets a passphrase is not left without it. It is on the disk when this is over: nobody may have it anywhere else.
 * Rejects with `locked`; `passphrase-required` is its subject where one must be set first.
 */
export async function keepWrapped(
  database: Database,
  vault: Pick<Vault, 'keeperForAdding'>,
  { id, privateKey }: { readonly id: string; readonly privateKey: Bytes },
  write: (transaction: KeyTransaction, wrapped: WrappedKey) => Promise<void>,
): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const keeper = await vault.keeperForAdding();
    const wrapped = await keeper.wrap(privateKey, id);
    const isDone = await database.run(async (connection) => {
      const stores = ['identities', 'waitingKeys', 'keyProtection'] as const;
      const transaction = connection.transaction(stores, 'readwrite', { durability: 'strict' });
      const isSame = (await transaction.objectStore('keyProtection').get('current'))?.id === keeper.id;
      if (isSame) await write(transaction, wrapped);
      await transaction.done;
      return isSame;
    });
    if (isDone) return;
  }
  throw storageError('failed');
}
