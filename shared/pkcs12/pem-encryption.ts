import { type Bytes, concat, fromHex, utf8Bytes } from '../base/bytes';
import { SignetError } from '../base/errors';
import { withoutPadding } from '../base/legacy-parameters';
import { type PemBlock } from '../base/pem';
import { decryptAesCbc } from './aes-cbc';

interface PemCipher {
  readonly keyLength: number;
  readonly blockSize: number;
  readonly decrypt: (key: Bytes, iv: Bytes, octets: Bytes) => Promise<Bytes | undefined>;
}

const decryptTripleDes = async (key: Bytes, iv: Bytes, octets: Bytes): Promise<Bytes | undefined> =>
  withoutPadding((await import('../base/legacy-ciphers')).decryptDesEde3Cbc(key, iv, octets), 8);
const aes = (keyLength: number): PemCipher => ({ keyLength, blockSize: 16, decrypt: decryptAesCbc });

const CIPHERS: Readonly<Record<string, PemCipher>> = {
  'AES-128-CBC': aes(16),
  'AES-192-CBC': aes(24),
  'AES-256-CBC': aes(32),
  'DES-EDE3-CBC': { keyLength: 24, blockSize: 8, decrypt: decryptTripleDes },
};

export function isPemEncrypted({ headers }: Pick<PemBlock, 'headers'>): boolean {
  return headers.some((header) => /^Proc-Type:.*ENCRYPTED/i.test(header));
}

/**
 * A key under the encryption of PEM headers (RFC 1421 4.6.1.1 and 4.6.1.3, with the key derivation of OpenSSL:
 * one round of MD5). `accept` tells plain octets from what a wrong passphrase gives by chance. Throws `passphrase`,
 * `unsupported` for a cipher that is not known, `malformed-der`.
 */
export async function decryptPem(
  block: Omit<PemBlock, 'label'>,
  passphrase: string,
  accept: (plain: Bytes) => boolean,
): Promise<Bytes> {
  const info = block.headers.map((header) => /^DEK-Info:\s*([\w-]+)\s*,\s*([0-9A-F]+)$/i.exec(header)).find(Boolean);
  const [, name = '', hexIv = ''] = info ?? [];
  const cipher = Object.hasOwn(CIPHERS, name.toUpperCase()) ? CIPHERS[name.toUpperCase()] : undefined;
  if (!cipher) throw new SignetError('unsupported', 'a PEM key under a cipher that is not known', name || 'RFC 1421');
  const { keyLength, blockSize, decrypt } = cipher;
  if (hexIv.length !== 2 * blockSize || block.octets.length % blockSize !== 0) {
    throw new SignetError('malformed-der', 'a PEM key with a broken initial vector or ciphertext');
  }
  const iv = fromHex(hexIv) as Bytes;
  const plain = await decrypt(await derivedKey(utf8Bytes(passphrase), iv.subarray(0, 8), keyLength), iv, block.octets);
  if (plain && accept(plain)) return plain;
  throw new SignetError('passphrase', 'the passphrase does not open the PEM key');
}

async function derivedKey(passphrase: Bytes, salt: Bytes, length: number): Promise<Bytes> {
  const { md5 } = (await import('../base/rare-digests')).RARE_DIGESTS;
  let last: Bytes = new Uint8Array(0);
  let key: Bytes = last;
  while (key.length < length) {
    last = new Uint8Array(md5(concat([last, passphrase, salt])));
    key = concat([key, last]);
  }
  return key.subarray(0, length);
}
