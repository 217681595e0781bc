import { der, integer, sequence, TAG } from '../../../shared/asn1/der';
import { concat, hex, type Bytes } from '../../../shared/base/bytes';
import { ecdsaValue, encodeEcdsaValue } from '../../../shared/pkix/ecdsa-value';

describe('reading an ECDSA value', () => {
  const one = integer(1);
  it('is read from its one encoding', () => {
    expect(ecdsaValue(sequence(one, integer(Uint8Array.of(0xff))), 2)).toEqual(Uint8Array.of(0, 1, 0, 0xff));
  });

  it.each([
    ['trailing octets', concat([sequence(one, one), Uint8Array.of(0)])],
    ['a third value', sequence(one, one, one)],
    ['one value', sequence(one)],
    ['a negative value', sequence(one, der(TAG.integer, Uint8Array.of(0x80)))],
    ['a padded value', sequence(one, der(TAG.integer, Uint8Array.of(0, 1)))],
    ['an empty value', sequence(one, der(TAG.integer))],
    ['a value that is too long', sequence(one, integer(Uint8Array.of(1, 2, 3)))],
    ['a long form of length', Uint8Array.of(0x30, 0x81, 6, 2, 1, 1, 2, 1, 1)],
    ['a long form of length inside', Uint8Array.of(0x30, 7, 2, 0x81, 1, 1, 2, 1, 1)],
    ['indefinite length', Uint8Array.of(0x30, 0x80, 2, 1, 1, 2, 1, 1, 0, 0)],
    ['a SET', Uint8Array.of(0x31, 6, 2, 1, 1, 2, 1, 1)],
  ])('is refused with %s', (_, octets) => {
    expect(ecdsaValue(octets, 2)).toBeUndefined();
  });
});

describe('writing an ECDSA value', () => {
  const bytes = (...values: number[]): Bytes => Uint8Array.from(values);
  it.each([
    ['drops leading zeros', bytes(0, 0x12, 0, 0), '3006020112020100'],
    ['pads a high bit', bytes(0x80, 1, 0, 0x7f), '3008020300800102017f'],
  ])('%s', (_, raw, expected) => {
    expect(hex(encodeEcdsaValue(raw))).toBe(expected);
  });

  it('is right for values as long as those of P-521, and is read back', () => {
    const raw = new Uint8Array(132).fill(0xff);
    const value = encodeEcdsaValue(raw);
    expect(hex(value.subarray(0, 6))).toBe('30818a024300');
    expect(value).toHaveLength(141);
    expect(ecdsaValue(value, 66)).toEqual(raw);
  });
});
