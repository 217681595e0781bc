import { utf8Bytes, utf8Text } from '../../../shared/base/bytes';
import { canonicalForm } from '../../../shared/mime/canonical-form';
import { decodedText } from '../../../shared/mime/charset';
import { composeEntity, composeHeader, type MessageContent } from '../../../shared/mime/compose-mime';
import { type Entity, parseEntity } from '../../../shared/mime/entity';
import { hasLegacyDisplay } from '../../../shared/mime/header-protection';
import { addLegacyDisplay } from '../../../shared/mime/header-protection-legacy';
import { protectHeader } from '../../../shared/mime/header-protection-write';
import { shownText } from '../../../shared/mime/shown-text';

const header = (subject: string) =>
  composeHeader({
    from: { name: '', address: 'alice@example.test' },
    to: [],
    subject,
    date: new Date('2026-11-23T12:00:00Z'),
    messageId: '<1@example.test>',
    extra: [['Keywords', 'money']],
  });

function payloadOf(content: MessageContent, subject = 'Dinner <plans>'): Entity {
  return parseEntity(
    protectHeader(header(subject), composeEntity(content), { encrypt: true, legacyDisplay: true }).payload,
  );
}

const FLAG = 'hp-legacy-display';

describe('hidden fields in the text of an encrypted message (RFC 9788 5.2.2 to 5.2.4)', () => {
  it('stand in front of plain text, and readers of RFC 9788 leave them out', () => {
    const payload = payloadOf({ text: 'Hello\r\n\r\nBob' });
    expect(decodedText(payload)).toBe('Subject: Dinner <plans>\r\nKeywords: money\r\n\r\nHello\r\n\r\nBob');
    expect(payload.contentType.parameters.get(FLAG)).toBe('1');
    expect(payload.contentType.parameters.get('hp')).toBe('cipher');
    expect(shownText(payload)).toBe('Hello\n\nBob');
    expect(hasLegacyDisplay(payload)).toBe(true);
  });

  it.each([
    [
      '<html><head></head><body class="a"><p>Hi</p></body></html>',
      '<html><head></head><body class="a">§<p>Hi</p></body></html>',
    ],
    ['<!DOCTYPE html>\r\n<p>Hi</p>', '<!DOCTYPE html>§\r\n<p>Hi</p>'],
    ['<p>Hi</p>', '§<p>Hi</p>'],
  ])('stand first in the body of %s', (html, expected) => {
    const payload = payloadOf({ html });
    const display =
      '<div class="header-protection-legacy-display"><pre>Subject: Dinner &lt;plans&gt;\r\nKeywords: money</pre></div>';
    expect(decodedText(payload)).toBe(expected.replace('§', display));
    expect(shownText(payload)).toBe('Hi');
  });

  it('stand in every alternative, and in no attachment', () => {
    const attachments = [{ filename: 'a.txt', contentType: 'text/plain', octets: utf8Bytes('kept') }];
    const inline = [{ filename: 'a.png', contentType: 'image/png', octets: utf8Bytes('x'), contentId: 'a' }];
    const payload = payloadOf({ text: 'Hello', html: '<p>Hello</p>', inline, attachments });
    const [alternative, file] = payload.children;
    const [plain, related] = alternative?.children ?? [];
    expect(plain?.contentType.parameters.get(FLAG)).toBe('1');
    expect(related?.children[0]?.contentType.parameters.get(FLAG)).toBe('1');
    expect(file?.contentType.parameters.has(FLAG)).toBe(false);
    expect(file && decodedText(file)).toBe('kept');
    expect(payload.contentType.parameters.has(FLAG)).toBe(false);
  });

  it('keep the parameters and fields of the part, and are UTF-8 whatever it was', () => {
    const entity = canonicalForm(
      new Uint8Array([
        ...utf8Bytes('Content-Type: text/plain; charset=iso-8859-1; format=flowed\r\nContent-Language: de\r\n\r\n'),
        0xfc,
      ]),
    );
    const { payload } = protectHeader(header('Grüße'), entity, { encrypt: true, legacyDisplay: true });
    const read = parseEntity(payload);
    expect(decodedText(read)).toBe('Subject: Grüße\r\nKeywords: money\r\n\r\nü');
    expect(read.contentType.parameters.get('format')).toBe('flowed');
    expect(read.header.first('content-language')).toBe('de');
  });

  it.each([
    ['the first text of a mixed message', 'multipart/mixed', ['text/plain', 'text/plain'], ['1', undefined]],
    ['the first part of related', 'multipart/related', ['text/html', 'text/html'], ['1', undefined]],
    [
      'every alternative of text',
      'multipart/alternative',
      ['text/plain', 'text/calendar', 'text/html'],
      ['1', undefined, '1'],
    ],
  ] as const)('stand in %s', (_, type, parts, flags) => {
    const bodies = parts.map((part) => `--b\r\nContent-Type: ${part}\r\n\r\nkept\r\n`);
    const entity = utf8Bytes(`Content-Type: ${type}; boundary=b\r\n\r\n${bodies.join('')}--b--\r\n`);
    const fields = [{ name: 'Subject', value: 's' }];
    const read = parseEntity(addLegacyDisplay(canonicalForm(entity), fields));
    expect(read.children.map((part) => part.contentType.parameters.get(FLAG))).toEqual(flags);
  });

  it('stand in no part that is an attachment', () => {
    const entity = canonicalForm(utf8Bytes('Content-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nkept'));
    expect(utf8Text(addLegacyDisplay(entity, [{ name: 'Subject', value: 's' }]))).toBe(utf8Text(entity));
  });

  it.each(['Subject', 'FROM', 'Resent-Cc', 'Followup-To', 'comments'])('are those that a reader sees: %s', (name) => {
    const added = addLegacyDisplay(canonicalForm(utf8Bytes('\r\nHi')), [{ name, value: 'x' }]);
    expect(decodedText(parseEntity(added))).toBe(`${name}: x\r\n\r\nHi`);
  });

  it.each(['Message-ID', 'X-Subject', 'Subject-X', 'References'])('are not: %s', (name) => {
    const entity = canonicalForm(utf8Bytes('\r\nHi'));
    expect(addLegacyDisplay(entity, [{ name, value: 'x' }])).toBe(entity);
    const both = addLegacyDisplay(entity, [
      { name, value: 'x' },
      { name: 'To', value: 'y' },
    ]);
    expect(decodedText(parseEntity(both))).toBe('To: y\r\n\r\nHi');
  });

  it.each([
    ['<BODY><p>Hi', '<BODY>§<p>Hi'],
    ['a <bodyguard> b', '§a <bodyguard> b'],
    ['a <!doctype html> b', '§a <!doctype html> b'],
    ['<body bgcolor="red"\r\n>', '<body bgcolor="red"\r\n>§'],
  ])('stand first in the body of %j, escaped', (html, expected) => {
    const entity = canonicalForm(utf8Bytes(`Content-Type: text/html\r\n\r\n${html}`));
    const read = parseEntity(addLegacyDisplay(entity, [{ name: 'Subject', value: 'a & b > c' }]));
    const display = '<div class="header-protection-legacy-display"><pre>Subject: a &amp; b &gt; c</pre></div>';
    expect(decodedText(read)).toBe(expected.replace('§', display));
  });

  it('take the place of an encoding, a charset and a mark that were there', () => {
    const lines = [
      'Content-Type: text/plain; charset=us-ascii; hp-legacy-display=0',
      'Content-Transfer-Encoding: base64',
    ];
    const entity = canonicalForm(utf8Bytes(`${lines.join('\r\n')}\r\n\r\nSGk=`));
    const read = parseEntity(addLegacyDisplay(entity, [{ name: 'Subject', value: 's' }]));
    expect(read.defects).toEqual([]);
    expect(read.header.fields.map(({ name }) => name)).toEqual(['content-type', 'content-transfer-encoding']);
    expect([...read.contentType.parameters]).toEqual([
      ['charset', 'utf-8'],
      [FLAG, '1'],
    ]);
    expect(read.contentType.repeated?.size ?? 0).toBe(0);
    expect(decodedText(read)).toBe('Subject: s\r\n\r\nHi');
  });

  it.each([
    ['signing only', { encrypt: false, legacyDisplay: true }],
    ['nobody needs them', { encrypt: true, legacyDisplay: false }],
    ['nothing is hidden', { encrypt: true, legacyDisplay: true, policy: 'hcp_no_confidentiality' }],
  ] as const)('stand nowhere when %s', (_, options) => {
    const { payload } = protectHeader(header('Dinner'), composeEntity({ text: 'Hello' }), options);
    expect(utf8Text(payload)).not.toContain(FLAG);
    expect(decodedText(parseEntity(payload))).toBe('Hello');
  });
});
