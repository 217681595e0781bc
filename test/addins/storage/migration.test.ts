import { IDBFactory } from 'fake-indexeddb';
import { createCertificateDirectory } from '../../../addins/storage/certificate-directory';
import { openDatabase } from '../../../addins/storage/database';
import { certificateFingerprint } from '../../../shared/index';
import { createOrderStore } from '../../../addins/storage/order-store';
import { createWaitingKeys } from '../../../addins/storage/waiting-keys';
import { createKeyStore } from '../../../addins/storage/key-store';
import { createRevocationStore } from '../../../addins/storage/revocation-store';
import { UPGRADE_STEPS, type UpgradeStep } from '../../../addins/storage/schema';
import { createSettings } from '../../../addins/storage/settings';
import { createTrustStore } from '../../../addins/storage/trust-store';
import { createVault } from '../../../addins/storage/vault';
import { asDer, type Der, hex, utf8Bytes } from '../../../shared/base/bytes';
import { TestCa } from '../../support/test-ca';
import { writeVersion1, type Contents } from './fixtures/version-1';
import { writeVersion2 } from './fixtures/version-2';
import { writeVersion3 } from './fixtures/version-3';
import { writeVersion4 } from './fixtures/version-4';
import { writeVersion5 } from './fixtures/version-5';
import { writeVersion6 } from './fixtures/version-6';
import { writeVersion7 } from './fixtures/version-7';
import { writeVersion8 } from './fixtures/version-8';
import { openRaw } from './raw-database';
import './fresh-database';

/**
 * Every schema that was ever released, oldest first. Whoever adds an upgrade step adds the fixture of the version
 * before it here; the rules below then hold for all of them.
 */
const RELEASED: readonly (readonly [version: number, write: (factory: IDBFactory, c: Contents) => Promise<void>])[] = [
  [1, writeVersion1],
  [2, writeVersion2],
  [3, writeVersion3],
  [4, writeVersion4],
  [5, writeVersion5],
  [6, writeVersion6],
  [7, writeVersion7],
  [8, writeVersion8],
];

let contents: Contents;

beforeAll(async () => {
  const ca = await TestCa.create('Demo CA');
  const alice = await ca.issue({ commonName: 'Alice', addresses: ['alice@signet.example'] });
  contents = {
    id: await certificateFingerprint(alice.certificate),
    certificate: alice.certificate,
    chain: [ca.certificate],
    privateKey: alice.keys.pkcs8,
    anchor: { fingerprint: await certificateFingerprint(ca.certificate), certificate: ca.certificate },
  };
});

it('has a fixture for every released schema', () => {
  expect(RELEASED.map(([version]) => version)).toEqual(UPGRADE_STEPS.map((_, index) => index + 1));
});

