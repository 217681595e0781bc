import { createPinnedFetch } from '../../../addins/relay/pinned-fetch';
import { createDirectNetwork } from '../../../addins/revocation/direct-network';
import { NETWORK_LIMITS } from '../../../addins/revocation/network-rules';
import { utf8Text } from '../../../shared/index';
import { type LocalServer, startServer } from '../revocation/local-server';
import { localAgents, type LocalAgents } from './local-agents';

const PUBLIC = '192.0.2.1';
const HOST = 'crl.example.org';

let server: LocalServer;
let local: LocalAgents;
beforeAll(async () => {
  server = await startServer((request, response) => {
    if (request.url === '/list') response.end(`list for ${request.headers.host ?? ''}`);
    else if (request.url === '/moved') response.writeHead(302, { location: 'http://127.0.0.1/list' }).end('elsewhere');
    else if (request.url === '/headers') response.end(JSON.stringify(request.headers));
    else if (request.url === '/large') response.end(Buffer.alloc(NETWORK_LIMITS.answerOctets + 1, 0x30));
    else if (request.url === '/odd') response.socket?.end('HTTP/1.1 999 Odd\r\n\r\n');
    else if (request.method === 'POST') request.pipe(response);
    else if (request.url === '/slow') response.write('begun');
    else response.writeHead(404).end();
  });
});
afterAll(() => server.stop());
beforeEach(() => {
  local = localAgents({ [HOST]: server.port, 'inside.example.org': server.port });
  server.asked.length = 0;
});

const DENIED = [
  { address: '198.51.100.0', prefix: 24 },
  { address: '2606:4700:64::', prefix: 96 },
];
const pinned = (addresses: readonly string[] = [PUBLIC]): typeof fetch =>
  createPinnedFetch({ resolve: () => Promise.resolve(addresses), denied: DENIED, agents: local.agents });
const text = async (url: string, init?: RequestInit): Promise<string> => (await pinned()(url, init)).text();

/** What the relay's network makes of a question, by this fetch. */
async function asked(url: string, fetchLike = pinned(), milliseconds = 2_000): Promise<string> {
  const network = createDirectNetwork({ fetch: fetchLike, milliseconds });
  const [answer] = await network.ask([{ name: url, kind: 'crl', url }]);
  return answer && 'octets' in answer ? String(utf8Text(answer.octets)) : String(answer?.failure);
}

describe('a connection of the relay', () => {
  it('goes to an address that was judged, in the name that was asked for', async () => {
    expect(await text(`http://${HOST}/list`)).toBe(`list for ${HOST}`);
    expect(local.dialled).toEqual([{ host: HOST, port: 80, addresses: [PUBLIC] }]);
  });

  it.each([
    ['private', ['10.0.0.1']],
    ['loopback', ['127.0.0.1']],
    ['loopback', ['::1']],
    ['of the cloud’s own service', ['169.254.169.254']],
    ['unique-local', ['fd00::1']],
    ['an IPv4 one inside an IPv6 one', ['::ffff:10.0.0.1']],
    ['one of several', [PUBLIC, '192.168.1.1']],
    ['in a network that is denied', ['198.51.100.7']],
    ['in a denied one with IPv6', ['2606:4700:64::0808:0808']],
    ['in a denied one, among others', [PUBLIC, '198.51.100.255']],
    ['in a denied one, inside an IPv6 one', ['::ffff:198.51.100.7']],
    ['in a denied one, by the prefix of NAT64', ['64:ff9b::198.51.100.7']],
    ['in a denied one, by 6to4', ['2002:c633:6407::1']],
    ['none', []],
  ])('is not made where the name resolves to one that is %s', async (_, addresses) => {
    expect(await asked(`http://${HOST}/list`, pinned(addresses))).toBe('address-refused');
    expect([local.dialled, server.asked]).toEqual([[], []]);
  });

  it.each([
    'http://198.51.100.7/list',
    'http://[2606:4700:64::1]/list',
    'http://[::ffff:c633:6407]/list',
    'http://[64:ff9b::c633:6407]/list',
    'http://[2002:c633:6407::1]/list',
  ])('is not made to a denied network by address either: %s', async (url) => {
    expect(await asked(url)).toBe('address-refused');
    expect([local.dialled, server.asked]).toEqual([[], []]);
  });

  it('is not led elsewhere by a name server that changes its answer: it is asked once', async () => {
    const answers = [[PUBLIC], ['127.0.0.1']];
    const resolve = jest.fn(() => Promise.resolve(answers.shift() ?? ['127.0.0.1']));
    const changing = createPinnedFetch({ resolve, agents: local.agents });
    expect(await asked(`http://${HOST}/list`, changing)).toBe(`list for ${HOST}`);
    expect(resolve).toHaveBeenCalledTimes(1);
    expect(local.dialled.map(({ addresses }) => addresses)).toEqual([[PUBLIC]]);
    expect(await asked(`http://${HOST}/list`, changing)).toBe('address-refused');
  });

  it.each([
    'http://127.0.0.1/list',
    'http://[::1]/list',
    'http://10.1.2.3/list',
    `http://${HOST}:8080/list`,
    'ftp://a.b/',
  ])('is not made to %s', async (url) => {
    await expect(pinned()(url)).rejects.toThrow();
    expect(local.dialled).toEqual([]);
  });

  it('by the machine’s own resolver does not reach the machine', async () => {
    const own = createPinnedFetch();
    expect(await asked(`http://localhost/list`, own)).toBe('address-refused');
    expect(await asked(`http://localhost.localdomain/list`, own)).not.toContain('list for');
  });
});

describe('what a connection of the relay says and takes', () => {
  it('is the request and nothing of whoever asked', async () => {
    const headers = JSON.parse(await text(`http://${HOST}/headers`)) as Record<string, string>;
    expect(Object.keys(headers).sort()).toEqual(['connection', 'host']);
  });

  it('sends a question by POST as it is', async () => {
    const body = Uint8Array.of(0x30, 3, 1, 2, 255);
    const headers = { 'content-type': 'application/ocsp-request' };
    const response = await pinned()(`http://${HOST}/`, { method: 'POST', body, headers });
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([...body]);
  });

  it('follows no redirect', async () => {
    await expect(pinned()(`http://${HOST}/moved`)).rejects.toThrow('redirected');
    expect(await asked(`http://${HOST}/moved`)).toBe('no-answer');
    expect(server.asked).toEqual(['GET /moved', 'GET /moved']);
  });

  it('gives no body of what is no answer, and survives a status that is none', async () => {
    const response = await pinned()(`http://${HOST}/missing`);
    expect([response.status, response.body]).toEqual([404, null]);
    expect(await asked(`http://${HOST}/odd`)).toBe('no-answer');
  });

  it('stops at the limits of size and time', async () => {
    expect(await asked(`http://${HOST}/large`)).toBe('too-large');
    expect(await asked(`http://${HOST}/slow`, pinned(), 100)).toBe('too-slow');
  });
});
