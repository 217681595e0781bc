import { IDBFactory } from 'fake-indexeddb';
import { createCertificateDirectory } from '../../../addins/storage/certificate-directory';
import { openDatabase, type Database } from '../../../addins/storage/database';
import { createKeyStore } from '../../../addins/storage/key-store';
import { createTrustStore } from '../../../addins/storage/trust-store';
import { asDer, hex, latin1Text, utf8Bytes } from '../../../shared/base/bytes';
import { verifySignature } from '../../../shared/pkix/signature-check';
import { signatureAlgorithm } from '../../../shared/pkix/signature-scheme';
import { accepted } from '../../support/memory-directory';
import { subjectKeyPair } from '../../support/openssl-keys';
import { mlDsaKeys } from '../../support/post-quantum';
import { TestCa, type Party } from '../../support/test-ca';
import { deviceKeysOf, loseDeviceKeys } from './device-keys';
import { freshDatabase } from './fresh-database';

const content = utf8Bytes('content');
let alice: Party;
let bob: Party;
let database: Database;

beforeAll(async () => {
  const ca = await TestCa.create();
  alice = await ca.issue({ commonName: 'Alice', addresses: ['alice@signet.example'] });
  bob = await ca.issue({ commonName: 'Bob', addresses: ['bob@signet.example'] });
});
beforeEach(async () => {
  database = await freshDatabase();
});

const keep = (party: Party, into = database): Promise<{ readonly id: string }> =>
  createKeyStore(into).add({
    certificate: party.certificate,
    chain: party.chain,
    privateKey: party.keys.pkcs8.slice(),
  });

describe('the wrapped private key', () => {
  it('is nowhere in the store in the clear', async () => {
    const { id } = await keep(alice);
    const stored = await database.run((connection) => connection.get('identities', id));
    const secret = latin1Text(alice.keys.pkcs8.subarray(-48));
    expect(latin1Text(stored?.privateKey.ciphertext ?? new Uint8Array())).not.toContain(secret);
    expect(stored?.privateKey.ciphertext).toHaveLength(alice.keys.pkcs8.length + 16);
  });

  it('is wrapped with a fresh nonce each time', async () => {
    const nonce = async (id: string): Promise<string> => {
      const stored = await database.run((connection) => connection.get('identities', id));
      return hex(stored?.privateKey.iv ?? new Uint8Array());
    };
    const { id } = await keep(alice);
    const first = await nonce(id);
    await keep(alice);
    expect(await nonce(id)).not.toBe(first);
  });

  it('is wrapped by a key that no script can export', async () => {
    await keep(alice);
    const [key, ...more] = await deviceKeysOf(database);
    expect(more).toEqual([]);
    expect(key?.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('raw', key as CryptoKey)).rejects.toThrow();
  });

  it('does not open under the name of another identity', async () => {
    const own = await keep(alice);
    const other = await keep(bob);
    await database.run(async (connection) => {
      const [first, second] = [
        await connection.get('identities', own.id),
        await connection.get('identities', other.id),
      ];
      if (first && second) await connection.put('identities', { ...first, privateKey: second.privateKey });
    });
    await expect(createKeyStore(database).sign(own.id, 'ecdsa-p256-sha256', content)).rejects.toMatchObject({
      code: 'storage',
      subject: 'lost',
    });
  });

  it('is reported as lost once the device key is gone, and everything else can still be read', async () => {
    const { id } = await keep(alice);
    await loseDeviceKeys(database);
    const store = createKeyStore(database);
    await expect(store.sign(id, 'ecdsa-p256-sha256', content)).rejects.toMatchObject({
      code: 'storage',
      subject: 'lost',
    });
    expect(await store.identities()).toHaveLength(1);
    await keep(alice);
    await expect(store.sign(id, 'ecdsa-p256-sha256', content)).resolves.toBeInstanceOf(Uint8Array);
  });
});

