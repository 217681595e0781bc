import { IDBFactory } from 'fake-indexeddb';
import { openDatabase, type Database } from '../../../addins/storage/database';
import { UPGRADE_STEPS, type UpgradeStep } from '../../../addins/storage/schema';
import { openRaw, storesOf } from './raw-database';
import './fresh-database';

/** A later step, as an example: it makes a store and rewrites what is there. */
const nextStep: UpgradeStep = async (connection, transaction) => {
  connection.createObjectStore('later' as 'settings');
  const settings = transaction.objectStore('settings');
  await settings.put('rewritten', 'language');
};
const NEXT = [...UPGRADE_STEPS, nextStep];

const setting = (database: Database): Promise<unknown> =>
  database.run((connection) => connection.get('settings', 'language'));
const write = (database: Database, value: string): Promise<unknown> =>
  database.run((connection) => connection.put('settings', value, 'language'));

describe('the database', () => {
  it('is made with every store of the schema', async () => {
    const factory = new IDBFactory();
    (await openDatabase(factory)).close();
    expect(await storesOf(factory)).toEqual([
      'anchors',
      'capabilities',
      'certificates',
      'deviceKeys',
      'identities',
      'keyProtection',
      'orders',
      'pins',
      'retiredDevices',
      'revocationFacts',
      'revocationOctets',
      'senders',
      'settings',
      'signatureRecords',
      'waitingKeys',
    ]);
  });

  it('keeps what was written when it is opened again', async () => {
    const factory = new IDBFactory();
    const first = await openDatabase(factory);
    await write(first, 'de');
    first.close();
    expect(await setting(await openDatabase(factory))).toBe('de');
  });

  it('runs the missing steps only, and keeps the rest', async () => {
    const factory = new IDBFactory();
    const first = await openDatabase(factory);
    await write(first, 'de');
    first.close();
    const upgraded = await openDatabase(factory, { steps: NEXT });
    expect(await setting(upgraded)).toBe('rewritten');
    upgraded.close();
    expect(await storesOf(factory)).toContain('later');
  });
});

describe('an upgrade that breaks off', () => {
  const broken: Readonly<Record<string, UpgradeStep>> = {
    'at once': () => {
      throw new Error('broken');
    },
    'after it has changed the stores': async (connection, transaction) => {
      await nextStep(connection, transaction);
      throw new Error('broken');
    },
    'by aborting its transaction': async (connection, transaction) => {
      await nextStep(connection, transaction);
      transaction.abort();
    },
  };

  it.each(Object.entries(broken))('%s leaves everything as it was', async (_, step) => {
    const factory = new IDBFactory();
    const first = await openDatabase(factory);
    await write(first, 'de');
    first.close();
    await expect(openDatabase(factory, { steps: [...UPGRADE_STEPS, step] })).rejects.toMatchObject({ code: 'storage' });
    expect(await storesOf(factory)).not.toContain('later');
    const again = await openDatabase(factory);
    expect(await setting(again)).toBe('de');
  });

  it('leaves nothing behind when it was the first', async () => {
    const factory = new IDBFactory();
    const step = (): never => {
      throw new Error('broken');
    };
    await expect(openDatabase(factory, { steps: [...UPGRADE_STEPS, step] })).rejects.toMatchObject({
      code: 'storage',
      subject: 'upgrade',
    });
    const database = await openDatabase(factory);
    await write(database, 'en');
    expect(await setting(database)).toBe('en');
  });
});

describe('a newer schema', () => {
  it('is refused and left untouched', async () => {
    const factory = new IDBFactory();
    const newer = await openDatabase(factory, { steps: NEXT });
    await write(newer, 'newer');
    newer.close();
    await expect(openDatabase(factory)).rejects.toMatchObject({ code: 'storage', subject: 'newer' });
    const raw = await openRaw(factory);
    expect(raw.version).toBe(NEXT.length);
    raw.close();
    expect(await setting(await openDatabase(factory, { steps: NEXT }))).toBe('newer');
  });

  it('that another window brings makes this one let go, and say so on its next use', async () => {
    const factory = new IDBFactory();
    const old = await openDatabase(factory);
    await write(old, 'de');
    const newer = await openDatabase(factory, { steps: NEXT });
    expect(await setting(newer)).toBe('rewritten');
    await expect(setting(old)).rejects.toMatchObject({ code: 'storage', subject: 'newer' });
  });
});

describe('storage that is not there', () => {
  it('is said to be unavailable', async () => {
    const global = globalThis as { indexedDB?: IDBFactory };
    const kept = global.indexedDB;
    delete global.indexedDB;
    await expect(openDatabase()).rejects.toMatchObject({ code: 'storage', subject: 'unavailable' });
    if (kept) global.indexedDB = kept;
  });

  it('is said to be unavailable where the browser forbids it', async () => {
    const factory = new IDBFactory();
    factory.open = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    await expect(openDatabase(factory)).rejects.toMatchObject({ code: 'storage', subject: 'unavailable' });
  });

  it('is said to be blocked while an old window does not let go, and works once it does', async () => {
    const factory = new IDBFactory();
    (await openDatabase(factory)).close();
    const stubborn = await openRaw(factory);
    await expect(openDatabase(factory, { steps: NEXT, blockedMilliseconds: 20 })).rejects.toMatchObject({
      code: 'storage',
      subject: 'blocked',
    });
    stubborn.close();
    expect(await setting(await openDatabase(factory, { steps: NEXT }))).toBe('rewritten');
  });

  it.each([
    ['QuotaExceededError', 'full'],
    ['UnknownError', 'failed'],
  ])('%s while writing is told as "%s"', async (name, subject) => {
    const database = await openDatabase(new IDBFactory());
    const write = database.run(() => Promise.reject(new DOMException('no', name)));
    await expect(write).rejects.toMatchObject({ code: 'storage', subject });
  });

  it('comes back by itself when the browser closed the connection', async () => {
    const factory = new IDBFactory();
    const database = await openDatabase(factory);
    await write(database, 'de');
    await database.run((connection) => {
      connection.close();
      return Promise.resolve();
    });
    expect(await setting(database)).toBe('de');
  });

  it('does not disguise errors that are not of storage', async () => {
    const database = await openDatabase(new IDBFactory());
    await expect(database.run(() => Promise.reject(new TypeError('mine')))).rejects.toThrow(TypeError);
  });

  it('is not used any more after closing', async () => {
    const database = await openDatabase(new IDBFactory());
    database.close();
    await expect(setting(database)).rejects.toMatchObject({ code: 'storage' });
  });
});
