/** @jest-environment ./test/support/jsdom-environment.js */
import { capabilityStrings } from '../../../addins/thunderbird/capability-strings';
import { type WindowMessage } from '../../../addins/thunderbird/host/window-message';
import { againstCarrying, composeMessage, peopleIn } from '../../../addins/thunderbird/outbox/compose-message';
import { draftHtml } from '../../../addins/thunderbird/outbox/draft-html';
import {
  attachmentsOf,
  concat,
  decodedText,
  decodeEncodedWords,
  parseEntity,
  parseMailboxes,
  utf8Bytes,
} from '../../../shared/index';

const STRINGS = capabilityStrings('en');
const PIXEL = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
const DETAILS = {
  from: 'Älice <alice@signet.example>',
  to: ['Bob <bob@signet.example>'],
  bcc: ['carol@signet.example'],
  identityId: 'id1',
  subject: 'Grüße',
  body: '<html><body><p>Hello <b>Bob</b></p></body></html>',
  plainTextBody: 'Hello *Bob*',
};
const message = (details: object = {}, rest: Partial<WindowMessage> = {}): WindowMessage => ({
  details: { ...DETAILS, ...details },
  files: [],
  unread: [],
  threading: {},
  ...rest,
});
const lists = { members: (name: string) => Promise.resolve(name === 'Friends' ? ['dan@signet.example'] : undefined) };
const DATE = new Date('2026-11-28T10:00:00Z');

async function composed(of: WindowMessage) {
  const { people } = await peopleIn(of.details, lists, STRINGS);
  const { header, entity } = composeMessage(of, people, { messageId: 'one@signet.example', date: DATE });
  return parseEntity(concat([header, entity]));
}

describe('whom a message of a window goes to', () => {
  it('is everybody with their names, the members of lists in their place', async () => {
    const found = await peopleIn({ to: ['Bob <bob@signet.example>'], cc: ['Friends <Friends>'] }, lists, STRINGS);
    expect(found.against).toEqual([]);
    expect(found.people.to).toEqual([{ name: 'Bob', address: 'bob@signet.example' }]);
    expect(found.people.cc.map(({ address }) => address)).toEqual(['dan@signet.example']);
  });

  it('is never fewer in silence', async () => {
    const against = async (to: object) => (await peopleIn({ to } as never, lists, STRINGS)).against;
    expect(await against(['Strangers <Strangers>'])).toEqual([STRINGS.refused.unknown('Strangers')]);
    expect(await against([{ id: '1', type: 'contact' }])).toEqual([STRINGS.refused.recipient]);
    expect(await against([])).toEqual([STRINGS.refused.nobody]);
  });
});

