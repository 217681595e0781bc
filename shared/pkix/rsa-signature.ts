import { sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { concat, equal, type Bytes } from '../base/bytes';
import { rsaPublic, type RsaPublicKey, toNumber, toOctets } from '../base/rsa-arithmetic';
import { nullValue, octets, oid, sequence } from '../asn1/der';
import { OID } from '../asn1/oids';
import { type DigestName, type SignatureAlgorithm } from './signature-algorithm';

export type ArithmeticAlgorithm = Extract<SignatureAlgorithm, { kind: 'rsa' | 'rsa-pss' }>;

const HASHES = { 'SHA-1': sha1, 'SHA-224': sha224, 'SHA-256': sha256, 'SHA-384': sha384, 'SHA-512': sha512 } as const;
const DIGEST_OIDS: Readonly<Record<keyof typeof HASHES, string>> = {
  'SHA-1': OID.sha1,
  'SHA-224': OID.sha224,
  'SHA-256': OID.sha256,
  'SHA-384': OID.sha384,
  'SHA-512': OID.sha512,
};

type Computed = keyof typeof HASHES;
const isComputed = (digest: DigestName | undefined): digest is Computed => digest !== undefined && digest in HASHES;

const hash = (digest: Computed, content: Uint8Array): Bytes => new Uint8Array(HASHES[digest](content));

/** Bigger keys or exponents cost seconds for one signature; no certification authority issues them. */
const MODULUS_OCTETS = 2048;
const EXPONENT_BITS = 64;

/**
 * RSASSA-PKCS1-v1_5 and RSASSA-PSS verification (RFC 8017 8.1.2, 8.2.2) without the platform, for digests and masks that
 * it lacks. `unsupported`: MD5, or a key that is too big.
 */
export function verifyRsa(
  algorithm: ArithmeticAlgorithm,
  key: RsaPublicKey,
  signature: Bytes,
  signed: Bytes,
): 'good' | 'bad' | 'unsupported' {
  const { digest } = algorithm;
  if (!isComputed(digest) || key.octets > MODULUS_OCTETS || key.exponent >> BigInt(EXPONENT_BITS) > 0n) {
    return 'unsupported';
  }
  const value = toNumber(signature);
  // An even modulus is no product of two odd primes; an exponent of 1 would let everybody sign.
  if (key.modulus % 2n === 0n || key.exponent < 3n || key.exponent % 2n === 0n) return 'bad';
  if (signature.length !== key.octets || value >= key.modulus) return 'bad';
  const message = rsaPublic(key, value);
  if (algorithm.kind === 'rsa') {
    const expected = encodePkcs1(digest, signed, key.octets);
    return expected && equal(expected, toOctets(message, key.octets)) ? 'good' : 'bad';
  }
  const { maskDigest, saltLength } = algorithm;
  if (!isComputed(maskDigest)) return 'unsupported';
  const bits = key.modulus.toString(2).length - 1;
  const length = Math.ceil(bits / 8);
  if (message >> BigInt(8 * length) > 0n) return 'bad';
  const encodedMessage = toOctets(message, length);
  return isPss(encodedMessage, bits, hash(digest, signed), { digest, maskDigest, saltLength }) ? 'good' : 'bad';
}

/** EMSA-PKCS1-v1_5, RFC 8017 9.2: the one encoding, which is compared as a whole. Undefined where the key is too small. */
function encodePkcs1(digest: Computed, signed: Bytes, length: number): Bytes | undefined {
  const info = sequence(sequence(oid(DIGEST_OIDS[digest]), nullValue()), octets(hash(digest, signed)));
  const padding = length - info.length - 3;
  if (padding < 8) return undefined;
  return concat([Uint8Array.of(0, 1), new Uint8Array(padding).fill(0xff), Uint8Array.of(0), info]);
}

interface PssOptions {
  readonly digest: Computed;
  readonly maskDigest: Computed;
  readonly saltLength: number;
}

/** EMSA-PSS-VERIFY, RFC 8017 9.1.2, with a salt of precisely the length that the parameters name. */
function isPss(encoded: Bytes, bits: number, digest: Bytes, options: PssOptions): boolean {
  const { saltLength } = options;
  const maskedLength = encoded.length - digest.length - 1;
  const padding = maskedLength - saltLength - 1;
  if (padding < 0 || encoded.at(-1) !== 0xbc) return false;
  const topBits = 8 * encoded.length - bits;
  if ((encoded[0] as number) >> (8 - topBits) !== 0) return false;
  const trailer = encoded.subarray(maskedLength, -1);
  const mask = mgf1(options.maskDigest, trailer, maskedLength);
  const block = encoded.slice(0, maskedLength).map((octet, i) => octet ^ (mask[i] as number));
  block[0] = (block[0] as number) & (0xff >> topBits);
  if (block.subarray(0, padding).some((octet) => octet !== 0) || block[padding] !== 1) return false;
  const salt = block.subarray(padding + 1);
  return equal(hash(options.digest, concat([new Uint8Array(8), digest, salt])), trailer);
}

/** RFC 8017 B.2.1. */
function mgf1(digest: Computed, seed: Bytes, length: number): Bytes {
  const blocks: Bytes[] = [];
  for (let counter = 0, have = 0; have < length; counter++) {
    const block = hash(digest, concat([seed, Uint8Array.of(counter >>> 24, counter >>> 16, counter >>> 8, counter)]));
    blocks.push(block);
    have += block.length;
  }
  return concat(blocks).subarray(0, length);
}
