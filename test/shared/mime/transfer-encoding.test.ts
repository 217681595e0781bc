import * as fc from 'fast-check';
import { equal, latin1Bytes, utf8Bytes } from '../../../shared/base/bytes';
import { isPlainSafe } from '../../../shared/mime/compose-mime';
import { decodeQuotedPrintable, encodeQuotedPrintable } from '../../../shared/mime/quoted-printable';
import { decodeTransferEncoding, isKnownEncoding, transferEncodingOf } from '../../../shared/mime/transfer-encoding';
import { text } from './octets';

describe('Content-Transfer-Encoding (RFC 2045 6)', () => {
  it.each([
    [undefined, '7bit'],
    ['', '7bit'],
    ['BASE64', 'base64'],
    [' Quoted-Printable (x)', 'quoted-printable'],
    ['"base64"', 'base64'],
    ['base64;', 'base64'],
    ['8-bit', '8bit'],
    ['uuencode', 'x-uuencode'],
    ['x-other', 'x-other'],
    ['constructor', 'constructor'],
  ])('%j names %s', (value, expected) => expect(transferEncodingOf(value)).toBe(expected));

  it('leaves octets of an unknown encoding as they are', () => {
    const octets = utf8Bytes('QUJD');
    expect(isKnownEncoding('x-other')).toBe(false);
    expect(decodeTransferEncoding(octets, 'x-other')).toBe(octets);
    expect(text(decodeTransferEncoding(octets, 'base64'))).toBe('ABC');
  });

  it('reads uuencoded bodies, and leaves alone what has no "begin"', () => {
    const body = utf8Bytes('junk\r\nbegin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\nmore');
    expect(text(decodeTransferEncoding(body, 'x-uuencode'))).toBe('Cat');
    expect(text(decodeTransferEncoding(utf8Bytes('plain'), 'x-uuencode'))).toBe('plain');
  });
});

describe('quoted-printable, reading (RFC 2045 6.7)', () => {
  it.each([
    ['a=3Db', 'a=b'],
    ['=c3=A9', '\xc3\xa9'],
    ['one =\r\ntwo', 'one two'],
    ['one= \t\r\ntwo', 'onetwo'],
    ['one=\ntwo', 'onetwo'],
    ['blank  \r\nnext\t\n', 'blank\r\nnext\n'],
    ['kept=20\r\nx', 'kept \r\nx'],
    ['end  ', 'end'],
    ['a=0D=0Ab', 'a\r\nb'],
    ['cut=', 'cut'],
    ['cut=\r', 'cut'],
  ])('%j gives %j', (input, expected) => {
    expect(decodeQuotedPrintable(utf8Bytes(input))).toMatchObject({ clean: true });
    expect(text(decodeQuotedPrintable(utf8Bytes(input)).octets)).toBe(expected);
  });

  it.each(['50=', 'a=zz', 'a=4', '=\rx'])('keeps the "=" of %j that begins nothing', (input) => {
    const { octets, clean } = decodeQuotedPrintable(utf8Bytes(`${input}b`));
    expect(text(octets)).toBe(input === '50=' ? '50=b' : input === 'a=4' ? 'aK' : `${input}b`);
    expect(clean).toBe(input === 'a=4');
  });
});

describe('quoted-printable, writing', () => {
  it.each([
    ['From me', '=46rom me'],
    ['.', '=2E'],
    ['a \r\nb\t', 'a=20\r\nb=09'],
    ['a=b', 'a=3Db'],
    ['é', '=C3=A9'],
    ['a\nb\rc', 'a=0Ab=0Dc'],
  ])('%j becomes %j', (input, expected) => expect(text(encodeQuotedPrintable(utf8Bytes(input)))).toBe(expected));

  it('breaks lines at 76 and lets no broken line begin with "From " or "."', () => {
    const encoded = text(encodeQuotedPrintable(utf8Bytes(`${'x'.repeat(75)}From . ${'.'.repeat(300)}`)));
    for (const line of encoded.split('\r\n')) expect(line).toMatch(/^(?!From |\.).{0,75}[^ \t]$/);
  });

  it('gives back any octets, in a form that relays leave alone', () => {
    const octets = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .string({ unit: fc.constantFrom('From ', '.', ' ', '\t', '\r\n', 'a', '=', '\xe9'), maxLength: 200 })
        .map(latin1Bytes),
    );
    fc.assert(
      fc.property(octets, (input) => {
        const encoded = encodeQuotedPrintable(input);
        expect(isPlainSafe(encoded)).toBe(true);
        expect(equal(decodeQuotedPrintable(encoded).octets, input)).toBe(true);
      }),
    );
  });
});
