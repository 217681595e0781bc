import { equal, type Bytes } from '../base/bytes';
import { OID } from '../asn1/oids';
import { AES_192_OCTETS, unwrapKey192 } from './aes-192';
import { digest } from './digest';

const TRIPLE_DES_WRAP = '1.2.840.113549.1.9.16.3.6';

/** Octets of the key-encryption key by key wrap algorithm. */
const KEY_OCTETS: Readonly<Record<string, number>> = {
  [OID.aes128Wrap]: 16,
  [OID.aes192Wrap]: 24,
  [OID.aes256Wrap]: 32,
  [TRIPLE_DES_WRAP]: 24,
};

/** Undefined where this project does not read the key wrap. */
export function wrapKeyOctets(id: string): number | undefined {
  return KEY_OCTETS[id];
}

/** To WebCrypto every key that is wrapped is one for HMAC: the kind that takes any length. */
const ANY_KEY = { name: 'HMAC', hash: 'SHA-256' } as const;

/** AES key wrap, RFC 3394. */
export async function wrapKey(kek: Bytes, key: Bytes): Promise<Bytes> {
  const [wrapping, wrapped] = await Promise.all([
    crypto.subtle.importKey('raw', kek, 'AES-KW', false, ['wrapKey']),
    crypto.subtle.importKey('raw', key, ANY_KEY, true, ['sign']),
  ]);
  return new Uint8Array(await crypto.subtle.wrapKey('raw', wrapped, wrapping, 'AES-KW'));
}

/**
 * Undoes the key wrap of that object identifier, which must be one that `wrapKeyOctets` knows, with a key of that
 * length. Undefined where its integrity check fails.
 */
export function unwrapKey(id: string, kek: Bytes, wrapped: Bytes): Promise<Bytes | undefined> {
  return id === TRIPLE_DES_WRAP ? unwrapTripleDes(kek, wrapped) : unwrapAes(kek, wrapped);
}

async function unwrapAes(kek: Bytes, wrapped: Bytes): Promise<Bytes | undefined> {
  try {
    if (kek.length === AES_192_OCTETS) return await unwrapKey192(kek, wrapped);
    const wrapping = await crypto.subtle.importKey('raw', kek, 'AES-KW', false, ['unwrapKey']);
    const key = await crypto.subtle.unwrapKey('raw', wrapped, wrapping, 'AES-KW', ANY_KEY, true, ['sign']);
    return new Uint8Array(await crypto.subtle.exportKey('raw', key));
  } catch {
    return undefined;
  }
}

const OUTER_VECTOR = Uint8Array.of(0x4a, 0xdd, 0xa2, 0x2c, 0x79, 0xe8, 0x21, 0x05);

/** RFC 3217 3.2. */
async function unwrapTripleDes(kek: Bytes, wrapped: Bytes): Promise<Bytes | undefined> {
  if (wrapped.length !== 40) return undefined;
  const { decryptDesEde3Cbc } = await import('../base/legacy-ciphers');
  const inner = decryptDesEde3Cbc(kek, OUTER_VECTOR, wrapped).reverse();
  const opened = decryptDesEde3Cbc(kek, inner.slice(0, 8), inner.slice(8));
  const key = opened.slice(0, 24);
  const checksum = await digest('sha1', key);
  return equal(checksum.subarray(0, 8), opened.subarray(24)) ? key : undefined;
}
