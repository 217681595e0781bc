import { concat, utf8Bytes } from '../../../shared/base/bytes';
import { parseMailboxes } from '../../../shared/mime/address';
import { withoutField } from '../../../shared/mime/compose-header';
import { composeHeader, type MessageFields, withHeader } from '../../../shared/mime/compose-mime';
import { parseEntity } from '../../../shared/mime/entity';
import { decodeEncodedWords } from '../../../shared/mime/header';
import { codeOf, lines, text } from './octets';

const FIELDS: MessageFields = {
  from: { name: 'Alice', address: 'alice@a.example' },
  to: [{ name: 'Jörg, Dr.', address: 'joerg@b.example' }],
  subject: 'Grüße, und noch viel mehr davon, damit die Zeile zu lang wird',
  date: new Date('2026-11-03T07:08:09Z'),
  messageId: 'id@a.example',
};
const composed = (more: Partial<MessageFields> = {}): ReturnType<typeof parseEntity> =>
  parseEntity(withHeader(composeHeader({ ...FIELDS, ...more }), lines('', 'body')));

describe('header of a message (RFC 5322 3.6)', () => {
  it('reads back as the same fields', () => {
    const { header } = composed({
      cc: [{ name: '', address: 'c@c.example' }],
      inReplyTo: '<a@b>',
      references: '<x@y> a@b',
    });
    expect(parseMailboxes(header.first('from') ?? '')).toEqual([FIELDS.from]);
    expect(parseMailboxes(header.first('to') ?? '')).toEqual(FIELDS.to);
    expect(decodeEncodedWords(header.first('subject') ?? '')).toBe(FIELDS.subject);
    expect(
      ['cc', 'date', 'message-id', 'in-reply-to', 'references', 'mime-version'].map((name) => header.first(name)),
    ).toEqual(['c@c.example', 'Tue, 3 Nov 2026 07:08:09 +0000', '<id@a.example>', '<a@b>', '<x@y> <a@b>', '1.0']);
  });

  it('ends without the empty line, and leaves out what is absent', () => {
    expect(text(composeHeader({ ...FIELDS, to: [], subject: 'x' }))).toBe(
      'Date: Tue, 3 Nov 2026 07:08:09 +0000\r\nFrom: Alice <alice@a.example>\r\nMessage-ID: <id@a.example>\r\nSubject: x\r\nMIME-Version: 1.0\r\n',
    );
  });

  it('writes further fields as unstructured text, Bcc only where given', () => {
    const e = composed({ extra: [['X-Note', 'schön']], bcc: [FIELDS.from] });
    expect(decodeEncodedWords(e.header.first('x-note') ?? '')).toBe('schön');
    expect(e.header.first('bcc')).toBe('Alice <alice@a.example>');
    expect(composed().header.first('bcc')).toBeUndefined();
  });

  it('names the day of the week and the month', () => {
    const dates = Array.from({ length: 12 }, (_, i) => new Date(Date.UTC(2026, i, i + 1, 1)));
    const written = dates.map((date) => composed({ date }).header.first('date'));
    expect(written.map((date) => date?.slice(0, -' 01:00:00 +0000'.length))).toEqual([
      'Thu, 1 Jan 2026',
      'Mon, 2 Feb 2026',
      'Tue, 3 Mar 2026',
      'Sat, 4 Apr 2026',
      'Tue, 5 May 2026',
      'Sat, 6 Jun 2026',
      'Tue, 7 Jul 2026',
      'Sat, 8 Aug 2026',
      'Wed, 9 Sep 2026',
      'Sat, 10 Oct 2026',
      'Wed, 11 Nov 2026',
      'Sat, 12 Dec 2026',
    ]);
    expect(written.map((date) => date?.slice(-15))).toEqual(Array(12).fill('01:00:00 +0000'.padStart(15)));
    expect(composed({ date: new Date('2026-11-06T00:00:00Z') }).header.first('date')).toMatch(/^Fri, 6 Nov/);
    expect(composed({ date: new Date('2026-11-08T00:00:00Z') }).header.first('date')).toMatch(/^Sun, 8 Nov/);
    const early = new Date('0987-01-02T03:04:05Z');
    expect(composed({ date: early }).header.first('date')).toContain(' Jan 0987 03:04:05 +0000');
  });

  it('writes each message identifier once in angle brackets, whatever parts them', () => {
    const { header } = composed({ references: ' <a@b>  c@d\t<e@f> ' });
    expect(header.first('references')).toBe('<a@b> <c@d> <e@f>');
  });

  it('leaves no white space at the end of a line', () => {
    expect(text(composeHeader({ ...FIELDS, subject: '' }))).toContain('\r\nSubject:\r\n');
  });

  it('has no line over 78', () => {
    const octets = composeHeader({
      ...FIELDS,
      subject: 'word '.repeat(50).trim(),
      references: Array(30).fill('<id@host.example>').join(' '),
    });
    for (const line of text(octets).split('\r\n')) expect(line.length).toBeLessThanOrEqual(78);
  });

  it.each<Partial<MessageFields>>([
    { subject: 'a\r\nBcc: x@y.z' },
    { subject: 'a\nb' },
    { from: { name: 'a\r\nBcc: x@y.z', address: 'a@b.c' } },
    { to: [{ name: '', address: 'a@b.c\r\nBcc: x@y.z' }] },
    { messageId: 'a@b>\r\nBcc: x@y.z' },
    { messageId: '' },
    { inReplyTo: '<a@b>\nX: y' },
    { references: '<a@b> \r\n<c@d>' },
    { references: '<a@b> <c@d' + '>'.repeat(2) },
    { references: '<a@b> c<d@e' },
    { messageId: 'ä@b' },
    { messageId: ' ' },
    { extra: [['X-A', 'a\r\nBcc: x']] },
    { extra: [['X-A: b\r\nBcc', 'x']] },
    { extra: [['', 'x']] },
    { date: new Date(NaN) },
  ])('refuses %j', (more) => expect(codeOf(() => composeHeader({ ...FIELDS, ...more }))).toBe('malformed-mime'));
});

describe('header and entity', () => {
  it('stand one behind the other', () => {
    const header = composeHeader(FIELDS);
    const entity = lines('Content-Type: text/plain', '', 'x');
    expect(text(withHeader(header, entity))).toBe(text(concat([header, entity])));
  });

  it('are refused where the fields end open', () => {
    for (const open of ['A: b', 'A: b\r', 'A: b\n', 'A: b\r.'])
      expect(codeOf(() => withHeader(utf8Bytes(open), lines('', 'x')))).toBe('malformed-mime');
    expect(text(withHeader(new Uint8Array(0), lines('', 'x')))).toBe(text(lines('', 'x')));
  });
});

describe('a header without one of its fields', () => {
  const header = lines('Subject: a', 'X-Note: b', ' folded', 'x-note: c', 'To: d@e.f');

  it('keeps all others as they were', () => {
    expect(text(withoutField(header, 'X-NOTE'))).toBe(text(lines('Subject: a', 'To: d@e.f')));
    expect(text(withoutField(header, 'to'))).toBe(text(lines('Subject: a', 'X-Note: b', ' folded', 'x-note: c')));
  });

  it('is the same where it has none', () => {
    expect(withoutField(header, 'Cc')).toBe(header);
  });
});
