import { IDBFactory } from 'fake-indexeddb';
import { openDatabase, type Database } from '../../../addins/storage/database';
import { createRevocationStore, type StoreLimits } from '../../../addins/storage/revocation-store';
import { type RevocationKind, type RevocationQuestion, type RevocationStore } from '../../../shared/index';
import { freshDatabase } from './fresh-database';

const NOW = new Date('2026-11-26T12:00:00Z');
const later = (hours: number): Date => new Date(NOW.getTime() + hours * 3_600_000);
const question = (name: string, kind: RevocationKind = 'crl'): RevocationQuestion => ({
  name,
  kind,
  url: `http://crl.example/${name}`,
});
const octets = (length: number, value = 7): Uint8Array<ArrayBuffer> => new Uint8Array(length).fill(value);

let database: Database;
let now: Date;
const storeOf = (limits?: StoreLimits, on = database): RevocationStore =>
  createRevocationStore(on, { now: () => now }, limits);
const lengths = async (store: RevocationStore, ...names: string[]): Promise<number[]> =>
  (await store.cached(names)).map((kept) => kept.octets.length);

beforeEach(async () => {
  database = await freshDatabase();
  now = NOW;
});

describe('answers about revocation', () => {
  it('are found by name, with their kind, and others are not', async () => {
    const store = storeOf();
    await store.keep(question('a'), octets(3), later(1));
    await store.keep(question('b', 'ocsp'), octets(5), later(1));
    expect(await lengths(store, 'b', 'x', 'a')).toEqual([5, 3]);
    expect((await store.cached(['b', 'a'])).map(({ kind }) => kind)).toEqual(['ocsp', 'crl']);
    expect(await store.cached([])).toEqual([]);
  });

  it('replace older ones', async () => {
    const store = storeOf();
    await store.keep(question('a'), octets(3), later(1));
    await store.keep(question('a'), octets(4), later(2));
    expect(await lengths(store, 'a')).toEqual([4]);
  });

  it('hold only themselves of the message they came in', async () => {
    const whole = octets(1_000);
    await storeOf().keep(question('a'), whole.subarray(10, 20), later(1));
    const [kept] = await storeOf().cached(['a']);
    expect(kept?.octets.buffer.byteLength).toBe(10);
  });

  it('keep within the bound of octets: the outdated go first, then the oldest', async () => {
    const store = storeOf({ octets: 100, entries: 10 });
    await store.keep(question('old'), octets(40), later(9));
    now = later(1);
    await store.keep(question('young'), octets(30), later(9));
    now = later(2);
    await store.keep(question('dated'), octets(30), later(2));
    await store.keep(question('new'), octets(30), later(9));
    expect(await lengths(store, 'old', 'young', 'dated', 'new')).toEqual([40, 30, 30]);
    await store.keep(question('newer'), octets(40), later(9));
    expect((await store.cached(['old', 'young', 'new', 'newer'])).length).toBe(3);
    expect(await lengths(store, 'old')).toEqual([]);
  });

  it('keep within the bound of entries, failures counted', async () => {
    const store = storeOf({ octets: 1_000, entries: 3 });
    for (const name of ['a', 'b', 'c', 'd', 'e']) await store.keepFailure(question(name));
    const count = await database.run((connection) => connection.count('revocationFacts'));
    expect(count).toBe(3);
  });

  it('are not kept where one alone is too large, or its end is no time', async () => {
    const store = storeOf({ octets: 10, entries: 10 });
    await store.keep(question('small'), octets(10), later(1));
    await store.keep(question('large'), octets(11), later(1));
    await store.keep(question('timeless'), octets(1), new Date(NaN));
    expect(await lengths(store, 'small', 'large', 'timeless')).toEqual([10]);
  });

  it.each([
    ['facts of another form', { name: 'a', kind: 'crl' }, octets(3)],
    ['a kind that is none', { name: 'a', kind: 'x', size: 3, keptAt: NOW, until: NOW }, octets(3)],
    ['a number for a date', { name: 'a', kind: 'crl', size: 3, keptAt: 5, until: NOW }, octets(3)],
    ['octets cut short', { name: 'a', kind: 'crl', size: 3, keptAt: NOW, until: NOW }, octets(2)],
    ['a text for octets', { name: 'a', kind: 'crl', size: 3, keptAt: NOW, until: NOW }, 'abc'],
    ['a failure with octets', { name: 'a', kind: 'failure', size: 3, keptAt: NOW, until: NOW }, octets(3)],
  ])('are not there where the store holds %s, and can be kept anew', async (_, facts, value) => {
    await database.run(async (connection) => {
      await connection.put('revocationFacts', facts as never);
      await connection.put('revocationOctets', value as never, 'a');
    });
    const store = storeOf();
    expect(await store.cached(['a'])).toEqual([]);
    await store.keep(question('a'), octets(4), later(1));
    expect(await lengths(store, 'a')).toEqual([4]);
  });

  it('are not there, and nothing fails, where the store is closed', async () => {
    const store = storeOf();
    await store.keep(question('a'), octets(3), later(1));
    database.close();
    await expect(store.cached(['a'])).resolves.toEqual([]);
    await expect(store.keep(question('a'), octets(3), later(1))).resolves.toBeUndefined();
    await expect(store.keepFailure(question('a'))).resolves.toBeUndefined();
    await expect(store.failedAt(question('a'))).resolves.toBeUndefined();
  });

  it('are shared by two windows, which keep the bounds together', async () => {
    const factory = new IDBFactory();
    const [one, two] = await Promise.all([openDatabase(factory), openDatabase(factory)]);
    const limits = { octets: 100, entries: 10 };
    const stores = [storeOf(limits, one), storeOf(limits, two)] as const;
    await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        stores[index % 2 === 0 ? 0 : 1].keep(question(`q${index}`), octets(30), later(1)),
      ),
    );
    const names = Array.from({ length: 12 }, (_, index) => `q${index}`);
    expect(await lengths(stores[0], ...names)).toEqual([30, 30, 30]);
    expect(await lengths(stores[1], ...names)).toEqual([30, 30, 30]);
    const rest = await two.run((connection) => connection.count('revocationOctets'));
    expect(rest).toBe(3);
  });
});

describe('a question that brought nothing', () => {
  it('is remembered by place and name until it brings something', async () => {
    const store = storeOf();
    expect(await store.failedAt(question('a'))).toBeUndefined();
    await store.keepFailure(question('a'));
    now = later(1);
    expect(await store.failedAt(question('a'))).toEqual(NOW);
    expect(await store.failedAt({ ...question('a'), url: 'http://other.example/' })).toBeUndefined();
    await store.keep(question('a'), octets(1), later(2));
    expect(await store.failedAt(question('a'))).toBeUndefined();
  });

  it('leaves an older answer there', async () => {
    const store = storeOf();
    await store.keep(question('a'), octets(3), later(1));
    await store.keepFailure(question('a'));
    expect(await lengths(store, 'a')).toEqual([3]);
  });
});
