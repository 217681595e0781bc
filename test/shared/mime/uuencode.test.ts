import { latin1Bytes } from '../../../shared/base/bytes';
import { LIMITS } from '../../../shared/base/limits';
import { decodedBody, parseEntity } from '../../../shared/mime/entity';
import { attachmentsOf, shownText } from '../../../shared/mime/shown-text';
import { decodeUuencode, uuencodedFiles } from '../../../shared/mime/uuencode';
import { lines, text } from './octets';

const CAT = ['begin 644 cat.txt', '#0V%T', '`', 'end'];
const found = (...list: readonly string[]): readonly string[] => uuencodedFiles(lines(...list)).map(({ name }) => name);

describe('files uuencoded in a text', () => {
  it('are found by their begin, data and end lines', () => {
    const octets = lines('Hello', ...CAT, 'between', 'begin 0755 a b.bin ', '#0V%T', ' ', 'end', 'Bye');
    const files = uuencodedFiles(octets);
    expect(files.map(({ name }) => name)).toEqual(['cat.txt', 'a b.bin']);
    expect(files.map(({ start, end }) => text(decodeUuencode(octets.subarray(start, end))))).toEqual(['Cat', 'Cat']);
    expect(text(octets.subarray(0, files[0]?.start))).toBe('Hello\r\n');
    expect(text(octets.subarray(files[1]?.end))).toBe('Bye\r\n');
  });

  it('end where the text ends, with or without a line break', () => {
    expect(uuencodedFiles(latin1Bytes('begin 644 a\n#0V%T\n`\nend'))).toEqual([{ start: 0, end: 23, name: 'a' }]);
  });

  it('may have a check character behind each line, and lines whose last spaces got lost', () => {
    expect(found('begin 644 a', '#0V%T*', '', 'end')).toEqual(['a']);
    expect(found('begin 644 a', '#', 'end')).toEqual(['a']);
  });

  it.each([
    ['no end line', ['begin 644 a', '#0V%T', '`']],
    ['no mode', ['begin the day', '#0V%T', 'end']],
    ['no name', ['begin 644 ', '#0V%T', 'end']],
    ['a mode that is none', ['begin 649 a', '#0V%T', 'end']],
    ['a line that is longer than it says', ['begin 644 a', '#0V%T0V%T', 'end']],
    ['a line of small letters', ['begin 644 a', '#abcd', 'end']],
    ['a line of controls', ['begin 644 a', '#\x010000', 'end']],
    ['more behind the end', ['begin 644 a', '#0V%T', 'ending']],
    ['a name beyond reason', [`begin 644 ${'a'.repeat(600)}`, '#0V%T', 'end']],
    ['an indented begin', [' begin 644 a', '#0V%T', 'end']],
  ])('are none with %s', (_, list) => {
    expect(found(...list)).toEqual([]);
  });

  it('are looked for again behind what was none', () => {
    expect(found('begin 644 a', 'no', ...CAT)).toEqual(['cat.txt']);
  });

  it('are looked for up to the limit of parts', () => {
    const many = latin1Bytes('begin 644 a\nend\n'.repeat(LIMITS.uuencodedFiles + 5));
    expect(uuencodedFiles(many)).toHaveLength(LIMITS.uuencodedFiles);
  });
});

describe('plain text with a uuencoded file', () => {
  const entity = parseEntity(lines('Subject: x', '', 'Here it is:', ...CAT, 'Bye'));

  it('is shown without it', () => {
    expect(shownText(entity)).toBe('Here it is:\nBye\n');
  });

  it('has it for an attachment', () => {
    const [file, ...more] = attachmentsOf(entity);
    expect(more).toEqual([]);
    expect(file).toMatchObject({ filename: 'cat.txt', contentType: { value: 'application/octet-stream' } });
    expect(file && text(decodedBody(file))).toBe('Cat');
  });

  it('has it after its transfer encoding is undone too', () => {
    const encoded = parseEntity(
      lines('Content-Transfer-Encoding: quoted-printable', '', 'begin=20644 a', '#0V%T', '`', 'end'),
    );
    expect(attachmentsOf(encoded).map((file) => text(decodedBody(file)))).toEqual(['Cat']);
  });

  it('is looked into as plain text alone', () => {
    const html = parseEntity(lines('Content-Type: text/html', '', ...CAT));
    expect(attachmentsOf(html)).toEqual([]);
    expect(shownText(html)).toContain('begin 644');
  });
});
