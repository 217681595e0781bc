import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toBase64 } from '../../../../shared/base/base64';
import { equal, latin1Bytes, latin1Text, utf8Bytes } from '../../../../shared/base/bytes';
import { CLEAR_SIGNED_BODY, FIXTURE_MESSAGES, mail } from '../fixtures/world';
import { answerGraph, MAX_MIME_REQUEST, type GraphOptions } from './graph';
import { DroppedConnection, Faults } from './graph-faults';
import { restIdOf } from './message-id';
import { MessageStore } from './message-store';

const ALICE = 'alice@signet.example';
const BOB = 'bob@signet.example';
const NOW = new Date('2026-11-23T14:25:00Z');

let folder: string;
let store: MessageStore;
let options: GraphOptions;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signet-graph-'));
  store = new MessageStore(join(folder, 'mail'), [ALICE, BOB]);
  options = {
    store,
    owners: [ALICE, BOB],
    sentFolder: join(folder, 'sent'),
    now: () => NOW,
    faults: new Faults(),
    userOfToken: (token) => (token === 'good' ? { name: 'Alice Example', address: ALICE } : undefined),
  };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: Record<string, unknown>;
  readonly octets: Uint8Array;
}

async function ask(
  operation: string,
  body: string | Uint8Array = '',
  headers: Record<string, string> = {},
): Promise<Answer> {
  const [method = '', target = ''] = operation.split(' ');
  const url = new URL(target, 'https://localhost');
  const response = await answerGraph(
    {
      method,
      path: url.pathname,
      query: url.searchParams,
      headers: { authorization: 'Bearer good', ...headers },
      body: typeof body === 'string' ? utf8Bytes(body) : new Uint8Array(body),
    },
    options,
  );
  const octets = typeof response.body === 'string' ? utf8Bytes(response.body) : response.body;
  const isJson = response.headers['content-type'] === 'application/json';
  const json = isJson ? (JSON.parse(latin1Text(octets)) as Record<string, unknown>) : {};
  return { status: response.status, headers: response.headers, json, octets };
}

const sendMime = (octets: Uint8Array): Promise<Answer> =>
  ask('POST /me/sendMail', toBase64(octets), { 'content-type': 'text/plain' });
const codeOf = ({ json }: Answer): unknown => (json['error'] as { readonly code?: unknown } | undefined)?.code;
const listOf = ({ json }: Answer): Record<string, unknown>[] => json['value'] as Record<string, unknown>[];

const LETTER = mail([
  `From: Alice Example <${ALICE}>`,
  `To: ${BOB}`,
  'Subject: A letter',
  'Message-ID: <letter@signet.example>',
  'Date: Mon, 23 Nov 2026 14:00:00 +0000',
]);

function stored(key: (typeof FIXTURE_MESSAGES)[number]['key']): string {
  const octets = FIXTURE_MESSAGES.find((message) => message.key === key)?.octets ?? new Uint8Array();
  return restIdOf(store.add({ owner: ALICE, folder: 'inbox', received: NOW.getTime(), isRead: false }, octets).key);
}

