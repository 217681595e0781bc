import { toBase64 } from '../../../shared/base/base64';
import { type Bytes, type Der, utf8Bytes } from '../../../shared/base/bytes';
import { planLookUp, takeFound } from '../../../shared/journeys/begin-look-up';
import { type LookedUp, type LookUpPorts } from '../../../shared/journeys/look-up';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { type LookUpAnswer, type LookUpRecord, type LookUpRecords } from '../../../shared/ports/look-up-source';
import { accepted, memoryDirectory, type MemoryDirectory } from '../../support/memory-directory';
import { TestCa, type Party } from '../../support/test-ca';
import { BOB, issue, NOW } from '../smime/messages';
import { memoryPorts } from './memory-ports';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let ca: TestCa;
let between: TestCa;
let otherCa: TestCa;
let bob: Party;

beforeAll(async () => {
  ca = await TestCa.create('Known CA', { now: NOW });
  between = await ca.subordinate({ commonName: 'Between' });
  otherCa = await TestCa.create('Unknown CA', { now: NOW });
  bob = await issue(ca, BOB);
});

/** Records in memory, as any store of them keeps them. */
function memoryRecords(): LookUpRecords {
  const records = new Map<string, LookUpRecord>();
  return {
    last: (source, addresses) => Promise.resolve(addresses.map((address) => records.get(`${source} ${address}`))),
    keep(source, added) {
      for (const { address, ...record } of added) records.set(`${source} ${address}`, record);
      return Promise.resolve();
    },
    clear() {
      records.clear();
      return Promise.resolve();
    },
  };
}

interface World extends LookUpPorts {
  readonly directory: MemoryDirectory;
  readonly kept: readonly Der[];
  now: Date;
}

async function worldOf(known: readonly Der[] = []): Promise<World> {
  const directory = memoryDirectory(known.map((one) => accepted(one)));
  const ports = await memoryPorts({ own: [], anchors: [ca.certificate] });
  const world = {
    ...ports,
    certificateDirectory: directory,
    directory,
    lookUpRecords: memoryRecords(),
    now: NOW,
    clock: { now: () => world.now },
    get kept() {
      return [...directory.entries.values()].map(({ certificate }) => certificate);
    },
  };
  return world;
}

async function taken(answer: LookUpAnswer, world: LookUpPorts): Promise<LookedUp> {
  const [first] = await takeFound({ source: 'web', answers: [answer], isOrganisations: false }, world);
  if (!first) throw new Error('one result was expected');
  return first;
}
const filesFor = (...files: readonly Bytes[]): LookUpAnswer => ({ address: BOB, files });
const namesOf = ({ kept }: World): readonly (string | undefined)[] =>
  kept.map((der) => parseCertificate(der).subject.commonName);

