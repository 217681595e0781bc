import { latin1Bytes } from '../../shared/base/bytes';
import { attachmentsOf, shownHtml, shownText } from '../../shared/mime/shown-text';
import { type Entity, parseEntity } from '../../shared/mime/entity';

/** Every function that a reader's client runs over a message before anybody has asked for anything. */
function readAll(message: string): { readonly entity: Entity; readonly milliseconds: number } {
  const started = performance.now();
  const entity = parseEntity(latin1Bytes(message));
  shownText(entity);
  shownHtml(entity);
  attachmentsOf(entity);
  return { entity, milliseconds: performance.now() - started };
}

/** Room for a machine that is busy with other things; what these messages took before was ten times as long. */
const SOON = 3000;

describe('a message made to keep a parser busy', () => {
  it.each([
    ['a boundary of one character', `boundary="${'a'.repeat(100_000)}"`, 'a'.repeat(800_000)],
    ['lines that nearly are the boundary', `boundary="${'a'.repeat(400)}b"`, `--${'a'.repeat(400)}\n`.repeat(2000)],
    ['line breaks in the boundary', `boundary*=utf-8''${'%0A--'.repeat(20_000)}x`, '\n--'.repeat(200_000)],
    ['blanks behind the boundary', 'boundary=a', `--a${' '.repeat(500)}x\n`.repeat(1900)],
  ])('with %s is read soon', (_, parameter, body) => {
    expect(readAll(`Content-Type: multipart/mixed; ${parameter}\r\n\r\n${body}`).milliseconds).toBeLessThan(SOON);
  });
});

describe('a parameter longer than any stack', () => {
  it('is read like any other', () => {
    const name = `filename*=utf-8''${'a'.repeat(500_000)}`;
    const { entity } = readAll(`Content-Disposition: attachment; ${name}\r\n\r\nx`);
    expect(entity.filename).toHaveLength(500_000);
  });
});

describe('many parts beside one page', () => {
  it('are sorted out in time that grows with their number', () => {
    const parts = '--a\r\nContent-ID: <y>\r\nContent-Type: image/png\r\n\r\nx\r\n'.repeat(1990);
    const { milliseconds } = readAll(`Content-Type: multipart/related; boundary=a; start="<x>"\r\n\r\n${parts}`);
    expect(milliseconds).toBeLessThan(SOON);
  });
});
