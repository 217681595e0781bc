import { latin1Text, utf8Bytes } from '../../../shared/base/bytes';
import { errorCode } from '../../../shared/base/errors';
import { LIMITS } from '../../../shared/base/limits';
import { parseEntity } from '../../../shared/mime/entity';
import { type MessageBody } from '../../../shared/smime/message-body';
import { type OpenedMessage } from '../../../shared/smime/open-context';
import { type MessageForView, viewMessage } from '../../../shared/smime/viewed-message';

const crlf = (text: string): Uint8Array<ArrayBuffer> => utf8Bytes(text.replace(/\n/g, '\r\n'));

function opened(root: string, errant: readonly string[] = []): OpenedMessage {
  const facts = { from: [], subject: 'S', layers: [], signatures: [], certificates: [] };
  const parts = errant.map((text, index) => {
    const entity = parseEntity(crlf(text));
    return { path: `0.${index}`, entity, root: entity };
  });
  return { ...facts, root: parseEntity(crlf(root)), errant: parts, entities: new Map() } as unknown as OpenedMessage;
}

const look = (root: string): MessageForView => viewMessage(opened(root));
const body = (root: string): MessageBody => look(root).view.body;
function thrownBy(run: () => unknown): unknown {
  try {
    return run();
  } catch (thrown) {
    return thrown;
  }
}

const kinds = (root: string): string[] => body(root).parts.map(({ kind }) => kind);

describe('the view of a message', () => {
  it('is plain data, with everything that the message consists of left behind', () => {
    const { view } = look('Content-Type: text/plain\n\nhello\n');
    expect(structuredClone(view)).toEqual(view);
    expect(Object.keys(view)).not.toEqual(expect.arrayContaining(['root', 'entities']));
    expect(view.subject).toBe('S');
  });

  it('prefers HTML of alternatives', () => {
    const parts = '--b\nContent-Type: text/plain\n\nplain\n--b\nContent-Type: text/html\n\n<p>rich</p>\n--b--\n';
    expect(kinds(`Content-Type: multipart/alternative; boundary=b\n\n${parts}`)).toEqual(['html']);
  });

  it('keeps the parts of a mixed message apart', () => {
    const parts =
      '--b\nContent-Type: text/html\n\n<img src="\n--b\n\nsecret\n--b\nContent-Type: text/html\n\n">\n--b--\n';
    expect(kinds(`Content-Type: multipart/mixed; boundary=b\n\n${parts}`)).toEqual(['html', 'text', 'html']);
  });

  it('shows the signed part of a signed message, and no signature file', () => {
    const parts = '--b\n\nhello\n--b\nContent-Type: application/pkcs7-signature; name=smime.p7s\n\nAAAA\n--b--\n';
    const shown = body(`Content-Type: multipart/signed; boundary=b\n\n${parts}`);
    expect(shown.parts.map((part) => part.kind === 'text' && part.text.trim())).toEqual(['hello']);
    expect(shown.attachments).toEqual([]);
  });

  it('gives the octets of an attachment when they are asked for, and of nothing else', () => {
    const file = (name: string, text: string): string =>
      `--m\nContent-Type: text/csv; name="${name}"\nContent-Disposition: attachment\n` +
      `Content-Transfer-Encoding: base64\n\n${btoa(text)}\n`;
    const { view, octetsOf } = look(
      `Content-Type: multipart/mixed; boundary=m\n\n--m\n\nsee below\n${file('a.csv', 'first')}${file('b.csv', 'second')}--m--\n`,
    );
    expect(view.body.attachments.map(({ filename }) => filename)).toEqual(['a.csv', 'b.csv']);
    expect(view.body.attachments.map(({ index }) => latin1Text(octetsOf(index)))).toEqual(['first', 'second']);
    expect(errorCode(thrownBy(() => octetsOf(2)))).toBe('host');
  });

  it('counts the attachments of errant parts on', () => {
    const { view, octetsOf } = viewMessage(
      opened('Content-Type: application/pdf\n\nouter\n', ['Content-Type: application/pdf\n\ninner\n']),
    );
    const index = view.errant[0]?.body?.attachments[0]?.index ?? -1;
    expect([view.body.attachments[0]?.index, index]).toEqual([0, 1]);
    expect(latin1Text(octetsOf(index))).toContain('inner');
  });
});

