import {
  certificateFingerprint,
  importSigningKey,
  LIMITS,
  matchesCertificate,
  parseCertificate,
  SignetError,
  unwrapContentKey,
  type Bytes,
  type Certificate,
  type Clock,
  type Identity,
  type IdentityVault,
  type ImportedKeys,
  type KeyStore,
  type RecipientInfo,
  type SignatureScheme,
  type SigningKey,
} from '../../shared/index';
import { type Database } from './database';
import { type Keeper } from './keeper';
import { keepWrapped, withPrivateKey } from './kept-keys';
import { ownOctets } from './own-octets';
import { type StoredIdentity } from './schema';
import { createVault, type Vault } from './vault';

const systemClock: Clock = { now: () => new Date() };

/**
 * The key store of both hosts over IndexedDB. PKCS #8 octets exist outside their wrapping only while one operation
 * needs them; signing keys are kept in memory, one for each identity and scheme, and keys for RSAES-OAEP, one for each
 * identity and hash, as non-extractable CryptoKeys where WebCrypto has the algorithm. All of these are forgotten when
 * the vault is locked.
 */
export function createKeyStore(
  database: Database,
  clock: Clock = systemClock,
  vault: Vault = createVault(database, { clock }),
): KeyStore & IdentityVault {
  const signingKeys = new Map<string, Promise<SigningKey>>();
  let openingKeys = new Map<string, ImportedKeys>();

  const signingKey = (id: string, scheme: SignatureScheme, keeper: Keeper): Promise<SigningKey> => {
    const name = `${id} ${scheme}`;
    const key = signingKeys.get(name) ?? openSigningKey(database, keeper, id, scheme);
    signingKeys.set(name, key);
    key.catch(() => signingKeys.delete(name));
    return key;
  };
  const forget = (id: string): void => {
    for (const name of [...signingKeys.keys()]) if (name.startsWith(`${id} `)) signingKeys.delete(name);
    openingKeys.delete(id);
  };
  const forgetAll = (): void => {
    signingKeys.clear();
    // What is at work still writes to the one before, which nobody reads.
    openingKeys = new Map();
  };
  vault.onChanged((change) => {
    if (change === 'locked') forgetAll();
  });
  const keeperForUse = (): Promise<Keeper> =>
    vault.keeperForUse().catch((thrown: unknown) => {
      forgetAll();
      throw thrown;
    });

  return {
    async identities() {
      return (await all(database)).map(identityOf);
    },
    async sign(identityId, scheme, toBeSigned) {
      // Another window may have removed the identity: a cached key must not outlive its entry.
      if (!(await has(database, identityId))) {
        forget(identityId);
        throw absent();
      }
      return (await signingKey(identityId, scheme, await keeperForUse())).sign(toBeSigned);
    },
    unwrap: (recipients) => unwrapFirst(database, keeperForUse, openingKeys, recipients),
    async add(identity) {
      const { privateKey, origin = 'file' } = identity;
      const certificate = ownOctets(identity.certificate);
      const chain = identity.chain.map(ownOctets);
      const id = await certificateFingerprint(certificate);
      const fresh = { id, certificate, chain, origin, added: clock.now() };
      let facts: Omit<StoredIdentity, 'privateKey'> = fresh;
      await keepWrapped(database, vault, { id, privateKey }, async (transaction, wrapped) => {
        const identities = transaction.objectStore('identities');
        // A copy that is kept elsewhere is there however often the file is added.
        const backedUpAt = (await identities.get(id))?.backedUpAt;
        facts = { ...fresh, ...(backedUpAt && { backedUpAt }) };
        await identities.put({ ...facts, privateKey: wrapped });
      });
      forget(id);
      return identityOf(facts);
    },
    async remove(identityId) {
      forget(identityId);
      await database.run((connection) => connection.delete('identities', identityId));
    },
    async withPrivateKey(identityId, use) {
      const stored = await database.run((connection) => connection.get('identities', identityId));
      if (!stored) throw absent();
      return withPrivateKey(await keeperForUse(), stored, use);
    },
    noteBackup: (identityId) => noteBackup(database, identityId, clock.now()),
  };
}

