import { createKeyStore } from '../../../addins/storage/key-store';
import { storageError, type Database } from '../../../addins/storage/database';
import { destroyRetired } from '../../../addins/storage/device-key-making';
import { type Vault } from '../../../addins/storage/vault';
import { openVault } from './closed-vaults';
import { createWaitingKeys } from '../../../addins/storage/waiting-keys';
import { type IdentityVault, type KeyStore } from '../../../shared/ports/key-store';
import { hex, utf8Bytes } from '../../../shared/base/bytes';
import { TestCa, type Party } from '../../support/test-ca';
import { deviceKeysOf, loseDeviceKeys } from './device-keys';
import { freshDatabase } from './fresh-database';

const derivation = { name: 'PBKDF2', hash: 'SHA-512', iterations: 1_000 } as const;
const CONTENT = utf8Bytes('content');
let alice: Party;
let bob: Party;
let database: Database;
let vault: Vault;
let store: KeyStore & IdentityVault;

beforeAll(async () => {
  const ca = await TestCa.create();
  alice = await ca.issue({ commonName: 'Alice' });
  bob = await ca.issue({ commonName: 'Bob' });
});
beforeEach(async () => {
  database = await freshDatabase();
  vault = openVault(database, { derivation });
  store = createKeyStore(database, undefined, vault);
});
afterEach(() => jest.restoreAllMocks());

const keep = async ({ certificate, keys }: Party): Promise<string> =>
  (await store.add({ certificate, chain: [], privateKey: keys.pkcs8.slice() })).id;
const sign = (id: string): Promise<unknown> => store.sign(id, 'ecdsa-p256-sha256', CONTENT);

/** Aborts the transaction that stores the keys after all was written in it, as when the program is ended. */
function breakOff(): void {
  const prototype = IDBObjectStore.prototype as { clear: (this: IDBObjectStore) => IDBRequest };
  const { clear } = prototype;
  jest.spyOn(prototype, 'clear').mockImplementation(function (this: IDBObjectStore) {
    const request = clear.call(this);
    this.transaction.abort();
    return request;
  });
}

/** Runs `meanwhile` once, between the wrapping of all keys and the transaction that stores them. */
function interrupt(meanwhile: () => Promise<unknown>): void {
  const run = database.run.bind(database);
  let reads = 0;
  jest.spyOn(database, 'run').mockImplementation(async (use) => {
    const isMove = use.toString().includes('replaceAll');
    if (isMove && ++reads === 1) await meanwhile();
    return run(use);
  });
}

describe('setting a passphrase', () => {
  it('takes waiting keys along', async () => {
    const waiting = createWaitingKeys(database, vault);
    const { pkcs8: privateKey, spki } = alice.keys;
    const { id } = await waiting.add({ purpose: 'acme-account', spki, privateKey });
    await vault.setPassphrase({ next: 'correct horse' });
    const lend = (): Promise<string> => waiting.withPrivateKey(id, (octets) => Promise.resolve(hex(octets)));
    expect(await lend()).toBe(hex(privateKey));
    await vault.lock();
    await expect(lend()).rejects.toMatchObject({ code: 'locked' });
    await expect(waiting.add({ purpose: 'acme-account', spki, privateKey })).rejects.toMatchObject({ code: 'locked' });
  });

  it('that breaks off while it writes leaves everything as it was', async () => {
    const id = await keep(alice);
    breakOff();
    await expect(vault.setPassphrase({ next: 'correct horse' })).rejects.toMatchObject({ code: 'storage' });
    jest.restoreAllMocks();
    const restarted = openVault(database, { derivation });
    expect(await restarted.state()).toMatchObject({ protection: 'device', isLocked: false });
    const again = createKeyStore(database, undefined, restarted);
    await expect(again.sign(id, 'ecdsa-p256-sha256', CONTENT)).resolves.toBeDefined();
  });

  it('that was changed and breaks off while it writes leaves the one before', async () => {
    const id = await keep(alice);
    await vault.setPassphrase({ next: 'correct horse' });
    breakOff();
    const next = { next: 'battery staple', current: 'correct horse' };
    await expect(vault.setPassphrase(next)).rejects.toMatchObject({ code: 'storage' });
    await expect(vault.removePassphrase('correct horse')).rejects.toMatchObject({ code: 'storage' });
    jest.restoreAllMocks();
    const restarted = openVault(database, { derivation });
    await expect(restarted.unlock('battery staple')).rejects.toMatchObject({ code: 'passphrase' });
    await restarted.unlock('correct horse');
    const again = createKeyStore(database, undefined, restarted);
    await expect(again.sign(id, 'ecdsa-p256-sha256', CONTENT)).resolves.toBeDefined();
    expect(await deviceKeysOf(database)).toEqual([]);
  });

  it('sees a key that another window adds at that moment, and takes it along', async () => {
    const first = await keep(alice);
    let second = '';
    interrupt(async () => {
      second = await keep(bob);
    });
    await vault.setPassphrase({ next: 'correct horse' });
    await vault.lock();
    await vault.unlock('correct horse');
    await expect(sign(first)).resolves.toBeDefined();
    await expect(sign(second)).resolves.toBeDefined();
    expect(await deviceKeysOf(database)).toEqual([]);
  });

  it('does not bring back a key that another window removes at that moment', async () => {
    await keep(alice);
    const gone = await keep(bob);
    interrupt(() => createKeyStore(database).remove(gone));
    await vault.setPassphrase({ next: 'correct horse' });
    await expect(sign(gone)).rejects.toMatchObject({ code: 'no-private-key' });
  });

  it('is refused where another window set one at that moment, whose passphrase then holds', async () => {
    const id = await keep(alice);
    const other = openVault(database, { derivation });
    interrupt(() => other.setPassphrase({ next: 'the other one' }));
    await expect(vault.setPassphrase({ next: 'correct horse' })).rejects.toMatchObject({ code: 'storage' });
    await expect(vault.unlock('correct horse')).rejects.toMatchObject({ code: 'passphrase' });
    await vault.unlock('the other one');
    await expect(sign(id)).resolves.toBeDefined();
  });

  it('leaves a key that was lost before as it is, and moves the others', async () => {
    const lost = await keep(alice);
    await loseDeviceKeys(database);
    const kept = await keep(bob);
    await vault.setPassphrase({ next: 'correct horse' });
    await expect(sign(kept)).resolves.toBeDefined();
    await expect(sign(lost)).rejects.toMatchObject({ code: 'storage', subject: 'lost' });
  });

  it('destroys the device key later where that fails at first', async () => {
    await keep(alice);
    const { factory } = database;
    const fail = jest.spyOn(factory, 'deleteDatabase').mockImplementation(() => {
      throw new Error('not now');
    });
    await vault.setPassphrase({ next: 'correct horse' });
    expect(await deviceKeysOf(database)).toHaveLength(1);
    fail.mockRestore();
    await openVault(database, { derivation }).unlock('correct horse');
    expect(await deviceKeysOf(database)).toEqual([]);
  });
});

