import { createDirectNetwork } from '../../../addins/revocation/direct-network';
import { relayAnswer } from '../../../addins/revocation/relay';
import { createRelayNetwork } from '../../../addins/revocation/relay-network';
import {
  asDer,
  utf8Text,
  type RevocationAnswer,
  type RevocationNetwork,
  type RevocationQuestion,
} from '../../../shared/index';
import { startServer, type LocalServer } from './local-server';

const ORIGIN = 'https://addin.example';
const RELAY = 'https://relay.example/ask';
const crl: RevocationQuestion = { name: 'crl', kind: 'crl', url: 'http://crl.example.org/list' };
const ocsp: RevocationQuestion = {
  name: 'ocsp',
  kind: 'ocsp',
  url: 'http://ocsp.example.org/',
  body: asDer(Uint8Array.of(0x30, 0x82, 1, 0x2c, ...new Uint8Array(300).fill(0xff))),
};
/** In DER, so that it can be told from a page. */
const LIST = '0\x04list';
const said = (answer: RevocationAnswer | undefined): string | undefined =>
  answer && ('octets' in answer ? utf8Text(answer.octets) : answer.failure);

let server: LocalServer;
let network: RevocationNetwork;
beforeAll(async () => {
  server = await startServer((request, response) => {
    if (request.url === '/list') response.end(LIST);
    else if (request.url?.startsWith('/as/')) response.end(decodeURIComponent(request.url.slice(4)), 'latin1');
    else if (request.method === 'POST') request.pipe(response);
    else response.writeHead(404).end();
  });
  const resolve = (name: string): Promise<readonly string[]> =>
    Promise.resolve([name.startsWith('inside') ? '10.0.0.1' : '192.0.2.1']);
  network = createDirectNetwork({ fetch: server.fetch, resolve });
});
afterAll(() => server.stop());

/** A browser's fetch to the relay: it adds the origin of the page. */
const toRelay =
  (origin = ORIGIN): typeof fetch =>
  (url, init) => {
    const request = new Request(url, init);
    request.headers.set('origin', origin);
    return relayAnswer(request, { network, origins: [ORIGIN] });
  };
const ask = async (question: RevocationQuestion, origin?: string): Promise<string | undefined> =>
  said((await createRelayNetwork(RELAY, toRelay(origin))?.ask([question]))?.[0]);
const post = (body: string, init: RequestInit = {}): Promise<Response> =>
  toRelay()(RELAY, { method: 'POST', body, ...init });

describe('a relay', () => {
  it('gives what the place answered', async () => {
    expect(await ask(crl)).toBe(LIST);
    const [answer] = (await createRelayNetwork(RELAY, toRelay())?.ask([ocsp])) ?? [];
    expect(answer && 'octets' in answer && [...answer.octets]).toEqual([...(ocsp.body ?? [])]);
  });

  it.each([
    ['crl', '<html>', 'not-accepted'],
    ['crl', '-----BEGIN X509 CRL-----', 'not-accepted'],
    ['crl', '0\x04lis', 'not-accepted'],
    ['crl', '0\x04lists', 'not-accepted'],
    ['crl', '', 'not-accepted'],
    ['crl', '0\x81\x04list', undefined],
    ['crl', '0\x85\x00\x00\x00\x00\x04list', 'not-accepted'],
    ['crl', '0\x80list\x00\x00', undefined],
    ['crl', '0\x80list', 'not-accepted'],
    ['issuer', '-----BEGIN CERTIFICATE-----', undefined],
    ['issuer', 'Certificate:', 'not-accepted'],
  ] as const)('passes on as %s only what may be one: %j', async (kind, text, failure) => {
    const url = `http://crl.example.org/as/${encodeURIComponent(text)}`;
    const response = await post(JSON.stringify({ kind, url }));
    expect(response.status).toBe(failure ? 502 : 200);
    if (failure) expect(await response.json()).toEqual({ failure });
    else expect(await response.text()).not.toBe('');
  });

  it('says when nothing came', async () => {
    expect(await ask({ ...crl, url: 'http://crl.example.org/missing' })).toBe('no-answer');
  });

  it('asks nothing inside the network it stands in', async () => {
    const before = server.asked.length;
    const response = await post(JSON.stringify({ kind: 'crl', url: 'http://inside.example.org/list' }));
    expect([response.status, await response.json()]).toEqual([502, { failure: 'address-refused' }]);
    expect((await post(JSON.stringify({ kind: 'crl', url: 'http://127.0.0.1/list' }))).status).toBe(502);
    expect(server.asked).toHaveLength(before);
  });

  it('serves the pages of its origins only, and lets a browser ask first', async () => {
    expect(await ask(crl, 'https://other.example')).toBe('no-answer');
    const asked = await toRelay()(RELAY, { method: 'OPTIONS' });
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([204, ORIGIN]);
    expect((await toRelay('https://other.example')(RELAY, { method: 'OPTIONS' })).status).toBe(403);
  });

  it.each([
    ['no JSON', '{', 400],
    ['no object', '"text"', 400],
    ['null', 'null', 400],
    ['no address', '{"kind":"crl"}', 400],
    ['another kind', '{"kind":"page","url":"http://a.example/"}', 400],
    ['a list with a body', '{"kind":"crl","url":"http://a.example/","body":"AAAA"}', 400],
    ['OCSP without one', '{"kind":"ocsp","url":"http://a.example/"}', 400],
    ['OCSP with one that is no base64', '{"kind":"ocsp","url":"http://a.example/","body":"%"}', 400],
    ['too much', `"${'a'.repeat(16_384)}"`, 413],
  ])('refuses %s', async (_, body, status) => {
    expect((await post(body)).status).toBe(status);
  });

  it('answers no other method', async () => {
    expect((await toRelay()(RELAY, { method: 'GET' })).status).toBe(405);
  });
});

describe('asking through a relay', () => {
  it.each(['http://relay.example/', 'https://user:secret@relay.example/', 'relay', 'ftp://relay.example/'])(
    'is not done by %s',
    (relay) => {
      expect(createRelayNetwork(relay, toRelay())).toBeUndefined();
    },
  );

  it('sends it no question that may not be asked', async () => {
    const sent: unknown[] = [];
    const fetchLike: typeof fetch = (...request) => {
      sent.push(request);
      return Promise.resolve(new Response('x'));
    };
    const answers = await createRelayNetwork(RELAY, fetchLike)?.ask([{ ...crl, url: 'http://10.0.0.1/' }, crl]);
    expect(answers?.map(said)).toEqual(['address-refused', 'x']);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject([RELAY, { redirect: 'error', credentials: 'omit', method: 'POST' }]);
  });

  it('ends at a time limit', async () => {
    const never: typeof fetch = () => new Promise(() => undefined);
    expect(said((await createRelayNetwork(RELAY, never, 50)?.ask([crl]))?.[0])).toBe('too-slow');
  });
});
