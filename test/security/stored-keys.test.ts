import { createKeyStore } from '../../addins/storage/key-store';
import { openDatabase } from '../../addins/storage/database';
import { createVault } from '../../addins/storage/vault';
import { createWaitingKeys } from '../../addins/storage/waiting-keys';
import { toBase64 } from '../../shared/base/base64';
import { hex, latin1Bytes, latin1Text, utf8Bytes, type Bytes } from '../../shared/base/bytes';
import { IDBFactory } from 'fake-indexeddb';
import { VaultBus } from '../addins/storage/vault-bus';
import '../addins/storage/fresh-database';
import { generateKeyPair, TestCa, type Party } from '../support/test-ca';

/*
 * The attack: somebody takes everything that is stored, and everything that is said between workers, in errors or in logs,
 * while a passphrase is set, and looks for a private key that can be used, or for the passphrase.
 */
const PASSPHRASE = 'correct horse battery staple';
const derivation = { name: 'PBKDF2', hash: 'SHA-512', iterations: 1_000 } as const;

/** All values of all stores of all databases, as one text; keys of the browser by what they could do. */
async function dump(factory: IDBFactory): Promise<{ readonly text: string; readonly keys: readonly CryptoKey[] }> {
  const keys: CryptoKey[] = [];
  const flat = (value: unknown): string => {
    if (value instanceof CryptoKey) {
      keys.push(value);
      return '';
    }
    if (ArrayBuffer.isView(value))
      return latin1Text(new Uint8Array(value.buffer as ArrayBuffer, value.byteOffset, value.byteLength));
    if (Array.isArray(value)) return value.map(flat).join('\n');
    if (typeof value === 'object' && value !== null) return Object.values(value).map(flat).join('\n');
    return String(value);
  };
  let text = '';
  for (const { name = '' } of await factory.databases()) {
    const database = await result(factory.open(name));
    for (const store of database.objectStoreNames) {
      text += flat(await result(database.transaction(store).objectStore(store).getAll()));
    }
    database.close();
  }
  return { text, keys };
}

function result<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(new Error('not read', { cause: request.error }));
    };
  });
}

/** What must be nowhere, in the writings that a program would keep it in. */
function needles(pkcs8: Bytes): readonly string[] {
  // The private value of a P-256 key stands first (RFC 5915), of an RSA key nearly everywhere (RFC 8017 A.1.2).
  const isShort = pkcs8.length < 200;
  const middle = isShort ? pkcs8.slice(36, 52) : pkcs8.slice(pkcs8.length >> 1, (pkcs8.length >> 1) + 16);
  const end = isShort ? pkcs8.slice(44, 68) : pkcs8.slice(-24);
  const base64 = toBase64(isShort ? pkcs8.slice(36, 66) : pkcs8);
  const codes = [...utf8Bytes(PASSPHRASE)];
  return [
    ...[middle, end].flatMap((octets) => [
      latin1Text(octets),
      hex(octets),
      hex(octets).toUpperCase(),
      String([...octets]),
    ]),
    base64.slice(0, 40),
    base64.slice(-40),
    PASSPHRASE,
    toBase64(utf8Bytes(PASSPHRASE)).slice(0, -2),
    hex(utf8Bytes(PASSPHRASE)),
    codes.map((code) => String.fromCharCode(code, 0)).join(''),
  ];
}

describe.each(['rsa-2048', 'ec-p256'] as const)('with a passphrase set, of a %s key', (kind) => {
  let factory: IDBFactory;
  let alice: Party;
  let said: string[];

  beforeEach(async () => {
    factory = new IDBFactory();
    said = [];
    for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
      jest.spyOn(console, level).mockImplementation((...words) => void said.push(words.map(String).join(' ')));
    }
    const ca = await TestCa.create();
    alice = await ca.issue({ commonName: 'Alice', addresses: ['alice@signet.example'] }, await generateKeyPair(kind));
  });
  afterEach(() => jest.restoreAllMocks());

  /** A life of a store: imported unprotected, put under a passphrase, used, locked, tried, changed, added to. */
  async function live(): Promise<void> {
    const database = await openDatabase(factory);
    const bus = new VaultBus();
    const vault = createVault(database, { derivation, channel: bus.join() });
    const store = createKeyStore(database, undefined, vault);
    const { certificate, keys } = alice;
    const failing = async (work: Promise<unknown>): Promise<void> => {
      await work.catch((thrown: unknown) => {
        const { message, stack = '', cause } = thrown as Error;
        said.push(message, stack, String(cause), JSON.stringify(thrown));
      });
    };
    const { id } = await store.add({ certificate, chain: [], privateKey: keys.pkcs8.slice() });
    await vault.setPassphrase({ next: 'the first passphrase' });
    await vault.setPassphrase({ next: PASSPHRASE, current: 'the first passphrase' });
    await createWaitingKeys(database, vault).add({
      purpose: 'acme-account',
      spki: keys.spki,
      privateKey: keys.pkcs8.slice(),
    });
    await store.sign(id, kind === 'ec-p256' ? 'ecdsa-p256-sha256' : 'rsa-sha256', utf8Bytes('content'));
    await failing(vault.setPassphrase({ next: `${PASSPHRASE}!`, current: 'no' }));
    await vault.lock();
    await failing(vault.unlock(`${PASSPHRASE}?`));
    await failing(store.sign(id, 'rsa-sha256', utf8Bytes('content')));
    await vault.unlock(PASSPHRASE);
    said.push(...bus.said.map((message) => JSON.stringify(message)));
    database.close();
  }

  it('nothing that is stored, locked or not, is a key that can be used, or the passphrase', async () => {
    await live();
    const { text, keys } = await dump(factory);
    expect(text.length).toBeGreaterThan(1_000);
    expect(keys).toEqual([]);
    for (const needle of needles(alice.keys.pkcs8)) expect(text.includes(needle)).toBe(false);
  });

  it('nothing of both is said in errors, logs or between workers', async () => {
    await live();
    expect(said.length).toBeGreaterThan(3);
    for (const needle of needles(alice.keys.pkcs8)) expect(said.join('\n').includes(needle)).toBe(false);
  });

  it('the search would find a key that was left: it does where it is stored in the clear', async () => {
    const database = await openDatabase(factory);
    await database.run((connection) => connection.put('settings', { left: alice.keys.pkcs8 }, 'x'));
    await database.run((connection) => connection.put('settings', PASSPHRASE, 'y'));
    const { text } = await dump(factory);
    const found = needles(alice.keys.pkcs8).filter((needle) => text.includes(needle));
    expect(found).toContain(PASSPHRASE);
    expect(found.length).toBeGreaterThanOrEqual(3);
    expect(latin1Bytes(text).length).toBe(text.length);
  });
});
