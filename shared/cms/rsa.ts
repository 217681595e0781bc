import { type Bytes } from '../base/bytes';
import { SignetError } from '../base/errors';
import { readTlv, TAG, contents } from '../asn1/der';
import { bitStringOctets, ElementReader, unsignedInteger } from '../asn1/structure';

/**
 * RSA as plain arithmetic (RFC 8017 5.1), for what WebCrypto lacks: RSAES-PKCS1-v1_5 and some forms of OAEP.
 * BigInt arithmetic does not run in constant time: the private operation blinds base and exponents, so that its time
 * is independent of what an attacker chose.
 */
export interface RsaPublicKey {
  readonly modulus: bigint;
  readonly exponent: bigint;
  /** Octets of the modulus. */
  readonly octets: number;
}

export interface RsaPrivateKey extends RsaPublicKey {
  readonly privateExponent: bigint;
  readonly p: bigint;
  readonly q: bigint;
  readonly dp: bigint;
  readonly dq: bigint;
  /** Inverse of q modulo p. */
  readonly coefficient: bigint;
}

export function toNumber(octets: Uint8Array): bigint {
  let hex = '0x0';
  for (const octet of octets) hex += (octet < 16 ? '0' : '') + octet.toString(16);
  return BigInt(hex);
}

export function toOctets(value: bigint, length: number): Bytes {
  const out = new Uint8Array(length);
  const hex = value.toString(16).padStart(2 * length, '0');
  for (let i = 0; i < length; i++) out[i] = parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return out;
}

/** RSAPublicKey inside a SubjectPublicKeyInfo, whatever its algorithm is named. Throws `malformed-der`. */
export function readRsaPublicKey(spki: Bytes): RsaPublicKey {
  const info = new ElementReader(readTlv(spki), 'SubjectPublicKeyInfo');
  info.take('algorithm', TAG.sequence);
  const key = new ElementReader(readTlv(bitStringOctets(info.take('subjectPublicKey', TAG.bitString))), 'RSAPublicKey');
  const modulus = unsignedInteger(key.take('modulus', TAG.integer));
  return {
    modulus: toNumber(modulus),
    exponent: toNumber(unsignedInteger(key.take('publicExponent', TAG.integer))),
    octets: modulus.length,
  };
}

/** RSAPrivateKey inside a PKCS #8 PrivateKeyInfo. Throws `malformed-der`, and `unsupported` for keys of more than two primes. */
export function readRsaPrivateKey(pkcs8: Bytes): RsaPrivateKey {
  const info = new ElementReader(readTlv(pkcs8), 'PrivateKeyInfo');
  info.take('version', TAG.integer);
  info.take('privateKeyAlgorithm', TAG.sequence);
  const key = new ElementReader(readTlv(contents(info.take('privateKey', TAG.octetString))), 'RSAPrivateKey');
  if (unsignedInteger(key.take('version', TAG.integer))[0] !== 0) {
    throw new SignetError('unsupported', 'an RSA key of more than two primes', 'rsa');
  }
  const next = (name: string): Bytes => unsignedInteger(key.take(name, TAG.integer));
  const modulus = next('modulus');
  return {
    modulus: toNumber(modulus),
    octets: modulus.length,
    exponent: toNumber(next('publicExponent')),
    privateExponent: toNumber(next('privateExponent')),
    p: toNumber(next('prime1')),
    q: toNumber(next('prime2')),
    dp: toNumber(next('exponent1')),
    dq: toNumber(next('exponent2')),
    coefficient: toNumber(next('coefficient')),
  };
}

const WINDOW = 4n;

/** base^exponent mod modulus with a fixed window: the pattern of operations depends on the exponent's length alone. */
function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  const table = [1n, base % modulus];
  for (let i = 2; i < 16; i++) table.push(((table[i - 1] as bigint) * (table[1] as bigint)) % modulus);
  const digits = exponent.toString(16);
  let result = 1n;
  for (const digit of digits) {
    for (let i = 0n; i < WINDOW; i++) result = (result * result) % modulus;
    result = (result * (table[parseInt(digit, 16)] as bigint)) % modulus;
  }
  return result;
}

/** The public operation; `message` is below the modulus. */
export function rsaPublic(key: RsaPublicKey, message: bigint): bigint {
  return power(message, key.exponent, key.modulus);
}

/**
 * The private operation with the Chinese remainder theorem, base and exponents blinded, and the result checked against
 * the public key, so that a fault or a damaged key gives nothing away. Undefined where the check fails or the
 * ciphertext is not below the modulus.
 */
export function rsaPrivate(key: RsaPrivateKey, ciphertext: bigint): bigint | undefined {
  if (ciphertext >= key.modulus) return undefined;
  const mask = randomBelow(key.modulus, key.octets);
  const unmask = inverse(mask, key.modulus);
  if (unmask === undefined) return undefined;
  const blinded = (ciphertext * power(mask, key.exponent, key.modulus)) % key.modulus;
  const mp = power(blinded, key.dp + randomMultiplier() * (key.p - 1n), key.p);
  const mq = power(blinded, key.dq + randomMultiplier() * (key.q - 1n), key.q);
  const h = ((((mp - mq) * key.coefficient) % key.p) + key.p) % key.p;
  const result = mq + h * key.q;
  if (power(result, key.exponent, key.modulus) !== blinded) return undefined;
  return (result * unmask) % key.modulus;
}

function randomMultiplier(): bigint {
  return toNumber(crypto.getRandomValues(new Uint8Array(8)));
}

function randomBelow(modulus: bigint, octets: number): bigint {
  return (toNumber(crypto.getRandomValues(new Uint8Array(octets + 8))) % (modulus - 2n)) + 2n;
}

/** Extended Euclid; undefined where there is no inverse. */
function inverse(value: bigint, modulus: bigint): bigint | undefined {
  let [r0, r1] = [modulus, value];
  let [t0, t1] = [0n, 1n];
  while (r1 !== 0n) {
    const quotient = r0 / r1;
    [r0, r1] = [r1, r0 - quotient * r1];
    [t0, t1] = [t1, t0 - quotient * t1];
  }
  return r0 === 1n ? (t0 + modulus) % modulus : undefined;
}
