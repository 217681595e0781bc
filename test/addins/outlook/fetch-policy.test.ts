import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { fetchPolicy } from '../../../addins/outlook/fetch-policy';
import { LIMITS, utf8Text } from '../../../shared/index';

type Answer = (response: ServerResponse) => void;

/** What comes of a server that answers so; over http, since the page's own address says https. */
describe('a policy that is fetched', () => {
  let server: Server;
  let answers: Readonly<Record<string, Answer>> = {};
  const asked: string[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(`${request.url ?? ''} ${request.headers.cookie ?? ''}`);
      (answers[request.url ?? ''] ?? ((one: ServerResponse): void => void one.writeHead(404).end()))(response);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const ask = (next: Readonly<Record<string, Answer>>, patience?: number): ReturnType<typeof fetchPolicy> => {
    answers = next;
    const { port } = server.address() as AddressInfo;
    return fetchPolicy({ url: `http://127.0.0.1:${port}/policy.json?v=1`, keys: [] }, fetch, patience);
  };
  const whole: Answer = (response) => void response.end('{}');

  it('comes with the signature that lies beside it, and nothing is told of the user', async () => {
    const fetched = await ask({ '/policy.json?v=1': whole, '/policy.json.p7s?v=1': (one) => void one.end('signed') });
    expect(fetched).toMatchObject({ kind: 'fetched' });
    if (fetched.kind !== 'fetched') throw new Error();
    expect([utf8Text(fetched.octets), utf8Text(fetched.signature ?? new Uint8Array())]).toEqual(['{}', 'signed']);
    expect(asked.splice(0).sort()).toEqual(['/policy.json.p7s?v=1 ', '/policy.json?v=1 ']);
  });

  it('comes without one where none lies there', async () => {
    const fetched = await ask({ '/policy.json?v=1': whole });
    expect(Object.keys(fetched).sort()).toEqual(['kind', 'octets']);
  });

  it.each<[string, Readonly<Record<string, Answer>>]>([
    ['is not there', {}],
    ['fails', { '/policy.json?v=1': (one) => void one.writeHead(500).end() }],
    [
      'leads elsewhere',
      { '/policy.json?v=1': (one) => void one.writeHead(302, { location: '/other' }).end(), '/other': whole },
    ],
    ['breaks off', { '/policy.json?v=1': (one) => void one.writeHead(200, { 'content-length': 9 }).end('{') }],
    ['is silent', { '/policy.json?v=1': () => undefined }],
    [
      'is longer than a policy can be',
      { '/policy.json?v=1': (one) => void one.end(Buffer.alloc(3 * LIMITS.policyCharacters + 1)) },
    ],
    [
      'does not say whether there is a signature',
      { '/policy.json?v=1': whole, '/policy.json.p7s?v=1': (one) => void one.writeHead(503).end() },
    ],
    [
      'has a signature without end',
      { '/policy.json?v=1': whole, '/policy.json.p7s?v=1': (one) => void one.end(Buffer.alloc(300_000)) },
    ],
  ])('could not be had where its server %s', async (_, next) => {
    expect(await ask(next, 400)).toEqual({ kind: 'unreachable' });
  });
});
