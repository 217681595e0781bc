import { type Der, utf8Bytes } from '../../../shared/base/bytes';
import { errorCode } from '../../../shared/base/errors';
import { LIMITS } from '../../../shared/base/limits';
import {
  children,
  contextTag,
  der,
  encoded,
  integer,
  nullValue,
  octets,
  oid,
  readTlv,
  sequence,
  TAG,
  time,
} from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { parseCertificate } from '../../../shared/pkix/certificate';
import { readCrl, type RevocationList } from '../../../shared/pkix/crl';
import { crlStatus } from '../../../shared/pkix/crl-status';
import { checkStatus } from '../../support/status-check';
import { type CertificateOptions, extension, nameOf, type Party, TestCa } from '../../support/test-ca';
import { crlEntry, type ListedSerial, makeCrl, type Signer, type Times } from '../../support/test-revocation';

/** RFC 5280 6.3.3, rule by rule, beside what PKITS tests. */
const NOW = new Date('2026-03-01T12:00:00Z');
const minute = (offset: number): Date => new Date(NOW.getTime() + offset * 60_000);
const day = (offset: number): Date => minute(offset * 1440);
const TODAY: Times = { thisUpdate: day(-0.5), nextUpdate: day(1) };
const LAST_WEEK: Times = { thisUpdate: day(-9), nextUpdate: day(-2) };

let root: TestCa;
let alice: Party;
beforeAll(async () => {
  root = await TestCa.create('Root', { now: NOW });
  alice = await root.issue({ commonName: 'Alice' });
});

const number = (value: number): Der => extension(OID.cRLNumber, integer(value));
const deltaOf = (base: number): Der => extension(OID.deltaCRLIndicator, integer(base), true);
const flag = (tag: number): Der => der(contextTag(tag, 'primitive'), Uint8Array.of(0xff));
const scope = (...fields: readonly Der[]): Der => extension(OID.issuingDistributionPoint, sequence(...fields), true);
const directory = (name: Der): Der => der(contextTag(4), name);
const fullName = (commonName: string): Der => der(contextTag(0), der(contextTag(0), directory(nameOf(commonName))));
const EMPTY = sequence();
const unknown = extension('1.2.3.4', integer(1), true);
/** Bits of ReasonFlags by number. */
const reasons = (tag: number, ...bits: readonly number[]): Der => {
  const mask = bits.reduce((all, bit) => all | (0x8000 >> bit), 0);
  return der(contextTag(tag, 'primitive'), Uint8Array.of(0, mask >> 8, mask & 0xff));
};
const points = (...fields: readonly Der[]): Partial<CertificateOptions> => ({
  extraExtensions: [extension(OID.cRLDistributionPoints, sequence(sequence(...fields)))],
});

interface Plan {
  readonly by?: Signer;
  readonly times?: Times;
  readonly entries?: readonly (Omit<ListedSerial, 'certificate' | 'at'> & Partial<ListedSerial>)[];
  readonly extensions?: readonly Der[];
}

/** A list that names Alice in each entry, unless told otherwise. */
function list({ by = root, times = TODAY, entries = [], extensions = [number(1)] }: Plan = {}): Promise<Der> {
  const usual = { certificate: alice.certificate, at: day(-2) };
  return makeCrl(
    by,
    times,
    entries.map((entry) => crlEntry({ ...usual, ...entry })),
    extensions,
  );
}

const stateOf = async (
  plans: readonly (Plan | Der)[],
  more: Partial<Parameters<typeof checkStatus>[0]> = {},
): Promise<string> => {
  const crls = await Promise.all(plans.map(async (plan) => (plan instanceof Uint8Array ? plan : list(plan))));
  return (await checkStatus({ end: alice, anchor: root.certificate, at: NOW, crls, ...more })).state;
};

