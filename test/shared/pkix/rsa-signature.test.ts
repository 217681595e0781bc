import { concat, type Bytes, utf8Bytes } from '../../../shared/base/bytes';
import { rsaPublic, type RsaPublicKey, toNumber, toOctets } from '../../../shared/base/rsa-arithmetic';
import { verifyRsa } from '../../../shared/pkix/rsa-signature';
import { type PssAlgorithm } from '../../../shared/pkix/signature-algorithm';
import { readRsaPublicKey } from '../../../shared/asn1/rsa-public-key';
import { readRsaPrivateKey, rsaPrivate, type RsaPrivateKey } from '../../../shared/cms/rsa';
import { generateKeyPair } from '../../support/test-ca';

const SIGNED = utf8Bytes('content');
const PLAIN = { kind: 'rsa', digest: 'sha256' } as const;
const PSS: PssAlgorithm = { kind: 'rsa-pss', digest: 'sha256', maskDigest: 'sha256', saltLength: 32 };

let publicKey: RsaPublicKey;
let privateKey: RsaPrivateKey;
let webKey: CryptoKey;
beforeAll(async () => {
  const { pkcs8, spki } = await generateKeyPair('rsa-2048');
  publicKey = readRsaPublicKey(spki);
  privateKey = readRsaPrivateKey(pkcs8);
  webKey = await crypto.subtle.importKey('pkcs8', pkcs8, { name: 'RSA-PSS', hash: 'SHA-256' }, false, ['sign']);
});

const raw = (message: Bytes): Bytes => toOctets(rsaPrivate(privateKey, toNumber(message)) as bigint, 256);

describe('RSA signatures by arithmetic', () => {
  it('agree with the platform on PSS, and the salt has the length that is named', async () => {
    const parameters = { name: 'RSA-PSS', saltLength: 32 };
    const signature = new Uint8Array(await crypto.subtle.sign(parameters, webKey, SIGNED));
    expect(await verifyRsa(PSS, publicKey, signature, SIGNED)).toBe('good');
    expect(await verifyRsa({ ...PSS, saltLength: 31 }, publicKey, signature, SIGNED)).toBe('bad');
    expect(await verifyRsa({ ...PSS, saltLength: 33 }, publicKey, signature, SIGNED)).toBe('bad');
    expect(await verifyRsa({ ...PSS, saltLength: 1000 }, publicKey, signature, SIGNED)).toBe('bad');
    expect(await verifyRsa({ ...PSS, maskDigest: 'sha384' }, publicKey, signature, SIGNED)).toBe('bad');
    expect(await verifyRsa(PSS, publicKey, signature, utf8Bytes('other'))).toBe('bad');
  });

  it('accept one encoding of PKCS #1 v1.5 only: no short padding, nothing behind the digest', async () => {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', SIGNED));
    const prefix = Buffer.from('3031300d060960864801650304020105000420', 'hex');
    const encode = (padding: number, tail: number): Bytes => {
      const head = [Uint8Array.of(0, 1), new Uint8Array(padding).fill(0xff), Uint8Array.of(0), prefix, digest];
      return concat([...head, new Uint8Array(tail)]);
    };
    expect(await verifyRsa(PLAIN, publicKey, raw(encode(202, 0)), SIGNED)).toBe('good');
    expect(await verifyRsa(PLAIN, publicKey, raw(encode(8, 194)), SIGNED)).toBe('bad');
    expect(await verifyRsa(PLAIN, publicKey, raw(encode(201, 1)), SIGNED)).toBe('bad');
  });

  it('are bad when the value is not below the modulus or of another length', async () => {
    const signature = new Uint8Array(256).fill(0xff);
    expect(await verifyRsa(PLAIN, publicKey, signature, SIGNED)).toBe('bad');
    expect(await verifyRsa(PLAIN, publicKey, new Uint8Array(255), SIGNED)).toBe('bad');
    expect(rsaPublic(publicKey, 1n)).toBe(1n);
  });

  it('are not accepted by a key whose exponent signs for everybody', async () => {
    for (const exponent of [0n, 1n, 2n]) {
      expect(await verifyRsa(PLAIN, { ...publicKey, exponent }, new Uint8Array(256), SIGNED)).toBe('bad');
    }
  });

  it('are unsupported with keys that cost too much', async () => {
    const none = new Uint8Array(256);
    expect(await verifyRsa(PLAIN, { ...publicKey, exponent: 2n ** 65n + 1n }, none, SIGNED)).toBe('unsupported');
    expect(await verifyRsa(PLAIN, { ...publicKey, octets: 4096 }, none, SIGNED)).toBe('unsupported');
  });
});
