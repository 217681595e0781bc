import { type Bytes, concat, fromHex, hex } from '../../../shared/base/bytes';
import {
  children,
  contents,
  contextTag,
  der,
  encoded,
  framed,
  headOctets,
  integer,
  octets,
  octetString,
  oid,
  oidText,
  readOid,
  readSmallInteger,
  readTime,
  readTlv,
  sequence,
  setOf,
  TAG,
  time,
} from '../../../shared/asn1/der';
import { LIMITS } from '../../../shared/base/limits';

const bytes = (text: string): Bytes => fromHex(text.replace(/ /g, '')) as Bytes;
const throwsCode = (code: string): Error => expect.objectContaining({ code }) as Error;

describe('reading a value (X.690 8.1)', () => {
  it('tells tag, content and end, and copies nothing', () => {
    const source = bytes('ff 04 02 0102 ff');
    const value = readTlv(source, 1);
    expect(value).toMatchObject({ tag: 4, start: 1, contentStart: 3, contentEnd: 5, end: 5, indefinite: false });
    expect(contents(value).buffer).toBe(source.buffer);
    expect(hex(encoded(value))).toBe('04020102');
  });

  it('reads long lengths, longer ones than needed too (BER)', () => {
    expect(readTlv(bytes(`0481 80 ${'00'.repeat(128)}`)).contentEnd).toBe(131);
    expect(readTlv(bytes('04 84 00000001 ff')).contentEnd).toBe(7);
  });

  it('reads indefinite lengths, nested', () => {
    const value = readTlv(bytes('3080 3080 0201 05 0000 0401 00 0000 ff'));
    expect(value).toMatchObject({ indefinite: true, contentStart: 2, contentEnd: 12, end: 14 });
    expect(children(value).map(({ tag }) => tag)).toEqual([0x30, 0x04]);
  });

  it.each([
    ['nothing', ''],
    ['a tag alone', '30'],
    ['a length cut off', '3082 01'],
    ['a content cut off', '0403 0102'],
    ['a length of seven octets', '0487 00000000000001 ff'],
    ['an indefinite length on a primitive value', '0480 0000'],
    ['an indefinite length without end', '3080 0201 05'],
    ['half an end of contents', '3080 00'],
    ['a tag number above 30', '1f8101 00'],
  ])('refuses %s', (_, text) => {
    expect(() => readTlv(bytes(text))).toThrow(throwsCode('malformed-der'));
  });

  it('refuses a child that is longer than what holds it', () => {
    expect(() => children(readTlv(bytes('3003 0402 01')))).toThrow(throwsCode('malformed-der'));
    expect(() => readTlv(bytes('0402 0102'), 0, 3)).toThrow(throwsCode('malformed-der'));
  });

  it('stops at a bound of nesting, and quickly', () => {
    const deep = (count: number): Bytes => concat([bytes('3080'.repeat(count)), bytes('0000'.repeat(count))]);
    expect(readTlv(deep(LIMITS.derDepth)).indefinite).toBe(true);
    expect(() => readTlv(deep(LIMITS.derDepth + 2))).toThrow(throwsCode('limit'));
    expect(() => readTlv(deep(200_000))).toThrow(throwsCode('limit'));
  });
});

describe('an OCTET STRING (X.690 8.7)', () => {
  it('in one piece is a range', () => {
    const value = readTlv(bytes('0403 010203'));
    expect(octetString(value)).toEqual(Uint8Array.of(1, 2, 3));
    expect(octetString(value).buffer).toBe(value.octets.buffer);
  });

  it('in pieces is put together: definite, indefinite, nested, under an implicit tag, empty', () => {
    expect(hex(octetString(readTlv(bytes('2406 0401 01 0401 02'))))).toBe('0102');
    expect(hex(octetString(readTlv(bytes('2480 0401 01 2480 0401 02 0401 03 0000 0400 0000'))))).toBe('010203');
    expect(hex(octetString(readTlv(bytes('a006 0401 01 0401 02'))))).toBe('0102');
    expect(hex(octetString(readTlv(bytes('2480 0000'))))).toBe('');
    expect(hex(octetString(readTlv(bytes('2400'))))).toBe('');
  });

  it('of one piece inside an indefinite length is a range', () => {
    const value = readTlv(bytes('a080 0402 0102 0000'));
    expect(octetString(value)).toEqual(Uint8Array.of(1, 2));
    expect(octetString(value).buffer).toBe(value.octets.buffer);
  });

  it('refuses pieces of another type, and nesting without end', () => {
    expect(() => octetString(readTlv(bytes('2403 0201 01')))).toThrow(throwsCode('malformed-der'));
    expect(() => octetString(readTlv(bytes('2406 0401 01 0c01 02')))).toThrow(throwsCode('malformed-der'));
    let nested: Bytes = octets(new Uint8Array(1));
    for (let i = 0; i < 100; i++) nested = der(0x24, nested, octets(new Uint8Array(1)));
    expect(() => octetString(readTlv(nested))).toThrow(throwsCode('limit'));
  });
});

