import { concat, latin1Bytes, utf8Bytes } from '../../../shared/base/bytes';
import { LIMITS } from '../../../shared/base/limits';
import { readHeader } from '../../../shared/mime/header';
import { codeOf, lines, text } from './octets';

const read = (octets: Uint8Array<ArrayBuffer>): ReturnType<typeof readHeader> => readHeader(octets, 0, octets.length);

describe('header section', () => {
  it('ends at the first empty line', () => {
    const octets = lines('A: 1', '', 'B: 2');
    const { header, bodyStart } = read(octets);
    expect(header.fields.map((field) => field.name)).toEqual(['a']);
    expect(text(octets.subarray(bodyStart))).toBe('B: 2\r\n');
  });

  it('gives each field its octets, line break included', () => {
    const octets = lines('A: 1', 'B: 2', '  3', 'C: 4', '');
    const { header } = read(octets);
    expect(header.fields.map((field) => text(octets.subarray(field.start, field.end)))).toEqual([
      'A: 1\r\n',
      'B: 2\r\n  3\r\n',
      'C: 4\r\n',
    ]);
  });

  it('unfolds by dropping the line break alone (RFC 5322 2.2.3)', () => {
    expect(read(lines('A: 1', '\t 2', '')).header.first('A')).toBe('1\t 2');
  });

  it.each(['\n', '\r\n'])('reads lines ended by %j', (end) => {
    const { header, bodyStart } = read(utf8Bytes(`A: 1${end} 2${end}B: 3${end}${end}x`));
    expect(header.fields.map((field) => field.value)).toEqual(['1 2', '3']);
    expect(bodyStart).toBe(`A: 1${end} 2${end}B: 3${end}${end}`.length);
  });

  it('reads line ends mixed in one section', () => {
    expect(read(utf8Bytes('A: 1\nB: 2\r\n\nC: 3')).header.fields.map((field) => field.name)).toEqual(['a', 'b']);
  });

  it('looks names up in any case, first and all in order', () => {
    const { header } = read(lines('Received: one', 'RECEIVED: two', ''));
    expect(header.first('received')).toBe('one');
    expect(header.all('Received')).toEqual(['one', 'two']);
    expect(header.first('x')).toBeUndefined();
  });

  it('reads 8-bit values as UTF-8 where valid, else one character an octet', () => {
    const octets = concat([utf8Bytes('A: é\r\nB: '), latin1Bytes('\xe9\r\n\r\n')]);
    expect(read(octets).header.fields.map((field) => field.value)).toEqual(['é', 'é']);
  });

  it('reads a first field "From" with white space in front of its colon', () => {
    expect(read(lines('From  : a@b', 'A: 1', '')).header.first('from')).toBe('a@b');
  });

  it('passes over the "From " line of an mbox', () => {
    expect(read(lines('From a@b Mon Jan  1 00:00:00 2026', 'A: 1', '')).header.fields).toHaveLength(1);
    expect(read(lines('>From a@b Mon Jan  1 00:00:00 2026', 'A: 1', '')).header.fields).toHaveLength(1);
  });

  it('takes white space in front of the colon (RFC 5322 4.5)', () => {
    expect(read(lines('Subject : x', '')).header.first('subject')).toBe('x');
  });

  it('passes over a line that is no field and says so', () => {
    const { header, defects } = read(lines('A: 1', 'not a field', 'B: 2', ''));
    expect(header.fields.map((field) => field.name)).toEqual(['a', 'b']);
    expect(defects).toEqual(['malformed-header-line']);
  });

  it('does not fold a continuation into the field in front of a bad line', () => {
    expect(read(lines('A: 1', 'bad', ' 2', 'B: 3', '')).header.fields.map((field) => field.value)).toEqual(['1', '3']);
  });

  it('finds no header where the first line is no field', () => {
    const { header, bodyStart, defects } = read(lines('Hello,', 'A: 1', ''));
    expect(header.fields).toEqual([]);
    expect(bodyStart).toBe(0);
    expect(defects).toEqual(['malformed-header-line']);
  });

  it('begins the body at the first bad line where no empty line follows', () => {
    const octets = lines('A: 1', 'no separating line here', 'B: 2');
    const { header, bodyStart, defects } = read(octets);
    expect(header.fields.map((field) => field.name)).toEqual(['a']);
    expect(text(octets.subarray(bodyStart))).toBe('no separating line here\r\nB: 2\r\n');
    expect(defects).toEqual(['malformed-header-line']);
  });

  it('takes a section without empty line for header to the end', () => {
    const octets = utf8Bytes('A: 1\r\nB: 2');
    expect(read(octets)).toMatchObject({ bodyStart: octets.length, defects: ['header-unterminated'] });
    expect(read(octets).header.first('b')).toBe('2');
  });

  it('has nothing to say of an empty range', () => {
    expect(read(new Uint8Array(0))).toMatchObject({ bodyStart: 0, defects: [] });
  });

  it('reads no octet outside its range', () => {
    const octets = utf8Bytes('A: 1\r\nB: 2\r\n\r\n');
    expect(readHeader(octets, 0, 3).header.fields).toMatchObject([{ name: 'a', value: '', end: 3 }]);
    expect(readHeader(octets, 6, octets.length).header.fields).toMatchObject([{ name: 'b', start: 6, end: 12 }]);
  });

  it.each([
    ['a CR inside a field', 'A: 1\rB: 2\r\nC: 3\r\n\r\n'],
    ['a CR in front of the line break', 'A: 1\r\r\nC: 3\r\n\r\n'],
    ['a NUL', 'A: 1\0\r\nC: 3\r\n\r\n'],
    ['a CR in a folded line', 'A: 1\r\n x\ry\r\nC: 3\r\n\r\n'],
    ['a CR where the header never ends', 'A: 1\rB: 2\r\nC: 3\r\n'],
  ])('calls %s malformed and keeps the fields', (_, section) => {
    const { header, defects } = read(utf8Bytes(section));
    expect(header.fields.map((field) => field.name)).toEqual(['a', 'c']);
    expect(defects).toContain('malformed-header-line');
  });

  it('says nothing of line breaks as they should be', () => {
    expect(read(utf8Bytes('A: 1\r\n x\r\nB: 2\n\n')).defects).toEqual([]);
    expect(read(utf8Bytes('A: 1\r\nB: 2\r\n\r\nbody\rbody\0')).defects).toEqual([]);
  });

  it('stops at the limits of length and of fields', () => {
    const long = utf8Bytes(`A: ${'x'.repeat(LIMITS.headerOctets)}\r\n\r\n`);
    const many = utf8Bytes('A: 1\r\n'.repeat(LIMITS.headerFields + 2));
    const folded = utf8Bytes(`A: 1\r\n${' x\r\n'.repeat(LIMITS.headerOctets / 4 + 1)}`);
    for (const octets of [long, many, folded]) expect(codeOf(() => read(octets))).toBe('limit');
  });
});
