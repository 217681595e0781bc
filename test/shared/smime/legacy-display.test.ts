import { composeEntity, composeHeader, type MessageContent } from '../../../shared/mime/compose-mime';
import { parseEntity } from '../../../shared/mime/entity';
import { withoutLegacyDisplay } from '../../../shared/mime/html-text';
import { protectHeader } from '../../../shared/mime/header-protection-write';
import { messageBody } from '../../../shared/smime/message-body';
import { NOW } from './messages';

const header = composeHeader({
  from: { name: '', address: 'alice@example.test' },
  to: [],
  subject: 'Hidden subject',
  date: NOW,
  messageId: '<1@example.test>',
});
const FILE = { filename: 'a.pdf', contentType: 'application/pdf', octets: Uint8Array.of(1) };

const shown = (content: MessageContent, legacyDisplay = true): string => {
  const { payload } = protectHeader(header, composeEntity(content), { encrypt: true, legacyDisplay });
  return JSON.stringify(messageBody(parseEntity(payload), []).parts);
};

describe('the copy of hidden fields for old readers (RFC 9788 4.5.3)', () => {
  it.each<[string, MessageContent]>([
    ['plain text', { text: 'Hello' }],
    ['plain text beside a file', { text: 'Hello', attachments: [FILE] }],
    ['HTML', { html: '<p>Hello</p>' }],
    ['HTML beside text, pictures and a file', { text: 'Hello', html: '<p>Hello</p>', attachments: [FILE] }],
  ])('is not shown in %s', (_, content) => {
    expect(shown(content)).not.toContain('Hidden subject');
    expect(shown(content)).toBe(shown(content, false));
  });

  it.each([
    ['<p>a</p><DIV class="x header-protection-legacy-display"><div>b</div>c</DIV><p>d</p>', '<p>a</p><p>d</p>'],
    ['<div class=header-protection-legacy-display>b', ''],
    ['a<div class="other">b</div>', 'a<div class="other">b</div>'],
    [
      '<script>"<div class=header-protection-legacy-display>"</script>a',
      '<script>"<div class=header-protection-legacy-display>"</script>a',
    ],
    ['a < b', 'a < b'],
  ])('is the whole division in %j', (html, expected) => expect(withoutLegacyDisplay(html)).toBe(expected));
});
