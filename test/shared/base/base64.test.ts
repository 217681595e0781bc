import { decodeBase64, encodedLinesLength, encodeLines, fromBase64, toBase64 } from '../../../shared/base/base64';
import { latin1Text, utf8Bytes } from '../../../shared/base/bytes';

const sample = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(length).map((_, i) => i * 89 + (i >> 8));
const lines = (octets: Uint8Array): string => {
  const out = new Uint8Array(encodedLinesLength(octets.length));
  expect(encodeLines(octets, out, 0)).toBe(out.length);
  return latin1Text(out);
};
const decode = (text: string): [string, boolean] => {
  const { octets, clean } = decodeBase64(utf8Bytes(text));
  return [latin1Text(octets), clean];
};

describe('base64', () => {
  it.each([0, 1, 2, 3, 56, 57, 58, 113, 114, 115, 10_000])('of %d octets is what others make of them', (length) => {
    const octets = sample(length);
    const expected = Buffer.from(octets).toString('base64');
    expect(toBase64(octets)).toBe(expected);
    expect(fromBase64(expected)).toEqual(octets);
    const wrapped = expected.replace(/(.{1,76})/g, '$1\r\n');
    expect(lines(octets)).toBe(wrapped);
    expect(decodeBase64(utf8Bytes(wrapped))).toEqual({ octets, clean: true });
  });

  it('is written at the place that is told', () => {
    const out = new Uint8Array(2 + encodedLinesLength(3));
    expect(encodeLines(Uint8Array.of(1, 2, 3), out, 2)).toBe(8);
    expect(latin1Text(out)).toBe('\0\0AQID\r\n');
  });

  it.each([1, 2, 3])('is read and written in the same way %d octets into a buffer', (offset) => {
    const octets = sample(200).subarray(offset);
    const text = lines(octets);
    const held = utf8Bytes(`${'='.repeat(offset)}${text}====`).subarray(offset, offset + text.length);
    expect(decodeBase64(held)).toEqual({ octets, clean: true });
  });

  it('with white space anywhere is clean', () => {
    expect(decode(' aG\r\nVs\tbG8 = \r\n')).toEqual(['hello', true]);
  });

  it('without padding is read', () => {
    expect(decode('aGVsbG8')).toEqual(['hello', true]);
    expect(decode('aGVsbA')).toEqual(['hell', true]);
  });

  it('with foreign characters is read past them (RFC 2045 6.8), and not clean', () => {
    expect(decode('aGV*sbG8=')).toEqual(['hello', false]);
    expect(decode('aGVsbG8=\r\n-- footer')).toEqual(['hello', true]);
    expect(decode('aGVsb')).toEqual(['hel', false]);
  });

  it('is refused as text where it is none', () => {
    expect(fromBase64('not base64!')).toBeUndefined();
    expect(fromBase64('aGVsbG8€')).toBeUndefined();
  });
});
