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

  it('that cannot be read or names nobody prefers nothing', () => {
    expect(preferredCertificate(Uint8Array.of(0xa5, 0), [bob])).toBeUndefined();
    const [other] = keyPreferenceAttributes(carol);
    expect(preferredCertificate(valueOf(other as Bytes), [bob])).toBeUndefined();
  });
});