describe('a message of a window', () => {
  it('has the fields that readers and the Outbox need', async () => {
    const threading = { inReplyTo: '<b@x>', references: '<a@x> <b@x>' };
    const details = { replyTo: ['desk@signet.example'], priority: 'high', returnReceipt: true };
    const { header } = await composed(message(details, { threading }));
    const fields = ['to', 'bcc', 'message-id', 'in-reply-to', 'references', 'reply-to', 'x-priority', 'x-identity-key'];
    expect(fields.map((name) => header.first(name))).toEqual([
      'Bob <bob@signet.example>',
      'carol@signet.example',
      '<one@signet.example>',
      '<b@x>',
      '<a@x> <b@x>',
      'desk@signet.example',
      '2 (High)',
      'id1',
    ]);
    expect(parseMailboxes(decodeEncodedWords(header.first('disposition-notification-to') ?? ''))).toEqual([
      { name: 'Älice', address: 'alice@signet.example' },
    ]);
    expect(header.first('fcc')).toBeUndefined();
  });

  it('has other add-ons’ fields, and none that are Thunderbird’s or ours', async () => {
    const customHeaders = [
      { name: 'X-Ticket', value: '7' },
      { name: 'X-Identity-Key', value: 'id2' },
      { name: 'X-Signet-Draft', value: 'x' },
    ];
    const { header } = await composed(message({ customHeaders, overrideDefaultFccFolderId: '' }));
    expect(header.first('x-ticket')).toBe('7');
    expect(header.all('x-identity-key')).toEqual(['id1']);
    expect(header.first('x-signet-draft')).toBeUndefined();
    expect(header.first('fcc')).toBe('nocopy://');
  });

  it.each([
    ['auto', ['text/plain', 'text/html']],
    ['html', []],
    ['plaintext', []],
  ])('has the texts that Thunderbird is set to send: %s', async (deliveryFormat, types) => {
    const entity = await composed(message({ deliveryFormat }));
    expect(entity.children.map(({ contentType }) => contentType.value)).toEqual(types);
    const only = { auto: 'multipart/alternative', html: 'text/html', plaintext: 'text/plain' };
    expect(entity.contentType.value).toBe(only[deliveryFormat as keyof typeof only]);
  });

  it('has plain text as it was typed', async () => {
    const entity = await composed(message({ isPlainText: true, plainTextBody: 'Grüße\n\n-- \nAlice' }));
    expect(decodedText(entity).replaceAll('\r\n', '\n').trimEnd()).toBe('Grüße\n\n-- \nAlice');
  });

  it('carries files, and pictures in the text as parts of it', async () => {
    const files = [{ filename: 'a.txt', contentType: 'text/plain', octets: utf8Bytes('one') }];
    const entity = await composed(message({ body: `<p><img src="${PIXEL}" alt="dot.gif"></p>` }, { files }));
    expect(attachmentsOf(entity).map(({ filename }) => filename)).toContain('a.txt');
    const html = draftHtml(`<img src="${PIXEL}" alt="dot.gif">`);
    expect(html.inline).toMatchObject([{ filename: 'dot.gif', contentType: 'image/gif' }]);
    expect(html.html).toContain(`cid:${html.inline[0]?.contentId ?? '?'}`);
    expect(html.hasElsewhere).toBe(false);
  });

  it('is not made without a sender', () => {
    const people = { to: [], cc: [], bcc: [] };
    const make = (of: WindowMessage) => () => composeMessage(of, people, { messageId: 'one@x', date: DATE });
    expect(make(message({ identityId: undefined }))).toThrow('no sender');
    expect(make(message({ from: undefined }))).toThrow('no sender');
  });
});

describe('what cannot be carried', () => {
  it('is nothing of an ordinary message', () => {
    expect(againstCarrying(message(), STRINGS)).toEqual([]);
    const quoted = '<img src="https://x.example/a.png" moz-do-not-send="true">';
    expect(againstCarrying(message({ body: quoted }), STRINGS)).toEqual([]);
  });

  it.each([
    [{ attachVCard: true }, 'vcard'],
    [{ attachPublicPGPKey: true }, 'pgp-key'],
    [{ deliveryStatusNotification: true }, 'delivery'],
    [{ additionalFccFolderId: 'account1://Sent' }, 'copy'],
    [{ overrideDefaultFccFolderId: 'account1://Sent' }, 'copy'],
    [{ newsgroups: ['alt.test'] }, 'newsgroup'],
    [{ body: '<div id="cloudAttachmentListRoot"></div>' }, 'filelink'],
    [{ body: '<img src="imap://x/1?part=1.2">' }, 'picture'],
    [{ body: '<img src="file:///tmp/a.png">' }, 'picture'],
    [{ body: '<img src="https://x.example/a.png">' }, 'picture'],
    [{ body: '<body background="mailbox:///x"></body>' }, 'picture'],
  ] as const)('is said in words: %j', (details, code) => {
    expect(againstCarrying(message(details), STRINGS)).toEqual([STRINGS.refused[code]]);
  });

  it('names attachments, all at once', () => {
    const unread = ['a.eml', 'b.eml'];
    expect(againstCarrying(message({}, { unread }), STRINGS)).toEqual(unread.map(STRINGS.refused.attachment));
  });
});
