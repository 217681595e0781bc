import { sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { type Bytes } from '../base/bytes';
import { SignetError } from '../base/errors';
import { LIMITS } from '../base/limits';
import { type KdfDigest } from '../asn1/pbkdf2';
import { iterateSha1 } from './iterated-sha1';

export { derivePbkdf2, hmacDigest, type KdfDigest, readPbkdf2 } from '../asn1/pbkdf2';

const HASHES = { 'SHA-1': sha1, 'SHA-224': sha224, 'SHA-256': sha256, 'SHA-384': sha384, 'SHA-512': sha512 } as const;

/** Digests one file may still ask for, over all its derivations. */
export class IterationBudget {
  #left: number;

  constructor(digests: number = LIMITS.kdfIterations) {
    this.#left = digests;
  }

  /** `cost`: digests of one iteration. Throws `limit`. */
  spend(iterations: number, cost = 1): void {
    this.#left -= iterations * cost;
    if (iterations < 1) throw new SignetError('malformed-pfx', 'a key derivation without iterations');
    if (this.#left < 0) throw new SignetError('limit', 'too many iterations of key derivation', 'kdfIterations');
  }
}

/** What the derived octets are for: the diversifier of RFC 7292 B.3. */
export type Diversifier = 'key' | 'iv' | 'mac';
const DIVERSIFIERS: Readonly<Record<Diversifier, number>> = { key: 1, iv: 2, mac: 3 };

export interface Pkcs12Derivation {
  readonly digest: KdfDigest;
  readonly purpose: Diversifier;
  /** In the BMP form. */
  readonly passphrase: Bytes;
  readonly salt: Bytes;
  readonly iterations: number;
  /** Octets wanted. */
  readonly length: number;
}

/**
 * The key derivation of RFC 7292 B.2. Runs in script and not on the platform, one digest after the other: a platform
 * call for each would take a hundred times as long. About half a second for the 600,000 iterations of Firefox with SHA-1.
 */
export function derivePkcs12(derivation: Pkcs12Derivation): Bytes {
  const hash = HASHES[derivation.digest];
  const block = hash.blockLen;
  const diversifier = new Uint8Array(block).fill(DIVERSIFIERS[derivation.purpose]);
  const salt = repeated(checkedSalt(derivation.salt), block);
  const input = new Uint8Array([...salt, ...repeated(derivation.passphrase, block)]);
  const out = new Uint8Array(derivation.length);
  for (let at = 0; ; at += hash.outputLen) {
    let digest = hash.create().update(diversifier).update(input).digest();
    if (derivation.digest === 'SHA-1') iterateSha1(digest, derivation.iterations - 1);
    else for (let i = 1; i < derivation.iterations; i++) digest = hash(digest);
    out.set(digest.subarray(0, out.length - at), at);
    if (at + hash.outputLen >= out.length) return out;
    addToBlocks(input, digest, block);
  }
}

/** The salt of a derivation. Throws `limit` for one far beyond what anybody writes. */
export function checkedSalt(salt: Bytes): Bytes {
  if (salt.length > LIMITS.kdfSalt) throw new SignetError('limit', 'a salt of absurd length', 'kdfSalt');
  return salt;
}

/** Digests that one iteration takes for `length` octets. */
export function digestsFor(digest: KdfDigest, length: number): number {
  // The digests of a key are made one after the other; those with SHA-2 are slower.
  return Math.ceil(length / HASHES[digest].outputLen) * (digest === 'SHA-1' ? 1 : 4);
}

/** As many copies as fill whole blocks, the last one cut off; nothing for nothing. */
function repeated(octets: Bytes, block: number): Bytes {
  return Uint8Array.from(
    { length: Math.ceil(octets.length / block) * block },
    (_, i) => octets[i % octets.length] as number,
  );
}

/** Adds the digest, repeated to a block, and 1 to each block of `input` as big-endian numbers (B.2 step 6 C). */
function addToBlocks(input: Bytes, digest: Uint8Array, block: number): void {
  for (let start = 0; start < input.length; start += block) {
    let carry = 1;
    for (let i = block - 1; i >= 0; i--) {
      carry += (input[start + i] as number) + (digest[i % digest.length] as number);
      input[start + i] = carry;
      carry >>= 8;
    }
  }
}
