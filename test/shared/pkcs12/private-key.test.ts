import { type Bytes, utf8Bytes } from '../../../shared/base/bytes';
import { errorCode } from '../../../shared/base/errors';
import { parseCertificates } from '../../../shared/pkix/certificate';
import { importablePrivateKey } from '../../../shared/pkcs12/key-pair';
import { decodePrivateKey, looksLikePrivateKey, proveKeyPair } from '../../../shared/pkcs12/private-key';
import { type ScratchFolder, withFolder } from '../../support/openssl';
import { ML_DSA, ML_KEM, mixedMlDsaKey, mlDsaKeys, mlKemKeys } from '../../support/post-quantum';
import { generateKeyPair } from '../../support/test-ca';

const KEYS: readonly (readonly [string, readonly string[]])[] = [
  ['RSA', ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048']],
  ['RSA for PSS alone', ['-algorithm', 'RSA-PSS', '-pkeyopt', 'rsa_keygen_bits:2048']],
  ['P-256', ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256']],
  ['P-384', ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384']],
  ['P-521', ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-521']],
  ['brainpoolP256r1', ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:brainpoolP256r1']],
  ['brainpoolP512r1', ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:brainpoolP512r1']],
  ['Ed25519', ['-algorithm', 'ED25519']],
  ['X25519', ['-algorithm', 'X25519']],
  ['X448', ['-algorithm', 'X448']],
];

function openssl(folder: ScratchFolder, ...args: readonly string[]): void {
  const run = folder.openssl(...args);
  if (run.status !== 0) throw new Error(run.stderr);
}

/** PKCS #8 and SubjectPublicKeyInfo of a fresh key. */
async function keyPair(options: readonly string[]): Promise<readonly [Bytes, Bytes]> {
  return withFolder((folder) => {
    openssl(folder, 'genpkey', ...options, '-out', 'pem');
    openssl(folder, 'pkcs8', '-topk8', '-nocrypt', '-in', 'pem', '-outform', 'DER', '-out', 'key');
    openssl(folder, 'pkey', '-in', 'pem', '-pubout', '-outform', 'DER', '-out', 'pub');
    return [folder.read('key'), folder.read('pub')] as const;
  });
}

const codeOf = (octets: Bytes, passphrase?: string): Promise<string> =>
  decodePrivateKey(octets, passphrase).then(() => 'read', errorCode);

describe('proving a key pair', () => {
  it.each(KEYS)('%s: the key fits its public key and no other of its kind', async (_, options) => {
    const [[own, ownPublic], [other, otherPublic]] = [await keyPair(options), await keyPair(options)];
    expect(await proveKeyPair(own, ownPublic)).toBe(true);
    expect(await proveKeyPair(other, ownPublic)).toBe(false);
    expect(await proveKeyPair(own, otherPublic)).toBe(false);
  });

  it.each(ML_DSA)('%s: from its seed, its expanded key or both, which must be one', async (name) => {
    const [own, other] = [mlDsaKeys(name), mlDsaKeys(name)];
    for (const pkcs8 of [own.fromSeed, own.expanded, own.both]) {
      expect(await proveKeyPair(pkcs8, own.spki)).toBe(true);
      expect(await proveKeyPair(pkcs8, other.spki)).toBe(false);
    }
    expect(await proveKeyPair(mixedMlDsaKey(name, own, other), own.spki)).toBe(false);
  });

  it.each(ML_KEM)('%s: from its seed or its expanded key', async (name) => {
    const [own, other] = [mlKemKeys(name), mlKemKeys(name)];
    for (const pkcs8 of [own.fromSeed, own.expanded, own.both]) {
      expect(await proveKeyPair(pkcs8, own.spki)).toBe(true);
      expect(await proveKeyPair(pkcs8, other.spki)).toBe(false);
    }
  });

  it('is false for keys of different kinds, for kinds we cannot use, and for nonsense', async () => {
    const [rsa, ec] = [await generateKeyPair('rsa-2048'), await generateKeyPair('ec-p256')];
    expect(await proveKeyPair(rsa.pkcs8, ec.spki)).toBe(false);
    expect(await proveKeyPair(ec.pkcs8, (await generateKeyPair('ec-p384')).spki)).toBe(false);
    expect(await proveKeyPair(...(await keyPair(['-algorithm', 'ED448'])))).toBe(false);
    expect(await proveKeyPair(new Uint8Array(3), new Uint8Array(3))).toBe(false);
  });

  it('gives an EC key the public key that some platforms ask for', async () => {
    await withFolder(async (folder) => {
      openssl(folder, 'ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'k');
      openssl(folder, 'ec', '-in', 'k', '-no_public', '-outform', 'DER', '-out', 'bare');
      openssl(folder, 'pkey', '-in', 'k', '-pubout', '-outform', 'DER', '-out', 'pub');
      const bare = await decodePrivateKey(folder.read('bare'));
      const whole = importablePrivateKey(bare, folder.read('pub'));
      expect(whole.length).toBeGreaterThan(bare.length + 50);
      expect(await proveKeyPair(bare, folder.read('pub'))).toBe(true);
      expect(importablePrivateKey(whole, folder.read('pub'))).toEqual(whole);
    });
  });
});

describe('reading a private key file', () => {
  it('takes PKCS #8, PKCS #1 and SEC 1, PEM and DER', async () => {
    await withFolder(async (folder) => {
      openssl(folder, 'req', '-x509', '-nodes', '-newkey', 'rsa:2048', '-subj', '/CN=x', '-keyout', 'k', '-out', 'c');
      openssl(folder, 'ecparam', '-name', 'secp384r1', '-genkey', '-out', 'ec');
      const [certificate] = parseCertificates(folder.read('c'));
      const spki = certificate?.publicKey.spki as Bytes;
      openssl(folder, 'pkey', '-in', 'k', '-outform', 'DER', '-out', 'pkcs8.der');
      for (const form of ['PEM', 'DER']) {
        openssl(folder, 'rsa', '-in', 'k', '-traditional', '-outform', form, '-out', `pkcs1.${form}`);
        openssl(folder, 'ec', '-in', 'ec', '-outform', form, '-out', `sec1.${form}`);
      }
      openssl(folder, 'pkey', '-in', 'ec', '-pubout', '-outform', 'DER', '-out', 'pub');
      for (const name of ['k', 'pkcs8.der', 'pkcs1.PEM', 'pkcs1.DER']) {
        expect(looksLikePrivateKey(folder.read(name))).toBe(true);
        expect(await proveKeyPair(await decodePrivateKey(folder.read(name)), spki)).toBe(true);
      }
      for (const name of ['ec', 'sec1.PEM', 'sec1.DER']) {
        expect(await proveKeyPair(await decodePrivateKey(folder.read(name)), folder.read('pub'))).toBe(true);
      }
    });
  });

  it.each([
    ['-v2', 'aes-256-cbc'],
    ['-v2', 'aes-128-cbc'],
    ['-v2', 'des3'],
    ['-v2prf', 'hmacWithSHA1'],
    ['-v2prf', 'hmacWithSHA224'],
    ['-v2prf', 'hmacWithSHA512'],
    ['-v1', 'PBE-SHA1-3DES'],
    ['-scrypt', '-v2', 'aes-256-cbc'],
  ])('takes encrypted PKCS #8 (%s %s), with the right passphrase only', async (...options) => {
    const [key] = await keyPair(['-algorithm', 'ED25519']);
    await withFolder(async (folder) => {
      folder.write('in', key);
      const args = [
        '-topk8',
        '-inform',
        'DER',
        '-in',
        'in',
        '-outform',
        'DER',
        '-out',
        'out',
        '-passout',
        'pass:geheim',
      ];
      openssl(folder, 'pkcs8', ...args, ...options);
      expect(await decodePrivateKey(folder.read('out'), 'geheim')).toEqual(key);
      expect(await codeOf(folder.read('out'), 'wrong')).toBe('passphrase');
      expect(await codeOf(folder.read('out'))).toBe('passphrase');
    });
  });

  it('says what it cannot read', async () => {
    const { pkcs8, spki } = await generateKeyPair();
    expect(await codeOf(utf8Bytes('no key here'))).toBe('no-private-key');
    expect(await codeOf(spki)).toBe('no-private-key');
    expect(await codeOf(new Uint8Array([...pkcs8, 0]))).toBe('malformed-der');
    const old =
      '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES-CBC,0011223344556677\n\nAAAA\n-----END RSA PRIVATE KEY-----\n';
    expect(await codeOf(utf8Bytes(old))).toBe('unsupported');
    expect([pkcs8, spki, utf8Bytes(old)].map(looksLikePrivateKey)).toEqual([true, false, true]);
  });
});
