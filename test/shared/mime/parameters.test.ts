import * as fc from 'fast-check';
import { cleanFilename, formatParameter, isPlainlyWritten, parseParameterized } from '../../../shared/mime/parameters';
import { codeOf } from './octets';

const parameter = (value: string, name: string): string | undefined => parseParameterized(value).parameters.get(name);

describe('values with parameters (RFC 2045 5.1)', () => {
  it("lowers the value and the names, keeps the parameters' values", () => {
    const { value, parameters } = parseParameterized('Text/HTML; Charset=UTF-8; X="Ab"');
    expect(value).toBe('text/html');
    expect([...parameters]).toEqual([
      ['charset', 'UTF-8'],
      ['x', 'Ab'],
    ]);
  });

  it.each([
    ['multipart/mixed; boundary="a;b=c\\"d"', 'boundary', 'a;b=c"d'],
    ['multipart/mixed; boundary=simple boundary', 'boundary', 'simple boundary'],
    ['multipart/mixed; boundary = "x" ', 'boundary', 'x'],
    ['multipart/mixed;boundary=x;', 'boundary', 'x'],
    ['multipart/mixed;;; boundary=x', 'boundary', 'x'],
    ['text/plain; charset=us-ascii (Plain text)', 'charset', 'us-ascii'],
    ['a/b; name=report (1).pdf', 'name', 'report (1).pdf'],
    ['a/b; name="report" (1)', 'name', 'report'],
    ['text/plain (a; b="c"); charset=x', 'charset', 'x'],
    ['multipart/mixed; boundary="--=_a?b/c(d"', 'boundary', '--=_a?b/c(d'],
    ['multipart/mixed; boundary=a(b)c', 'boundary', 'a(b)c'],
    ['text/plain; name="open', 'name', 'open'],
    ['text/plain; name=""', 'name', ''],
    ['text/plain; a=1; A=2', 'a', '1'],
    ['text/plain; name=a=b', 'name', 'a=b'],
  ])('%s', (value, name, expected) => expect(parameter(value, name)).toBe(expected));

  it('passes over what is no parameter', () => {
    expect(parseParameterized('text/plain; nonsense; =x').parameters.size).toBe(0);
    expect(parseParameterized('')).toMatchObject({ value: '' });
  });

  it.each([
    ['message/external-body; url*0="ftp://"; url*1="cs.utk.edu/x"', 'url', 'ftp://cs.utk.edu/x'],
    ["application/x; title*=us-ascii'en-us'This%20is%20%2A%2A%2Afun%2A%2A%2A", 'title', 'This is ***fun***'],
    [
      "application/x; title*0*=us-ascii'en'This%20is%20even%20more%20; title*1*=%2A%2A%2Afun%2A%2A%2A%20; title*2=\"isn't it!\"",
      'title',
      "This is even more ***fun*** isn't it!",
    ],
    ["x/y; n*1*=%A4; n*0*=utf-8''%C3", 'n', 'ä'],
    ['x/y; n*0=a; n*2=c', 'n', 'a'],
    ["x/y; n=plain; n*=utf-8''%C3%A4", 'n', 'ä'],
    ["x/y; n*=iso-8859-1''%E4", 'n', 'ä'],
    ['x/y; n*=%E4', 'n', 'ä'],
    ["x/y; n*=utf-8''50%", 'n', '50%'],
    ['x/y; n*1=b; n*0=a', 'n', 'ab'],
    ['x/y; n=plain; n*0=a; n*1=b', 'n', 'ab'],
    ["x/y; n*0=a; n*1=b; n*=utf-8''whole; n=plain", 'n', 'whole'],
    ['x/y; n=plain; n*1=b', 'n', 'plain'],
    ['x/y; n*0=a; n*2=c', 'n', 'a'],
    ['x/y; n*0=a; n*01=b', 'n', 'a'],
    ["x/y; n *=utf-8''%41", 'n', 'A'],
    ["x/y; n*0*=utf-8''%C3; n*1*=%A4; n*2=%41", 'n', '\u00e4%41'],
    ['x/y; n="a\\', 'n', 'a'],
  ])('joins and decodes RFC 2231: %s', (value, name, expected) => expect(parameter(value, name)).toBe(expected));

  it('leaves out names that are of no form', () => {
    expect([...parseParameterized('x/y; a**=1; b*1a=1; c*-1=1; *=1; =1; d*12345=1; e; f*1=x').parameters]).toEqual([]);
  });

  it('reads any text without throwing', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('a;="\\()*0\'% /\n')) }),
        (value) => void parseParameterized(value),
      ),
    );
  });
});

