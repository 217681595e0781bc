import { type Bytes, latin1Bytes, utf8Bytes } from '../../../shared/base/bytes';
import { LIMITS } from '../../../shared/base/limits';
import { parseMailboxes } from '../../../shared/mime/address';
import { decodeEncodedWords } from '../../../shared/mime/encoded-word';
import { parseEntity } from '../../../shared/mime/entity';
import { unflowed } from '../../../shared/mime/flowed-text';
import { readHeader } from '../../../shared/mime/header';
import { htmlToText } from '../../../shared/mime/html-text';
import { MarkedLines } from '../../../shared/mime/marked-lines';
import { splitMultipart } from '../../../shared/mime/multipart';
import { parseParameterized } from '../../../shared/mime/parameters';
import { decodeQuotedPrintable } from '../../../shared/mime/quoted-printable';
import { attachmentsOf, shownText } from '../../../shared/mime/shown-text';
import { uuencodedFiles } from '../../../shared/mime/uuencode';
import { codeOf, processorTime } from './octets';

/** Milliseconds of the processor, several times what is needed: what is not linear takes minutes. */
const SOON = 3_000;

const within = (limit: number, run: () => unknown): void => expect(processorTime(run)).toBeLessThan(limit);

/** Takes as long for twice the octets as linear reading may, whatever the machine does besides. */
describe('time grows with the octets alone', () => {
  it('of a multipart with 100,000 lines that begin like delimiters', () => {
    const lines = '--boundarx\r\n--bounda\r\n--boundary?\r\n'.repeat(35_000);
    const split = (text: string): unknown =>
      splitMultipart(latin1Bytes(text), 0, text.length, latin1Bytes('boundary'), 9, 'loose');
    within(SOON, () => split(`--boundary\r\n\r\n${lines}--boundary--`));
    for (const piece of ['\n--', '\n--b', '\n--bx', '-', '\r\n--b \t', '\n--boundary ']) {
      within(8_000, () => split(piece.repeat(2_000_000 / piece.length)));
    }
  });

  it('of a marker of one character repeated', () => {
    const octets = (length: number): Bytes => new Uint8Array(length).fill(0x61);
    const marker = new MarkedLines(octets(60_000));
    within(1_000, () => marker.next(octets(4_000_000), 0, 4_000_000));
  });

  it('of a header of a megabyte, folded or not', () => {
    const header = (text: string): unknown => readHeader(latin1Bytes(text), 0, text.length);
    const size = LIMITS.headerOctets - 100;
    for (const piece of ['x', ' x\r\n', '=?utf-8?q?a?= ', ';a=b', '(', '\r', '\0', ',"']) {
      within(SOON, () => header(`Content-Type: ${piece.repeat(size / piece.length)}\r\n\r\n`));
    }
    for (const line of ['no field\r\n', 'From : a\r\n', ': \r\n']) {
      within(SOON, () => codeOf(() => header(`A: 1\r\n${line.repeat(size / line.length)}\r\n`)));
    }
  });

  it('of parts inside each other, as deep as they are read', () => {
    const heads = Array.from(
      { length: LIMITS.mimeDepth + 20 },
      (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`,
    ).join('');
    within(SOON, () => shownText(parseEntity(latin1Bytes(`${heads}\r\n${'--b\r\n'.repeat(400_000)}`))));
  });

  it('of as many parts as are read', () => {
    const part = '--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\ny\r\n';
    const octets = latin1Bytes(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${part.repeat(900)}--b--`);
    within(SOON, () => attachmentsOf(parseEntity(octets)));
  });

  it('of parameters, however many and however they are cut', () => {
    for (const piece of ['(', ' (', ';name=(', '(a) ', '"', '\\', ';a', 'a*0=', '; a*1*=%']) {
      within(SOON, () => parseParameterized(`x/y;${piece.repeat(100_000)}`));
    }
    const pieces = Array.from({ length: 100_000 }, (_, i) => `; a*${i % 10_000}*=%41`).join('');
    const names = Array.from({ length: 100_000 }, (_, i) => `; p${i}=1`).join('');
    within(SOON, () => parseParameterized(`x/y${pieces}`));
    within(SOON, () => parseParameterized(`x/y${names}`));
  });

  it('of encoded words made of beginnings', () => {
    within(SOON, () => decodeEncodedWords('=?a?b?'.repeat(100_000)));
    within(SOON, () => decodeEncodedWords('=?utf-8?q?a?= '.repeat(20_000)));
  });

  it('of address lists', () => {
    for (const piece of ['(', '<', '"', 'a,', 'a:', '[', '@', '. ', '<>', '\\']) {
      within(SOON, () => parseMailboxes(piece.repeat(50_000)));
    }
  });

  it('of quoted-printable of soft line breaks and blanks', () => {
    for (const piece of ['= \t', ' ', '=\r\n']) {
      within(SOON, () => decodeQuotedPrintable(latin1Bytes(piece.repeat(4_000_000 / piece.length))));
    }
  });

  it('of flowed text and of files begun in text', () => {
    within(SOON, () => unflowed('> a \n'.repeat(200_000), { space: 'delete' }));
    within(SOON, () => unflowed('>'.repeat(1_000_000), { space: 'keep' }));
    within(SOON, () => uuencodedFiles(latin1Bytes(`begin 644 a\n${'M\n'.repeat(50)}x\n`.repeat(5_000))));
  });

  it.each([
    '<',
    '<a ',
    '<a b="',
    '<!--',
    '<style>',
    '</',
    '&',
    '&#',
    '<p>',
    '<div class="header-protection-legacy-display">',
    ' ',
    '&nbsp',
    '<a =',
  ])('of HTML of %j', (piece) => {
    within(SOON, () => htmlToText(piece.repeat(200_000 / piece.length), { legacyDisplay: 'hide' }));
  });
});

describe('a big message', () => {
  it('of 20 MB is read in a part of a second', () => {
    const line = `${'QUJD'.repeat(19)}\r\n`;
    const octets = utf8Bytes(
      `Content-Type: multipart/mixed; boundary="=_x"\r\n\r\n--=_x\r\n\r\n${line.repeat(270_000)}--=_x--`,
    );
    within(1_000, () => expect(parseEntity(octets).children).toHaveLength(1));
  });
});
