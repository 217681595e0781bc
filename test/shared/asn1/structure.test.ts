import { type Bytes, fromHex, hex } from '../../../shared/base/bytes';
import { contextTag, readTlv, TAG, type Tlv } from '../../../shared/asn1/der';
import { bitStringOctets, ElementReader, inside, unsignedInteger } from '../../../shared/asn1/structure';

const value = (text: string): Tlv => readTlv(fromHex(text.replace(/ /g, '')) as Bytes);
const malformed = expect.objectContaining({ code: 'malformed-der' }) as Error;

describe('taking elements in order', () => {
  it('takes what is there and leaves what has another tag', () => {
    const reader = new ElementReader(value('3008 020101 a000 040100'), 'Test');
    expect(reader.take('version', TAG.integer).tag).toBe(2);
    expect(reader.takeIf(contextTag(1))).toBeUndefined();
    expect(reader.takeIf(contextTag(0), contextTag(1))?.tag).toBe(0xa0);
    expect(reader.atEnd).toBe(false);
    expect(reader.take('last').tag).toBe(4);
    expect(reader.takeIf()).toBeUndefined();
    expect(reader.atEnd).toBe(true);
    expect(() => reader.end()).not.toThrow();
  });

  it('names what is missing or of another type', () => {
    expect(() => new ElementReader(value('3000'), 'Thing').take('part')).toThrow('Thing: part was expected');
    expect(() => new ElementReader(value('3003020101'), 'Thing').take('part', 4)).toThrow(malformed);
    expect(() => new ElementReader(value('3100'), 'Thing')).toThrow(malformed);
    expect(() => new ElementReader(value('a100'), 'Thing', contextTag(1))).not.toThrow();
  });

  it('refuses what the definition does not know', () => {
    expect(() => new ElementReader(value('3003020101'), 'Thing').end()).toThrow(malformed);
  });

  it('reads indefinite lengths', () => {
    const reader = new ElementReader(value('3080 020101 3080 0000 0000'), 'Test');
    reader.take('one');
    expect(reader.take('two').indefinite).toBe(true);
    expect(reader.atEnd).toBe(true);
  });
});

describe('an explicit tag', () => {
  it('holds exactly one value', () => {
    expect(inside(value('a003020101'), 'x').tag).toBe(2);
    expect(() => inside(value('a000'), 'x')).toThrow(malformed);
    expect(() => inside(value('a006020101020101'), 'x')).toThrow(malformed);
    expect(() => inside(value('800101'), 'x')).toThrow(malformed);
  });
});

describe('numbers and bits', () => {
  it('are read without leading zeros', () => {
    expect(hex(unsignedInteger(value('020200ff')))).toBe('ff');
    expect(hex(unsignedInteger(value('020100')))).toBe('00');
    expect(hex(unsignedInteger(value('0203000001')))).toBe('01');
  });

  it('are refused where negative, empty or of another type', () => {
    for (const text of ['0201ff', '0200', '040101']) expect(() => unsignedInteger(value(text))).toThrow(malformed);
  });

  it('in strings come in whole octets', () => {
    expect(hex(bitStringOctets(value('03020001')))).toBe('01');
    for (const text of ['03020101', '0300', '040100']) expect(() => bitStringOctets(value(text))).toThrow(malformed);
  });
});
