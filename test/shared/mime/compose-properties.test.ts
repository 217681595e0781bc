import * as fc from 'fast-check';
import PostalMime from 'postal-mime';
import { concat, equal, utf8Bytes } from '../../../shared/base/bytes';
import { isCanonical } from '../../../shared/mime/canonical-form';
import { decodedText } from '../../../shared/mime/charset';
import {
  type AttachmentContent,
  composeEntity,
  composeHeader,
  isPlainSafe,
  type MessageContent,
  type MessageFields,
  withHeader,
} from '../../../shared/mime/compose-mime';
import { parseMailboxes } from '../../../shared/mime/address';
import { decodedBody, type Entity, parseEntity } from '../../../shared/mime/entity';
import { decodeEncodedWords } from '../../../shared/mime/header';
import { HEADER_POLICIES } from '../../../shared/mime/header-protection-policy';
import { protectHeader } from '../../../shared/mime/header-protection-write';
import { attachmentsOf, inlineParts } from '../../../shared/mime/shown-text';

/** What mail is made of that has gone wrong somewhere: line beginnings, ends, marks and scripts. */
const WORDS = [
  'From ',
  '.',
  ' ',
  '\t',
  '\n',
  '\r\n',
  '>',
  '-- ',
  '--',
  '=_',
  '=',
  'é',
  '私',
  '😀',
  'a',
  'word ',
  'x'.repeat(300),
];
const anyText = fc.string({ unit: fc.constantFrom(...WORDS), maxLength: 40 });
/** One line: without controls, and without spaces at its ends, which no reader keeps. */
const oneLine = (maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: 'grapheme', maxLength }).map((text) => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '').trim());
const octets = fc.uint8Array({ maxLength: 300 }).map((some) => new Uint8Array(some));

const attachment: fc.Arbitrary<AttachmentContent> = fc.record({
  filename: fc.oneof(
    oneLine(80),
    fc.constantFrom('ä ö.txt', 'a"b\\c.txt', "it's 100%.pdf", 'x'.repeat(200), '私'.repeat(80)),
  ),
  contentType: fc.constantFrom('application/octet-stream', 'application/pdf', 'text/csv; charset=utf-8', 'image/png'),
  octets,
});
const inline = fc
  .array(fc.record({ filename: oneLine(20), contentType: fc.constant('image/png'), octets }), { maxLength: 3 })
  .map((parts) => parts.map((part, i) => ({ ...part, contentId: `part${i}@signet.example` })));
const content: fc.Arbitrary<MessageContent> = fc.record({
  text: anyText,
  html: anyText.map((text) => `<p>${text}</p>`),
  inline,
  attachments: fc.array(attachment, { maxLength: 3 }),
});

const mailbox = fc.record({
  name: oneLine(60),
  address: fc.constantFrom(
    'alice@signet.example',
    '"a b"@signet.example',
    'grüße@signet.example',
    `${'l'.repeat(60)}@a.b`,
  ),
});
const id = fc.integer({ min: 0, max: 10 ** 9 }).map((number) => `<${number}.abc@signet.example>`);
const fields: fc.Arbitrary<MessageFields> = fc.record({
  from: mailbox,
  to: fc.array(mailbox, { maxLength: 12 }),
  cc: fc.array(mailbox, { maxLength: 2 }),
  subject: fc.oneof(oneLine(200), fc.constantFrom('=?UTF-8?Q?no?=', 'a '.repeat(200).trim(), 'x'.repeat(2000))),
  date: fc.date({ min: new Date('1980-01-01'), max: new Date('2079-12-31'), noInvalidDate: true }),
  messageId: id,
  inReplyTo: id,
  references: fc.array(id, { minLength: 1, maxLength: 40 }).map((ids) => ids.join(' ')),
});

const crlf = (text: string): string => text.replace(/\r\n|\r|\n/g, '\r\n');
const leaves = (e: Entity): readonly Entity[] => (e.children.length === 0 ? [e] : e.children.flatMap(leaves));
const ofType = (e: Entity, type: string): Entity | undefined =>
  leaves(e).find(({ contentType, disposition }) => contentType.value === type && disposition === undefined);

