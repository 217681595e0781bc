import * as fc from 'fast-check';
import { decodeEncodedWords, encodeUnstructured, encodeWords, foldWords } from '../../../shared/mime/encoded-word';
import { codeOf } from './octets';

describe('encoded words, reading (RFC 2047)', () => {
  it.each([
    ['=?US-ASCII?Q?Keith_Moore?= <moore@cs.utk.edu>', 'Keith Moore <moore@cs.utk.edu>'],
    ['=?ISO-8859-1?Q?Keld_J=F8rn_Simonsen?=', 'Keld Jørn Simonsen'],
    ['=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?=', 'If you can read this yo'],
    ['(=?ISO-8859-1?Q?a?=)', '(a)'],
    ['(=?ISO-8859-1?Q?a?= b)', '(a b)'],
    ['(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)', '(ab)'],
    ['(=?ISO-8859-1?Q?a?=  \t =?ISO-8859-1?Q?b?=)', '(ab)'],
    ['(=?ISO-8859-1?Q?a_b?=)', '(a b)'],
    ['(=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=)', '(a b)'],
    ['=?utf-8*en?q?=C3=A9t=c3=a9?=', 'été'],
    ['=?UTF-8?b?4oKs?= plain =?UTF-8?b?4oKs?=', '€ plain €'],
  ])('%s', (value, expected) => expect(decodeEncodedWords(value)).toBe(expected));

  it('joins a character that was cut between two words of one charset', () => {
    expect(decodeEncodedWords('=?utf-8?B?4oI=?= =?utf-8?B?rA==?=')).toBe('€');
    expect(decodeEncodedWords('=?utf-8?Q?=E2=82?=\r\n =?UTF-8?Q?=AC?=')).toBe('€');
  });

  it('keeps what is no encoded word', () => {
    for (const value of ['=?x?=', '=?utf-8?Z?abc?=', 'a =? b', '=?utf-8?q?open', '=?a b?q?c?=']) {
      expect(decodeEncodedWords(value)).toBe(value);
    }
  });

  it('lets no word smuggle in line breaks or NUL', () => {
    expect(decodeEncodedWords('=?utf-8?q?a=0D=0ABcc:_x=00?=')).toBe('a  Bcc: x ');
    expect(decodeEncodedWords('=?utf-8?b?cG90dXNAd2hpdGVob3VzZS5nb3YNCjxh?=')).not.toMatch(/[\r\n]/);
  });

  it('reads neighbours of a charset with shift states one by one', () => {
    expect(decodeEncodedWords('=?ISO-2022-JP?B?GyRCJCIbKEI=?= =?ISO-2022-JP?B?GyRCJCIbKEI=?=')).toBe('\u3042\u3042');
    expect(decodeEncodedWords('=?utf-7?Q?+AOQ?= =?UTF-7?Q?+APY-?=')).toBe('\u00e4\u00f6');
  });

  it('reads an unknown charset as what it can be', () => {
    expect(decodeEncodedWords('=?x-unknown?q?=C3=A9?=')).toBe('é');
    expect(decodeEncodedWords('=?nonsense?q?=E9?=')).toBe('é');
  });
});

describe('unstructured text, writing', () => {
  const decoded = (value: string): string => decodeEncodedWords(value.replace(/\r\n/g, ''));

  it('leaves plain text as it is', () => {
    expect(encodeUnstructured('Dinner plans')).toBe('Dinner plans');
  });

  it('folds long text in front of spaces', () => {
    const value = encodeUnstructured('word '.repeat(60).trim());
    expect(value.split('\r\n ').every((line) => line.length <= 70)).toBe(true);
    expect(value.replace(/\r\n/g, '')).toBe('word '.repeat(60).trim());
  });

  it('keeps lines of up to 60 columns whole, and breaks in front of the word that goes beyond', () => {
    const [a, b] = ['a'.repeat(30), 'b'.repeat(29)];
    expect(encodeUnstructured(`${a} ${b}`)).toBe(`${a} ${b}`);
    expect(foldWords(`${a} ${b}b c`)).toBe(`${a}\r\n ${b}b c`);
    expect(foldWords(`${'x'.repeat(80)} c`)).toBe(`${'x'.repeat(80)}\r\n c`);
    expect(foldWords('')).toBe('');
  });

  it('encodes what folding would change: long words, double spaces in long text, spaces at an end', () => {
    const long = 'word '.repeat(20).trim();
    for (const value of [`${long}  word`, ` ${long}`, 'a ', ' a', `${long} ${'x'.repeat(901)}`]) {
      expect(encodeUnstructured(value)).toMatch(/^=\?UTF-8\?B\?/);
      expect(decoded(encodeUnstructured(value))).toBe(value);
    }
    expect(encodeUnstructured('a  b')).toBe('a  b');
    expect(encodeUnstructured(`${long} ${'x'.repeat(900)}`)).toContain('x'.repeat(900));
  });

  it('writes encoded words of 39 octets at most, none of them empty and no character cut', () => {
    expect(encodeWords('')).toBe('');
    expect(encodeWords('é'.repeat(19)).split('\r\n ')).toHaveLength(1);
    expect(encodeWords('é'.repeat(20)).split('\r\n ')).toHaveLength(2);
    expect(encodeWords('x'.repeat(39)).split('\r\n ')).toHaveLength(1);
    expect(encodeWords('x'.repeat(40)).split('\r\n ')).toHaveLength(2);
  });

  it('encodes what is not ASCII, and what could be taken for an encoded word', () => {
    expect(encodeUnstructured('Grüße')).toBe('=?UTF-8?B?R3LDvMOfZQ==?=');
    expect(encodeUnstructured('=?utf-8?q?x?=')).not.toContain('?q?');
  });

  it.each(['a\r\nBcc: x', 'a\nb', 'a\rb', 'a\0b'])('refuses %j', (value) => {
    expect(codeOf(() => encodeUnstructured(value))).toBe('malformed-mime');
  });

  it('decodes to the same text, in printable ASCII lines of at most 998, no word over 75', () => {
    const characters = fc.string({ unit: fc.constantFrom(...Array.from('ab ?=_é€😀\t')), maxLength: 300 });
    fc.assert(
      fc.property(fc.oneof(characters, fc.string({ unit: 'grapheme', maxLength: 200 })), (value) => {
        fc.pre(!/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029]/.test(value));
        const encoded = encodeUnstructured(value);
        expect(encoded).toMatch(/^(?:[ -~\t]|\r\n )*$/);
        expect(encoded.split('\r\n').every((line) => line.trim() !== '' || encoded === '')).toBe(true);
        for (const word of encoded.match(/=\?\S+\?=/g) ?? []) expect(word.length).toBeLessThanOrEqual(75);
        expect(decoded(encoded)).toBe(value.replace(/\t/g, ' '));
      }),
    );
  });
});
