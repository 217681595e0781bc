import { md5 } from '@noble/hashes/legacy.js';
import { sha224 } from '@noble/hashes/sha2.js';
import { sha3_224, sha3_256, sha3_384, sha3_512, shake128, shake256 } from '@noble/hashes/sha3.js';
import { type DigestName, type WebDigest } from './digest';

type Hash = (octets: Uint8Array) => Uint8Array;

/** What WebCrypto does not compute. Loaded only when met. */
export const RARE_DIGESTS: Readonly<Record<Exclude<DigestName, WebDigest>, Hash>> = {
  md5,
  sha224,
  'sha3-224': sha3_224,
  'sha3-256': sha3_256,
  'sha3-384': sha3_384,
  'sha3-512': sha3_512,
  shake128: (octets) => shake128(octets, { dkLen: 32 }),
  shake256: (octets) => shake256(octets, { dkLen: 64 }),
};