describe('removing the passphrase', () => {
  it('that another window does at the same time leaves one device key, with which all keys open', async () => {
    const id = await keep(alice);
    await vault.setPassphrase({ next: 'correct horse' });
    const other = openVault(database, { derivation });
    interrupt(() => other.removePassphrase('correct horse'));
    await expect(vault.removePassphrase('correct horse')).rejects.toMatchObject({ code: 'storage' });
    expect(await deviceKeysOf(database)).toHaveLength(1);
    await expect(sign(id)).resolves.toBeDefined();
  });
});

describe('a move that is written, but whose success is not heard of', () => {
  /** The transaction is on the disk; then the connection is lost, for `reads` more times too. */
  function loseWord(reads = 0): void {
    const run = database.run.bind(database);
    let left = -1;
    jest.spyOn(database, 'run').mockImplementation(async (use) => {
      const isMove = use.toString().includes('replaceAll');
      if (!isMove && left > 0 && left-- > 0) throw storageError('failed');
      const result = await run(use);
      if (!isMove) return result;
      left = reads;
      throw storageError('failed');
    });
  }

  it('to the device has moved all keys', async () => {
    const id = await keep(alice);
    await vault.setPassphrase({ next: 'correct horse' });
    loseWord();
    await vault.removePassphrase('correct horse');
    jest.restoreAllMocks();
    expect(await vault.state()).toMatchObject({ protection: 'device' });
    expect(await deviceKeysOf(database)).toHaveLength(1);
    await expect(sign(id)).resolves.toBeDefined();
  });

  it('to a passphrase has moved all keys', async () => {
    const id = await keep(alice);
    loseWord();
    await vault.setPassphrase({ next: 'correct horse' });
    jest.restoreAllMocks();
    expect(await deviceKeysOf(database)).toEqual([]);
    await expect(sign(id)).resolves.toBeDefined();
  });

  it('loses no key where nothing can be read afterwards: what opens them is not destroyed, then or later', async () => {
    const id = await keep(alice);
    await vault.setPassphrase({ next: 'correct horse' });
    loseWord(2);
    await expect(vault.removePassphrase('correct horse')).rejects.toMatchObject({ code: 'storage' });
    jest.restoreAllMocks();
    expect(await database.run((connection) => connection.count('retiredDevices'))).toBe(1);
    await destroyRetired(database);
    expect(await database.run((connection) => connection.count('retiredDevices'))).toBe(0);
    await expect(sign(id)).resolves.toBeDefined();
  });
});

describe('a window that is frozen', () => {
  /** Holds the databases of device keys open and hears nothing. */
  async function freeze(): Promise<readonly IDBDatabase[]> {
    const names = (await database.factory.databases()).flatMap(({ name }) => (name === undefined ? [] : [name]));
    const open = (name: string): Promise<IDBDatabase> =>
      new Promise((resolve) => {
        const request = database.factory.open(name);
        request.onsuccess = () => resolve(request.result);
      });
    return Promise.all(names.filter((name) => name.startsWith('signet-device-')).map(open));
  }

  it('holds up no passphrase; the device key goes when that window does', async () => {
    const id = await keep(alice);
    const held = await freeze();
    expect(held).toHaveLength(1);
    await vault.setPassphrase({ next: 'correct horse' });
    await vault.lock();
    await vault.unlock('correct horse');
    await expect(sign(id)).resolves.toBeDefined();
    for (const connection of held) connection.close();
    await vault.unlock('correct horse');
    expect(await deviceKeysOf(database)).toEqual([]);
    expect(await database.run((connection) => connection.count('retiredDevices'))).toBe(0);
  });
});

describe('a key that is added while another window sets a passphrase', () => {
  it('is under the passphrase too', async () => {
    await keep(alice);
    const other = openVault(database, { derivation });
    const run = database.run.bind(database);
    let isFirst = true;
    jest.spyOn(database, 'run').mockImplementation(async (use) => {
      if (isFirst && use.toString().includes('keeper.id')) {
        isFirst = false;
        await other.setPassphrase({ next: 'correct horse' });
      }
      return run(use);
    });
    await expect(keep(bob)).rejects.toMatchObject({ code: 'locked' });
    jest.restoreAllMocks();
    expect(await store.identities()).toHaveLength(1);
    expect(await deviceKeysOf(database)).toEqual([]);
  });
});
