import { md5 } from '@noble/hashes/legacy.js';
import { sha224 } from '@noble/hashes/sha2.js';
import { sha3_224, sha3_256, sha3_384, sha3_512, shake128, shake256 } from '@noble/hashes/sha3.js';

/** What WebCrypto does not compute. Loaded only when met. */
export const RARE_DIGESTS = {
  md5,
  sha224,
  'sha3-224': sha3_224,
  'sha3-256': sha3_256,
  'sha3-384': sha3_384,
  'sha3-512': sha3_512,
  shake128: (octets: Uint8Array) => shake128(octets, { dkLen: 32 }),
  shake256: (octets: Uint8Array) => shake256(octets, { dkLen: 64 }),
};
