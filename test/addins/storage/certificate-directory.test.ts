import { IDBFactory } from 'fake-indexeddb';
import { createCertificateDirectory } from '../../../addins/storage/certificate-directory';
import { openDatabase, type Database } from '../../../addins/storage/database';
import { UPGRADE_STEPS } from '../../../addins/storage/schema';
import { confirmKey, keepCertificates } from '../../../shared/journeys/keep-certificates';
import { type BrowsableDirectory, type KnownCertificate } from '../../../shared/ports/certificate-directory';
import { asDer } from '../../../shared/base/bytes';
import { accepted, fingerprintOf, waitingEntry } from '../../support/memory-directory';
import { TestCa, type Party } from '../../support/test-ca';
import { freshDatabase } from './fresh-database';

let ca: TestCa;
let database: Database;
let directory: BrowsableDirectory;
const people = new Map<string, Party>();

const NAMES = [
  ['anna@north.example', 'Anna Schmidt'],
  ['bob@signet.example', 'Bob Müller'],
  ['carol@signet.example', 'Carol Smith'],
  ['dan.smith@south.example', 'Dan'],
] as const;

beforeAll(async () => {
  ca = await TestCa.create();
  for (const [address, commonName] of NAMES) people.set(address, await ca.issue({ commonName, addresses: [address] }));
});

beforeEach(async () => {
  database = await freshDatabase();
  directory = createCertificateDirectory(database);
  await write([...people.values()].map(({ certificate }) => accepted(certificate)));
});

const write = (entries: readonly KnownCertificate[], to = directory): Promise<void> =>
  to.update({ addresses: [], fingerprints: [] }, () => entries);
const party = (address: string): Party => people.get(address) as Party;
const found = async (text: string, after?: string, limit = 10): Promise<readonly string[]> =>
  (await directory.page({ text, limit, ...(after !== undefined && { after }) })).map(({ address }) => address);

describe('looking through the directory', () => {
  it('gives addresses in order, page by page', async () => {
    expect(await found('', undefined, 3)).toEqual(NAMES.slice(0, 3).map(([address]) => address));
    expect(await found('', 'carol@signet.example', 3)).toEqual(['dan.smith@south.example']);
    expect(await found('', 'dan.smith@south.example')).toEqual([]);
  });

  it('finds by the beginning of each word of name and address, whatever the case', async () => {
    expect(await found('SMI')).toEqual(['carol@signet.example', 'dan.smith@south.example']);
    expect(await found('müller')).toEqual(['bob@signet.example']);
    expect(await found('signet')).toEqual(['bob@signet.example', 'carol@signet.example']);
    expect(await found('sig car')).toEqual(['carol@signet.example']);
    expect(await found('bob@sig')).toEqual(['bob@signet.example']);
    expect(await found('ob')).toEqual([]);
    expect(await found('smi', 'carol@signet.example')).toEqual(['dan.smith@south.example']);
  });

  it('shows one address once with all its certificates, and no authority', async () => {
    const again = await ca.issue({ commonName: 'Bob', addresses: ['bob@signet.example', 'bob@other.example'] });
    const authority = { ...accepted(again.certificate), fingerprint: 'authority', role: 'authority' as const };
    await write([accepted(again.certificate), authority]);
    const [, , bob] = await directory.page({ text: '', limit: 10 });
    expect([bob?.address, bob?.certificates.length]).toEqual(['bob@signet.example', 2]);
    expect(await directory.count()).toBe(NAMES.length + 1);
  });

  it('names the addresses whose keys wait', async () => {
    const again = await ca.issue({ commonName: 'Bob', addresses: ['bob@signet.example'] });
    await write([waitingEntry(again.certificate)]);
    const [bob, ...more] = await directory.waiting(5);
    expect([bob?.address, bob?.certificates.length, more]).toEqual(['bob@signet.example', 2, []]);
  });

  it('takes away what is removed, and nothing else', async () => {
    await directory.remove(fingerprintOf(party('bob@signet.example').certificate));
    await directory.remove('nobody');
    expect(await directory.find('bob@signet.example')).toEqual([]);
    expect(await directory.count()).toBe(NAMES.length - 1);
  });
});

