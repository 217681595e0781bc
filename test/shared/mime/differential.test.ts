import PostalMime, { type Email } from 'postal-mime';
import { type Bytes, equal, utf8Bytes } from '../../../shared/base/bytes';
import { parseMailboxes } from '../../../shared/mime/address';
import { composeEntity, composeHeader, withHeader } from '../../../shared/mime/compose-mime';
import { decodedBody, parseEntity } from '../../../shared/mime/entity';
import { decodeEncodedWords } from '../../../shared/mime/header';
import { attachmentsOf, shownHtml, shownText } from '../../../shared/mime/shown-text';
import { lines } from './octets';

const FIELDS = {
  from: { name: 'Jörg "J" Müller', address: 'joerg@a.example' },
  to: [
    { name: '', address: 'b@b.example' },
    { name: 'Doe, Jane', address: 'jane@c.example' },
  ],
  subject: 'Über 私 und 😀: ein Betreff, der über mehrere Zeilen geht und wieder zurück',
  date: new Date('2026-11-03T07:08:09Z'),
  messageId: '<id@a.example>',
};
const FILE = {
  filename: 'Übersicht der außerordentlich vielen Dateien, die wir haben.pdf',
  contentType: 'application/pdf',
  octets: Uint8Array.of(0, 255, 10, 13),
};
const message = (content: Parameters<typeof composeEntity>[0]): Bytes =>
  withHeader(composeHeader(FIELDS), composeEntity(content));

const SAMPLES: Readonly<Record<string, Bytes>> = {
  'a composed text': message({ text: 'Grüße \r\nFrom here\r\n.\r\n' }),
  'a composed alternative with files': message({
    text: 'text',
    html: '<p>Grüße</p>',
    attachments: [FILE, { ...FILE, filename: 'a.txt' }],
  }),
  'a composed related': message({
    text: 't',
    html: '<img src="cid:i@x">',
    inline: [{ ...FILE, contentId: 'i@x' }],
    attachments: [FILE],
  }),
  'LF lines, folded fields, quoted-printable latin-1': utf8Bytes(
    'From: "A\n B" <a@b.c>\nSubject: =?iso-8859-1?q?caf=E9?=\n =?iso-8859-1?q?_au_lait?=\nContent-Type: text/plain;\n charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\ncaf=E9 =\nau lait\n',
  ),
  'a nested multipart with preamble and epilogue': lines(
    'From: a@b.c',
    'Content-Type: multipart/mixed; boundary="x"',
    '',
    'preamble',
    '--x',
    'Content-Type: multipart/alternative; boundary="x-y"',
    '',
    '--x-y',
    '',
    'plain',
    '--x-y',
    'Content-Type: text/html',
    '',
    '<b>html</b>',
    '--x-y--',
    '',
    '--x',
    'Content-Disposition: attachment; filename*0*=utf-8\'\'%C3%A4; filename*1=".bin"',
    'Content-Type: application/octet-stream',
    'Content-Transfer-Encoding: base64',
    '',
    'AAEC',
    '--x--',
    'epilogue',
  ),
  'no closing delimiter': lines('From: a@b.c', 'Content-Type: multipart/mixed; boundary=x', '', '--x', '', 'only'),
};

const squeezed = (value: string | undefined): string => (value ?? '').replace(/\s+/g, ' ').trim();

describe.each(Object.entries(SAMPLES))('against postal-mime: %s', (_name, octets) => {
  const ours = parseEntity(octets);
  let theirs: Email;
  beforeAll(async () => {
    theirs = await PostalMime.parse(octets, { attachmentEncoding: 'arraybuffer' });
  });

  it('has the same sender and subject', () => {
    expect(parseMailboxes(ours.header.first('from') ?? '')).toMatchObject([
      { address: theirs.from?.address ?? '', name: theirs.from?.name ?? '' },
    ]);
    expect(decodeEncodedWords(ours.header.first('subject') ?? '')).toBe(theirs.subject ?? '');
  });

  it('has the same text and HTML', () => {
    if (theirs.text !== undefined) expect(squeezed(shownText(ours))).toBe(squeezed(theirs.text));
    expect(squeezed(shownHtml(ours))).toBe(squeezed(theirs.html));
  });

  it('has the same files, octet for octet', () => {
    const related = new Set(theirs.attachments.filter((one) => one.related));
    const files = theirs.attachments.filter((one) => !related.has(one));
    const found = attachmentsOf(ours);
    expect(found.map((one) => one.filename)).toEqual(files.map((one) => one.filename));
    found.forEach((one, i) =>
      expect(equal(decodedBody(one), new Uint8Array(files[i]?.content as ArrayBuffer))).toBe(true),
    );
  });
});
