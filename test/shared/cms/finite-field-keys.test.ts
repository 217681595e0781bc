import { createDiffieHellmanGroup, getDiffieHellman } from 'node:crypto';
import { type Bytes, type Der, hex } from '../../../shared/base/bytes';
import { integer, octets, readTlv, sequence } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { type AgreementKeys } from '../../../shared/cms/agreement-keys';
import { finiteFieldKeys } from '../../../shared/cms/finite-field-keys';
import { algorithmIdentifier, readAlgorithm } from '../../../shared/cms/syntax/algorithm-identifier';

/** A safe prime of 2048 bits (RFC 3526): its squares are the subgroup of order (p - 1) / 2. */
const GROUP = 'modp14';
const PRIME = getDiffieHellman(GROUP).getPrime();
const p = BigInt(`0x${PRIME.toString('hex')}`);
const q = (p - 1n) / 2n;
const number = (value: bigint): Der => {
  const text = value.toString(16);
  const even = text.length % 2 === 0 ? text : `0${text}`;
  return integer(Uint8Array.from(Buffer.from(even, 'hex')));
};

const GENERATOR = integer(4);
const X942 = algorithmIdentifier(OID.dhPublicNumber, sequence(number(p), GENERATOR, number(q)));
const PKCS3 = algorithmIdentifier(OID.dhKeyAgreement, sequence(number(p), GENERATOR));

const keysOf = (algorithm: Der): AgreementKeys => {
  const found = finiteFieldKeys(readAlgorithm(readTlv(algorithm)));
  if (!found) throw new Error('no such keys');
  return found;
};
const privateKeyOf = (algorithm: Der, exponent: bigint): Bytes =>
  sequence(integer(0), algorithm, octets(number(exponent)));

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let b = base % p, e = exponent; e > 0n; e >>= 1n, b = (b * b) % p) if (e & 1n) result = (result * b) % p;
  return result;
}

const exponent = 0x1234567890abcdefn;
const theirs = power(4n, 0xfedcba9876543211n);
const secret = power(theirs, exponent).toString(16).padStart(512, '0');

describe('Diffie-Hellman modulo a prime', () => {
  it.each([
    ['X9.42', X942],
    ['PKCS #3', PKCS3],
    ['X9.42 without order', algorithmIdentifier(OID.dhPublicNumber, sequence(number(p), GENERATOR))],
    ['PKCS #3 with a length', algorithmIdentifier(OID.dhKeyAgreement, sequence(number(p), GENERATOR, integer(160)))],
  ])('shares a secret as long as the prime, with parameters of %s', async (_, algorithm) => {
    const found = await keysOf(algorithm).agree(privateKeyOf(algorithm, exponent), number(theirs));
    expect(hex(found ?? new Uint8Array(0))).toBe(secret);
  });

  it('keeps the zeros at the front of a short secret', async () => {
    const found = await keysOf(X942).agree(privateKeyOf(X942, 2n), number(4n));
    expect(hex(found ?? new Uint8Array(0))).toBe('10'.padStart(512, '0'));
  });

  it('agrees with what OpenSSL makes', async () => {
    const other = createDiffieHellmanGroup(GROUP);
    other.generateKeys();
    const ours = power(2n, exponent).toString(16).padStart(512, '0');
    const expected = other.computeSecret(Buffer.from(ours, 'hex')).toString('hex').padStart(512, '0');
    const value = number(BigInt(`0x${other.getPublicKey('hex')}`));
    const found = await keysOf(PKCS3).agree(privateKeyOf(PKCS3, exponent), value);
    expect(hex(found ?? new Uint8Array(0))).toBe(expected);
  });

  it.each([
    ['0', 0n, X942],
    ['1', 1n, X942],
    ['the prime less one', p - 1n, X942],
    ['the prime', p, X942],
    ['more than the prime', p + 5n, X942],
    ['no power of the generator', p - 4n, X942],
    ['1', 1n, PKCS3],
    ['the prime less one', p - 1n, PKCS3],
    ['more than the prime', p + 4n, PKCS3],
  ])('shares nothing with %s (RFC 2631 2.1.5)', async (_, value, algorithm) => {
    expect(await keysOf(algorithm).agree(privateKeyOf(algorithm, exponent), number(value))).toBeUndefined();
  });

  it('has no group without parameters', async () => {
    const bare = algorithmIdentifier(OID.dhPublicNumber);
    expect(await keysOf(bare).agree(privateKeyOf(bare, exponent), number(theirs))).toBeUndefined();
  });

  it('refuses a public value that is no INTEGER', () => {
    expect(() => keysOf(X942).agree(privateKeyOf(X942, exponent), octets(Uint8Array.of(4)))).toThrow(
      expect.objectContaining({ code: 'malformed-cms' }) as Error,
    );
  });

  it('is neither written nor taken for another algorithm', () => {
    expect(keysOf(X942)).not.toHaveProperty('written');
    expect(finiteFieldKeys(readAlgorithm(readTlv(algorithmIdentifier(OID.x25519))))).toBeUndefined();
  });
});
