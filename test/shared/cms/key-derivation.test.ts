import { createHash } from 'node:crypto';
import { type Bytes, hex } from '../../../shared/base/bytes';
import { integer, nullValue, readTlv } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { eccSharedInfo, hkdf, type KeyUse, x942, x963 } from '../../../shared/cms/key-derivation';
import { algorithmIdentifier, algorithmWithNull, readAlgorithm } from '../../../shared/cms/syntax/algorithm-identifier';

const octetsOf = (text: string): Bytes => Uint8Array.from(Buffer.from(text.replace(/\s/g, ''), 'hex'));
const use = (wrap: Uint8Array<ArrayBuffer>, length: number, ukm?: Bytes): KeyUse => ({
  wrap: readAlgorithm(readTlv(wrap)),
  length,
  ukm,
});

describe('HKDF', () => {
  const secret = octetsOf('0b'.repeat(22));

  it('is that of RFC 5869 A.1 and, without salt, A.3', async () => {
    const salt = octetsOf('000102030405060708090a0b0c');
    const info = octetsOf('f0f1f2f3f4f5f6f7f8f9');
    expect(hex(await hkdf('sha256', secret, info, 42, salt))).toBe(
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    );
    expect(hex(await hkdf('sha256', secret, new Uint8Array(0), 42))).toBe(
      '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    );
  });

  it('depends on its hash', async () => {
    const [a, b, c] = await Promise.all(
      (['sha256', 'sha384', 'sha512'] as const).map(async (hash) => hex(await hkdf(hash, secret, secret, 32))),
    );
    expect(new Set([a, b, c]).size).toBe(3);
  });
});

describe('ECC-CMS-SharedInfo', () => {
  it('is the key wrap as received, the ukm under [0] and the bits of the key under [2] (RFC 5753 7.2)', () => {
    const wrap = algorithmWithNull(OID.aes256Wrap);
    expect(hex(eccSharedInfo(use(wrap, 32)))).toBe(`3017${hex(wrap)}a20604 0400000100`.replace(' ', ''));
    expect(hex(eccSharedInfo(use(algorithmIdentifier(OID.aes128Wrap), 16, Uint8Array.of(1, 2))))).toBe(
      '301b300b0609608648016503040105a00404020102a206040400000080',
    );
  });
});

describe('X9.63', () => {
  it('joins digests of secret, counter and shared info (SEC 1 3.6.1)', async () => {
    const secret = Uint8Array.of(9, 8, 7);
    for (const [hash, length] of [
      ['sha1', 32],
      ['sha256', 32],
      ['sha256', 33],
      ['sha512', 16],
    ] as const) {
      const plan = use(algorithmWithNull(OID.aes256Wrap), length, Uint8Array.of(5));
      const blocks = [1, 2].map((i) =>
        createHash(hash)
          .update(Buffer.concat([secret, Uint8Array.of(0, 0, 0, i), eccSharedInfo(plan)]))
          .digest('hex'),
      );
      expect(hex(await x963(hash, secret, plan))).toBe(blocks.join('').slice(0, length * 2));
    }
  });
});

describe('X9.42', () => {
  const ZZ = octetsOf('000102030405060708090a0b0c0d0e0f10111213');

  it('is that of the examples of RFC 2631 2.1.6', async () => {
    const tripleDes = algorithmIdentifier('1.2.840.113549.1.9.16.3.6', nullValue());
    expect(hex(await x942(ZZ, use(tripleDes, 24)))).toBe('a09661392376f7044d9052a397883246b67f5f1ef63eb5fb');
    const rc2 = algorithmIdentifier('1.2.840.113549.1.9.16.3.7', integer(58));
    const partyA = octetsOf('0123456789abcdeffedcba9876543201'.repeat(4));
    expect(hex(await x942(ZZ, use(rc2, 16, partyA)))).toBe('48950c46e0530075403cce72889604e0');
  });
});
