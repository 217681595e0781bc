import { connect } from 'node:net';
import { type RunningServer, type ServerOptions, startServer } from '../../../addins/relay/server';
import { type RevocationNetwork, type RevocationQuestion } from '../../../shared/index';

const ORIGIN = 'https://addin.example';
const LIST = Uint8Array.of(0x30, 3, 1, 2, 3);
const QUESTION = JSON.stringify({ kind: 'crl', url: 'http://crl.example.org/list' });

const asked: RevocationQuestion[] = [];
const network: RevocationNetwork = {
  ask(questions) {
    asked.push(...questions);
    return Promise.resolve(questions.map((question) => ({ question, octets: LIST })));
  },
};

const running: RunningServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
  asked.length = 0;
});

async function started(more: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const server = await startServer({ host: '127.0.0.1', port: 0, network, origins: [ORIGIN], ...more });
  running.push(server);
  return server;
}

const post = ({ port }: RunningServer, body: string = QUESTION, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${port}/revocation`, { method: 'POST', body, headers: { origin: ORIGIN, ...headers } });

describe('the server of the relay', () => {
  it('gives the octets that came, to pages of its origins', async () => {
    const response = await post(await started());
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([200, ORIGIN]);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(LIST);
    expect(asked).toMatchObject([{ kind: 'crl', url: 'http://crl.example.org/list' }]);
  });

  it('asks nothing for other pages, or for what names none', async () => {
    const server = await started();
    expect((await post(server, QUESTION, { origin: 'https://other.example' })).status).toBe(403);
    expect((await post(server, QUESTION, { origin: 'null' })).status).toBe(403);
    expect((await fetch(`http://127.0.0.1:${server.port}/`, { method: 'POST', body: QUESTION })).status).toBe(403);
    expect(asked).toEqual([]);
  });

  it('answers the browser that asks first, and no other method', async () => {
    const server = await started();
    const answers = ['OPTIONS', 'GET', 'PUT', 'DELETE'].map((method) =>
      fetch(`http://127.0.0.1:${server.port}/`, { method, headers: { origin: ORIGIN } }),
    );
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([204, 405, 405, 405]);
    expect(asked).toEqual([]);
  });

  it('does not read a request that is too long', async () => {
    const server = await started();
    expect((await post(server, `"${'a'.repeat(1 << 20)}"`)).status).toBe(413);
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1 << 16)) });
    const init = { method: 'POST', body: endless, headers: { origin: ORIGIN }, duplex: 'half' } as RequestInit;
    const outcome = await fetch(`http://127.0.0.1:${server.port}/`, init).then(
      ({ status }) => status,
      () => 'closed',
    );
    expect([413, 'closed']).toContain(outcome);
    expect((await post(server)).status).toBe(200);
  });

  it('refuses a client that asks too often, and no other', async () => {
    const server = await started({ perMinute: 2, isBehindProxy: true });
    const by = async (forwarded: string): Promise<number> =>
      (await post(server, QUESTION, { 'x-forwarded-for': forwarded })).status;
    expect([await by('192.0.2.1'), await by('10.9.9.9, 192.0.2.1')]).toEqual([200, 200]);
    expect(await by('192.0.2.7, 192.0.2.1')).toBe(429);
    expect(await by('192.0.2.2')).toBe(200);
  });

  it('knows a client whose address a proxy writes with its port, and counts what is none by the connection', async () => {
    const server = await started({ perMinute: 1, isBehindProxy: true });
    const by = async (forwarded: string): Promise<number> =>
      (await post(server, QUESTION, { 'x-forwarded-for': forwarded })).status;
    expect([await by('192.0.2.1:51544'), await by('192.0.2.1:51545')]).toEqual([200, 429]);
    expect([await by('[2001:db8::1]:1'), await by('2001:db8::1')]).toEqual([200, 429]);
    expect([await by('unknown'), await by('')]).toEqual([200, 429]);
  });

  it('gives no place to a request that is not there as a whole', async () => {
    const server = await started({ atOnce: 1 });
    const socket = connect(server.port, '127.0.0.1');
    await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
    socket.write(`POST / HTTP/1.1\r\nHost: relay\r\nOrigin: ${ORIGIN}\r\nContent-Length: 100\r\n\r\n`);
    expect((await post(server)).status).toBe(200);
    socket.destroy();
  });

  it('keeps the place of a client that does not read its answer', async () => {
    const big: RevocationNetwork = {
      ask: ([question]) => {
        const octets = new Uint8Array(8 << 20);
        octets.set([0x30, 0x83, 0x7f, 0xff, 0xfb]);
        return Promise.resolve(question ? [{ question, octets }] : []);
      },
    };
    const server = await started({ atOnce: 1, network: big });
    const socket = connect(server.port, '127.0.0.1').pause();
    const body = QUESTION;
    socket.write(
      `POST / HTTP/1.1\r\nHost: relay\r\nOrigin: ${ORIGIN}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    await new Promise<void>((resolve) => socket.once('readable', () => resolve()));
    expect((await post(server)).status).toBe(429);
    socket.destroy();
    let status = 429;
    while (status === 429) status = (await post(server)).status;
    expect(status).toBe(200);
  });

  it('believes no header about its client unless a proxy of its own stands before it', async () => {
    const server = await started({ perMinute: 1 });
    expect((await post(server, QUESTION, { 'x-forwarded-for': '192.0.2.1' })).status).toBe(200);
    expect((await post(server, QUESTION, { 'x-forwarded-for': '192.0.2.2' })).status).toBe(429);
  });

  it('survives what is no HTTP, and a network that fails', async () => {
    const failing: RevocationNetwork = { ask: () => Promise.reject(new Error('broken')) };
    const server = await started({ network: failing });
    await new Promise<void>((resolve) => {
      const socket = connect(server.port, '127.0.0.1', () => socket.end('no HTTP\r\n\r\n'));
      socket.on('close', () => resolve()).on('error', () => undefined);
      socket.resume();
    });
    await expect(post(server)).rejects.toThrow();
    expect((await post(server, '{')).status).toBe(400);
  });

  it('does not start where it cannot listen', async () => {
    const { port } = await started();
    await expect(started({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('writes down nothing', async () => {
    const written = [jest.spyOn(process.stdout, 'write'), jest.spyOn(process.stderr, 'write')];
    await post(await started());
    for (const write of written) expect(write).not.toHaveBeenCalled();
    jest.restoreAllMocks();
  });
});