describe('what a place answers', () => {
  it('is kept where it is a certificate of the address with a valid path', async () => {
    const world = await worldOf();
    expect(await taken(filesFor(bob.certificate), world)).toEqual({
      address: BOB,
      source: 'web',
      outcome: 'accepted',
      reasons: [],
    });
    expect(world.kept).toEqual([bob.certificate]);
  });

  it('brings the authorities on its path, which are kept too, and no others', async () => {
    const world = await worldOf();
    const below = await issue(between, BOB);
    const answer = filesFor(otherCa.certificate, below.certificate, between.certificate);
    expect((await taken(answer, world)).outcome).toBe('accepted');
    expect(namesOf(world)).toEqual(['bob', 'Between']);
  });

  it('is noted with the place it came from; what the organisation publishes, as that', async () => {
    const entryOf = async (isOrganisations: boolean) => {
      const world = await worldOf();
      await takeFound({ source: 'ldap', answers: [filesFor(bob.certificate)], isOrganisations }, world);
      const [entry] = world.directory.entries.values();
      return [entry?.sources, entry?.accepted.map(({ ground }) => ground)];
    };
    expect(await entryOf(false)).toEqual([[{ kind: 'looked-up', from: 'ldap' }], ['first']]);
    expect(await entryOf(true)).toEqual([[{ kind: 'administrator' }], ['administrator']]);
  });

  it('waits for the user where the address is known under another key, unless the organisation publishes it', async () => {
    const other = await issue(ca, BOB);
    const waitingAfter = async (isOrganisations: boolean) => {
      const world = await worldOf([other.certificate]);
      await takeFound({ source: 'web', answers: [filesFor(bob.certificate)], isOrganisations }, world);
      return [...world.directory.entries.values()].map(({ waiting }) => waiting);
    };
    expect(await waitingAfter(false)).toEqual([[], [BOB]]);
    expect(await waitingAfter(true)).toEqual([[], []]);
  });

  it('that waits is told as waiting, so that others are asked', async () => {
    const other = await issue(ca, BOB);
    expect((await taken(filesFor(bob.certificate), await worldOf([other.certificate]))).outcome).toBe('waiting');
  });

  it('is the organisation’s word for the address that was asked about, and for no other that it names', async () => {
    const [both, carol] = await Promise.all([
      ca.issue({ commonName: 'both', addresses: [BOB, 'carol@signet.example'] }),
      issue(ca, 'carol@signet.example'),
    ]);
    const world = await worldOf([carol.certificate]);
    await takeFound({ source: 'web', answers: [filesFor(both.certificate)], isOrganisations: true }, world);
    const entry = [...world.directory.entries.values()].find(({ accepted }) => accepted.some((a) => a.address === BOB));
    expect([entry?.accepted.map(({ address }) => address), entry?.waiting]).toEqual([[BOB], ['carol@signet.example']]);
  });

  it('may be a card, whose KEY is what counts and not its address', async () => {
    const card = (email: string) =>
      utf8Bytes(
        `BEGIN:VCARD\r\nVERSION:4.0\r\nEMAIL:${email}\r\nKEY:data:application/pkix-cert;base64,${toBase64(bob.certificate)}\r\nEND:VCARD\r\n`,
      );
    expect((await taken(filesFor(card(BOB)), await worldOf())).outcome).toBe('accepted');
    const other = { address: 'carol@example.test', files: [card('carol@example.test')] };
    expect((await taken(other, await worldOf())).outcome).toBe('not-accepted');
  });

  it('is nothing where it has no file', async () => {
    const world = await worldOf();
    expect((await taken(filesFor(), world)).outcome).toBe('none');
    expect(world.kept).toEqual([]);
  });

  it('is passed on where it failed', async () => {
    expect((await taken({ address: BOB, failure: 'too-slow' }, await worldOf())).outcome).toBe('too-slow');
  });

  const hostile: readonly (readonly [string, () => Promise<Bytes>, string | undefined])[] = [
    ['of another address', async () => (await issue(ca, 'mallory@example.test')).certificate, undefined],
    [
      'of an address that only begins like it',
      async () => (await issue(ca, `${BOB}.evil.test`)).certificate,
      undefined,
    ],
    ['of no address', async () => (await ca.issue({ commonName: BOB })).certificate, undefined],
    ['of an unknown authority', async () => (await issue(otherCa, BOB)).certificate, 'no-path'],
    [
      'that has expired',
      async () => (await issue(ca, BOB, { notAfter: new Date(NOW.getTime() - DAY) })).certificate,
      'expired',
    ],
    [
      'of tomorrow',
      async () => (await issue(ca, BOB, { notBefore: new Date(NOW.getTime() + DAY) })).certificate,
      'not-yet-valid',
    ],
    ['that may only sign', async () => (await issue(ca, BOB, { keyUsage: [0] })).certificate, 'key-usage'],
    [
      'for web servers',
      async () => (await issue(ca, BOB, { extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'] })).certificate,
      'key-usage',
    ],
    ['of an authority', async () => (await issue(ca, BOB, { ca: {} })).certificate, undefined],
    [
      'signed with one octet changed',
      () => Promise.resolve(withLastOctetChanged(bob.certificate)),
      'bad-certificate-signature',
    ],
  ];
  it.each(hostile)('changes nothing where it is a certificate %s', async (_which, make, reason) => {
    const world = await worldOf();
    const { outcome, reasons } = await taken(filesFor(await make()), world);
    expect(outcome).toBe('not-accepted');
    expect(reasons.map(({ code }) => code).slice(0, 1)).toEqual(reason === undefined ? [] : [reason]);
    expect(world.kept).toEqual([]);
  });

  const junk: readonly (readonly [string, Bytes])[] = [
    ['empty', new Uint8Array(0)],
    ['ten megabytes', new Uint8Array(10 << 20).fill(0x30)],
    ['a page', utf8Bytes('<!doctype html><title>Not found</title>')],
    ['half a certificate', new Uint8Array([0x30, 0x82, 0x03, 0x00, 0x30, 0x82])],
    ['PEM of nothing', utf8Bytes('-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n')],
  ];
  it.each(junk)('changes nothing where it is %s, and what stands beside it still counts', async (_which, file) => {
    const world = await worldOf();
    expect((await taken(filesFor(file), world)).outcome).toBe('not-accepted');
    expect(world.kept).toEqual([]);
    expect((await taken(filesFor(file, bob.certificate), world)).outcome).toBe('accepted');
  });

  it('counts for its own address alone, whatever else was asked', async () => {
    const world = await worldOf();
    const answers = [filesFor(utf8Bytes('junk')), { address: 'carol@example.test', files: [bob.certificate] }];
    const results = await takeFound({ source: 'dns', answers, isOrganisations: false }, world);
    expect(results.map(({ outcome }) => outcome)).toEqual(['not-accepted', 'not-accepted']);
    expect(world.kept).toEqual([]);
  });

  it('is read up to a number of files, and kept up to a number of certificates, the newest first', async () => {
    const world = await worldOf();
    const many = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        issue(ca, BOB, { commonName: `bob ${i}`, notBefore: new Date(NOW.getTime() - (9 - i) * DAY) }),
      ),
    );
    await taken(filesFor(...many.map(({ certificate }) => certificate)), world);
    expect(namesOf(world)).toEqual(['bob 7', 'bob 6', 'bob 5', 'bob 4']);
    const late = [...Array.from({ length: 16 }, () => utf8Bytes('junk')), bob.certificate];
    expect((await taken(filesFor(...late), await worldOf())).outcome).toBe('not-accepted');
  });
});

function withLastOctetChanged(certificate: Der): Bytes {
  const changed = certificate.slice();
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  return changed;
}

describe('whom to ask', () => {
  const planned = (world: LookUpPorts, more: { isForced?: boolean; addresses?: readonly string[] } = {}) =>
    planLookUp({ addresses: [BOB], sources: ['web', 'dns'], isForced: false, ...more }, world);

  it('is every place, about an address without certificate', async () => {
    expect(await planned(await worldOf())).toEqual([
      { source: 'web', addresses: [BOB] },
      { source: 'dns', addresses: [BOB] },
    ]);
  });

  it('is nobody, about an address with a certificate that could be used, unless the user asks', async () => {
    const world = await worldOf([bob.certificate]);
    expect(await planned(world)).toEqual([]);
    expect(await planned(world, { isForced: true })).toHaveLength(2);
  });

  it('is every place where the certificate that is known has expired', async () => {
    const old = await issue(ca, BOB, { notAfter: new Date(NOW.getTime() - DAY) });
    expect(await planned(await worldOf([old.certificate]))).toHaveLength(2);
  });

  it('leaves out what is no address, and one that is the same', async () => {
    const addresses = [BOB, 'not an address', '', BOB.toUpperCase()];
    expect((await planned(await worldOf(), { addresses })).map((one) => one.addresses.length)).toEqual([1, 1]);
  });

  const patience: readonly (readonly [LookUpAnswer, number])[] = [
    [{ address: BOB, files: [] }, DAY],
    [{ address: BOB, files: [utf8Bytes('junk')] }, 30 * MINUTE],
    [{ address: BOB, failure: 'no-answer' }, 30 * MINUTE],
    [{ address: BOB, failure: 'too-slow' }, 30 * MINUTE],
  ];
  it.each(patience)('leaves out a place for a while after %j', async (answer, milliseconds) => {
    const world = await worldOf();
    await taken(answer, world);
    world.now = new Date(NOW.getTime() + milliseconds - 1);
    expect((await planned(world)).map(({ source }) => source)).toEqual(['dns']);
    world.now = new Date(NOW.getTime() + milliseconds);
    expect((await planned(world)).map(({ source }) => source)).toEqual(['web', 'dns']);
  });

  it('is a place again after 20 seconds where the user asks', async () => {
    const world = await worldOf();
    await taken(filesFor(), world);
    world.now = new Date(NOW.getTime() + 19_999);
    expect((await planned(world, { isForced: true })).map(({ source }) => source)).toEqual(['dns']);
    world.now = new Date(NOW.getTime() + 20_000);
    expect(await planned(world, { isForced: true })).toHaveLength(2);
  });

  it('is a place on this machine again after 20 seconds: a card may have been added', async () => {
    const world = await worldOf();
    const sources = ['address-book', 'host-store'] as const;
    for (const source of sources) await takeFound({ source, answers: [filesFor()], isOrganisations: false }, world);
    const asked = () => planLookUp({ addresses: [BOB], sources, isForced: false }, world);
    world.now = new Date(NOW.getTime() + 19_999);
    expect(await asked()).toEqual([]);
    world.now = new Date(NOW.getTime() + 20_000);
    expect((await asked()).map(({ source }) => source)).toEqual(sources);
  });

  it.each(['cancelled', 'not-permitted', 'too-many', 'address-refused'] as const)(
    'is a place again at once where it was never asked: %s',
    async (failure) => {
      const world = await worldOf();
      await taken({ address: BOB, failure }, world);
      expect(await planned(world)).toHaveLength(2);
    },
  );

  it('does not believe a record of tomorrow', async () => {
    const world = await worldOf();
    world.now = new Date(NOW.getTime() + DAY);
    await taken(filesFor(), world);
    world.now = NOW;
    expect(await planned(world)).toHaveLength(2);
  });
});