describe('two windows over one database', () => {
  it('agree on one device key although both make one', async () => {
    const factory = new IDBFactory();
    const [left, right] = [await openDatabase(factory), await openDatabase(factory)];
    const [one, two] = await Promise.all([keep(alice, left), keep(bob, right)]);
    expect(await deviceKeysOf({ factory })).toHaveLength(1);
    await expect(createKeyStore(right).sign(one.id, 'ecdsa-p256-sha256', content)).resolves.toBeDefined();
    await expect(createKeyStore(left).sign(two.id, 'ecdsa-p256-sha256', content)).resolves.toBeDefined();
  });

  it('see what the other removed, although the key was in memory', async () => {
    const factory = new IDBFactory();
    const [left, right] = [await openDatabase(factory), await openDatabase(factory)];
    const { id } = await keep(alice, left);
    const store = createKeyStore(right);
    await store.sign(id, 'ecdsa-p256-sha256', content);
    await createKeyStore(left).remove(id);
    await expect(store.sign(id, 'ecdsa-p256-sha256', content)).rejects.toMatchObject({ code: 'no-private-key' });
  });
});

it('lists identities in the order in which they were added', async () => {
  let now = 1_000;
  const store = createKeyStore(database, { now: () => new Date((now += 1_000)) });
  const add = (party: Party): Promise<{ readonly id: string }> =>
    store.add({ certificate: party.certificate, chain: [], privateKey: party.keys.pkcs8.slice() });
  const ids = [(await add(bob)).id, (await add(alice)).id];
  expect((await store.identities()).map(({ id }) => id)).toEqual(ids);
});

it('has a key on the disk before it says that it is kept: nobody may have it anywhere else', async () => {
  const asked: unknown[] = [];
  await database.run((connection) => {
    const transaction = connection.transaction.bind(connection) as (...all: unknown[]) => unknown;
    connection.transaction = ((stores: never, mode: never, options?: IDBTransactionOptions) => {
      if (mode === 'readwrite') asked.push(options?.durability);
      return transaction(stores, mode, options);
    }) as typeof connection.transaction;
    return Promise.resolve();
  });
  await keep(alice);
  expect(new Set(asked)).toEqual(new Set(['strict']));
});

it('gives the chains of identities to path building as intermediates, never as anchors', async () => {
  const root = await TestCa.create('Root');
  const issuing = await root.subordinate({ commonName: 'Issuing' });
  await keep(await issuing.issue({ commonName: 'Alice' }));
  const trust = createTrustStore(database, { anchors: [] });
  expect((await trust.intermediates()).map((der) => hex(der))).toContain(hex(issuing.certificate));
  expect(await trust.anchors()).toEqual([]);
});

it('signs with a key that WebCrypto has no algorithm for', async () => {
  const { both, spki } = mlDsaKeys('ml-dsa-65');
  const ca = await TestCa.create();
  const party = await ca.issue({ commonName: 'Quantum' }, subjectKeyPair(both, spki));
  const { id } = await keep(party);
  const signature = await createKeyStore(database).sign(id, 'ml-dsa-65', content);
  const algorithm = signatureAlgorithm('ml-dsa-65');
  expect(await verifySignature({ algorithm, spki: party.keys.spki, signature, signed: content })).toBe('good');
});

it('stores certificates without the message they were a part of', async () => {
  const message = new Uint8Array(100_000);
  message.set(alice.certificate, 500);
  const inside = asDer(message.subarray(500, 500 + alice.certificate.length));
  const { id } = await createKeyStore(database).add({
    certificate: inside,
    chain: [inside],
    privateKey: alice.keys.pkcs8.slice(),
  });
  await createCertificateDirectory(database).update({ addresses: [], fingerprints: [id] }, () => [accepted(inside)]);
  await createTrustStore(database, { anchors: [] }).addAnchor(inside);
  const stored = await database.run(async (connection) => {
    const identity = await connection.get('identities', id);
    const others = [await connection.get('certificates', id), await connection.get('anchors', id)];
    return [identity?.certificate, identity?.chain[0], ...others.map((entry) => entry?.certificate)];
  });
  expect(stored.map((octets) => octets?.buffer.byteLength)).toEqual(Array(4).fill(inside.length));
});
