import { utf8Bytes, type Der } from '../../../shared/base/bytes';
import { contextTag, der, integer, oid, readTlv, sequence } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { type Certificate, parseCertificate } from '../../../shared/pkix/certificate';
import { readName } from '../../../shared/pkix/name';
import { pathFaults } from '../../../shared/pkix/path-checks';
import { extension, type Party, TestCa } from '../../support/test-ca';

/** Rules that a chain is held to whatever its signatures; the certificates may say what none would be issued with. */
const NOW = new Date('2026-03-01T12:00:00Z');
const SAN = extension(OID.subjectAltName, sequence(der(contextTag(1, 'primitive'), utf8Bytes('a@good.test'))), true);
const EMPTY = readName(readTlv(sequence()));

let root: TestCa;
let middle: TestCa;
beforeAll(async () => {
  root = await TestCa.create('Root', { now: NOW });
  middle = await root.subordinate({ commonName: 'Middle' });
});

const chainOf = ({ certificate, chain }: Party, anchor = root): readonly Certificate[] =>
  [certificate, ...chain, anchor.certificate].map(parseCertificate);
const faults = (chain: readonly Certificate[]): readonly string[] =>
  pathFaults(chain, { at: NOW, purpose: 'sign' }).map(({ code, found }) => `${code} ${found ?? ''}`.trim());

/** The faults of a path of three with one certificate changed: 0 the person, 1 the authority, 2 the anchor. */
async function changed(index: number, change: (certificate: Certificate) => Partial<Certificate>) {
  const chain = chainOf(await middle.issue({ commonName: 'Alice' }));
  expect(faults(chain)).toEqual([]);
  return faults(chain.map((one, i) => (i === index ? { ...one, ...change(one) } : one)));
}

describe('RSA keys', () => {
  it.each([0, 1, 2])('below 1024 bits are open, at place %s of the path', async (index) => {
    const bits = (count: number) => (one: Certificate) => ({
      publicKey: { ...one.publicKey, algorithm: 'rsa', bits: count } as const,
    });
    expect(await changed(index, bits(1023))).toEqual(['weak-key 1023']);
    expect(await changed(index, bits(1024))).toEqual([]);
  });
});

describe('the profile', () => {
  it('has an issuer in every certificate', async () => {
    expect(await changed(0, () => ({ issuer: EMPTY }))).toEqual(['malformed-certificate empty issuer']);
  });

  it('has a subject in every authority', async () => {
    const name = { id: OID.subjectAltName, critical: true, value: sequence() };
    const nameless = ({ extensions }: Certificate) => ({ subject: EMPTY, extensions: [...extensions, name] });
    expect(await changed(1, nameless)).toEqual(['malformed-certificate authority without subject']);
  });

  it('has name constraints in authorities only', async () => {
    const constrained = await middle.issue({ commonName: 'Alice', extraExtensions: [constraints('good.test')] });
    expect(faults(chainOf(constrained))).toEqual(['malformed-certificate name constraints outside an authority']);
  });

  it('has a person without subject named in a critical extension', async () => {
    const person = (extensions: readonly Der[]) =>
      middle.issue({ commonName: '', subject: sequence(), extraExtensions: extensions });
    const uncritical = extension(OID.subjectAltName, sequence(der(contextTag(1, 'primitive'), utf8Bytes('a@b.test'))));
    expect(faults(chainOf(await person([SAN])))).toEqual([]);
    expect(faults(chainOf(await person([uncritical])))).toEqual([
      'malformed-certificate empty subject without critical subjectAltName',
    ]);
  });
});

const constraints = (host: string): Der =>
  extension(
    OID.nameConstraints,
    sequence(der(contextTag(0), sequence(der(contextTag(1, 'primitive'), utf8Bytes(host))))),
    true,
  );

describe('name constraints', () => {
  const mallory = { commonName: 'Mallory', addresses: ['ceo@evil.test'] };

  it('of the anchor’s own certificate hold', async () => {
    const narrow = await TestCa.create('Root', { now: NOW, ca: { extraExtensions: [constraints('good.test')] } });
    expect(faults(chainOf(await narrow.issue({ ...mallory, addresses: ['a@good.test'] }), narrow))).toEqual([]);
    expect(faults(chainOf(await narrow.issue(mallory), narrow))).toEqual(['name-constraints ceo@evil.test']);
  });

  it('hold for an end entity in the name of its authority, which excuses only authorities', async () => {
    const narrow = await root.subordinate({ commonName: 'Narrow', extraExtensions: [constraints('good.test')] });
    const own = await narrow.issue({ ...mallory, commonName: 'Narrow' });
    expect(parseCertificate(own.certificate).isSelfIssued).toBe(true);
    expect(faults(chainOf(own))).toEqual(['name-constraints ceo@evil.test']);
    const renewed = await narrow.subordinate({ commonName: 'Narrow', addresses: ['ceo@evil.test'] });
    expect(faults(chainOf(await renewed.issue({ commonName: 'Alice' })))).toEqual([]);
  });
});

describe('policies', () => {
  it('that cannot be read, or are mapped from any, end the path though none is asked for', async () => {
    const mapping = extension(OID.policyMappings, sequence(sequence(oid('2.5.29.32.0'), oid('1.2.3.4'))), true);
    const mapped = await root.subordinate({ commonName: 'Mapped', extraExtensions: [mapping] });
    expect(faults(chainOf(await mapped.issue({ commonName: 'Alice' })))).toEqual([
      'malformed-certificate a policy mapping from or to any policy',
    ]);
    const broken = extension(OID.policyConstraints, integer(1), true);
    const damaged = await root.subordinate({ commonName: 'Damaged', extraExtensions: [broken] });
    const [found, ...more] = faults(chainOf(await damaged.issue({ commonName: 'Alice' })));
    expect([found?.split(' ')[0], more]).toEqual(['malformed-certificate', []]);
  });
});
