import { parseEntity } from '../../../shared/mime/entity';
import { attachmentsOf, inlineParts, shownHtml, shownText } from '../../../shared/mime/shown-text';
import { lines } from './octets';

const PLAIN = ['Content-Type: text/plain', '', 'plain'];
const HTML = ['Content-Type: text/html', '', '<p>html</p>'];
const PDF = ['Content-Type: application/pdf; name=a.pdf', '', '%PDF'];
let serial = 0;

/** Lines of a multipart of the given parts. */
function multi(subtype: string, ...parts: readonly (readonly string[])[]): readonly string[] {
  const boundary = `b${serial++}x`;
  const head = [`Content-Type: multipart/${subtype}; boundary=${boundary}`, ''];
  return [...head, ...parts.flatMap((part) => [`--${boundary}`, ...part]), `--${boundary}--`];
}
const entity = (list: readonly string[]): ReturnType<typeof parseEntity> => parseEntity(lines(...list));
const shown = (list: readonly string[]): string => shownText(entity(list)).replace(/\n+/g, '|').replace(/\|$/, '');
const names = (list: readonly string[]): readonly string[] =>
  attachmentsOf(entity(list)).map((e) => e.filename ?? e.contentType.value);

describe('shown text', () => {
  it('is the text of a simple message, line breaks as LF', () => {
    expect(shownText(entity(['Subject: x', '', 'one', 'two']))).toBe('one\ntwo\n');
    expect(shown(HTML)).toBe('html');
  });

  it('prefers plain text among alternatives, whatever the order', () => {
    expect(shown(multi('alternative', PLAIN, HTML))).toBe('plain');
    expect(shown(multi('alternative', HTML, PLAIN))).toBe('plain');
    expect(shown(multi('alternative', PLAIN, multi('related', HTML, PDF)))).toBe('plain');
  });

  it('takes HTML where the plain alternative is empty or absent', () => {
    expect(shown(multi('alternative', ['Content-Type: text/plain', '', '  '], HTML))).toBe('html');
    expect(shown(multi('alternative', HTML))).toBe('html');
    expect(shown(multi('alternative', PDF))).toBe('');
  });

  it('joins the parts of a mixed in order, an empty line between them', () => {
    expect(shownText(entity(multi('mixed', PLAIN, PDF, HTML)))).toBe('plain\n\nhtml');
  });

  it('shows of a related its root, of a signed its first part', () => {
    expect(shown(multi('related', HTML, PLAIN))).toBe('html');
    const named = ['Content-Type: text/plain', 'Content-ID: <r@x>', '', 'root'];
    expect(shown(multi('related; start="<r@x>"', HTML, named))).toBe('root');
    expect(shown(multi('signed', PLAIN, HTML))).toBe('plain');
  });

  it('shows nothing of attachments, encrypted parts and calendars', () => {
    const attached = ['Content-Type: text/plain', 'Content-Disposition: attachment', '', 'file'];
    const calendar = ['Content-Type: text/calendar', '', 'BEGIN:VCALENDAR'];
    expect(shown(multi('mixed', attached, calendar, PLAIN))).toBe('plain');
    expect(shown(multi('encrypted', PLAIN, PLAIN))).toBe('');
  });

  it('marks an attached message off by dashes and its own fields', () => {
    const message = [
      'Content-Type: message/rfc822',
      '',
      'From: =?utf-8?q?J=C3=B6rg?= <j@x>',
      'Subject: s',
      '',
      'inner',
    ];
    expect(shownText(entity(multi('mixed', PLAIN, message)))).toBe(
      `plain\n\n${'-'.repeat(40)}\nFrom: Jörg <j@x>\nSubject: s\n\ninner`,
    );
    expect(shownHtml(entity(multi('mixed', HTML, message)))).toBe('<p>html</p>');
  });

  it('shows a multipart that cannot be split as the text it is', () => {
    expect(shown(['Content-Type: multipart/mixed; boundary=none', '', 'text'])).toBe('text');
  });

  it.each(['text/plain', 'text/html'])(
    'leaves the legacy display of %s out under hp="cipher" alone (RFC 9788)',
    (type) => {
      const body =
        type === 'text/plain'
          ? ['Subject: hidden', '', 'body']
          : ['<div class="header-protection-legacy-display"><pre>Subject: hidden</pre></div><p>body</p>'];
      const part = (more: string): readonly string[] => [
        `Content-Type: ${type}; hp-legacy-display="1"${more}`,
        '',
        ...body,
      ];
      expect(shown(part('; hp="cipher"'))).toBe('body');
      expect(shown(multi('mixed; hp="cipher"', part('')))).toBe('body');
      expect(shown(part(''))).toContain('hidden');
      expect(shown(part('; hp="clear"'))).toContain('hidden');
    },
  );
});

describe('shown HTML', () => {
  it('is there where an alternative is HTML, and not otherwise', () => {
    expect(shownHtml(entity(multi('alternative', PLAIN, multi('related', HTML, PDF))))).toBe('<p>html</p>');
    expect(shownHtml(entity(PLAIN))).toBeUndefined();
  });
});

describe('attachments', () => {
  const signature = ['Content-Type: application/pkcs7-signature; name=smime.p7s', '', 'x'];
  const image = [
    'Content-Type: image/png',
    'Content-ID: <i@x>',
    'Content-Disposition: inline; filename=i.png',
    '',
    'x',
  ];

  it('are everything that is not shown, in order', () => {
    const message = ['Content-Type: message/rfc822', '', 'Subject: x', '', 'inner'];
    expect(names(multi('mixed', PLAIN, PDF, message))).toEqual(['a.pdf', 'message/rfc822']);
    expect(names(PLAIN)).toEqual([]);
    expect(names(PDF)).toEqual(['a.pdf']);
  });

  it('include those in an alternative that is not shown', () => {
    expect(names(multi('alternative', PLAIN, multi('mixed', HTML, PDF)))).toEqual(['a.pdf']);
  });

  it('leave out signatures and images that stand in the page', () => {
    expect(names(multi('signed', multi('related', HTML, image, PDF), signature))).toEqual(['a.pdf']);
    expect([...inlineParts(entity(multi('mixed', multi('related', HTML, image), PDF))).keys()]).toEqual(['i@x']);
  });

  it('include what stands behind a signature, so that nothing is lost', () => {
    expect(names(multi('signed', PLAIN, signature, PLAIN))).toEqual(['text/plain']);
  });

  it('name a text with a file name, which is shown as well', () => {
    const named = ['Content-Type: text/plain; name=notes.txt', '', 'notes'];
    expect([names(multi('mixed', PLAIN, named)), shown(multi('mixed', PLAIN, named))]).toEqual([
      ['notes.txt'],
      'plain|notes',
    ]);
  });
});
