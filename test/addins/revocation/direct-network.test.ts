import { type IncomingMessage, type ServerResponse } from 'node:http';
import { createDirectNetwork, ocspGetUrl, type NetworkHost } from '../../../addins/revocation/direct-network';
import { NETWORK_LIMITS } from '../../../addins/revocation/network-rules';
import { asDer, toBase64, utf8Text, type RevocationAnswer, type RevocationQuestion } from '../../../shared/index';
import { startServer, type LocalServer } from './local-server';

const crl = (url: string): RevocationQuestion => ({ name: `crl:${url}`, kind: 'crl', url });
const ocsp = (url: string, length: number): RevocationQuestion => ({
  name: `ocsp:${url}`,
  kind: 'ocsp',
  url,
  body: asDer(new Uint8Array(length).fill(0xff)),
});
const said = (answer: RevocationAnswer | undefined): string | undefined =>
  answer && ('octets' in answer ? utf8Text(answer.octets) : answer.failure);

let server: LocalServer;
let last: { headers: IncomingMessage['headers']; body: Buffer };

const ROUTES: Readonly<Record<string, (response: ServerResponse) => void>> = {
  '/good': (response) => response.end('good'),
  '/missing': (response) => response.writeHead(404).end('missing'),
  '/partial': (response) => response.writeHead(206).end('part'),
  '/moved': (response) => response.writeHead(302, { location: 'http://127.0.0.1/good' }).end(),
  '/slow-start': () => undefined,
  '/slow-end': (response) => {
    response.write('begun');
  },
  '/declared': (response) => {
    response.writeHead(200, { 'content-length': String(NETWORK_LIMITS.answerOctets + 1) });
    response.write('x');
  },
  '/endless': (response) => {
    const chunk = Buffer.alloc(1 << 20, 'x');
    const more = (): void => {
      if (response.destroyed || response.socket === null) return;
      response.write(chunk, () => setImmediate(more));
    };
    more();
  },
  '/cookie': (response) => response.writeHead(200, { 'set-cookie': 'a=b' }).end('cookie'),
};

beforeAll(async () => {
  server = await startServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      last = { headers: request.headers, body: Buffer.concat(chunks) };
      const isPost = request.method === 'POST';
      const route = ROUTES[request.url ?? ''];
      if (isPost) response.end('posted');
      else if (route) route(response);
      else response.writeHead(405).end();
    });
  });
});
afterAll(() => server.stop());
beforeEach(() => {
  server.asked.length = 0;
});

const ask = (url: string, more: Partial<NetworkHost> = {}): Promise<string | undefined> =>
  askAll([crl(url)], more).then(([answer]) => answer);
const askAll = async (
  questions: readonly RevocationQuestion[],
  more: Partial<NetworkHost> = {},
): Promise<readonly (string | undefined)[]> =>
  (await createDirectNetwork({ fetch: server.fetch, milliseconds: 2_000, ...more }).ask(questions)).map(said);

