import * as fc from 'fast-check';
import { latin1Bytes } from '../../../shared/base/bytes';
import { MarkedLines } from '../../../shared/mime/marked-lines';

const find = (text: string, marker: string, from = 0, end = text.length): number =>
  new MarkedLines(latin1Bytes(marker)).next(latin1Bytes(text), from, end);

describe('the search for lines that begin with a marker', () => {
  it('finds what a plain search for line feed and marker finds', () => {
    const pieces = ['-', 'a', 'b', '\n', '\r', '\n--', '\n--a', '\n--ab', 'a line', '\n--aa', '\n--ab-a'];
    const letters = fc.array(fc.constantFrom(...pieces), { maxLength: 20 });
    fc.assert(
      fc.property(letters, fc.constantFrom('--a', '--', '--aa', '--ab-a', '--b'), fc.nat(20), (text, marker, from) => {
        const all = text.join('');
        const at = all.indexOf(`\n${marker}`, from);
        expect(find(all, marker, from)).toBe(at === -1 ? -1 : at + 1);
      }),
      { numRuns: 2_000 },
    );
  });

  it('finds a line behind many others', () => {
    const text = `${'a line without any\n'.repeat(20)}--ab\n`;
    expect(find(text, '--ab')).toBe(380);
    expect(find(text, '--')).toBe(380);
    expect(find(`${text}--ab`, '--ab', 381)).toBe(385);
  });

  it('tells whether a line stands at a place, whole in front of the end', () => {
    const octets = latin1Bytes('x--ab');
    const marker = new MarkedLines(latin1Bytes('--ab'));
    expect(marker.length).toBe(4);
    expect([0, 1, 2].map((at) => marker.standsAt(octets, at, 5))).toEqual([false, true, false]);
    expect(marker.standsAt(octets, 1, 4)).toBe(false);
    expect(new MarkedLines(latin1Bytes('--ac')).standsAt(octets, 1, 5)).toBe(false);
    expect(new MarkedLines(latin1Bytes('--abc')).standsAt(octets, 1, 9)).toBe(false);
  });

  it('looks for the line feed from the place given on, and for the marker up to the end given', () => {
    expect(find('\n--a', '--a', 1)).toBe(-1);
    expect(find('\n--a', '--a', 0, 3)).toBe(-1);
    expect(find('--a', '--a')).toBe(-1);
  });
});
