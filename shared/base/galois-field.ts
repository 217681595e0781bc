import { type Bytes } from './bytes';
import { toNumber, toOctets } from './rsa-arithmetic';

/**
 * GF(2^128) as AES-GCM orders its bits (NIST SP 800-38D 6.3): the leftmost is the coefficient of x^0. BigInt arithmetic
 * does not run in constant time; what goes in is of a key that encrypts one message.
 */
const REDUCTION = 0xe1n << 120n;
const ONE = 1n << 127n;

export const blockNumber = (block: Uint8Array): bigint => toNumber(block);
export const blockOctets = (value: bigint): Bytes => toOctets(value, 16);

export function multiply(x: bigint, y: bigint): bigint {
  let product = 0n;
  let shifted = y;
  for (let i = 127n; i >= 0n; i--) {
    if ((x >> i) & 1n) product ^= shifted;
    shifted = shifted & 1n ? (shifted >> 1n) ^ REDUCTION : shifted >> 1n;
  }
  return product;
}

export function raise(base: bigint, exponent: number): bigint {
  let result = ONE;
  let square = base;
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = multiply(result, square);
    square = multiply(square, square);
  }
  return result;
}
