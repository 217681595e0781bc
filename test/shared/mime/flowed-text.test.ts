import * as fc from 'fast-check';
import { parseEntity } from '../../../shared/mime/entity';
import { unflowed } from '../../../shared/mime/flowed-text';
import { shownText } from '../../../shared/mime/shown-text';
import { lines } from './octets';

const keep = (text: string): string => unflowed(text, { space: 'keep' });

describe('text of format=flowed (RFC 3676)', () => {
  it.each([
    ['a soft line break joins two lines', 'one \ntwo', 'one two'],
    ['a line without a space at its end is whole', 'one\ntwo', 'one\ntwo'],
    ['several soft line breaks make one paragraph', 'a \nb \nc\nd', 'a b c\nd'],
    ['a stuffed line loses its first space alone', ' From me\n  two', 'From me\n two'],
    ['a stuffed line may be the second of a paragraph', 'a \n >b', 'a >b'],
    ['quoted lines join within their depth', '> one \n> two', '> one two'],
    ['quoted lines of another depth stay apart', '>> one \n> two \nthree', '>> one \n> two \nthree'],
    ['an empty quoted line stays empty', '> a\n>\n> b', '> a\n>\n> b'],
    ["a signature's line is one of its own", 'text \n-- \nme', 'text \n-- \nme'],
    ["so is a quoted signature's", '> text \n> -- \n> me', '> text \n> -- \n> me'],
    ['a soft line break at the end joins nothing', 'one ', 'one '],
    ['a line break at the end stays', 'one \ntwo\n', 'one two\n'],
    ['an empty line ends a paragraph', 'one \n\ntwo', 'one \ntwo'],
  ])('%s', (_, received, shown) => {
    expect(keep(received)).toBe(shown);
  });

  it('leaves out the space of a soft line break where DelSp says so', () => {
    expect(unflowed('mo \nji \n> x \n> y\n-- \nme', { space: 'delete' })).toBe('moji\n> xy\n-- \nme');
  });

  it('leaves text alone that has neither soft line breaks nor marks in front', () => {
    const line = fc.string().map((text) => text.replace(/^[> ]+|[ \r\n]+$|\n/g, ''));
    fc.assert(fc.property(fc.array(line), (list) => keep(list.join('\n')) === list.join('\n')));
  });
});

describe('a part that says it is flowed', () => {
  const shown = (parameters: string): string =>
    shownText(parseEntity(lines(`Content-Type: text/plain; ${parameters}`, '', 'one ', ' two', '> three')));

  it('is shown as it was written', () => {
    expect(shown('format=flowed')).toBe('one two\n> three\n');
    expect(shown('Format="Flowed"; DelSp=Yes')).toBe('onetwo\n> three\n');
  });

  it('is shown as received where it says anything else', () => {
    expect(shown('format=fixed')).toBe('one \n two\n> three\n');
    expect(shown('delsp=yes')).toBe('one \n two\n> three\n');
  });
});
