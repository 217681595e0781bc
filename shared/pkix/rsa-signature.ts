import { concat, equal, type Bytes } from '../base/bytes';
import { digest, type DigestName } from '../base/digest';
import { rsaPublic, type RsaPublicKey, toNumber, toOctets } from '../base/rsa-arithmetic';
import { DIGEST_OIDS } from '../asn1/digest-algorithms';
import { nullValue, octets, oid, sequence } from '../asn1/der';
import { type PssAlgorithm } from './signature-algorithm';

export type ArithmeticAlgorithm = { readonly kind: 'rsa'; readonly digest: DigestName } | PssAlgorithm;

/** Bigger keys or exponents cost seconds for one signature; no certification authority issues them. */
const MODULUS_OCTETS = 2048;
const EXPONENT_BITS = 64;

/**
 * RSASSA-PKCS1-v1_5 and RSASSA-PSS verification (RFC 8017 8.1.2, 8.2.2) without the platform, for digests and masks that
 * it lacks. `unsupported`: a key that is too big.
 */
export async function verifyRsa(
  algorithm: ArithmeticAlgorithm,
  key: RsaPublicKey,
  signature: Bytes,
  signed: Bytes,
): Promise<'good' | 'bad' | 'unsupported'> {
  if (key.octets > MODULUS_OCTETS || key.exponent >> BigInt(EXPONENT_BITS) > 0n) return 'unsupported';
  const value = toNumber(signature);
  // An even modulus is no product of two odd primes; an exponent of 1 would let everybody sign.
  if (key.modulus % 2n === 0n || key.exponent < 3n || key.exponent % 2n === 0n) return 'bad';
  if (signature.length !== key.octets || value >= key.modulus) return 'bad';
  const message = rsaPublic(key, value);
  const hashed = await digest(algorithm.digest, signed);
  if (algorithm.kind === 'rsa') {
    const expected = encodePkcs1(algorithm.digest, hashed, key.octets);
    return expected && equal(expected, toOctets(message, key.octets)) ? 'good' : 'bad';
  }
  const bits = key.modulus.toString(2).length - 1;
  const length = Math.ceil(bits / 8);
  if (message >> BigInt(8 * length) > 0n) return 'bad';
  return (await isPss(toOctets(message, length), bits, hashed, algorithm)) ? 'good' : 'bad';
}

/** EMSA-PKCS1-v1_5, RFC 8017 9.2: the one encoding, which is compared as a whole. Undefined where the key is too small. */
function encodePkcs1(name: DigestName, hashed: Bytes, length: number): Bytes | undefined {
  const info = sequence(sequence(oid(DIGEST_OIDS[name]), nullValue()), octets(hashed));
  const padding = length - info.length - 3;
  if (padding < 8) return undefined;
  return concat([Uint8Array.of(0, 1), new Uint8Array(padding).fill(0xff), Uint8Array.of(0), info]);
}

/** EMSA-PSS-VERIFY, RFC 8017 9.1.2, with a salt of precisely the length that the parameters name. */
async function isPss(encoded: Bytes, bits: number, hashed: Bytes, algorithm: PssAlgorithm): Promise<boolean> {
  const { saltLength } = algorithm;
  const maskedLength = encoded.length - hashed.length - 1;
  const padding = maskedLength - saltLength - 1;
  if (padding < 0 || encoded.at(-1) !== 0xbc) return false;
  const topBits = 8 * encoded.length - bits;
  if ((encoded[0] as number) >> (8 - topBits) !== 0) return false;
  const trailer = encoded.subarray(maskedLength, -1);
  const mask = await mgf1(algorithm.maskDigest, trailer, maskedLength);
  const block = encoded.slice(0, maskedLength).map((octet, i) => octet ^ (mask[i] as number));
  block[0] = (block[0] as number) & (0xff >> topBits);
  if (block.subarray(0, padding).some((octet) => octet !== 0) || block[padding] !== 1) return false;
  const salt = block.subarray(padding + 1);
  return equal(await digest(algorithm.digest, concat([new Uint8Array(8), hashed, salt])), trailer);
}

/** RFC 8017 B.2.1. */
async function mgf1(name: DigestName, seed: Bytes, length: number): Promise<Bytes> {
  const blocks: Bytes[] = [];
  for (let counter = 0, have = 0; have < length; counter++) {
    const index = Uint8Array.of(counter >>> 24, counter >>> 16, counter >>> 8, counter);
    const block = await digest(name, concat([seed, index]));
    blocks.push(block);
    have += block.length;
  }
  return concat(blocks).subarray(0, length);
}
