import { type Der, hex } from '../../../../shared/base/bytes';
import { LIMITS } from '../../../../shared/base/limits';
import { contextTag, der, integer, octets, oid, readTlv, sequence, TAG } from '../../../../shared/asn1/der';
import { OID } from '../../../../shared/asn1/oids';
import { algorithmIdentifier } from '../../../../shared/cms/syntax/algorithm-identifier';
import { readSignedData, readSignerInfo, type SignedDataParts } from '../../../../shared/cms/syntax/signed-data';
import { nameOf } from '../../../support/test-ca';

const withCode = (code: string, more = {}): Error => expect.objectContaining({ code, ...more }) as Error;
const SHA256 = algorithmIdentifier(OID.sha256);
const CONTENT = Uint8Array.of(1, 2, 3);

interface Plan {
  readonly digests?: readonly Der[];
  readonly content?: readonly Der[];
  readonly certificates?: readonly Der[];
  readonly crls?: readonly Uint8Array[];
  readonly signers?: readonly Der[];
}

function signedData({ digests = [SHA256], content = [], certificates, crls, signers = [] }: Plan): SignedDataParts {
  const value = sequence(
    integer(1),
    der(TAG.set, ...digests),
    sequence(oid(OID.data), ...content),
    ...(certificates ? [der(contextTag(0), ...certificates)] : []),
    ...(crls ? [der(contextTag(1), ...crls)] : []),
    der(TAG.set, ...signers),
  );
  return readSignedData(readTlv(value));
}

describe('SignedData', () => {
  it('has digest algorithms, content type and content', () => {
    const parts = signedData({ digests: [SHA256, algorithmIdentifier(OID.sha512)] });
    expect(parts).toEqual({
      digestAlgorithms: [OID.sha256, OID.sha512],
      contentType: OID.data,
      content: undefined,
      certificates: [],
      revocations: [],
      signerInfos: [],
    });
    const attached = signedData({ content: [der(contextTag(0), octets(CONTENT))] });
    expect(attached.content).toEqual(CONTENT);
  });

  it('gives out certificates of X.509 alone, as received', () => {
    const certificate = sequence(integer(5));
    const parts = signedData({ certificates: [certificate, der(contextTag(1), integer(6))] });
    expect(parts.certificates.map(hex)).toEqual([hex(certificate)]);
  });

  it('hands out SignerInfos unread, so that a damaged one hides no other', () => {
    expect(signedData({ signers: [sequence(), integer(1)] }).signerInfos).toHaveLength(2);
  });

  it.each(['digestAlgorithms', 'certificates', 'signers'] as const)('has at most so many %s', (name) => {
    const many = (count: number): Plan => {
      const list = Array.from({ length: count }, () => SHA256);
      return { [{ digestAlgorithms: 'digests', certificates: 'certificates', signers: 'signers' }[name]]: list };
    };
    expect(() => signedData(many(LIMITS[name]))).not.toThrow();
    expect(() => signedData(many(LIMITS[name] + 1))).toThrow(withCode('limit', { subject: name }));
  });
});

describe('enclosed revocation information', () => {
  const crl = sequence(integer(7));
  const other = (...parts: readonly Der[]): Der => der(contextTag(1), ...parts);
  const response = sequence(integer(8));
  const ocsp = other(oid(OID.riOcspResponse), response);

  it('is CRLs and OCSP responses as received (RFC 5940 2)', () => {
    expect(signedData({ crls: [crl, ocsp] }).revocations).toEqual([
      { kind: 'crl', octets: crl },
      { kind: 'ocsp', octets: response },
    ]);
  });

  it.each([
    ['of another format', other(oid('1.2.3'), response)],
    ['without a response', other(oid(OID.riOcspResponse))],
    ['without a format', other(integer(1), response)],
    ['that is empty', other()],
    ['under another tag', der(contextTag(2), response)],
  ])('%s is left out, and the rest is read', (_, one) => {
    expect(signedData({ crls: [one, crl] }).revocations).toEqual([{ kind: 'crl', octets: crl }]);
  });

  it('is read up to the limit and costs the signature nothing', () => {
    const list = Array.from({ length: LIMITS.enclosedRevocations + 3 }, () => crl);
    expect(signedData({ crls: list }).revocations).toHaveLength(LIMITS.enclosedRevocations);
    expect(signedData({ crls: [...list, Uint8Array.of(0x30, 0x7f)] }).revocations).toHaveLength(
      LIMITS.enclosedRevocations,
    );
  });
});

describe('SignerInfo', () => {
  const sid = sequence(nameOf('Test CA'), integer(7));
  const ecdsa = algorithmIdentifier(OID.ecdsaWithSha256);
  const signature = octets(CONTENT);
  const read = (...elements: readonly Der[]) => readSignerInfo(readTlv(sequence(integer(1), ...elements)));

  it('has its parts, attributes as received', () => {
    const signed = der(contextTag(0), sequence());
    const unsigned = der(contextTag(1), sequence());
    const info = read(sid, SHA256, signed, ecdsa, signature, unsigned);
    expect(info).toMatchObject({ sid: { kind: 'issuer-serial', serial: '07' }, signature: CONTENT });
    expect([info.digestAlgorithm.oid, info.signatureAlgorithm.oid]).toEqual([OID.sha256, OID.ecdsaWithSha256]);
    expect([info.signedAttributes?.tag, info.unsignedAttributes?.tag]).toEqual([contextTag(0), contextTag(1)]);
    const bare = read(sid, SHA256, ecdsa, der(0x24, octets(CONTENT.subarray(0, 2)), octets(CONTENT.subarray(2))));
    expect(bare).toMatchObject({ signedAttributes: undefined, unsignedAttributes: undefined, signature: CONTENT });
  });

  it.each([
    ['without a digest algorithm', [sid, signature]],
    ['without a signature', [sid, SHA256, ecdsa]],
    ['without a signature algorithm', [sid, SHA256, signature]],
    ['with something behind', [sid, SHA256, ecdsa, signature, integer(1)]],
    ['with attributes in another place', [sid, SHA256, ecdsa, der(contextTag(0)), signature]],
  ])('%s is malformed', (_, elements) => {
    expect(() => read(...elements)).toThrow(withCode('malformed-der'));
  });
});
