import { utf8Bytes } from '../../../shared/base/bytes';
import { readTlv } from '../../../shared/asn1/der';
import { readPublicKey } from '../../../shared/pkix/public-key';
import { verifySignature } from '../../../shared/pkix/signature-check';
import {
  defaultScheme,
  schemeDigest,
  signatureAlgorithm,
  type SignatureScheme,
} from '../../../shared/pkix/signature-scheme';
import { importSigningKey } from '../../../shared/pkix/signing-key';
import { withFolder } from '../../support/openssl';
import { ecKeyPair, opensslKeyPair, subjectKeyPair } from '../../support/openssl-keys';
import { ML_DSA, mlDsaKeys, pkcs8 } from '../../support/post-quantum';
import { generateKeyPair, type KeyPair } from '../../support/test-ca';

const SIGNED = utf8Bytes('content');

const rsa = (): Promise<KeyPair> => generateKeyPair('rsa-2048');
const CASES: readonly (readonly [SignatureScheme, () => Promise<KeyPair>])[] = [
  ['rsa-sha256', rsa],
  ['rsa-sha512', rsa],
  ['rsa-pss-sha384', rsa],
  ['ecdsa-p256-sha256', () => ecKeyPair('P-256')],
  ['ecdsa-p384-sha384', () => ecKeyPair('P-384')],
  ['ecdsa-p521-sha512', () => ecKeyPair('P-521')],
  ['ecdsa-brainpoolp256r1-sha256', () => ecKeyPair('brainpoolP256r1')],
  ['ecdsa-brainpoolp384r1-sha384', () => ecKeyPair('brainpoolP384r1')],
  ['ecdsa-brainpoolp512r1-sha512', () => ecKeyPair('brainpoolP512r1')],
  ['ed25519', () => opensslKeyPair('-algorithm', 'ED25519')],
  ...ML_DSA.map((name) => {
    const { both, spki } = mlDsaKeys(name);
    return [name, () => Promise.resolve(subjectKeyPair(both, spki))] as const;
  }),
];

describe('a signing key', () => {
  it.each(CASES)('%s makes values that its public key verifies', async (scheme, make) => {
    const keys = await make();
    const key = await importSigningKey(keys.pkcs8, scheme);
    const check = { algorithm: signatureAlgorithm(scheme), digest: schemeDigest(scheme), spki: keys.spki };
    const signature = await key.sign(SIGNED);
    expect(await verifySignature({ ...check, signature, signed: SIGNED })).toBe('good');
    expect(await verifySignature({ ...check, signature, signed: utf8Bytes('context') })).toBe('bad');
  });

  it('outlives the octets that it was read from', async () => {
    for (const [keys, scheme] of [
      [await ecKeyPair('brainpoolP256r1'), 'ecdsa-brainpoolp256r1-sha256'],
      [subjectKeyPair(mlDsaKeys('ml-dsa-44').expanded, new Uint8Array(0)), 'ml-dsa-44'],
    ] as const) {
      const octets = keys.pkcs8.slice();
      const key = await importSigningKey(octets, scheme);
      octets.fill(0);
      const other = await importSigningKey(keys.pkcs8, scheme);
      const lengths = [await key.sign(SIGNED), await other.sign(SIGNED)].map(({ length }) => length > 60);
      expect(lengths).toEqual([true, true]);
    }
  });

  it('makes brainpool values that openssl verifies', async () => {
    const keys = await ecKeyPair('brainpoolP384r1');
    const value = await (await importSigningKey(keys.pkcs8, 'ecdsa-brainpoolp384r1-sha384')).sign(SIGNED);
    await withFolder((folder) => {
      for (const [name, content] of Object.entries({ pub: keys.spki, in: SIGNED, value })) folder.write(name, content);
      const key = ['-keyform', 'DER', '-verify', 'pub', '-signature', 'value'];
      expect(folder.openssl('dgst', '-sha384', ...key, 'in').status).toBe(0);
    });
  });

  it.each<readonly [string, SignatureScheme, () => Promise<KeyPair>]>([
    ['RSA for ECDSA', 'ecdsa-p256-sha256', rsa],
    ['P-256 for RSA', 'rsa-sha256', () => ecKeyPair('P-256')],
    ['RSA for brainpool', 'ecdsa-brainpoolp256r1-sha256', rsa],
    ['brainpool of another size', 'ecdsa-brainpoolp256r1-sha256', () => ecKeyPair('brainpoolP512r1')],
    ['P-256 for ML-DSA', 'ml-dsa-65', () => ecKeyPair('P-256')],
    [
      'another parameter set',
      'ml-dsa-65',
      () => Promise.resolve(subjectKeyPair(mlDsaKeys('ml-dsa-44').expanded, SIGNED)),
    ],
  ])('is refused: %s', async (_, scheme, make) => {
    const { pkcs8: octets } = await make();
    await expect(importSigningKey(octets, scheme)).rejects.toMatchObject({ code: 'unsupported' });
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['a short seed', Uint8Array.of(0x80, 1, 0)],
    ['a short expanded key', Uint8Array.of(4, 1, 0)],
    ['one of two forms', Uint8Array.of(0x30, 3, 4, 1, 0)],
    ['something behind a seed', Uint8Array.of(0x80, 32, ...new Uint8Array(32), 0)],
  ])('is refused where an ML-DSA key holds %s', async (_, octets) => {
    const key = pkcs8('ml-dsa-44', octets as never);
    await expect(importSigningKey(key, 'ml-dsa-44')).rejects.toMatchObject({ code: 'unsupported' });
  });
});

describe('the scheme of a key', () => {
  it('follows from its kind', async () => {
    const schemeOf = (spki: KeyPair['spki']): SignatureScheme => defaultScheme(readPublicKey(readTlv(spki)).algorithm);
    expect(schemeOf((await ecKeyPair('brainpoolP512r1')).spki)).toBe('ecdsa-brainpoolp512r1-sha512');
    expect(schemeOf((await opensslKeyPair('-algorithm', 'ED25519')).spki)).toBe('ed25519');
    expect(schemeOf(mlDsaKeys('ml-dsa-87').spki)).toBe('ml-dsa-87');
    const { spki } = await opensslKeyPair('-algorithm', 'ED448');
    expect(() => schemeOf(spki)).toThrow(expect.objectContaining({ code: 'identity-unusable' }) as Error);
  });
});