describe('the dates of a list', () => {
  it.each<[string, string, Times]>([
    ['of today', 'good', TODAY],
    ['to its last second', 'good', { thisUpdate: day(-1), nextUpdate: NOW }],
    ['past nextUpdate', 'undetermined', { thisUpdate: day(-1), nextUpdate: new Date(NOW.getTime() - 1000) }],
    ['of a clock a little ahead', 'good', { thisUpdate: minute(4), nextUpdate: day(1) }],
    ['of the future', 'undetermined', { thisUpdate: minute(6), nextUpdate: day(1) }],
    ['without nextUpdate, of today', 'good', { thisUpdate: day(-0.9) }],
    ['without nextUpdate, of the day before', 'undetermined', { thisUpdate: day(-1.1) }],
  ])('%s: %s', async (_, state, times) => {
    expect(await stateOf([{ times }])).toBe(state);
  });

  it('do not end a revocation, but they end a hold', async () => {
    expect(await stateOf([{ times: LAST_WEEK, entries: [{ at: day(-20), reason: 1 }] }])).toBe('revoked');
    expect(await stateOf([{ times: LAST_WEEK, entries: [{ at: day(-20), reason: 6 }] }])).toBe('undetermined');
    expect(await stateOf([{ entries: [{ reason: 6 }] }])).toBe('revoked');
  });
});

describe('a list with what is not understood, or not as it should be', () => {
  it.each<[string, Plan]>([
    ['a critical extension', { extensions: [number(1), unknown] }],
    ['an extension twice', { extensions: [number(1), number(1)] }],
    ['a critical extension of an entry of somebody else', { entries: [{ extensions: [unknown] }] }],
  ])('makes nothing good: %s', async (_, { entries = [], ...plan }) => {
    const other = (await root.issue({ commonName: 'Other' })).certificate;
    const ofOther = entries.map((entry) => ({ ...entry, certificate: other }));
    expect(await stateOf([{ ...plan, entries: ofOther }])).toBe('undetermined');
    expect(await stateOf([{ ...plan, entries: [...ofOther, {}] }])).toBe('revoked');
  });

  it('makes nothing good with two algorithms, and says of SHA-1 that it is weak', async () => {
    const read = readCrl(await list());
    const judged = (more: Partial<RevocationList>): ReturnType<typeof crlStatus> => {
      const listed = { list: { ...read, ...more }, origin: 'given' } as const;
      return crlStatus(parseCertificate(alice.certificate), [listed], NOW, () => Promise.resolve(true));
    };
    const signatureAlgorithm = sequence(oid('1.2.840.113549.1.1.5'), nullValue());
    expect(await judged({})).not.toHaveProperty('weak');
    expect(await judged({ signatureAlgorithm })).toMatchObject({ state: 'good', weak: 'sha1' });
    const [tbs, , value] = children(readTlv(await list())).map(encoded);
    const mixed = sequence(tbs ?? EMPTY, signatureAlgorithm, value ?? EMPTY);
    expect(readCrl(mixed).isUnclear).toBe(true);
  });
});

describe('a delta', () => {
  const base: Plan = { extensions: [number(5)] };
  const held: Plan = { ...base, entries: [{ reason: 6 }] };
  const delta = (more: Plan = {}, from = 5, own = 7): Plan => ({ extensions: [number(own), deltaOf(from)], ...more });

  it('adds to the list that it was made for, or a later one', async () => {
    for (const from of [1, 5]) expect(await stateOf([base, delta({ entries: [{}] }, from)])).toBe('revoked');
    expect(await stateOf([base, delta()])).toBe('good');
  });

  it('lifts a hold, and nothing where it is not for that list', async () => {
    const lifting = { entries: [{ reason: 8 }] };
    expect(await stateOf([held, delta(lifting)])).toBe('good');
    expect(await stateOf([held, delta(lifting, 6)])).toBe('revoked');
    expect(await stateOf([held, delta(lifting, 4, 5)])).toBe('revoked');
    expect(await stateOf([held, delta({ ...lifting, times: LAST_WEEK })])).toBe('revoked');
  });

  it('of another scope lifts nothing', async () => {
    const users = scope(flag(1));
    const lifting = { entries: [{ reason: 8 }], extensions: [number(7), deltaOf(5), users] };
    expect(await stateOf([held, lifting])).toBe('revoked');
    expect(await stateOf([{ ...held, extensions: [number(5), users] }, lifting])).toBe('good');
  });

  it('makes a list that is out of date current', async () => {
    const old = { ...base, times: LAST_WEEK };
    expect(await stateOf([old])).toBe('undetermined');
    expect(await stateOf([old, delta()])).toBe('good');
  });

  it('alone makes nothing good, and what it revokes is revoked', async () => {
    expect(await stateOf([delta()])).toBe('undetermined');
    expect(await stateOf([delta({ entries: [{ reason: 8 }] })])).toBe('undetermined');
    expect(await stateOf([delta({ entries: [{}] })])).toBe('revoked');
  });

  it('of another signer, or with what is not understood, does not help', async () => {
    const impostor = await TestCa.create('Root', { now: NOW });
    const lifting = { entries: [{ reason: 8 }] };
    expect(await stateOf([held, delta({ ...lifting, by: impostor })])).toBe('revoked');
    expect(await stateOf([base, delta({ extensions: [number(7), deltaOf(5), unknown] })])).toBe('undetermined');
  });
});