describe('a store that is not as it should be', () => {
  it('shows nothing of an entry that was written in part, and keeps no other out', async () => {
    const broken = [{ fingerprint: 'a' }, { ...accepted(party('bob@signet.example').certificate), waiting: 'x' }];
    await database.run(async (connection) => {
      for (const [i, entry] of broken.entries()) {
        await connection.put('certificates', {
          ...entry,
          fingerprint: `broken ${i}`,
          addresses: ['bob@signet.example'],
          words: ['bob'],
        } as never);
      }
    });
    expect(await directory.find('bob@signet.example')).toHaveLength(1);
    expect(await found('bob')).toEqual(['bob@signet.example']);
    const again = await ca.issue({ commonName: 'Bob', addresses: ['bob@signet.example'] });
    const ports = { certificateDirectory: directory, clock: { now: () => new Date() } };
    const kept = await keepCertificates({ certificates: [again.certificate], source: { kind: 'imported' } }, ports);
    expect(kept.map(({ entry }) => entry.waiting)).toEqual([['bob@signet.example']]);
  });

  it('that a newer program wrote is refused and left as it is', async () => {
    const factory = new IDBFactory();
    const newer = await openDatabase(factory, { steps: [...UPGRADE_STEPS, () => undefined] });
    await write([accepted(party('bob@signet.example').certificate)], createCertificateDirectory(newer));
    await expect(openDatabase(factory)).rejects.toMatchObject({ code: 'storage', subject: 'newer' });
    expect(await createCertificateDirectory(newer).count()).toBe(1);
  });

  it('that is full says so, and is as it was before', async () => {
    const again = await ca.issue({ commonName: 'Bob', addresses: ['bob@signet.example'] });
    const put = Reflect.get(IDBObjectStore.prototype, 'put') as (this: IDBObjectStore, value: unknown) => IDBRequest;
    let writes = 0;
    const full = jest.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value) {
      if (++writes > 1) throw new DOMException('', 'QuotaExceededError');
      return put.call(this, value) as IDBRequest<IDBValidKey>;
    });
    const carol = accepted(party('carol@signet.example').certificate, { waiting: ['carol@signet.example'] });
    await expect(write([carol, accepted(again.certificate)])).rejects.toMatchObject({
      code: 'storage',
      subject: 'full',
    });
    full.mockRestore();
    expect(await directory.waiting(5)).toEqual([]);
    expect(await directory.find('bob@signet.example')).toHaveLength(1);
  });
});

it('an entry whose certificate is damaged has a new one of its address asked about, and comes back whole', async () => {
  const ports = { certificateDirectory: directory, clock: { now: () => new Date() } };
  const { certificate } = party('bob@signet.example');
  await database.run(async (connection) => {
    const entry = await connection.get('certificates', fingerprintOf(certificate));
    if (entry) await connection.put('certificates', { ...entry, certificate: asDer(certificate.slice(0, 40)) });
  });
  const next = await ca.issue({ commonName: 'Bob', addresses: ['bob@signet.example'] });
  for (const one of [next.certificate, certificate]) {
    await keepCertificates({ certificates: [one], source: { kind: 'harvested' } }, ports);
  }
  const [first, second] = [fingerprintOf(next.certificate), fingerprintOf(certificate)];
  const known = await directory.find('bob@signet.example');
  const stateOf = (name: string) => known.find(({ fingerprint }) => fingerprint === name)?.accepted.length;
  expect([stateOf(first), stateOf(second)]).toEqual([0, 1]);
});

it('an entry that can be read no more has a new key of its address asked about, and another address is not concerned', async () => {
  const ports = { certificateDirectory: directory, clock: { now: () => new Date() } };
  await database.run(async (connection) => {
    const damaged = { fingerprint: 'lost', addresses: ['dora@signet.example'], words: [], sources: 'none' };
    await connection.put('certificates', damaged as never);
  });
  const both = await ca.issue({ commonName: 'Dora', addresses: ['Dora@signet.example', 'dora@other.example'] });
  const keep = () => keepCertificates({ certificates: [both.certificate], source: { kind: 'harvested' } }, ports);
  const standing = { waiting: ['dora@signet.example'], accepted: [{ address: 'dora@other.example', ground: 'first' }] };
  expect(await keep()).toMatchObject([{ entry: standing }]);
  await confirmKey({ address: 'dora@signet.example', fingerprint: fingerprintOf(both.certificate) }, ports);
  expect((await directory.find('dora@signet.example')).map(({ waiting }) => waiting)).toEqual([[]]);
});

it('two windows that learn different keys of one address at once accept one of them', async () => {
  const factory = new IDBFactory();
  const windows = await Promise.all([openDatabase(factory), openDatabase(factory)]);
  const keys = await Promise.all(
    [0, 1, 2, 3].map(() => ca.issue({ commonName: 'Eve', addresses: ['eve@signet.example'] })),
  );
  await Promise.all(
    keys.map(({ certificate }, i) =>
      keepCertificates(
        { certificates: [certificate], source: { kind: 'imported' } },
        {
          certificateDirectory: createCertificateDirectory(windows[i % 2] as Database),
          clock: { now: () => new Date() },
        },
      ),
    ),
  );
  const all = await createCertificateDirectory(windows[0]).find('eve@signet.example');
  expect(all.map((one) => one.accepted.length).sort()).toEqual([0, 0, 0, 1]);
});
