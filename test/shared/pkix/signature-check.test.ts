import { oid, sequence } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { asDer, concat, utf8Bytes, type Bytes } from '../../../shared/base/bytes';
import { parseCertificate, parseCertificates } from '../../../shared/pkix/certificate';
import { signatureAlgorithmName, verifySignature } from '../../../shared/pkix/signature-check';
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

const ec = (curve: string, digest: string): readonly string[] => [
  ...['-newkey', 'ec', '-pkeyopt', `ec_paramgen_curve:${curve}`, digest],
];
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
  ['ed448', ['-newkey', 'ed448']],
  ['rsa', ['-newkey', 'rsa:2048', '-md5']],
  ['rsa', ['-newkey', 'rsa:2048', '-sha3-256']],
  ['ecdsa', ec('P-256', '-sha224')],
  ['ecdsa', ec('P-384', '-sha3-384')],
  ['ecdsa', ec('P-521', '-sha3-224')],
  ['ecdsa', ec('brainpoolP256r1', '-sha256')],
  ['ecdsa', ec('brainpoolP256r1', '-sha512')],
  ['ecdsa', ec('brainpoolP384r1', '-sha1')],
  ['ecdsa', ec('brainpoolP512r1', '-sha512')],
  ['ecdsa', ec('secp256k1', '-sha256')],
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
    ['a curve that nobody uses', ec('secp224r1', '-sha256')],
    ['explicit curve parameters', [...ec('P-256', '-sha256'), '-pkeyopt', 'ec_param_enc:explicit']],
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
    expect(await verifySignature({ ...one, digest: 'sha256' })).toBe('good');
    expect(await verifySignature({ ...one, digest: 'sha512' })).toBe('bad');
    expect(await verifySignature(one)).toBe('unsupported');
  });

  it('does not accept an RSA signature without its leading zero, which a platform may', async () => {
    const keys = await generateKeyPair('rsa-2048');
    const algorithm = sequence(oid(OID.rsaEncryption));
    let [signed, signature] = [utf8Bytes(''), Uint8Array.of(1)] as [Bytes, Bytes];
    for (let i = 0; signature[0] !== 0; i++) {
      signed = utf8Bytes(String(i));
      signature = await keys.sign(signed);
    }
    const one = { algorithm, digest: 'sha256', spki: keys.spki, signed } as const;
    expect(await verifySignature({ ...one, signature })).toBe('good');
    expect(await verifySignature({ ...one, signature: signature.subarray(1) })).toBe('bad');
  });

  it('is unsupported, not a crash, for nonsense', async () => {
    const nonsense = asDer(Uint8Array.of(0x30, 0x80));
    const octets = new Uint8Array(8);
    expect(await verifySignature({ algorithm: nonsense, spki: nonsense, signature: octets, signed: octets })).toBe(
      'unsupported',
    );
  });
});
