import * as fc from 'fast-check';
import { type Bytes, concat, latin1Bytes, utf8Bytes } from '../../../shared/base/bytes';
import { splitMultipart } from '../../../shared/mime/multipart';
import { text } from './octets';

function split(body: Bytes, boundary = 'b'): { parts: readonly string[]; closed: boolean } {
  const { parts, closed } = splitMultipart(body, 0, body.length, utf8Bytes(boundary), 1_000);
  return { parts: parts.map((part) => text(body.subarray(part.start, part.end))), closed };
}

describe('multipart split (RFC 2046 5.1.1)', () => {
  it('leaves the line break in front of a delimiter to the delimiter, and no more', () => {
    expect(split(utf8Bytes('--b\r\none\r\n\r\n--b\r\ntwo\r\n--b--\r\n'))).toEqual({
      parts: ['one\r\n', 'two'],
      closed: true,
    });
  });

  it('takes LF alone for a line break, and CR for content unless LF follows', () => {
    expect(split(utf8Bytes('--b\none\n--b\r\ntwo\r\r\n--b--')).parts).toEqual(['one', 'two\r']);
  });

  it('drops preamble and epilogue', () => {
    expect(split(utf8Bytes('pre\r\n--b\r\none\r\n--b--\r\npost\r\n--b\r\nx\r\n--b--')).parts).toEqual(['one']);
  });

  it('goes to the end where the closing delimiter is missing', () => {
    expect(split(utf8Bytes('--b\r\none\r\n--b\r\ntwo\r\n'))).toEqual({ parts: ['one', 'two\r\n'], closed: false });
  });

  it('takes white space behind a delimiter (transport padding)', () => {
    expect(split(utf8Bytes('--b \t\r\none\r\n--b-- \r\n'))).toEqual({ parts: ['one'], closed: true });
  });

  it.each(['--bc', '--b-', '--b x', '--b--x', ' --b', 'x--b', '--B', '--b\r'])(
    'takes the line %j for content',
    (line) => {
      expect(split(utf8Bytes(`--b\r\none\r\n${line}\r\ntwo\r\n--b--`)).parts).toEqual([`one\r\n${line}\r\ntwo`]);
    },
  );

  it('takes text behind a delimiter where it reads loosely', () => {
    const loose = (text: string): unknown => {
      const body = utf8Bytes(text);
      const { parts, closed } = splitMultipart(body, 0, body.length, utf8Bytes('b'), 9, 'loose');
      return [parts.map(({ start, end }) => text.slice(start, end)), closed];
    };
    expect(loose('--b x\r\none\r\n--bx y\r\n--b\ty z\ntwo\n--b-- z\nx')).toEqual([['one\r\n--bx y', 'two'], true]);
    expect(loose('--b\r\none\r\n--b--x\r\n--b x')).toEqual([['one\r\n--b--x', ''], false]);
  });

  it('finds empty parts, whether or not the line break is shared', () => {
    expect(split(utf8Bytes('--b\r\n--b\r\n\r\n--b--')).parts).toEqual(['', '']);
    expect(split(utf8Bytes('--b\n--b--')).parts).toEqual(['']);
  });

  it('has no parts without delimiter', () => {
    expect(split(utf8Bytes('only text\r\n'))).toEqual({ parts: [], closed: false });
    expect(split(new Uint8Array(0))).toEqual({ parts: [], closed: false });
    expect(split(utf8Bytes('--b--\r\n'))).toEqual({ parts: [], closed: true });
  });

  it('looks only between start and end', () => {
    const body = utf8Bytes('--b\r\none\r\n--b\r\ntwo\r\n--b--');
    expect(splitMultipart(body, 3, 8, utf8Bytes('b'), 9).parts).toEqual([]);
    expect(splitMultipart(body, 0, 12, utf8Bytes('b'), 9)).toEqual({ parts: [{ start: 5, end: 12 }], closed: false });
  });

  it('stops past the limit of parts', () => {
    const body = utf8Bytes('--b\r\n\r\n'.repeat(50));
    expect(splitMultipart(body, 0, body.length, utf8Bytes('b'), 3).parts).toHaveLength(4);
  });

  it('gives back exactly the octets that were joined', () => {
    const part = fc
      .uint8Array({ maxLength: 60 })
      .map((octets) => new Uint8Array(octets))
      .filter((octets) => !text(octets).includes('--b'));
    const pieces = fc.array(part, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(pieces, fc.constantFrom('\r\n', '\n'), (parts, end) => {
        // With LF alone a part that ends in CR would make the break a CRLF.
        fc.pre(end === '\r\n' || parts.every((octets) => octets.at(-1) !== 13));
        const body = concat(parts.flatMap((octets) => [latin1Bytes(`--b${end}`), octets, latin1Bytes(end)]));
        const { parts: found } = split(concat([body, latin1Bytes('--b--')]));
        expect(found).toEqual(parts.map((octets) => text(octets)));
      }),
    );
  });
});
