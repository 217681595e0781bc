/** @jest-environment ./test/support/jsdom-environment.js */
import { createGraphClient } from '../../../../addins/outlook/graph/graph-client';
import { createGraphTransport } from '../../../../addins/outlook/graph/graph-transport';
import { postLarge } from '../../../../addins/outlook/graph/large-message';
import { concat, utf8Bytes, type Bytes } from '../../../../shared/index';
import { ALICE, BOB, startStandIn, type StandIn } from '../../../hosts/outlook/ews/stand-in';
import { answerUpload } from '../../../hosts/outlook/graph/upload-session';
import { responseOf, type GraphResponse } from '../../../hosts/outlook/graph/graph-http';

const FIELDS = `From: Alice <${ALICE}>\r\nTo: =?utf-8?q?B=C3=B6b?= <${BOB}>\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nMessage-ID: <large@signet.example>\r\nMIME-Version: 1.0\r\n`;
const SEND = 'POST /me/messages/{id}/send';
const FOREVER = 1_000;

/** CMS is not looked into: that the octets stay is what counts. */
const cms = (): Bytes => {
  const octets = new Uint8Array(5_000_000).map((_, at) => (at * 31) % 251);
  octets.set(Buffer.from('30820000060b2a864886f70d010703', 'hex'));
  return octets;
};
const enveloped = (): Bytes =>
  utf8Bytes(
    `${FIELDS}Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(cms()).toString('base64')}\r\n`,
  );
const SIGNED = 'multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary=b';
const clearSigned = (): Bytes =>
  utf8Bytes(
    `${FIELDS}Content-Type: ${SIGNED}\r\n\r\n--b\r\n\r\n${`${'orchid '.repeat(10)}\r\n`.repeat(66_000)}--b--\r\n`,
  );

describe('a message over the size that Graph takes, as an experiment', () => {
  let standIn: StandIn;
  beforeEach(() => (standIn = startStandIn()));
  afterEach(() => standIn.close());
  let uploads = 0;

  const open = (put: (answer: GraphResponse) => Promise<GraphResponse> = (answer) => Promise.resolve(answer)) => {
    uploads = 0;
    const client = createGraphClient({
      baseUrl: 'https://graph',
      tokens: { token: () => Promise.resolve('good') },
      fetch: ((url: string, init: RequestInit) => answered(url, init)) as typeof fetch,
      sleep: () => Promise.resolve(),
    });
    const answered = async (url: string, init: RequestInit): Promise<Response> => {
      const body = (init.body ?? '') as string;
      return responseOf(
        await standIn.answer(init.method ?? 'GET', url.slice('https://graph'.length), body, lowered(init.headers)),
      );
    };
    const upload = (async (url: string, init: RequestInit) => {
      uploads++;
      return responseOf(await put(answerUpload(url, lowered(init.headers), init.body as Bytes)));
    }) as typeof fetch;
    const shared = { client, own: () => ALICE };
    return createGraphTransport(client, shared, (message) => postLarge(client, upload, message));
  };
  const message = (octets: Bytes, from = ALICE) => ({
    octets,
    from,
    recipients: [BOB],
    messageId: '<large@signet.example>',
  });
  const inFolder = (owner: string, folder: 'inbox' | 'drafts' | 'deleteditems' | 'sentitems'): readonly Bytes[] =>
    standIn.graph.store.list(owner, folder).map((one) => standIn.graph.store.octets(one));

  it('arrives as S/MIME with its octets, its people, its subject and its Message-ID', async () => {
    await open().send(message(enveloped()));
    expect(uploads).toBe(2);
    const [arrived] = inFolder(BOB, 'inbox');
    const text = Buffer.from(arrived ?? []).toString('latin1');
    expect(text).toContain('smime-type=enveloped-data');
    expect(Buffer.from(text.slice(text.indexOf('base64\r\n\r\n') + 10), 'base64').equals(cms())).toBe(true);
    const [item] = await Promise.all(
      standIn.graph.store.list(BOB, 'inbox').map((one) => standIn.graph.store.item(one)),
    );
    expect(item).toMatchObject({
      subject: 'Grüße',
      internetMessageId: '<large@signet.example>',
      from: { address: ALICE },
      to: [{ name: 'Böb', address: BOB }],
    });
    expect(inFolder(ALICE, 'drafts')).toEqual([]);
  });

  it('keeps what is signed octet for octet', async () => {
    const octets = clearSigned();
    await open().send(message(octets));
    const [arrived] = inFolder(BOB, 'inbox');
    const entity = octets.subarray(Buffer.from(octets).indexOf('Content-Type:'));
    expect(
      Buffer.from(arrived ?? [])
        .subarray(-entity.length)
        .equals(entity),
    ).toBe(true);
  });

  it('is not sent twice, and counts as sent where its answer was lost', async () => {
    const transport = open();
    standIn.graph.faults.add({ operation: SEND, kind: 'drop-after', times: 1 });
    await transport.send(message(enveloped()));
    await transport.send(message(enveloped()));
    expect(standIn.sent()).toBe(1);
  });

  it.each([
    ['the session is refused', 'POST /me/messages/{id}/attachments/createUploadSession', 'forbidden'],
    ['sending is refused', SEND, 'forbidden'],
    ['the server stays busy', SEND, 'busy'],
  ] as const)('leaves no draft where %s', async (_, operation, subject) => {
    const kind = subject === 'busy' ? 'throttled' : 'forbidden';
    standIn.graph.faults.add({ operation, kind, times: FOREVER });
    await expect(open().send(message(enveloped()))).rejects.toMatchObject({ code: 'host', subject });
    expect([standIn.sent(), inFolder(ALICE, 'drafts'), inFolder(ALICE, 'deleteditems')]).toEqual([0, [], []]);
  });

  it('leaves no draft where a piece does not arrive', async () => {
    const broken = open(() => Promise.reject(new TypeError('Failed to fetch')));
    await expect(broken.send(message(enveloped()))).rejects.toMatchObject({ code: 'host', subject: 'not-sent' });
    expect([standIn.sent(), inFolder(ALICE, 'drafts')]).toEqual([0, []]);
  });

  it('leaves in no other form than S/MIME, and from no other mailbox', async () => {
    const plain = concat([utf8Bytes(`${FIELDS}\r\n`), new Uint8Array(4_000_000)]);
    await expect(open().send(message(plain))).rejects.toMatchObject({ code: 'limit' });
    await expect(open().send(message(enveloped(), 'team@signet.example'))).rejects.toMatchObject({
      code: 'host',
      subject: 'too-large',
    });
    expect([standIn.sent(), inFolder(ALICE, 'drafts')]).toEqual([0, []]);
  });

  it('is refused where the experiment is not on', async () => {
    const client = { request: () => Promise.resolve(undefined) } as never;
    await expect(createGraphTransport(client).send(message(enveloped()))).rejects.toMatchObject({ code: 'limit' });
  });
});

const lowered = (headers: RequestInit['headers']): Record<string, string> =>
  Object.fromEntries(
    Object.entries((headers ?? {}) as Record<string, string>).map(([name, value]) => [name.toLowerCase(), value]),
  );