describe('sendMail with MIME content', () => {
  test('answers 202, delivers to the local mailbox and keeps a copy in Sent Items', async () => {
    expect((await sendMime(LETTER)).status).toBe(202);
    expect(store.list(BOB, 'inbox')).toHaveLength(1);
    expect(store.list(ALICE, 'sentitems')).toHaveLength(1);
  });

  test('the octets that leave are the ones given, where Date and Message-ID are there', async () => {
    await sendMime(LETTER);
    const [name = ''] = readdirSync(join(folder, 'sent'));
    expect(name).toMatch(/^20261123T142500000Z-A-letter-.{4}\.eml$/);
    expect(equal(readFileSync(join(folder, 'sent', name)), LETTER)).toBe(true);
  });

  test('Date and Message-ID are added where there are none', async () => {
    await sendMime(mail([`From: ${ALICE}`, `To: ${BOB}`, 'Subject: Bare']));
    const [message] = store.list(ALICE, 'sentitems');
    const text = latin1Text(store.octets(message as NonNullable<typeof message>));
    expect(text).toMatch(/^Date: Mon, 23 Nov 2026 14:25:00 \+0000\r\nMessage-ID: <[^>]+@signet\.example>\r\nFrom: /);
  });

  test('Bcc people get it, nobody sees them, and the sender still does', async () => {
    const folded = mail([`From: ${ALICE}`, 'Subject: Blind', 'Bcc: someone@elsewhere.example,', ` ${BOB}`]);
    expect((await sendMime(folded)).status).toBe(202);
    const [received] = store.list(BOB, 'inbox');
    const [kept] = store.list(ALICE, 'sentitems');
    expect(latin1Text(store.octets(received as NonNullable<typeof received>))).not.toMatch(/bcc|elsewhere/i);
    expect(latin1Text(store.octets(kept as NonNullable<typeof kept>))).toContain(
      `Bcc: someone@elsewhere.example,\r\n ${BOB}`,
    );
  });

  test.each([
    ['not base64', '!!!', 400, 'ErrorMimeContentInvalidBase64String'],
    ['nothing', '', 400, 'ErrorMimeContentInvalidBase64String'],
    ['no header', toBase64(latin1Bytes('just some words')), 400, 'ErrorMimeContentInvalid'],
    ['no recipients', toBase64(mail([`From: ${ALICE}`, 'Subject: x'])), 400, 'ErrorInvalidRecipients'],
    ['another sender', toBase64(mail([`From: ${BOB}`, `To: ${BOB}`])), 403, 'ErrorSendAsDenied'],
  ])('refuses %s and sends nothing', async (_what, body, status, code) => {
    const answer = await ask('POST /me/sendMail', body, { 'content-type': 'text/plain' });
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    expect(store.list(ALICE)).toHaveLength(0);
  });

  test('takes 4 MB of base64 and answers 413 for one octet more', async () => {
    const filler = (length: number): Uint8Array => {
      const head = latin1Text(mail([`From: ${ALICE}`, `To: ${BOB}`], ''));
      return latin1Bytes(head + 'x'.repeat(length - head.length));
    };
    const most = (MAX_MIME_REQUEST / 4) * 3;
    expect((await sendMime(filler(most))).status).toBe(202);
    expect((await sendMime(filler(most + 1))).status).toBe(413);
    expect(store.list(BOB, 'inbox')).toHaveLength(1);
  });
});

describe('authorization and faults', () => {
  test('without a token, or with a wrong one, it is 401', async () => {
    expect((await ask('GET /me', '', { authorization: '' })).status).toBe(401);
    const answer = await ask('GET /me', '', { authorization: 'Bearer bad' });
    expect([answer.status, codeOf(answer)]).toEqual([401, 'InvalidAuthenticationToken']);
  });

  test('throttling carries Retry-After and is used up', async () => {
    options.faults.add({ operation: 'POST /me/sendMail', kind: 'throttled', times: 1, retryAfter: 7 });
    const answer = await sendMime(LETTER);
    expect([answer.status, answer.headers['retry-after'], codeOf(answer)]).toEqual([429, '7', 'ApplicationThrottled']);
    expect(store.list(BOB)).toHaveLength(0);
    expect((await sendMime(LETTER)).status).toBe(202);
  });

  test('a connection dropped before leaves nothing, one dropped after has sent', async () => {
    options.faults.add({ operation: 'POST /me/sendMail', kind: 'drop-before', times: 1 });
    options.faults.add({ operation: 'POST /me/sendMail', kind: 'drop-after', times: 1 });
    await expect(sendMime(LETTER)).rejects.toThrow(DroppedConnection);
    expect(store.list(BOB)).toHaveLength(0);
    await expect(sendMime(LETTER)).rejects.toThrow(DroppedConnection);
    expect(store.list(BOB)).toHaveLength(1);
  });
});

