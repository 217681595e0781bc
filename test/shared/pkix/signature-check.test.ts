import { der, integer, oid, sequence, TAG } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { asDer, concat, utf8Bytes, type Bytes } from '../../../shared/base/bytes';
import { parseCertificate, parseCertificates } from '../../../shared/pkix/certificate';
import { ecdsaValue, signatureAlgorithmName, verifySignature } from '../../../shared/pkix/signature-check';
import { withFolder } from '../../support/openssl';
import { generateKeyPair, TestCa } from '../../support/test-ca';

/** A self-signed certificate made by OpenSSL: its own signature is the case. */
async function selfSigned(...options: readonly string[]): Promise<ReturnType<typeof parseCertificate>> {
  return withFolder((folder) => {
    const made = folder.openssl('req', '-x509', '-nodes', '-subj', '/CN=x', '-keyout', 'k', '-out', 'c', ...options);
    if (made.status !== 0) throw new Error(made.stderr);
    return parseCertificates(folder.read('c'))[0] as ReturnType<typeof parseCertificate>;
  });
}

const check = (certificate: ReturnType<typeof parseCertificate>, change: { signed?: Bytes; signature?: Bytes } = {}) =>
  verifySignature({
    algorithm: certificate.signatureAlgorithm,
    spki: certificate.publicKey.spki,
    signature: change.signature ?? certificate.signature,
    signed: change.signed ?? certificate.tbs,
  });

const PSS = ['-sigopt', 'rsa_padding_mode:pss'];
const KINDS: readonly (readonly [string, readonly string[]])[] = [
  ['rsa', ['-newkey', 'rsa:2048', '-sha256']],
  ['rsa', ['-newkey', 'rsa:2048', '-sha1']],
  ['rsa', ['-newkey', 'rsa:2048', '-sha512']],
  ['rsa-pss', ['-newkey', 'rsa:2048', '-sha256', ...PSS, '-sigopt', 'rsa_pss_saltlen:32']],
  ['rsa-pss', ['-newkey', 'rsa:2048', '-sha384', ...PSS, '-sigopt', 'rsa_pss_saltlen:20']],
  ['rsa-pss', ['-newkey', 'rsa-pss', '-pkeyopt', 'rsa_keygen_bits:2048', '-sha256']],
  ['rsa', ['-newkey', 'rsa:2048', '-sha224']],
  ['rsa-pss', ['-newkey', 'rsa:2048', '-sha224', ...PSS, '-sigopt', 'rsa_pss_saltlen:28']],
  ['rsa-pss', ['-newkey', 'rsa:2048', '-sha256', ...PSS, '-sigopt', 'rsa_mgf1_md:sha384']],
  [
    'rsa-pss',
    ['-newkey', 'rsa:2049', '-sha512', ...PSS, '-sigopt', 'rsa_mgf1_md:sha1', '-sigopt', 'rsa_pss_saltlen:0'],
  ],
  ['ecdsa', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-sha256']],
  ['ecdsa', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384', '-sha512']],
  ['ecdsa', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-521', '-sha384']],
  ['ed25519', ['-newkey', 'ed25519']],
];

describe('verifying a signature', () => {
  it.each(KINDS)('%s: openssl %j holds, and holds no more when anything is changed', async (name, options) => {
    const certificate = await selfSigned(...options);
    expect(signatureAlgorithmName(certificate.signatureAlgorithm)).toBe(name);
    expect(await check(certificate)).toBe('good');
    expect(await check(certificate, { signed: utf8Bytes('other') })).toBe('bad');
    const { signature } = certificate;
    expect(await check(certificate, { signature: signature.map((octet, i) => (i === 40 ? octet ^ 1 : octet)) })).toBe(
      'bad',
    );
    expect(await check(certificate, { signature: concat([signature, Uint8Array.of(0)]) })).toBe('bad');
    expect(await check(certificate, { signature: signature.slice(1) })).toBe('bad');
    expect(await check(certificate, { signature: new Uint8Array(0) })).toBe('bad');
  });

  it.each([
    ['ECDSA with SHA-224', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-sha224']],
    ['MD5', ['-newkey', 'rsa:2048', '-md5']],
    ['a curve that WebCrypto lacks', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:brainpoolP256r1', '-sha256']],
    ['Ed448', ['-newkey', 'ed448']],
  ])('says that %s is unsupported', async (_, options) => {
    expect(await check(await selfSigned(...options))).toBe('unsupported');
  });

  it('does not accept a key of another kind than the algorithm names', async () => {
    const root = parseCertificate((await TestCa.create()).certificate);
    const rsa = await generateKeyPair('rsa-2048');
    const { signature, tbs: signed, signatureAlgorithm: algorithm } = root;
    expect(await verifySignature({ algorithm, spki: rsa.spki, signature, signed })).toBe('bad');
  });

  it('takes the digest of the SignerInfo where the algorithm names the key only', async () => {
    const keys = await generateKeyPair('rsa-2048');
    const signed = utf8Bytes('content');
    const one = {
      algorithm: sequence(oid(OID.rsaEncryption)),
      spki: keys.spki,
      signature: await keys.sign(signed),
      signed,
    };
    expect(await verifySignature({ ...one, digestAlgorithm: OID.sha256 })).toBe('good');
    expect(await verifySignature({ ...one, digestAlgorithm: OID.sha512 })).toBe('bad');
    expect(await verifySignature(one)).toBe('unsupported');
  });

  it('is unsupported, not a crash, for nonsense', async () => {
    const nonsense = asDer(Uint8Array.of(0x30, 0x80));
    const octets = new Uint8Array(8);
    expect(await verifySignature({ algorithm: nonsense, spki: nonsense, signature: octets, signed: octets })).toBe(
      'unsupported',
    );
  });
});

describe('an ECDSA value', () => {
  const one = integer(1);
  it('is read from its one encoding', () => {
    expect(ecdsaValue(sequence(one, integer(Uint8Array.of(0xff))), 2)).toEqual(Uint8Array.of(0, 1, 0, 0xff));
  });

  it.each([
    ['trailing octets', concat([sequence(one, one), Uint8Array.of(0)])],
    ['a third value', sequence(one, one, one)],
    ['one value', sequence(one)],
    ['a negative value', sequence(one, der(TAG.integer, Uint8Array.of(0x80)))],
    ['a padded value', sequence(one, der(TAG.integer, Uint8Array.of(0, 1)))],
    ['an empty value', sequence(one, der(TAG.integer))],
    ['a value that is too long', sequence(one, integer(Uint8Array.of(1, 2, 3)))],
    ['a long form of length', Uint8Array.of(0x30, 0x81, 6, 2, 1, 1, 2, 1, 1)],
    ['a long form of length inside', Uint8Array.of(0x30, 7, 2, 0x81, 1, 1, 2, 1, 1)],
    ['indefinite length', Uint8Array.of(0x30, 0x80, 2, 1, 1, 2, 1, 1, 0, 0)],
    ['a SET', Uint8Array.of(0x31, 6, 2, 1, 1, 2, 1, 1)],
  ])('is refused with %s', (_, octets) => {
    expect(ecdsaValue(octets, 2)).toBeUndefined();
  });
});
