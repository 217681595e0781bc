import { type Bytes } from '../base/bytes';
import { SignetError } from '../base/errors';
import { inverse, power, type RsaPublicKey, toNumber } from '../base/rsa-arithmetic';
import { readTlv, TAG, contents } from '../asn1/der';
import { ElementReader, unsignedInteger } from '../asn1/structure';

export { readRsaPublicKey } from '../asn1/rsa-public-key';
export { type RsaPublicKey, rsaPublic, toNumber, toOctets } from '../base/rsa-arithmetic';

/**
 * RSA with the private key as plain arithmetic (RFC 8017 5.1), for what WebCrypto lacks: RSAES-PKCS1-v1_5 and some forms
 * of OAEP. BigInt arithmetic does not run in constant time: the private operation blinds base and exponents, so that its
 * time is independent of what an attacker chose.
 */
export interface RsaPrivateKey extends RsaPublicKey {
  readonly privateExponent: bigint;
  readonly p: bigint;
  readonly q: bigint;
  readonly dp: bigint;
  readonly dq: bigint;
  /** Inverse of q modulo p. */
  readonly coefficient: bigint;
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
