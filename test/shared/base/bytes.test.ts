import {
  release,
  concat,
  equal,
  fromHex,
  hex,
  indexOf,
  latin1Bytes,
  latin1Text,
  utf8Bytes,
  utf8Text,
} from '../../../shared/base/bytes';

describe('octets and text', () => {
  it('are UTF-8 or are not', () => {
    expect(utf8Text(utf8Bytes('Grüße 🙂'))).toBe('Grüße 🙂');
    expect(utf8Text(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41))).toBe('\ufeffA');
    expect(utf8Text(Uint8Array.of(0xc3))).toBeUndefined();
    expect(utf8Text(Uint8Array.of(0xed, 0xa0, 0x80))).toBeUndefined();
  });

  it('stand one for one in Latin-1, whatever the length', () => {
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    expect(latin1Bytes(latin1Text(all))).toEqual(all);
    const long = new Uint8Array(100_000).map((_, i) => i);
    expect(latin1Bytes(latin1Text(long))).toEqual(long);
  });

  it('in hexadecimal are read whole or not at all', () => {
    expect(hex(Uint8Array.of(0, 15, 255))).toBe('000fff');
    expect(fromHex('00FFa1')).toEqual(Uint8Array.of(0, 255, 161));
    expect(fromHex('')).toEqual(new Uint8Array(0));
    expect(fromHex('0')).toBeUndefined();
    expect(fromHex('0g')).toBeUndefined();
    expect(fromHex('-1')).toBeUndefined();
  });
});

describe('comparing and joining', () => {
  it('compares lengths and octets', () => {
    expect(equal(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(equal(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
    expect(equal(Uint8Array.of(1, 2), Uint8Array.of(1))).toBe(false);
    expect(equal(new Uint8Array(0), new Uint8Array(0))).toBe(true);
  });

  it('joins in order', () => {
    expect(concat([Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2, 3)])).toEqual(Uint8Array.of(1, 2, 3));
    expect(concat([])).toEqual(new Uint8Array(0));
  });
});

describe('finding octets', () => {
  const text = utf8Bytes('--abc--abcd--abcde');

  it.each([
    ['--', 0],
    ['abcd', 7],
    ['abcde', 13],
    ['e', 17],
    ['x', -1],
    ['--abcdef', -1],
    ['', 0],
  ])('%j is at %d', (needle, at) => {
    expect(indexOf(text, utf8Bytes(needle))).toBe(at);
  });

  it('looks from and to where it is told', () => {
    expect(indexOf(text, utf8Bytes('--'), 1)).toBe(5);
    expect(indexOf(text, utf8Bytes('abcde'), 0, 17)).toBe(-1);
    expect(indexOf(text, utf8Bytes('abcde'), 0, 18)).toBe(13);
    expect(indexOf(text, utf8Bytes('--'), 18)).toBe(-1);
  });

  it('finds what a plain search finds', () => {
    const random = Uint8Array.from({ length: 2_000 }, (_, i) => (i * i * 7 + (i >> 3)) & 3);
    const plain = latin1Text(random);
    for (let i = 0; i < 200; i++) {
      const needle = random.slice(i * 7, i * 7 + (i % 9) + 1);
      expect(indexOf(random, needle)).toBe(plain.indexOf(latin1Text(needle)));
    }
  });
});

describe('memory that nobody needs', () => {
  it('is given back where the engine can, and else left to it', () => {
    const transfer = jest.fn();
    const octets = Object.defineProperty(new Uint8Array(4), 'buffer', { value: { transfer } });
    release(octets);
    expect(transfer.mock.calls).toEqual([[0]]);
    const left = Object.defineProperty(new Uint8Array(4), 'buffer', { value: {} });
    expect(() => release(left)).not.toThrow();
  });
});
