import { type Bytes, concat, utf8Bytes } from '../../../shared/base/bytes';
import { contextTag, der, integer, octets, oid, sequence, setOf } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { unarmorCms } from '../../../shared/cms/armor';
import { readContentInfo } from '../../../shared/cms/content-info';
import { toBase64 } from '../../../shared/base/base64';
import { pem } from '../../support/openssl';

const contentInfo = (type: string, content: Uint8Array): Bytes => sequence(oid(type), der(contextTag(0), content));
const signedData = (encapsulated: Uint8Array, signerInfos: readonly Uint8Array[]): Bytes =>
  sequence(integer(1), setOf([]), encapsulated, setOf(signerInfos));

describe('a ContentInfo', () => {
  it.each([
    [OID.envelopedData, 'enveloped'],
    [OID.authEnvelopedData, 'auth-enveloped'],
    [OID.encryptedData, 'encrypted'],
    [OID.compressedData, 'compressed'],
    [OID.digestedData, 'digested'],
    [OID.data, 'data'],
    ['1.2.3.4', 'unknown'],
  ])('of %s is %s', (type, kind) => {
    expect(readContentInfo(contentInfo(type, sequence()))).toMatchObject({ kind, contentType: type });
  });

  it('of SignedData is certs-only where it has neither content nor signer', () => {
    const empty = sequence(oid(OID.data));
    const filled = sequence(oid(OID.data), der(contextTag(0), octets(utf8Bytes('x'))));
    const kind = (value: Bytes): string => readContentInfo(contentInfo(OID.signedData, value)).kind;
    expect(kind(signedData(empty, []))).toBe('certs-only');
    expect(kind(signedData(empty, [sequence()]))).toBe('signed');
    expect(kind(signedData(filled, []))).toBe('signed');
  });

  it('may be of indefinite length and be followed by a line end', () => {
    const inner = concat([Uint8Array.of(0xa0, 0x80), sequence(), Uint8Array.of(0, 0)]);
    const whole = concat([Uint8Array.of(0x30, 0x80), oid(OID.data), inner, Uint8Array.of(0, 0), utf8Bytes('\r\n')]);
    expect(readContentInfo(whole)).toMatchObject({ kind: 'data' });
  });

  it.each<[string, Bytes]>([
    ['nothing', new Uint8Array(0)],
    ['text', utf8Bytes('Hello, this is no CMS at all')],
    ['a cut off value', contentInfo(OID.data, sequence()).subarray(0, 12)],
    ['another structure', sequence(integer(1))],
    ['a type without content', sequence(oid(OID.data))],
    ['two contents', sequence(oid(OID.data), der(contextTag(0), sequence(), sequence()))],
    ['a SignedData that is none', contentInfo(OID.signedData, octets(new Uint8Array(3)))],
  ])('is not %s', (_, octetsOf) => {
    expect(() => readContentInfo(octetsOf)).toThrow(expect.objectContaining({ code: 'malformed-cms' }) as Error);
  });
});

describe('armor', () => {
  const cms = contentInfo(OID.data, octets(utf8Bytes('content')));

  it.each(['PKCS7', 'CMS', 'PKCS #7 SIGNED DATA'])('is taken off: PEM %s', (label) => {
    expect(unarmorCms(utf8Bytes(pem(label, cms)))).toEqual(cms);
    expect(unarmorCms(utf8Bytes(`text before\r\n${pem(label, cms).replace(/\n/g, '\r\n')}after`))).toEqual(cms);
  });

  it('is taken off: bare base64, with lines and without', () => {
    expect(unarmorCms(utf8Bytes(toBase64(cms)))).toEqual(cms);
    expect(unarmorCms(utf8Bytes(`${toBase64(cms).replace(/(.{20})/g, '$1\r\n')}\r\n`))).toEqual(cms);
  });

  it('is not there on binary octets', () => {
    expect(unarmorCms(cms)).toBe(cms);
    const indefinite = concat([Uint8Array.of(0x30, 0x80), oid(OID.data), Uint8Array.of(0, 0)]);
    expect(unarmorCms(indefinite)).toBe(indefinite);
  });

  it.each([
    '',
    'Subject: hello\r\n\r\nworld',
    pem('CERTIFICATE', Uint8Array.of(1)),
    pem('X CMS', Uint8Array.of(48, 1, 0)),
    '0123456789',
    'AAAA',
  ])('is not found around %j', (text) => {
    expect(unarmorCms(utf8Bytes(text))).toBeUndefined();
  });
});
