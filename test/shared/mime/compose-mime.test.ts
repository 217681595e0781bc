import * as fc from 'fast-check';
import { equal, latin1Bytes, utf8Bytes } from '../../../shared/base/bytes';
import { isCanonical } from '../../../shared/mime/canonical-form';
import { decodedText } from '../../../shared/mime/charset';
import {
  type AttachmentContent,
  composeEntity,
  composeMultipart,
  isPlainSafe,
} from '../../../shared/mime/compose-mime';
import { decodedBody, type Entity, entityOctets, parseEntity } from '../../../shared/mime/entity';
import { attachmentsOf, inlineParts, shownHtml, shownText } from '../../../shared/mime/shown-text';
import { codeOf, lines, text } from './octets';

const file = (more: Partial<AttachmentContent> = {}): AttachmentContent => ({
  filename: 'a.pdf',
  contentType: 'application/pdf',
  octets: Uint8Array.of(1, 2, 3),
  ...more,
});
const types = (e: Entity): unknown =>
  e.children.length === 0 ? e.contentType.value : [e.contentType.value, ...e.children.map(types)];
const composed = (content: Parameters<typeof composeEntity>[0]): Entity => parseEntity(composeEntity(content));

describe('entity of a message', () => {
  it('nests mixed, alternative and related (RFC 2046 5.1, RFC 2387)', () => {
    const content = { text: 't', html: '<p>h', inline: [file({ contentId: 'i@x' })], attachments: [file()] };
    expect(types(composed(content))).toEqual([
      'multipart/mixed',
      ['multipart/alternative', 'text/plain', ['multipart/related', 'text/html', 'application/pdf']],
      'application/pdf',
    ]);
    expect(types(composed({ text: 't' }))).toBe('text/plain');
    expect(types(composed({}))).toBe('text/plain');
    expect(types(composed({ html: 'h' }))).toBe('text/html');
    expect(types(composed({ text: 't', inline: [file()] }))).toEqual([
      'multipart/mixed',
      'text/plain',
      'application/pdf',
    ]);
  });

  it.each([
    ['Hello\r\n', '7bit'],
    ['Hello\nFrom here', 'quoted-printable'],
    ['trailing \r\n', 'quoted-printable'],
    ['.\r\n', 'quoted-printable'],
    ['x'.repeat(999), 'quoted-printable'],
    ['Grüße aus Köln an alle, die das lesen', 'quoted-printable'],
    ['私は、件名午前', 'base64'],
    ['bell\u0007', 'quoted-printable'],
  ])('encodes %j as %s', (value, encoding) => {
    const e = composed({ text: value });
    expect(e.transferEncoding).toBe(encoding);
    expect(decodedText(e)).toBe(value.replace(/\r?\n/g, '\r\n'));
  });

  it('marks flowed text, and with which reading of its spaces (RFC 3676 4)', () => {
    const parametersOf = (flowed?: 'delsp' | 'keep-space') =>
      composed({ text: 't', ...(flowed === undefined ? {} : { flowed }) }).contentType.parameters;
    expect([...parametersOf()]).toEqual([['charset', 'utf-8']]);
    expect([...parametersOf('delsp')].slice(1)).toEqual([
      ['format', 'flowed'],
      ['delsp', 'yes'],
    ]);
    expect([...parametersOf('keep-space')].slice(1)).toEqual([['format', 'flowed']]);
  });

  it.each([
    ['', 'application/octet-stream'],
    ['text/plain ; ', 'text/plain'],
    ['Message/RFC822', 'application/octet-stream'],
    ['x-message/x', 'x-message/x'],
    ['MULTIPART/mixed', 'application/octet-stream'],
    [`a/${'b'.repeat(498)}`, `a/${'b'.repeat(498)}`],
  ])('writes a file of type %j as %s', (contentType, expected) => {
    const [, part] = composed({ text: '', attachments: [file({ contentType })] }).children;
    expect(part?.contentType.value).toBe(expected);
  });

  it('names a file in type and disposition, unless it has no name or the type has one', () => {
    const headOf = (more: Partial<AttachmentContent>): string =>
      text(composeEntity({ attachments: [file(more)] })).replace(/^[^]*\nContent-Type: application/, 'application');
    const [type, disposition] = headOf({ filename: 'a.pdf' }).split('\r\nContent-Disposition: attachment');
    expect(type).toMatch(/^application\/pdf;\s*name="?a\.pdf"?$/);
    expect(disposition).toMatch(/^;\s*filename="?a\.pdf"?\r\n/);
    expect(headOf({ filename: '' })).toMatch(/^application\/pdf\r\nContent-Disposition: attachment\r\nContent-T/);
    for (const own of ['; name=b', ';name = b', ';  NAME*=b'])
      expect(headOf({ contentType: `application/pdf${own}` })).not.toMatch(/name="?a\.pdf"?\r\nContent-Disposition/);
    expect(headOf({ contentType: 'application/pdf; x-name=b' })).toMatch(/name="?a\.pdf"?\r\nContent-Disposition/);
  });

  it('writes what is inline as such, its Content-ID in one pair of brackets', () => {
    for (const contentId of ['<i@x>', 'i@x']) {
      const written = text(composeEntity({ html: 'h', inline: [file({ contentId })] }));
      expect(written).toContain('\r\nContent-ID: <i@x>\r\n');
      expect(written).toContain('\r\nContent-Disposition: inline');
    }
  });

  it.each<[string, boolean]>([
    ['', true],
    ['~\t~\r\n', true],
    ['\u007f', false],
    ['\u001f', false],
    ['a\rb', false],
    ['a\nb', false],
    ['\r\n\r\n', true],
    ['a\t\r\nb', false],
    ['a\t', false],
    ['a ', false],
    [' a', true],
    ['a.\r\nb', true],
    ['a\r\n.b', false],
    ['a\r\nFrom b', false],
    ['a\r\nFromage', true],
    [`${'x'.repeat(998)}\r\ny`, true],
    [`${'x'.repeat(999)}\r\ny`, false],
    ['x'.repeat(998), true],
    ['x'.repeat(999), false],
  ])('text that starts so needs no encoding: %j: %s', (value, expected) => {
    expect(isPlainSafe(latin1Bytes(value))).toBe(expected);
  });

  it('keeps an attached message as it is, or as a file where relays would change it', () => {
    const message = (body: string): AttachmentContent =>
      file({ contentType: 'message/rfc822', filename: 'm.eml', octets: lines('Subject: x', '', body) });
    const [plain, blank, unix] = composed({
      text: '',
      attachments: [
        message('y'),
        message('y '),
        file({ contentType: 'message/rfc822', octets: utf8Bytes('Subject: x\n\ny') }),
      ],
    }).children.slice(1) as [Entity, Entity, Entity];
    expect(types(plain)).toEqual(['message/rfc822', 'text/plain']);
    expect(text(entityOctets(plain.children[0] as Entity))).toBe('Subject: x\r\n\r\ny\r\n');
    expect([blank.contentType.value, blank.filename]).toEqual(['application/octet-stream', 'm.eml']);
    expect(text(decodedBody(blank))).toBe('Subject: x\r\n\r\ny \r\n');
    expect(types(unix)).toEqual(['message/rfc822', 'text/plain']);
  });

  it('never declares an encoded composite type (RFC 2045 6.4)', () => {
    const [, part] = composed({
      text: '',
      attachments: [file({ contentType: 'multipart/mixed; boundary=x' })],
    }).children;
    expect(part?.contentType.value).toBe('application/octet-stream');
  });

  it('writes file names of any script, and Content-IDs', () => {
    const e = composed({ html: 'x', inline: [file({ filename: 'Übersicht "über" 私.png', contentId: '<i@x>' })] });
    expect(inlineParts(e).get('i@x')?.filename).toBe('Übersicht "über" 私.png');
  });

  it.each<Partial<AttachmentContent>>([
    { filename: 'a\r\nX: y' },
    { filename: 'a\nb' },
    { contentType: 'text/plain\r\nX: y' },
    { contentType: 'nonsense' },
    { contentType: `a/b; x=${'y'.repeat(990)}` },
    { contentType: 'a/b; x="\n"' },
    { contentId: 'a\r\nX: y' },
    { contentId: 'a> b' },
  ])('refuses %j', (more) => expect(codeOf(() => composeEntity({ attachments: [file(more)] }))).toBe('malformed-mime'));

  it('is canonical and safe from relays, and reads back as the same content', () => {
    const anyText = fc.string({
      unit: fc.constantFrom('From ', '.', ' ', '\t', '\n', 'a', '--', '=_', 'é', '私', '😀', 'x'.repeat(400)),
    });
    const attachment = fc.record({
      filename: fc.constantFrom('a.bin', 'ä ö.txt', 'x'.repeat(120)),
      contentType: fc.constantFrom('application/octet-stream', 'text/plain; charset=utf-8', 'message/rfc822'),
      octets: fc
        .oneof(fc.uint8Array({ maxLength: 200 }), fc.constant(lines('Subject: x', '', '--=_ From')))
        .map((octets) => new Uint8Array(octets)),
    });
    const content = fc.record({
      text: anyText,
      html: fc.option(anyText, { nil: undefined }),
      attachments: fc.array(attachment, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(content, ({ text: plain, html, attachments }) => {
        const octets = composeEntity({ text: plain, ...(html === undefined ? {} : { html }), attachments });
        expect(isCanonical(octets) && isPlainSafe(octets)).toBe(true);
        const e = parseEntity(octets);
        const expected = plain.trim() === '' ? '' : plain;
        if (html === undefined) expect(shownText(e).split(/(?:\n\n)?-{40}\n/)[0]).toBe(expected);
        else expect((shownHtml(e) ?? '').replace(/\r\n/g, '\n')).toBe(html.trim() === '' ? '' : html);
        const found = attachmentsOf(e);
        expect(found.map((part) => part.filename)).toEqual(attachments.map((part) => part.filename));
        found.forEach((part, i) =>
          expect(equal(decodedBody(part), attachments[i]?.octets ?? new Uint8Array(0))).toBe(true),
        );
      }),
      { numRuns: 150 },
    );
  });
});

describe('multipart', () => {
  it('keeps the octets of its parts and picks a boundary that occurs in none', () => {
    const parts = [latin1Bytes('A: b\r\n\r\n--=_\xff \n\r\n'), lines('C: d', '', 'e')];
    const e = parseEntity(composeMultipart('signed; micalg=sha-256', parts));
    expect(e.children.map((child) => text(entityOctets(child)))).toEqual(parts.map(text));
    expect(e.contentType.parameters.get('micalg')).toBe('sha-256');
    expect(e.defects).toEqual([]);
  });

  it('has its preamble in front of the first delimiter, and none where none is given', () => {
    const part = lines('', 'x');
    const options = { preamble: 'For old readers.', boundary: 'b' };
    const head = 'Content-Type: multipart/mixed;\r\n boundary="b"\r\n\r\n';
    const rest = '--b\r\n\r\nx\r\n\r\n--b\r\n\r\nx\r\n\r\n--b--\r\n';
    expect(text(composeMultipart('mixed', [part, part], options))).toBe(`${head}For old readers.\r\n${rest}`);
    expect(text(composeMultipart('mixed', [part, part], { boundary: 'b' }))).toBe(head + rest);
  });

  it('refuses line breaks in its header and preamble', () => {
    expect(codeOf(() => composeMultipart('mixed\r\nX: y', []))).toBe('malformed-mime');
    expect(codeOf(() => composeMultipart('mixed', [], { preamble: 'a\r\n--b' }))).toBe('malformed-mime');
    expect(codeOf(() => composeMultipart('mixed', [], { preamble: 'ä' }))).toBe('malformed-mime');
    expect(codeOf(() => composeMultipart('mixed', [], { boundary: 'ä' }))).toBe('malformed-mime');
  });
});