describe('reading', () => {
  test('a clear-signed message has one attachment: the multipart/signed entity with its octets', async () => {
    const id = stored('clear-signed');
    const [attachment, ...others] = listOf(await ask(`GET /me/messages/${id}/attachments`));
    expect(others).toHaveLength(0);
    expect(attachment).toMatchObject({ name: 'smime.p7m', contentType: 'multipart/signed' });
    const { octets } = await ask(`GET /me/messages/${id}/attachments/${String(attachment?.['id'])}/$value`);
    const contentType =
      'Content-Type: multipart/signed; protocol="application/pkcs7-signature";\r\n micalg=sha-256; boundary=cut\r\n\r\n';
    expect(latin1Text(octets)).toBe(`${contentType}${CLEAR_SIGNED_BODY}\r\n`);
    expect(attachment?.['contentBytes']).toBe(toBase64(octets));
  });

  test('an encrypted message has one attachment, the raw CMS, and no body', async () => {
    const id = stored('encrypted');
    const { json } = await ask(`GET /me/messages/${id}`);
    expect(json['body']).toEqual({ contentType: 'text', content: '' });
    const [attachment] = listOf(await ask(`GET /me/messages/${id}/attachments`));
    expect(attachment).toMatchObject({
      name: 'smime.p7m',
      contentType: 'application/pkcs7-mime',
      contentBytes: 'MAMCAQU=',
    });
  });

  test('$value is the whole message as stored', async () => {
    const id = stored('encrypted');
    const { octets } = await ask(`GET /me/messages/${id}/$value`);
    expect(equal(octets, FIXTURE_MESSAGES[2].octets)).toBe(true);
  });

  test('finds a message by its Message-ID', async () => {
    stored('plain');
    const id = stored('clear-signed');
    const filter = encodeURIComponent("internetMessageId eq '<clear@signet.example>'");
    const found = listOf(await ask(`GET /me/messages?$filter=${filter}&$select=id,subject`));
    expect(found).toEqual([{ id, subject: 'Clear' }]);
  });

  test('refuses filters and options that it does not know', async () => {
    const answer = await ask("GET /me/messages?$filter=subject%20eq%20'x'");
    expect([answer.status, codeOf(answer)]).toEqual([400, 'ErrorInvalidUrlQueryFilter']);
    expect((await ask('GET /me/messages?$search=x')).status).toBe(400);
  });

  test('the item class is given where it is asked for', async () => {
    const id = stored('encrypted');
    const expand = encodeURIComponent("singleValueExtendedProperties($filter=id eq 'String 0x001A')");
    const { json } = await ask(`GET /me/messages/${id}?$expand=${expand}&$select=subject`);
    expect(json['singleValueExtendedProperties']).toEqual([{ id: 'String 0x001A', value: 'IPM.Note.SMIME' }]);
  });

  test.each([
    ['an id in the form of EWS', 'AAMkADSignet%2F0123456789abcdef%2BAAA%3D', 400, 'ErrorInvalidIdMalformed'],
    ['an id that nobody has', restIdOf('0123456789abcdef'), 404, 'ErrorItemNotFound'],
  ])('%s', async (_what, id, status, code) => {
    const answer = await ask(`GET /me/messages/${id}`);
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
  });

  test('what this stand-in does not have is 404, not a guess', async () => {
    expect(codeOf(await ask('GET /me/contacts'))).toBe('ResourceNotFound');
  });
});

describe('drafts and deletion', () => {
  const draft = {
    subject: 'Draft',
    body: { contentType: 'html', content: '<p>Grüße</p>' },
    toRecipients: [{ emailAddress: { address: BOB } }],
    bccRecipients: [{ emailAddress: { address: 'blind@signet.example' } }],
    internetMessageHeaders: [{ name: 'x-signet', value: 'sign' }],
    attachments: [{ name: 'a.txt', contentType: 'text/plain', contentBytes: toBase64(latin1Bytes('hello')) }],
  };

  test('a JSON draft is kept, sent, and then gone from Drafts', async () => {
    const { status, json } = await ask('POST /me/messages', JSON.stringify(draft));
    expect([status, json['isDraft']]).toEqual([201, true]);
    const id = String(json['id']);
    expect((await ask(`POST /me/messages/${id}/send`)).status).toBe(202);
    expect(store.list(ALICE, 'drafts')).toHaveLength(0);
    const [received] = store.list(BOB, 'inbox');
    const item = await store.item(received as NonNullable<typeof received>);
    expect(item.body.content).toContain('Grüße');
    expect(item.attachments.map(({ name, octets }) => [name, latin1Text(octets)])).toEqual([['a.txt', 'hello']]);
    expect(item.bcc).toEqual([]);
    expect(item.headers).toContainEqual({ name: 'x-signet', value: 'sign' });
  });

  test('permanentDelete leaves no file; DELETE moves to Deleted Items', async () => {
    const id = stored('plain');
    expect((await ask(`DELETE /me/messages/${id}`)).status).toBe(204);
    expect(store.list(ALICE, 'deleteditems')).toHaveLength(1);
    expect((await ask(`POST /me/messages/${id}/permanentDelete`)).status).toBe(204);
    expect((await ask(`GET /me/messages/${id}`)).status).toBe(404);
    expect(readdirSync(join(folder, 'mail', ALICE, 'deleteditems'))).toEqual([]);
  });

  test('the read mark and categories are kept', async () => {
    const id = stored('plain');
    const { json } = await ask(`PATCH /me/messages/${id}`, JSON.stringify({ isRead: true, categories: ['Checked'] }));
    expect([json['isRead'], json['categories']]).toEqual([true, ['Checked']]);
    const again = new MessageStore(join(folder, 'mail'), [ALICE]);
    expect(again.list(ALICE, 'inbox')[0]?.isRead).toBe(true);
  });

  test('a body that is not JSON is refused', async () => {
    const id = stored('plain');
    expect(codeOf(await ask(`PATCH /me/messages/${id}`, '{'))).toBe('BadRequest');
  });
});
