import { type Bytes } from '../../../shared/base/bytes';
import { integer, octets, sequence, nullValue, oid } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import {
  readRsaPrivateKey,
  readRsaPublicKey,
  rsaPrivate,
  rsaPublic,
  toNumber,
  toOctets,
} from '../../../shared/cms/rsa';
import { generateKeyPair, type KeyPair } from '../../support/test-ca';

let pair: KeyPair;
beforeAll(async () => {
  pair = await generateKeyPair('rsa-2048');
});

describe('RSA', () => {
  it('undoes with the private key what the public key did', () => {
    const publicKey = readRsaPublicKey(pair.spki);
    const privateKey = readRsaPrivateKey(pair.pkcs8);
    expect(publicKey).toEqual({
      modulus: privateKey.modulus,
      exponent: 65537n,
      octets: 256,
    });
    for (const message of [0n, 1n, 2n, 12345678901234567890n, publicKey.modulus - 1n]) {
      expect(rsaPrivate(privateKey, rsaPublic(publicKey, message))).toBe(message);
    }
  });

  it('gives nothing for a number not below the modulus', () => {
    const privateKey = readRsaPrivateKey(pair.pkcs8);
    expect(rsaPrivate(privateKey, privateKey.modulus)).toBeUndefined();
  });

  it('gives nothing where a part of the key is damaged: a fault would betray the factors', () => {
    const privateKey = readRsaPrivateKey(pair.pkcs8);
    expect(rsaPrivate({ ...privateKey, dp: privateKey.dp + 2n }, 4711n)).toBeUndefined();
    expect(rsaPrivate({ ...privateKey, coefficient: privateKey.coefficient + 1n }, 4711n)).toBeUndefined();
  });

  it('does not read keys of more than two primes', () => {
    const key = sequence(...[1, 5, 3, 1, 2, 3, 1, 1, 1].map((value) => integer(value)));
    const pkcs8 = sequence(integer(0), sequence(oid(OID.rsaEncryption), nullValue()), octets(key));
    expect(() => readRsaPrivateKey(pkcs8)).toThrow(expect.objectContaining({ code: 'unsupported' }) as Error);
  });

  it.each<[string, Bytes]>([
    ['nothing', new Uint8Array(0)],
    ['no key', sequence(integer(0))],
    ['a key of negative numbers', sequence(integer(0), sequence(), octets(sequence(Uint8Array.of(2, 1, 0x80))))],
  ])('does not read %s', (_, pkcs8) => {
    expect(() => readRsaPrivateKey(pkcs8)).toThrow(expect.objectContaining({ code: 'malformed-der' }) as Error);
  });
});

describe('numbers and octets', () => {
  it('are each other’s inverse at a given length', () => {
    for (const value of [0n, 1n, 255n, 256n, 0x0102030405n]) expect(toNumber(toOctets(value, 8))).toBe(value);
    expect(toOctets(258n, 4)).toEqual(Uint8Array.of(0, 0, 1, 2));
    expect(toNumber(new Uint8Array(0))).toBe(0n);
  });
});
