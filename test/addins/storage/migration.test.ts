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
import { hex, utf8Bytes } from '../../../shared/base/bytes';
import { TestCa } from '../../support/test-ca';
import { writeVersion1, type Contents } from './fixtures/version-1';
import { writeVersion2 } from './fixtures/version-2';
import { writeVersion3 } from './fixtures/version-3';
import { writeVersion4 } from './fixtures/version-4';
import { writeVersion5 } from './fixtures/version-5';
import { writeVersion6 } from './fixtures/version-6';
import { writeVersion7 } from './fixtures/version-7';
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
    const found = await createCertificateDirectory(database).find('alice@signet.example');
    expect(found.map((der) => hex(der))).toEqual([hex(contents.certificate)]);
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