describe('object identifiers (X.690 8.19)', () => {
  it.each([
    ['1.2.840.113549.1.7.2', '2a864886f70d010702'],
    ['2.5.29.15', '551d0f'],
    ['0.9.2342.19200300.100.1.25', '0992268993f22c640119'],
    ['2.999', '8837'],
    ['2.25.329800735698586629295641978511506172918', '69' + '83f09da7ebcfdee0c7a1a7b2c0948cc8f9d776'],
    ['1.39.1', '4f01'],
  ])('%s', (dotted, content) => {
    expect(oidText(bytes(content))).toBe(dotted);
    expect(hex(oid(dotted).subarray(2))).toBe(content);
    expect(readOid(readTlv(oid(dotted)))).toBe(dotted);
  });

  it.each([
    ['empty', ''],
    ['cut off', '2a86'],
    ['padded', '2a8001'],
    ['with an arc without end', `2a${'ff'.repeat(70)}01`],
  ])('that are %s are refused', (_, content) => {
    expect(() => oidText(bytes(content))).toThrow(throwsCode('malformed-der'));
  });

  it('are written anew each time: what is done to one is not done to the next', () => {
    for (let i = 0; i < 3; i++) {
      const written = oid('1.2.840.113549.1.7.2');
      expect(hex(written)).toBe('06092a864886f70d010702');
      written.fill(0);
    }
  });

  it('are told from other values', () => {
    expect(() => readOid(readTlv(bytes('0401 2a')))).toThrow(throwsCode('malformed-der'));
  });
});

describe('integers', () => {
  it.each([
    [0, '020100'],
    [127, '02017f'],
    [128, '02020080'],
    [65536, '0203010000'],
    [2 ** 40, '0206010000000000'],
  ])('%d', (value, text) => {
    expect(hex(integer(value))).toBe(text);
    expect(readSmallInteger(readTlv(bytes(text)))).toBe(value);
  });

  it('of octets are positive and minimal', () => {
    expect(hex(integer(bytes('0000ff')))).toBe('020200ff');
    expect(hex(integer(bytes('00')))).toBe('020100');
  });

  it.each(['0200', '0201ff', '020701000000000000', '040100'])('refuses %s as a small one', (text) => {
    expect(() => readSmallInteger(readTlv(bytes(text)))).toThrow(throwsCode('malformed-der'));
  });
});

describe('times', () => {
  it('are UTCTime from 1950 to 2049 and GeneralizedTime else', () => {
    expect(time(new Date('2049-12-31T23:59:59Z'))[0]).toBe(TAG.utcTime);
    expect(time(new Date('2050-01-01T00:00:00Z'))[0]).toBe(TAG.generalizedTime);
    expect(time(new Date('1949-01-01T00:00:00Z'))[0]).toBe(TAG.generalizedTime);
  });

  it.each(['1950-01-01T00:00:00Z', '1999-12-31T23:59:59Z', '2026-02-28T12:34:56Z', '2050-06-01T00:00:00Z'])(
    'are read as they were written: %s',
    (text) => {
      expect(readTime(readTlv(time(new Date(text))))).toEqual(new Date(text));
    },
  );

  const value = (tag: number, text: string): Bytes =>
    der(
      tag,
      Uint8Array.from(text, (c) => c.charCodeAt(0)),
    );

  it('may have an offset, no seconds or fractions of them (BER)', () => {
    expect(readTime(readTlv(value(TAG.utcTime, '260102030405+0130')))).toEqual(new Date('2026-01-02T01:34:05Z'));
    expect(readTime(readTlv(value(TAG.utcTime, '2601020304Z')))).toEqual(new Date('2026-01-02T03:04:00Z'));
    expect(readTime(readTlv(value(TAG.generalizedTime, '20260102030405.75Z')))).toEqual(
      new Date('2026-01-02T03:04:05Z'),
    );
  });

  it.each<[number, string]>([
    [TAG.utcTime, '20260102030405Z'],
    [TAG.generalizedTime, '260102030405Z'],
    [TAG.utcTime, '261302030405Z'],
    [TAG.utcTime, '260102030405'],
    [TAG.utcTime, ''],
    [TAG.utcTime, 'x'.repeat(100_000)],
    [TAG.octetString, '260102030405Z'],
  ])('are refused otherwise: %d %.20s', (tag, text) => {
    expect(() => readTime(readTlv(value(tag, text)))).toThrow(throwsCode('malformed-der'));
  });
});

describe('writing', () => {
  it('gives the shortest lengths', () => {
    expect(hex(headOctets(4, 0))).toBe('0400');
    expect(hex(headOctets(4, 127))).toBe('047f');
    expect(hex(headOctets(4, 128))).toBe('048180');
    expect(hex(headOctets(4, 65_536))).toBe('0483010000');
    expect(hex(headOctets(4, 2 ** 32))).toBe('04850100000000');
  });

  it('sorts the values of a SET OF by their encodings (X.690 11.6)', () => {
    const values = [octets(bytes('02')), octets(bytes('01')), octets(bytes('0000')), integer(1)];
    expect(hex(setOf(values))).toBe('310d 020101 040101 040102 04020000'.replace(/ /g, ''));
  });

  it('frames parts without copying them', () => {
    const part = bytes('0102');
    const parts = framed(TAG.sequence, framed(contextTag(0, 'primitive'), [part]));
    expect(parts[2]).toBe(part);
    expect(hex(concat(parts))).toBe('300480020102');
    expect(hex(sequence(der(0x80, part)))).toBe('300480020102');
  });
});