describe.each(RELEASED)('a database of version %i', (version, write) => {
  let factory: IDBFactory;
  beforeEach(async () => {
    factory = new IDBFactory();
    await write(factory, contents);
  });

  it('opens today with everything in it', async () => {
    const database = await openDatabase(factory);
    const store = createKeyStore(database);
    const [identity] = await store.identities();
    expect(identity?.id).toBe(contents.id);
    expect(identity?.chain.map((der) => hex(der))).toEqual(contents.chain.map((der) => hex(der)));
    const value = await store.sign(contents.id, 'ecdsa-p256-sha256', utf8Bytes('content'));
    expect(value[0]).toBe(0x30);
    const directory = createCertificateDirectory(database);
    const [entry, ...others] = await directory.find('alice@signet.example');
    expect([hex(entry?.certificate ?? new Uint8Array(0)), others]).toEqual([hex(contents.certificate), []]);
    expect([entry?.sources, entry?.accepted.map(({ ground }) => ground), entry?.waiting]).toEqual(
      version < 8 ? [[{ kind: 'unrecorded' }], ['first'], []] : [[{ kind: 'imported' }], ['confirmed'], []],
    );
    const [shown] = await directory.page({ text: 'ali', limit: 5 });
    expect(shown?.certificates).toEqual([entry]);
    const anchors = await createTrustStore(database, { anchors: [] }).anchors();
    expect(anchors.map(({ der }) => hex(der))).toEqual([hex(contents.anchor.certificate)]);
    const pins = await createTrustStore(database, { anchors: [] }).pins();
    expect(pins.map(({ address }) => address)).toEqual(version < 4 ? [] : ['carol@signet.example']);
    expect(await createSettings(database).get('language')).toBe('de');
    const answers = await createRevocationStore(database).cached(['crl:http://crl.example/']);
    expect(answers.map(({ octets }) => hex(octets))).toEqual(version < 5 ? [] : ['3000']);
    const waiting = createWaitingKeys(database, createVault(database));
    expect((await waiting.all()).map(({ id }) => id)).toEqual(version < 6 ? [] : [contents.id]);
    const lent = waiting.withPrivateKey(contents.id, (octets) => Promise.resolve(hex(octets)));
    if (version < 6) await expect(lent).rejects.toMatchObject({ code: 'no-private-key' });
    else expect(await lent).toBe(hex(contents.privateKey));
    expect(await createOrderStore(database).all()).toEqual(version < 6 ? [] : [{ step: 'directory' }]);
    // Nothing was noted of that up to version 6.
    expect([identity?.origin, identity?.backedUpAt !== undefined]).toEqual(
      version < 7 ? ['file', false] : ['here', true],
    );
  });

  it('takes a passphrase, with which no device key is left', async () => {
    const database = await openDatabase(factory);
    const vault = createVault(database, { derivation: { name: 'PBKDF2', hash: 'SHA-512', iterations: 1_000 } });
    const store = createKeyStore(database, undefined, vault);
    await vault.setPassphrase({ next: 'correct horse' });
    const waiting = createWaitingKeys(database, vault);
    const lend = (): Promise<string> => waiting.withPrivateKey(contents.id, (octets) => Promise.resolve(hex(octets)));
    if (version >= 6) expect(await lend()).toBe(hex(contents.privateKey));
    await expect(store.sign(contents.id, 'ecdsa-p256-sha256', utf8Bytes('content'))).resolves.toBeDefined();
    await vault.lock();
    await expect(store.sign(contents.id, 'ecdsa-p256-sha256', utf8Bytes('content'))).rejects.toMatchObject({
      code: 'locked',
    });
    if (version >= 6) await expect(lend()).rejects.toMatchObject({ code: 'locked' });
    const left = await database.run(async (connection) => [
      await connection.count('deviceKeys'),
      await connection.count('retiredDevices'),
    ]);
    expect(left).toEqual([0, 0]);
    expect((await factory.databases()).map(({ name }) => name)).toEqual(['signet']);
  });

  it('is as it was when an upgrade breaks off after it has changed every store', async () => {
    const ruin: UpgradeStep = async (connection, transaction) => {
      for (const name of connection.objectStoreNames) await transaction.objectStore(name).clear();
      connection.deleteObjectStore('identities');
      throw new Error('the computer went to sleep');
    };
    await expect(openDatabase(factory, { steps: [...UPGRADE_STEPS, ruin] })).rejects.toMatchObject({
      code: 'storage',
      subject: 'upgrade',
    });
    const raw = await openRaw(factory);
    expect(raw.version).toBe(version);
    raw.close();
    const database = await openDatabase(factory);
    expect(await createKeyStore(database).identities()).toHaveLength(1);
    await expect(
      createKeyStore(database).sign(contents.id, 'ecdsa-p256-sha256', utf8Bytes('content')),
    ).resolves.toBeDefined();
  });
});

it('an upgrade has the key of an address that came later wait, and drops what cannot be read', async () => {
  const ca = await TestCa.create();
  const issue = async (): Promise<Der> =>
    (await ca.issue({ commonName: 'Bob', addresses: ['bob@signet.example'] })).certificate;
  const [first, later] = [await issue(), await issue()];
  // Before the transaction: nothing in it may wait for anything else.
  const [firstPrint, laterPrint] = [await certificateFingerprint(first), await certificateFingerprint(later)];
  const factory = new IDBFactory();
  await writeVersion7(factory, contents);
  const raw = await openRaw(factory);
  const transaction = raw.transaction('certificates', 'readwrite');
  const put = (certificate: Der, firstSeen: Date, fingerprint: string): void => {
    const entry = { fingerprint, certificate, addresses: ['bob@signet.example'], role: 'person', firstSeen };
    transaction.objectStore('certificates').put(entry);
  };
  put(later, new Date('2026-03-01'), laterPrint);
  put(first, new Date('2026-02-01'), firstPrint);
  put(asDer(Uint8Array.of(0x30, 0x00)), new Date('2026-01-01'), 'broken');
  transaction.objectStore('certificates').put({ fingerprint: 'half' });
  await new Promise((resolve) => (transaction.oncomplete = resolve));
  raw.close();
  const directory = createCertificateDirectory(await openDatabase(factory));
  const found = await directory.find('bob@signet.example');
  const states = new Map(found.map(({ certificate, waiting }) => [hex(certificate), waiting.length]));
  expect(states).toEqual(
    new Map([
      [hex(first), 0],
      [hex(later), 1],
    ]),
  );
  expect(await directory.count()).toBe(3);
  expect((await directory.waiting(5)).map(({ address }) => address)).toEqual(['bob@signet.example']);
});