describe('the scope of a list', () => {
  it.each<[string, readonly Der[], string]>([
    ['people', [flag(1)], 'good'],
    ['authorities', [flag(2)], 'undetermined'],
    ['attribute certificates', [flag(5)], 'undetermined'],
    ['another distribution point', [fullName('Elsewhere')], 'undetermined'],
    ['what nobody knows', [der(contextTag(7, 'primitive'), Uint8Array.of(0xff))], 'undetermined'],
  ])('only %s', async (_, fields, state) => {
    expect(await stateOf([{ extensions: [number(1), scope(...fields)] }])).toBe(state);
    const revoking = { entries: [{}], extensions: [number(1), scope(...fields)] };
    expect(await stateOf([revoking])).toBe(state === 'good' ? 'revoked' : 'undetermined');
  });

  it('of one distribution point is for the certificates that name it', async () => {
    const own = { extensions: [number(1), scope(fullName('Point'))] };
    const named = async (name: string) => {
      const end = await root.issue({ commonName: 'Alice', ...points(fullName(name)) });
      return stateOf([own], { end });
    };
    expect(await named('Point')).toBe('good');
    expect(await named('Elsewhere')).toBe('undetermined');
    expect(await stateOf([own])).toBe('undetermined');
  });

  it('of people says nothing of their authority', async () => {
    const middle = await root.subordinate({ commonName: 'Middle' });
    const end = await middle.issue({ commonName: 'Alice' });
    const users = scope(flag(1));
    const own = await makeCrl(middle, TODAY);
    expect(await stateOf([own, { extensions: [number(1), users] }], { end })).toBe('undetermined');
    expect(await stateOf([own, { extensions: [number(1), scope(flag(2))] }], { end })).toBe('good');
  });
});

describe('a list for some reasons', () => {
  const some = (bits: readonly number[], more: Plan = {}): Plan => ({
    extensions: [number(1), scope(reasons(3, ...bits))],
    ...more,
  });

  it('is good only together with lists for the others', async () => {
    expect(await stateOf([some([1, 2])])).toBe('undetermined');
    expect(await stateOf([some([1, 2]), some([3, 4, 5, 6, 7])])).toBe('undetermined');
    expect(await stateOf([some([1, 2]), some([3, 4, 5, 6, 7, 8])])).toBe('good');
  });

  it('counts for the others only while it is current and its signer’s', async () => {
    const impostor = await TestCa.create('Root', { now: NOW });
    const rest = [3, 4, 5, 6, 7, 8];
    expect(await stateOf([some([1, 2]), some(rest, { times: LAST_WEEK })])).toBe('undetermined');
    expect(await stateOf([some([1, 2]), some(rest, { by: impostor })])).toBe('undetermined');
  });

  it('revokes by itself', async () => {
    expect(await stateOf([some([1, 2], { entries: [{ reason: 1 }] })])).toBe('revoked');
    expect(await stateOf([some([1, 2], { entries: [{ reason: 1 }] }), {}])).toBe('revoked');
  });

  it('is no more than the distribution point of the certificate says', async () => {
    const end = await root.issue({ commonName: 'Alice', ...points(fullName('Point'), reasons(1, 1, 2)) });
    expect(await stateOf([{ extensions: [number(1), scope(fullName('Point'))] }], { end })).toBe('undetermined');
  });
});

