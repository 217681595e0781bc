import * as fc from 'fast-check';
import { latin1Bytes } from '../../../shared/base/bytes';
import { MarkedLines } from '../../../shared/mime/marked-lines';

const find = (text: string, marker: string, from = 0, end = text.length): number =>
  new MarkedLines(latin1Bytes(marker)).next(latin1Bytes(text), from, end);

describe('the search for lines that begin with a marker', () => {
  it('finds what a plain search for line feed and marker finds', () => {
    const letters = fc.array(fc.constantFrom('-', 'a', 'b', '\n', '\r'), { maxLength: 60 });
    fc.assert(
      fc.property(letters, fc.constantFrom('--a', '--', '--aa', '--ab-a', '--b'), fc.nat(20), (text, marker, from) => {
        const all = text.join('');
        const at = all.indexOf(`\n${marker}`, from);
        expect(find(all, marker, from)).toBe(at === -1 ? -1 : at + 1);
      }),
      { numRuns: 2_000 },
    );
  });

  it('looks for the line feed from the place given on, and for the marker up to the end given', () => {
    expect(find('\n--a', '--a', 1)).toBe(-1);
    expect(find('\n--a', '--a', 0, 3)).toBe(-1);
    expect(find('--a', '--a')).toBe(-1);
  });
});