describe('asking a host that a certificate names', () => {
  it('gives what it answered', async () => {
    expect(await ask('http://crl.example.org/good')).toBe('good');
  });

  it('says nothing of the user: no cookie, no referrer, no cache', async () => {
    await ask('http://crl.example.org/cookie');
    await ask('http://crl.example.org/cookie');
    expect(server.asked).toHaveLength(2);
    expect(last.headers).not.toHaveProperty('cookie');
    expect(last.headers).not.toHaveProperty('referer');
    expect(last.headers).not.toHaveProperty('authorization');
    const inits: RequestInit[] = [];
    const fetchLike: typeof fetch = (url, init) => {
      inits.push(init ?? {});
      return server.fetch(url, init);
    };
    await ask('http://crl.example.org/good', { fetch: fetchLike });
    expect(inits).toMatchObject([
      { redirect: 'error', credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' },
    ]);
  });

  it('sends nothing to an address that may not be asked', async () => {
    expect(await ask('http://127.0.0.1/good')).toBe('address-refused');
    expect(await ask('http://localhost/good')).toBe('address-refused');
    expect(server.asked).toEqual([]);
  });

  it('sends nothing where any address of the name is not public', async () => {
    const names: string[] = [];
    const resolve = (name: string): Promise<readonly string[]> => {
      names.push(name);
      return Promise.resolve(name === 'inside.example.org' ? ['192.0.2.1', '10.0.0.1'] : ['192.0.2.1']);
    };
    expect(await ask('http://inside.example.org/good', { resolve })).toBe('address-refused');
    expect(server.asked).toEqual([]);
    expect(await ask('http://crl.example.org/good', { resolve })).toBe('good');
    expect(await ask('http://192.0.2.1/good', { resolve })).toBe('good');
    expect(names).toEqual(['inside.example.org', 'crl.example.org']);
  });

  it('sends nothing where the name is not known, or its look-up does not end', async () => {
    const unknown = (): Promise<never> => Promise.reject(new Error('NS_ERROR_UNKNOWN_HOST'));
    expect(await ask('http://crl.example.org/good', { resolve: unknown })).toBe('no-answer');
    const never = (): Promise<never> => new Promise(() => undefined);
    expect(await ask('http://crl.example.org/good', { resolve: never, milliseconds: 50 })).toBe('too-slow');
    expect(server.asked).toEqual([]);
  });

  it('sends nothing without permission', async () => {
    expect(await ask('http://crl.example.org/good', { isPermitted: () => Promise.resolve(false) })).toBe(
      'not-permitted',
    );
    expect(await ask('http://crl.example.org/good', { isPermitted: () => Promise.reject(new Error()) })).toBe(
      'not-permitted',
    );
    expect(server.asked).toEqual([]);
    expect(await ask('http://crl.example.org/good', { isPermitted: () => Promise.resolve(true) })).toBe('good');
  });

  it('follows no redirect', async () => {
    expect(await ask('http://crl.example.org/moved')).toBe('no-answer');
    expect(server.asked).toEqual(['GET /moved']);
  });

  it('takes nothing but a whole answer', async () => {
    expect(await ask('http://crl.example.org/missing')).toBe('no-answer');
    expect(await ask('http://crl.example.org/partial')).toBe('no-answer');
    expect(await ask('http://crl.example.org/good', { fetch: () => Promise.reject(new TypeError()) })).toBe(
      'no-answer',
    );
  });

  it('waits for head and body together no longer than the limit', async () => {
    for (const path of ['slow-start', 'slow-end']) {
      const before = performance.now();
      expect(await ask(`http://crl.example.org/${path}`, { milliseconds: 300 })).toBe('too-slow');
      expect(performance.now() - before).toBeLessThan(2_000);
    }
  });

  it('stops reading at the limit, said before or not', async () => {
    expect(await ask('http://crl.example.org/declared')).toBe('too-large');
    expect(await ask('http://crl.example.org/endless', { milliseconds: 20_000 })).toBe('too-large');
  });

  it('asks no more than a few for one message', async () => {
    const answers = await askAll(
      Array.from({ length: NETWORK_LIMITS.questions + 2 }, () => crl('http://crl.example.org/good')),
    );
    expect(server.asked).toHaveLength(NETWORK_LIMITS.questions);
    expect(answers.slice(-2)).toEqual(['too-many', 'too-many']);
    expect(answers.slice(0, -2).every((answer) => answer === 'good')).toBe(true);
  });

  it('answers in the order of the questions, one failure apart from the others', async () => {
    const urls = ['missing', 'good', 'moved', 'good', 'missing', 'good'].map(
      (path) => `http://crl.example.org/${path}`,
    );
    expect(await askAll(urls.map(crl))).toEqual(['no-answer', 'good', 'no-answer', 'good', 'no-answer', 'good']);
  });
});

describe('an OCSP question', () => {
  it('goes by POST where it is long', async () => {
    expect(await askAll([ocsp('http://ocsp.example.org/', 300)])).toEqual(['posted']);
    expect(server.asked).toEqual(['POST /']);
    expect(last.headers['content-type']).toBe('application/ocsp-request');
    expect([...last.body]).toEqual(Array<number>(300).fill(0xff));
  });

  it('goes by GET where it is short, and by POST where the host does not know that', async () => {
    expect(await askAll([ocsp('http://ocsp.example.org/a', 30)])).toEqual(['posted']);
    const path = `/a/${'%2F'.repeat(40)}`;
    expect(server.asked).toEqual([`GET ${path}`, 'POST /a']);
  });

  it('has the address of RFC 6960 A.1, no longer than RFC 5019 allows, and never beside a query', () => {
    const body = asDer(Uint8Array.of(0x30, 0xfb, 0xf0, 0xff));
    expect(toBase64(body)).toBe('MPvw/w==');
    expect(ocspGetUrl(new URL('http://a.example/'), body)?.href).toBe('http://a.example/MPvw%2Fw%3D%3D');
    expect(ocspGetUrl(new URL('http://a.example/b/'), body)?.href).toBe('http://a.example/b/MPvw%2Fw%3D%3D');
    expect(ocspGetUrl(new URL('http://a.example/?id=1'), body)).toBeUndefined();
    expect(ocspGetUrl(new URL('http://a.example/'), asDer(new Uint8Array(200)))).toBeUndefined();
  });
});
