import { errorCode } from '../../../shared/base/errors';
import { hex, type Bytes } from '../../../shared/base/bytes';
import {
  contextTag,
  der,
  integer,
  octets,
  oid,
  readTlv,
  children,
  encoded,
  sequence,
  type Tlv,
} from '../../../shared/asn1/der';
import { LIMITS } from '../../../shared/base/limits';
import { algorithmIdentifier, algorithmWithNull } from '../../../shared/cms/syntax/algorithm-identifier';
import { OID } from '../../../shared/asn1/oids';
import {
  capabilitiesAttribute,
  keyPreferenceAttributes,
  ownCapabilities,
  preferredCertificate,
  readCapabilities,
  readKeyPreference,
  readsContent,
  readsOaepSha256,
} from '../../../shared/cms/capabilities';
import { parseCertificate, type Certificate } from '../../../shared/pkix/certificate';
import { TestCa } from '../../support/test-ca';

let bob: Certificate;
let carol: Certificate;
beforeAll(async () => {
  const ca = await TestCa.create();
  bob = parseCertificate((await ca.issue({ commonName: 'Bob' })).certificate);
  carol = parseCertificate((await ca.issue({ commonName: 'Carol' })).certificate);
});

const valueOf = (attribute: Bytes): Bytes => {
  const [, values] = children(readTlv(attribute));
  return encoded(children(values as Tlv)[0] as Tlv);
};

describe('capabilities', () => {
  it('of our own name what every device reads, the rest only when that is known', () => {
    const plain = readCapabilities(ownCapabilities());
    expect(readsContent(plain, 'aes-256-cbc')).toBe(true);
    expect(readsContent(plain, 'aes-256-gcm')).toBe(false);
    expect(readsOaepSha256(plain)).toBe(false);
    const all = readCapabilities(ownCapabilities({ gcm: true, oaep: true }));
    expect(all.algorithms[0]?.oid).toBe(OID.aes256Gcm);
    expect(readsContent(all, 'aes-128-gcm')).toBe(true);
    expect(readsOaepSha256(all)).toBe(true);
    expect(readCapabilities(valueOf(capabilitiesAttribute()))).toMatchObject({
      algorithms: [{ oid: OID.aes256Cbc }, {}],
    });
  });

  it('of others may carry parameters of any kind', () => {
    const value = sequence(
      sequence(oid(OID.rc2Cbc), integer(128)),
      sequence(oid(OID.rsaesOaep), octets(Uint8Array.of(1))),
    );
    expect(readCapabilities(value).algorithms).toHaveLength(2);
    expect(readsOaepSha256(readCapabilities(value))).toBe(false);
  });

  it('name RSAES-OAEP with SHA-256 only where digest and mask both are', () => {
    const hash = der(contextTag(0), algorithmWithNull(OID.sha256));
    const mask = der(contextTag(1), algorithmIdentifier(OID.mgf1, algorithmWithNull(OID.sha256)));
    const reads = (...parameters: readonly Bytes[]): boolean =>
      readsOaepSha256(readCapabilities(sequence(sequence(oid(OID.rsaesOaep), ...parameters))));
    expect(reads(sequence(hash, mask))).toBe(true);
    expect([reads(sequence(hash)), reads(sequence(mask)), reads(sequence()), reads()]).not.toContain(true);
    const elsewhere = readCapabilities(sequence(sequence(oid(OID.rsaEncryption), sequence(hash, mask))));
    expect(readsOaepSha256(elsewhere)).toBe(false);
  });

  it('are at most as many as the limit says', () => {
    const many = (count: number): Bytes =>
      sequence(...Array.from({ length: count }, () => algorithmIdentifier(OID.aes256Cbc)));
    expect(readCapabilities(many(LIMITS.capabilities)).algorithms).toHaveLength(LIMITS.capabilities);
    expect(() => readCapabilities(many(LIMITS.capabilities + 1))).toThrow(
      expect.objectContaining({ code: 'malformed-cms' }) as Error,
    );
  });

  it.each([
    ['no list', '0400'],
    ['a list of something else', '30020400'],
    ['a list cut off', '3010'],
    ['a list without end', `30820200${'3000'.repeat(256)}`],
  ])('that are %s are refused', (_, text) => {
    let code: string | undefined;
    try {
      readCapabilities(Uint8Array.from(Buffer.from(text, 'hex')));
    } catch (thrown) {
      code = errorCode(thrown);
    }
    expect(code).toBe('malformed-cms');
  });
});

describe('the encryption key preference', () => {
  it('names the certificate in both variants', () => {
    const attributes = keyPreferenceAttributes(bob);
    expect(attributes).toHaveLength(2);
    for (const one of attributes) expect(preferredCertificate(valueOf(one), [carol, bob])).toBe(bob);
  });

  it('may name a key by its identifier', () => {
    const identifier = bob.subjectKeyIdentifier ?? new Uint8Array(0);
    for (const value of [der(contextTag(1), octets(identifier)), der(contextTag(2, 'primitive'), identifier)]) {
      expect(readKeyPreference(value)).toMatchObject({ kind: 'ski' });
      expect(hex(preferredCertificate(value, [carol, bob])?.der ?? new Uint8Array(0))).toBe(hex(bob.der));
    }
  });

  it.each([
    ['another tag', der(contextTag(3), octets(Uint8Array.of(1)))],
    ['no serial number', sequence(sequence())],
    ['a key identifier that is none', der(contextTag(1), integer(1))],
  ])('with %s is refused', (_, value) => {
    expect(() => readKeyPreference(value)).toThrow(expect.objectContaining({ code: 'malformed-cms' }) as Error);
  });

  it('that cannot be read or names nobody prefers nothing', () => {
    expect(preferredCertificate(Uint8Array.of(0xa5, 0), [bob])).toBeUndefined();
    const [other] = keyPreferenceAttributes(carol);
    expect(preferredCertificate(valueOf(other as Bytes), [bob])).toBeUndefined();
  });
});