describe('pictures inside a message', () => {
  const picture = (id: string, octets: number, type = 'image/png'): string =>
    `--r\nContent-Type: ${type}\nContent-ID: <${id}>\n\n${'x'.repeat(octets)}\n`;
  const related = (html: string, pictures: string): MessageBody =>
    body(`Content-Type: multipart/related; boundary=r\n\n--r\nContent-Type: text/html\n\n${html}\n${pictures}--r--\n`);
  const imagesOf = ({ parts }: MessageBody): readonly string[] =>
    parts.flatMap((part) => (part.kind === 'html' ? part.images.map(({ contentId }) => contentId) : []));

  it('go with the HTML that names them, as data', () => {
    const shown = related('<img src="cid:a@b"><img src="cid:c%40d">', picture('a@b', 3) + picture('c@d', 3));
    expect(imagesOf(shown)).toEqual(['a@b', 'c@d']);
    const [part] = shown.parts;
    expect(part?.kind === 'html' && part.images[0]?.url).toBe(`data:image/png;base64,${btoa('xxx')}`);
  });

  it('are to be saved where nothing names them or no browser draws them', () => {
    const shown = related('<img src="cid:s@b">', picture('a@b', 3) + picture('s@b', 3, 'image/svg+xml'));
    expect(imagesOf(shown)).toEqual([]);
    expect(shown.attachments.map(({ contentType }) => contentType)).toEqual(['image/png', 'image/svg+xml']);
  });

  it('are to be saved where the text is shown without its formatting, and not where they are drawn', () => {
    const html = '<img src="cid:a@b">few words';
    expect(related(html, picture('a@b', 3)).attachments).toEqual([]);
    const shown = related(`${html}<style>${' '.repeat(LIMITS.shownHtml)}</style>`, picture('a@b', 3));
    expect(shown.attachments.map(({ contentType }) => contentType)).toContain('image/png');
  });

  it('take no file with them that only the page has a name for', () => {
    const file = (type: string): string => `--r\nContent-Type: ${type}\nContent-ID: <${type}>\n\nx\n`;
    const shown = related('<a href="cid:application/pdf">', file('application/pdf') + file('text/css'));
    expect(shown.attachments.map(({ contentType }) => contentType)).toEqual(['application/pdf', 'text/css']);
  });

  it('are to be saved where they are too big to be drawn', () => {
    const shown = related('<img src="cid:a@b">', picture('a@b', LIMITS.shownImageOctets + 1));
    expect(imagesOf(shown)).toEqual([]);
    expect(shown.attachments.map(({ contentType }) => contentType)).toEqual(['image/png']);
  });
});

describe('a text that is too long to be drawn', () => {
  it('is cut, and the whole of it is to be saved', () => {
    const shown = body(`Content-Type: text/plain\n\n${'long '.repeat(LIMITS.shownText)}\n`);
    expect(shown.parts).toMatchObject([{ kind: 'text', shortened: 'cut' }]);
    expect(shown.parts[0]?.kind === 'text' && shown.parts[0].text.length).toBe(LIMITS.shownText);
    expect(shown.attachments).toMatchObject([{ contentType: 'text/plain' }]);
  });

  it('is shown without its formatting where that is what is long', () => {
    const html = `<p>few words</p><style>${' '.repeat(LIMITS.shownHtml)}</style>`;
    const shown = body(`Content-Type: text/html\n\n${html}\n`);
    expect(shown.parts).toMatchObject([
      { kind: 'text', shortened: 'unformatted', text: expect.stringContaining('few') as string },
    ]);
    expect(shown.attachments).toMatchObject([{ contentType: 'text/html' }]);
  });

  it('is shown as it is up to the limit', () => {
    const text = 'a'.repeat(LIMITS.shownText - 10);
    expect(body(`Content-Type: text/plain\n\n${text}\n`).parts).toEqual([
      { kind: 'text', text: expect.any(String) as string },
    ]);
  });
});
