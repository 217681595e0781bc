import * as fc from 'fast-check';
import { utf8Bytes } from '../../../shared/base/bytes';
import { canonicalForm, isCanonical, linesBefore, restoredForm } from '../../../shared/mime/canonical-form';
import { text } from './octets';

const anyLines = fc
  .array(fc.constantFrom('a', 'abc', '\t', '\r', '\n', '\r\n', 'é'), { maxLength: 30 })
  .map((pieces) => utf8Bytes(pieces.join('')));

describe('canonical form (RFC 8551 3.1.1)', () => {
  it.each([
    ['a\nb', 'a\r\nb'],
    ['a\rb', 'a\r\nb'],
    ['a\r\nb', 'a\r\nb'],
    ['a\n\r\n\r', 'a\r\n\r\n\r\n'],
    ['\r\r\n', '\r\n\r\n'],
    ['\n', '\r\n'],
    ['', ''],
  ])('%j becomes %j', (octets, expected) => expect(text(canonicalForm(utf8Bytes(octets)))).toBe(expected));

  it('gives the same array where nothing is to be done', () => {
    const octets = utf8Bytes('a\r\n\r\nb');
    expect(canonicalForm(octets)).toBe(octets);
  });

  it('is canonical, idempotent, and keeps all but line breaks', () => {
    fc.assert(
      fc.property(anyLines, (octets) => {
        const once = canonicalForm(octets);
        expect(isCanonical(once)).toBe(true);
        expect(canonicalForm(once)).toBe(once);
        expect(text(once).replace(/\r\n/g, '')).toBe(text(octets).replace(/[\r\n]/g, ''));
        expect(isCanonical(octets)).toBe(text(once) === text(octets));
      }),
    );
  });
});

describe('the form before a store took the CRs away', () => {
  it.each([
    ['a\nb\n', 'a\r\nb\r\n'],
    ['a\r\nb\n', 'a\r\nb\r\n'],
    ['\n', '\r\n'],
  ])('of %j is %j', (octets, expected) => {
    const restored = restoredForm(utf8Bytes(octets));
    expect(restored && text(restored)).toBe(expected);
  });

  it.each(['', 'a', 'a\r\nb\r\n', 'a\rb', 'a\r\nb\rc\n', 'a\n\r', '\n\rb'])('is unknown of %j', (octets) => {
    expect(restoredForm(utf8Bytes(octets))).toBeUndefined();
  });
});

it('finds a line break at any place among octets that are none', () => {
  for (let length = 1; length < 30; length++)
    for (let at = 0; at < length; at++) {
      const octets = new Uint8Array(length).fill(97);
      octets[at] = 10;
      expect(canonicalForm(octets)).toHaveLength(length + 1);
    }
});

it.each(['\r', '\n', '\r\n', '\n\r', '\r\r\n'])(
  'finds %j wherever it stands, also in a range of a buffer',
  (breaks) => {
    const isWhole = breaks === '\r\n';
    for (let offset = 0; offset < 4; offset++) {
      for (let at = 0; at <= 40; at++) {
        const line = `${'a'.repeat(at)}${breaks}${'b'.repeat(40 - at)}`;
        const octets = utf8Bytes(`${'\n'.repeat(offset)}${line}\n`).subarray(offset, offset + line.length);
        expect(isCanonical(octets)).toBe(isWhole);
        expect(text(canonicalForm(octets))).toBe(line.replace(/\r\n|\r|\n/g, '\r\n'));
      }
    }
  },
);

it('stands behind other lines without a change', () => {
  const octets = canonicalForm(utf8Bytes('a\nb\n'));
  expect(text(linesBefore(utf8Bytes('x\ny\n'), octets, 3))).toBe('x\r\ny\r\nb\r\n');
});