describe('a message that was built', () => {
  it('is safe to sign and reads back: texts, inline parts, attachments', () => {
    fc.assert(
      fc.property(content, (built) => {
        const made = composeEntity(built);
        expect(isCanonical(made) && isPlainSafe(made)).toBe(true);
        const e = parseEntity(made);
        expect(leaves(e).flatMap(({ defects }) => defects)).toEqual([]);
        const [plain, html] = [ofType(e, 'text/plain'), ofType(e, 'text/html')];
        expect(plain && decodedText(plain)).toBe(crlf(built.text ?? ''));
        expect(html && decodedText(html)).toBe(crlf(built.html ?? ''));
        for (const { contentId = '', octets: expected } of built.inline ?? []) {
          const part = inlineParts(e).get(contentId);
          expect(part && equal(decodedBody(part), expected)).toBe(true);
        }
        const found = attachmentsOf(e);
        expect(found.map(({ filename = '' }) => filename)).toEqual(built.attachments?.map(({ filename }) => filename));
        found.forEach((part, i) =>
          expect(equal(decodedBody(part), built.attachments?.[i]?.octets ?? octetsOf(''))).toBe(true),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('has a header that is folded, safe to sign, and reads back', () => {
    fc.assert(
      fc.property(fields, (written) => {
        const header = composeHeader(written);
        const isAscii = [written.from, ...written.to, ...(written.cc ?? [])].every(({ address }) => !/ü/.test(address));
        if (isAscii) expect(isPlainSafe(header)).toBe(true);
        const read = parseEntity(header).header;
        const people = (name: string): unknown => parseMailboxes(read.first(name) ?? '');
        expect(people('from')).toEqual([normal(written.from)]);
        expect(people('to')).toEqual(written.to.map(normal));
        expect(people('cc')).toEqual(written.cc?.map(normal));
        expect(decodeEncodedWords(read.first('subject') ?? '')).toBe(written.subject);
        expect(read.first('message-id')).toBe(written.messageId);
        expect(read.first('references')).toBe(written.references);
        expect(new Date(read.first('date') ?? '').getTime()).toBe(Math.floor(written.date.getTime() / 1000) * 1000);
      }),
      { numRuns: 100 },
    );
  });

  it('is protected without changing what it says, by any policy', () => {
    const options = fc.record({
      encrypt: fc.boolean(),
      policy: fc.constantFrom(...HEADER_POLICIES),
      legacyDisplay: fc.boolean(),
    });
    fc.assert(
      fc.property(fields, content, options, (written, built, how) => {
        const header = composeHeader(written);
        const { payload, outer } = protectHeader(header, composeEntity(built), how);
        const [before, after] = [parseEntity(withHeader(header, composeEntity(built))), parseEntity(payload)];
        const texts = (e: Entity): readonly string[] =>
          e.header.fields
            .filter(({ name }) => name !== 'hp-outer' && !name.startsWith('content-'))
            .map(({ name, value }) => `${name}: ${value}`);
        expect([...texts(after)].sort()).toEqual([...texts(before)].sort());
        expect(after.contentType.parameters.get('hp')).toBe(how.encrypt ? 'cipher' : 'clear');
        expect(attachmentsOf(after).map(({ filename }) => filename)).toEqual(
          attachmentsOf(before).map(({ filename }) => filename),
        );
        const plain = ofType(after, 'text/plain');
        expect(plain && decodedText(plain).endsWith(crlf(built.text ?? ''))).toBe(true);
        expect(parseEntity(outer).header.first('message-id')).toBe(written.messageId);
      }),
      { numRuns: 60 },
    );
  });

  it('reads the same in another program', async () => {
    await fc.assert(
      fc.asyncProperty(fields, content, async (written, built) => {
        const mail = await PostalMime.parse(concat([composeHeader(written), composeEntity(built)]));
        expect(mail.subject ?? '').toBe(written.subject);
        expect(mail.from?.address?.replace(/"/g, '')).toBe(written.from.address.replace(/"/g, ''));
        expect(mail.messageId).toBe(written.messageId);
        const files = mail.attachments.filter(({ disposition }) => disposition === 'attachment');
        expect(files.map(({ filename }) => filename ?? '')).toEqual(built.attachments?.map(({ filename }) => filename));
        files.forEach(({ content: found }, i) =>
          expect(equal(new Uint8Array(found as ArrayBuffer), built.attachments?.[i]?.octets ?? octetsOf(''))).toBe(
            true,
          ),
        );
        expect((mail.html ?? '').replace(/\r?\n/g, '\n').trim()).toBe((built.html ?? '').replace(/\r\n/g, '\n').trim());
      }),
      { numRuns: 60 },
    );
  });
});

describe('text of format=flowed (RFC 3676)', () => {
  const flowed = 'Quoted:\r\n> a line that goes on \r\n> here\r\n From stuffed\r\n-- \r\nAlice\r\n';

  it.each([
    ['keep-space', undefined],
    ['delsp', 'yes'],
  ] as const)('%s keeps its spaces, in a form that nothing takes them from', (form, delsp) => {
    const made = composeEntity({ text: flowed, flowed: form });
    expect(isPlainSafe(made)).toBe(true);
    const e = parseEntity(made);
    expect(e.contentType.parameters.get('format')).toBe('flowed');
    expect(e.contentType.parameters.get('delsp')).toBe(delsp);
    expect(e.transferEncoding).toBe('quoted-printable');
    expect(decodedText(e)).toBe(flowed);
  });
});

const octetsOf = utf8Bytes;
/** As a reader gives a mailbox back: runs of white space are one. */
const normal = ({ name, address }: { name: string; address: string }): { name: string; address: string } => ({
  name: name.replace(/\s+/g, ' '),
  address,
});
