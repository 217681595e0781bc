import * as fc from 'fast-check';
import { concat, latin1Bytes, utf8Bytes } from '../../../shared/base/bytes';
import { decodedText, decodeText } from '../../../shared/mime/charset';
import { parseEntity } from '../../../shared/mime/entity';
import { lines } from './octets';

describe('charsets', () => {
  it.each([
    ['utf-8', '\xc3\xa9', 'é'],
    ['"UTF-8"', '\xc3\xa9', 'é'],
    ['utf8', '\xc3\xa9', 'é'],
    ['iso-8859-1', '\xe9\x80', 'é€'],
    ['iso-8859-15', '\xa4', '€'],
    ['ISO8859_1', '\xe9', 'é'],
    ['iso 8859-2', '\xb1', 'ą'],
    ['cp-1251', '\xcf', 'П'],
    ['win1251', '\xcf', 'П'],
    ['koi8-r', '\xf0', 'П'],
    ['ibm866', '\x8f', 'П'],
    ['iso-2022-jp', '\x1b$B;d\x1b(B', '私'],
    ['shift-jis', '\x8e\x84', '私'],
    ['cp932', '\x8e\x84', '私'],
    ['gb2312', '\xcb\xbd', '私'],
    ['ks_c_5601-1987', '\xb0\xa1', '가'],
    ['big5', '\xa8\x70', '私'],
    ['utf-7', 'Hi Mom -+Jjo--!', 'Hi Mom -\u263a-!'],
    ['utf-7', '1 +- 1', '1 + 1'],
    ['utf-16le', 'a\0', 'a'],
  ])('reads %s', (label, octets, expected) => expect(decodeText(latin1Bytes(octets), label)).toBe(expected));

  it.each([undefined, '', 'us-ascii', 'ANSI_X3.4-1968', 'nonsense', 'x-unknown', 'constructor'])(
    'reads %j as UTF-8 where valid, else as windows-1252',
    (label) => {
      expect(decodeText(utf8Bytes('é'), label)).toBe('é');
      expect(decodeText(latin1Bytes('\xe9\x93'), label)).toBe('é\u201c');
    },
  );

  it('drops a byte order mark', () => {
    expect(decodeText(utf8Bytes('\ufeffx'), 'utf-8')).toBe('x');
    expect(decodeText(utf8Bytes('\ufeffx'), undefined)).toBe('x');
  });

  it('reads an entity in the charset it names, its transfer encoding undone', () => {
    const head = lines(
      'Content-Type: text/plain; charset=iso-8859-1',
      'Content-Transfer-Encoding: quoted-printable',
      '',
    );
    expect(decodedText(parseEntity(concat([head, utf8Bytes('=E9=\r\n!')])))).toBe('é!');
  });

  it.each([
    ['text/html', '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', 'П'],
    ['text/html', '<META charset=koi8-r >', 'П'],
    ['text/html', '<meta charset="utf-16">', 'ð'],
    ['text/html; charset=iso-8859-1', '<meta charset="koi8-r">', 'ð'],
    ['text/plain', '<meta charset="koi8-r">', 'ð'],
  ])(
    'takes the charset of a page from its meta element where nothing else names one: %s, %s',
    (type, meta, expected) => {
      const e = parseEntity(concat([lines(`Content-Type: ${type}`, ''), latin1Bytes(`${meta}\xf0`)]));
      expect(decodedText(e)).toBe(meta + expected);
    },
  );

  it('never throws', () => {
    fc.assert(fc.property(fc.uint8Array(), fc.string(), (octets, label) => void decodeText(octets, label)));
  });
});
