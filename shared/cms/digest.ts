import { type Bytes } from '../base/bytes';
import { sha224 } from '@noble/hashes/sha2.js';

export type DigestName = 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

/** Names WebCrypto has for them; it has no SHA-224. */
export const WEB_DIGESTS = { sha1: 'SHA-1', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' } as const;

/** The digest of `octets`, in one call: WebCrypto cannot stream. Says nothing about its strength. */
export async function digest(name: DigestName, octets: Bytes): Promise<Bytes> {
  if (name === 'sha224') return new Uint8Array(sha224(octets));
  return new Uint8Array(await crypto.subtle.digest(WEB_DIGESTS[name], octets));
}
