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
import { deviceKey, type DeviceKey } from './device-key';
import { ownOctets } from './own-octets';
import { type StoredIdentity } from './schema';

const systemClock: Clock = { now: () => new Date() };

/**
 * The key store of both hosts over IndexedDB. PKCS #8 octets exist outside their wrapping only while one operation
 * needs them; signing keys are kept in memory, one for each identity and scheme, and keys for RSAES-OAEP, one for each
 * identity and hash, as non-extractable CryptoKeys where WebCrypto has the algorithm.
 */
export function createKeyStore(database: Database, clock: Clock = systemClock): KeyStore & IdentityVault {
  const device = deviceKey(database);
  const signingKeys = new Map<string, Promise<SigningKey>>();
  const openingKeys = new Map<string, ImportedKeys>();

  const signingKey = (id: string, scheme: SignatureScheme): Promise<SigningKey> => {
    const name = `${id} ${scheme}`;
    const key = signingKeys.get(name) ?? openSigningKey(database, device, id, scheme);
    signingKeys.set(name, key);
    key.catch(() => signingKeys.delete(name));
    return key;
  };
  const forget = (id: string): void => {
    for (const name of [...signingKeys.keys()]) if (name.startsWith(`${id} `)) signingKeys.delete(name);
    openingKeys.delete(id);
  };

  return {
    async identities() {
      const stored = await all(database);
      return stored.map(({ id, certificate, chain }) => ({ id, certificate, chain }));
    },
    async sign(identityId, scheme, toBeSigned) {
      // Another window may have removed the identity: a cached key must not outlive its entry.
      if (!(await has(database, identityId))) {
        forget(identityId);
        throw absent();
      }
      return (await signingKey(identityId, scheme)).sign(toBeSigned);
    },
    unwrap: (recipients) => unwrapFirst(database, device, openingKeys, recipients),
    async add(identity) {
      const { privateKey } = identity;
      const certificate = ownOctets(identity.certificate);
      const chain = identity.chain.map(ownOctets);
      const id = await certificateFingerprint(certificate);
      const stored = { id, certificate, chain, privateKey: await device.wrap(privateKey, id), added: clock.now() };
      await database.run((connection) => connection.put('identities', stored));
      forget(id);
      return { id, certificate, chain } satisfies Identity;
    },
    async withPrivateKey(identityId, use) {
      const stored = await database.run((connection) => connection.get('identities', identityId));
      if (!stored) throw absent();
      return withPrivateKey(device, stored, use);
    },
    async remove(identityId) {
      forget(identityId);
      await database.run((connection) => connection.delete('identities', identityId));
    },
  };
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
  device: DeviceKey,
  id: string,
  scheme: SignatureScheme,
): Promise<SigningKey> {
  const stored = await database.run((connection) => connection.get('identities', id));
  if (!stored) throw absent();
  return withPrivateKey(device, stored, (privateKey) => importSigningKey(privateKey, scheme));
}

async function withPrivateKey<Result>(
  device: DeviceKey,
  stored: StoredIdentity,
  use: (privateKey: Bytes) => Promise<Result>,
): Promise<Result> {
  const privateKey = await device.unwrap(stored.privateKey, stored.id);
  try {
    return await use(privateKey);
  } finally {
    privateKey.fill(0);
  }
}

async function unwrapFirst(
  database: Database,
  device: DeviceKey,
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
  for (const { recipient, stored, certificate } of ours(recipients, identities)) {
    if (++attempts > LIMITS.unwrapAttempts) break;
    const imported = openingKeys.get(stored.id) ?? (new Map() as ImportedKeys);
    openingKeys.set(stored.id, imported);
    try {
      const contentKey = await withPrivateKey(device, stored, (privateKey) =>
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