describe('an indirect list', () => {
  let lister: Party;
  let end: Party;
  /** Says that the lister, an authority by its certificate, is not revoked, and nothing of people. */
  let forLister: Der;
  beforeAll(async () => {
    lister = await root.issue({ commonName: 'Lister', ca: {}, keyUsage: [5, 6] });
    end = await root.issue({ commonName: 'Alice', ...points(der(contextTag(2), directory(nameOf('Lister')))) });
    forLister = await list({ extensions: [number(1), scope(flag(2))] });
  });

  const of = (commonName: string): readonly Der[] => [
    extension(OID.certificateIssuer, sequence(directory(nameOf(commonName))), true),
  ];
  const indirect = (entries: Plan['entries'] = [], more: Plan = {}): Plan => ({
    by: lister,
    entries: entries.map((entry) => ({ certificate: end.certificate, ...entry })),
    extensions: [number(1), scope(flag(4))],
    ...more,
  });
  const judged = (plan: Plan, more: Partial<Parameters<typeof checkStatus>[0]> = {}): Promise<string> =>
    stateOf([plan, forLister], { end, candidates: [lister.certificate], ...more });

  it('counts where the certificate names who issues it', async () => {
    expect(await judged(indirect())).toBe('good');
    expect(await judged(indirect(), { end: alice })).toBe('undetermined');
  });

  it('has to say that it is one', async () => {
    expect(await judged(indirect([], { extensions: [number(1)] }))).toBe('undetermined');
    expect(await judged(indirect([], { extensions: [number(1), scope(flag(1))] }))).toBe('undetermined');
  });

  it('names the issuer of each certificate that it revokes', async () => {
    expect(await judged(indirect([{ extensions: of('Root') }]))).toBe('revoked');
    expect(await judged(indirect([{ extensions: of('Elsewhere') }]))).toBe('good');
    expect(await judged(indirect([{}]))).toBe('good');
  });

  it('has an entry be of the issuer of the one before', async () => {
    const other = (await root.issue({ commonName: 'Other' })).certificate;
    expect(await judged(indirect([{ certificate: other, extensions: of('Root') }, {}]))).toBe('revoked');
    const elsewhere = { certificate: other, extensions: of('Elsewhere') };
    expect(await judged(indirect([{ certificate: other, extensions: of('Root') }, elsewhere, {}]))).toBe('good');
  });

  it('is believed only of one who may sign lists and is known not to be revoked', async () => {
    expect(await stateOf([indirect()], { end, candidates: [lister.certificate] })).toBe('undetermined');
    const revoking = await list({
      extensions: [number(2), scope(flag(2))],
      entries: [{ certificate: lister.certificate }],
    });
    const plans = [indirect(), forLister, revoking];
    expect(await stateOf(plans, { end, candidates: [lister.certificate] })).toBe('undetermined');
    const mute = await root.issue({ commonName: 'Lister', ca: {}, keyUsage: [5] });
    expect(await judged(indirect([], { by: mute }), { candidates: [mute.certificate] })).toBe('undetermined');
    const stranger = await TestCa.create('Lister', { now: NOW });
    expect(await judged(indirect([], { by: stranger }), { candidates: [stranger.certificate] })).toBe('undetermined');
  });
});

/** Of what it throws. */
function codeOf(body: () => unknown): string {
  try {
    body();
    return 'nothing thrown';
  } catch (thrown) {
    return errorCode(thrown);
  }
}

describe('a list made to keep a reader busy', () => {
  const entry = sequence(integer(new Uint8Array(12).fill(0x11)), time(day(-5)));

  it('of more octets than are read says nothing', async () => {
    const count = Math.ceil(LIMITS.revocationOctets / entry.length) + 1;
    const crl = await makeCrl(
      root,
      TODAY,
      Array.from({ length: count }, () => entry),
    );
    expect(codeOf(() => readCrl(crl))).toBe('limit');
    expect(await stateOf([crl])).toBe('undetermined');
  });

  it('with one entry, or an issuer, of more octets than is read says nothing', async () => {
    const large = extension('1.2.3.4', octets(new Uint8Array(LIMITS.revocationFieldOctets)));
    expect(await stateOf([{ entries: [{ extensions: [large] }] }])).toBe('undetermined');
    expect(await stateOf([{ extensions: [number(1), large] }])).toBe('undetermined');
  });

  it('whose last entry is cut off, or of another form, says nothing', async () => {
    const odd = [
      sequence(integer(1)),
      sequence(time(day(-1)), integer(1)),
      sequence(integer(1), der(TAG.utf8String, utf8Bytes('today'))),
      sequence(integer(1), time(day(-1)), sequence(sequence(oid('1.2.3')))),
      Uint8Array.of(0x30, 0x7f, 2, 1, 1),
      Uint8Array.of(0x30, 0x80, 0, 0),
    ];
    for (const one of odd) expect(await stateOf([await makeCrl(root, TODAY, [entry, one])])).toBe('undetermined');
    expect(await stateOf([await makeCrl(root, TODAY, [entry])])).toBe('good');
  });
});