function identityOf({ id, certificate, chain, origin, backedUpAt }: Omit<StoredIdentity, 'privateKey'>): Identity {
  return {
    id,
    certificate,
    chain,
    origin: origin ?? 'file',
    ...(backedUpAt && { backedUpAt }),
  };
}

async function noteBackup(database: Database, id: string, backedUpAt: Date): Promise<void> {
  await database.run(async (connection) => {
    const transaction = connection.transaction('identities', 'readwrite');
    const stored = await transaction.store.get(id);
    if (stored) await transaction.store.put({ ...stored, backedUpAt });
    await transaction.done;
  });
}

function absent(): SignetError {
  return new SignetError('no-private-key', 'this identity is not in the key store');
}

/** In the order in which they were added. */
async function all(database: Database): Promise<StoredIdentity[]> {
  const stored = await database.run((connection) => connection.getAll('identities'));
  return stored.sort((a, b) => a.added.getTime() - b.added.getTime());
}

async function has(database: Database, id: string): Promise<boolean> {
  return (await database.run((connection) => connection.count('identities', id))) > 0;
}

async function openSigningKey(
  database: Database,
  keeper: Keeper,
  id: string,
  scheme: SignatureScheme,
): Promise<SigningKey> {
  const stored = await database.run((connection) => connection.get('identities', id));
  if (!stored) throw absent();
  return withPrivateKey(keeper, stored, (privateKey) => importSigningKey(privateKey, scheme));
}

async function unwrapFirst(
  database: Database,
  keeperForUse: () => Promise<Keeper>,
  openingKeys: Map<string, ImportedKeys>,
  recipients: readonly RecipientInfo[],
): Promise<Bytes> {
  const identities = (await all(database)).flatMap((stored) => {
    const certificate = readable(stored);
    return certificate ? [{ stored, certificate }] : [];
  });
  // What another window removed goes here too.
  for (const id of [...openingKeys.keys()])
    if (!identities.some(({ stored }) => stored.id === id)) openingKeys.delete(id);
  let failure: SignetError | undefined;
  let attempts = 0;
  let keeper: Keeper | undefined;
  for (const { recipient, stored, certificate } of ours(recipients, identities)) {
    if (++attempts > LIMITS.unwrapAttempts) break;
    // Asked for only here: what is for nobody here is told so with the keys locked too.
    keeper ??= await keeperForUse();
    const imported = openingKeys.get(stored.id) ?? (new Map() as ImportedKeys);
    openingKeys.set(stored.id, imported);
    try {
      const contentKey = await withPrivateKey(keeper, stored, (privateKey) =>
        unwrapContentKey(recipient, { certificate, privateKey, imported }),
      );
      if (contentKey) return contentKey;
    } catch (thrown) {
      failure ??=
        thrown instanceof SignetError ? thrown : new SignetError('decryption-failed', 'the key did not unwrap');
    }
  }
  throw failure ?? new SignetError('no-matching-recipient', 'no RecipientInfo is for a key of this store');
}

interface ReadableIdentity {
  readonly stored: StoredIdentity;
  readonly certificate: Certificate;
}

/** Each RecipientInfo with each identity that it names. */
function* ours(
  recipients: readonly RecipientInfo[],
  identities: readonly ReadableIdentity[],
): Generator<ReadableIdentity & { readonly recipient: RecipientInfo }> {
  for (const recipient of recipients) {
    for (const identity of identities) {
      const isNamed = recipient.identifiers.some((one) => matchesCertificate(one, identity.certificate));
      if (isNamed) yield { ...identity, recipient };
    }
  }
}

function readable(stored: StoredIdentity): Certificate | undefined {
  try {
    return parseCertificate(stored.certificate);
  } catch {
    return undefined;
  }
}
