import { type Bytes } from './bytes';

/** RSA as plain arithmetic (RFC 8017 5): the public operation. BigInt does not run in constant time. */
export interface RsaPublicKey {
  readonly modulus: bigint;
  readonly exponent: bigint;
  /** Octets of the modulus. */
  readonly octets: number;
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

const WINDOW = 4n;

/** base^exponent mod modulus with a fixed window: the pattern of operations depends on the exponent's length alone. */
export function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
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

/** Extended Euclid; undefined where there is no inverse. */
export function inverse(value: bigint, modulus: bigint): bigint | undefined {
  let [r0, r1] = [modulus, value];
  let [t0, t1] = [0n, 1n];
  while (r1 !== 0n) {
    const quotient = r0 / r1;
    [r0, r1] = [r1, r0 - quotient * r1];
    [t0, t1] = [t1, t0 - quotient * t1];
  }
  return r0 === 1n ? (t0 + modulus) % modulus : undefined;
}