describe('parameters that stand there more than once', () => {
  const repeated = (value: string): readonly string[] => [...(parseParameterized(value).repeated ?? [])];

  it('are named, and the first counts', () => {
    expect(parameter('x/y; a=1; b=2; a=3', 'a')).toBe('1');
    expect(repeated('x/y; a=1; b=2; a=3')).toEqual(['a']);
    expect(repeated('x/y; a=1; b=2')).toEqual([]);
  });

  it('are named in any form', () => {
    expect(repeated("x/y; a=1; a*=us-ascii''2")).toEqual(['a']);
    expect(repeated('x/y; a*0=1; a=2')).toEqual(['a']);
    expect(repeated('x/y; a*1=1; a*2=2; a*1*=3')).toEqual(['a']);
    expect(repeated('x/y; a*0=1; a*1=2; a*1=3')).toEqual(['a']);
  });

  it('count by their first piece of each number', () => {
    expect(parameter('x/y; a*0=1; a*0=x; a*1=2; a*1=y', 'a')).toBe('12');
    expect(parameter("x/y; a*=us-ascii''1; a*=us-ascii''2", 'a')).toBe('1');
  });
});

describe('a boundary that every program reads alike', () => {
  const isPlain = (field: string, value: string): boolean => isPlainlyWritten(field, 'boundary', value);

  it.each([
    ['multipart/mixed; boundary=abc', 'abc'],
    ['multipart/mixed; boundary="abc"; x=y', 'abc'],
    ['multipart/mixed; BOUNDARY = "a b" ; x=y', 'a b'],
    ['multipart/mixed; boundary="(a)"', '(a)'],
    ['multipart/mixed; boundary=a ', 'a'],
    ['multipart/mixed; boundary=a', 'a'],
  ])('stands in %j', (field, value) => expect(isPlain(field, value)).toBe(true));

  it.each([
    ['multipart/mixed', 'abc'],
    ['multipart/mixed; boundary=abc; boundary=abc', 'abc'],
    ['multipart/mixed; boundary=a b', 'a b'],
    ['multipart/mixed; boundary=a;b', 'a;b'],
    ['multipart/mixed; boundary="a"b', 'a'],
    ['multipart/mixed; boundary=ab', 'a'],
    ['multipart/mixed; boundary="a" (b)', 'a'],
    ['multipart/mixed; boundary="\\a"', 'a'],
    ['multipart/mixed; boundary="a"', 'b'],
    ['multipart/mixed; boundary="b;a"', 'a'],
    ['multipart/mixed; boundary="a "', 'a '],
    ['multipart/mixed; boundary="ä"', 'ä'],
    ['multipart/mixed; boundary="äb"', 'äb'],
    ['multipart/mixed; boundary="a\\b"', 'a\\b'],
    ['multipart/mixed; boundary=', ''],
  ])('does not stand in %j: %j', (field, value) => expect(isPlain(field, value)).toBe(false));
});

describe('parameters, writing', () => {
  it('quotes up to 50 characters and writes longer ones in pieces that fit on a line', () => {
    expect(formatParameter('name', 'x'.repeat(50))).toBe(`;\r\n name="${'x'.repeat(50)}"`);
    expect(formatParameter('name', 'x'.repeat(100))).toBe(
      `;\r\n name*0*=utf-8''${'x'.repeat(50)};\r\n name*1*=${'x'.repeat(50)}`,
    );
    expect(formatParameter('name', 'ä'.repeat(9)).split('\r\n')).toHaveLength(3);
    expect(formatParameter('name', 'ä'.repeat(8)).split('\r\n')).toHaveLength(2);
    expect(formatParameter('name', 'ä\u0001')).toBe(";\r\n name*=utf-8''%C3%A4%01");
  });

  it.each([
    ['a.pdf', ';\r\n name="a.pdf"'],
    ['a "b" \\', ';\r\n name="a \\"b\\" \\\\"'],
    ['ä.pdf', ";\r\n name*=utf-8''%C3%A4.pdf"],
  ])('%s', (value, expected) => expect(formatParameter('name', value)).toBe(expected));

  it.each(['a\r\nX: y', 'a\nb', 'a\0'])('refuses %j', (value) => {
    expect(codeOf(() => formatParameter('name', value))).toBe('malformed-mime');
  });

  it('reads back as the same value, in lines of at most 78 (RFC 2231)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 150 }), (value) => {
        fc.pre(!/[\r\n\0]/.test(value) && value.trim() === value);
        const written = formatParameter('filename', value);
        expect(written).toMatch(/^[ -~\r\n\t]*$/);
        expect(written.split('\r\n').every((line) => line.length <= 78)).toBe(true);
        expect(parameter(`x/y${written.replace(/\r\n/g, '')}`, 'filename')).toBe(value);
      }),
    );
  });
});

describe('file names', () => {
  it.each([
    ['a.pdf', 'a.pdf'],
    ['=?utf-8?q?=C3=A4.pdf?=', 'ä.pdf'],
    ['M<i>essag</i>es.sh', 'M<i>essag</i>es.sh'],
    ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['a\nb\0', 'a b'],
  ])('shows %j as %j', (name, expected) => expect(cleanFilename(name)).toBe(expected));

  it.each(['', ' ', '\0', undefined])('shows %j as none', (name) => expect(cleanFilename(name)).toBeUndefined());
});
