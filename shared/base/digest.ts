import { type Bytes } from './bytes';

/** Digests by the names of the inspector contract. SHAKE128 gives 32 octets and SHAKE256 gives 64 (RFC 8702 3.1). */
export type DigestName =
  | 'md5'
  | 'sha1'
  | 'sha224'
  | 'sha256'
  | 'sha384'
  | 'sha512'
  | 'sha3-224'
  | 'sha3-256'
  | 'sha3-384'
  | 'sha3-512'
  | 'shake128'
  | 'shake256';

/** Names WebCrypto has for the digests that it computes. */
export const WEB_DIGESTS = { sha1: 'SHA-1', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' } as const;

export type WebDigest = keyof typeof WEB_DIGESTS;

export function isWebDigest(name: DigestName | undefined): name is WebDigest {
  return name !== undefined && name in WEB_DIGESTS;
}

/** The digest of `octets`, in one call: WebCrypto cannot stream. Says nothing about its strength. */
export async function digest(name: DigestName, octets: Bytes): Promise<Bytes> {
  if (isWebDigest(name)) return new Uint8Array(await crypto.subtle.digest(WEB_DIGESTS[name], octets));
  const { RARE_DIGESTS } = await import('./rare-digests');
  return new Uint8Array(RARE_DIGESTS[name](octets));
}
