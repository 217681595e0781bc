import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request, type RequestOptions } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FIXTURE_SOURCE } from '../fixtures/world';
import { addinPage } from './addin-page';
import { parseOptions, StartError } from './options';
import { startPlayground, type Playground } from './playground';

const ROOT = process.cwd();
const FIXTURES = join(ROOT, 'test/hosts/outlook/fixtures');

let folder: string;
let running: Playground[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signet-playground-'));
});
afterEach(async () => {
  await Promise.all(running.map((playground) => playground.close()));
  running = [];
  rmSync(folder, { recursive: true, force: true });
});

async function start(more: { port?: number; reset?: boolean; stateFolder?: string } = {}): Promise<Playground> {
  const playground = await startPlayground({
    port: 0,
    stateFolder: folder,
    root: ROOT,
    world: FIXTURE_SOURCE,
    folders: { addin: FIXTURES, page: FIXTURES },
    manifestPath: join(FIXTURES, 'manifest.xml'),
    ...more,
  });
  running.push(playground);
  return playground;
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** The path goes out as it is: no client puts it in order first. */
function get(playground: Playground, path: string, more: RequestOptions = {}): Promise<Answer> {
  const { port } = new URL(playground.address);
  const ca = readFileSync(playground.authorityPath);
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: 'localhost', port, path, ca, family: 4, ...more }, (response) => {
      const chunks: Uint8Array[] = [];
      response.on('data', (chunk: Uint8Array) => chunks.push(chunk));
      response.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, body, headers: response.headers });
      });
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

describe('the certificate', () => {
  test('is for localhost and 127.0.0.1, and a client that trusts the authority accepts it', async () => {
    const playground = await start();
    expect((await get(playground, '/playground/session')).status).toBe(200);
    const certificate = new X509Certificate(readFileSync(join(folder, 'tls/certificate.pem')));
    expect(certificate.checkHost('localhost')).toBe('localhost');
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.checkHost('example.com')).toBeUndefined();
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  });

  test('stays the same over a restart', async () => {
    const first = await start();
    const before = readFileSync(first.authorityPath, 'utf8');
    await first.close();
    running = [];
    expect(readFileSync((await start()).authorityPath, 'utf8')).toBe(before);
  });
});

describe('paths', () => {
  test.each([
    '/addin/../playground.test.ts',
    '/addin/..%2f..%2f..%2fpackage.json',
    '/addin/%2e%2e/world.ts',
    '/addin/..%5cpackage.json',
    '/office-js/../package.json',
    '/addin/.hidden',
    '/addin/',
    '/addin//task-pane.html',
    '/addin/task-pane.html%00.png',
    '/addin/%zz',
    '/addin-support/commands.js',
    '/playground/state.json',
    '/playground/messages/..%2f..',
  ])('%s leads nowhere', async (path) => {
    expect((await get(await start(), path)).status).toBe(404);
  });

  test('the areas are served', async () => {
    const playground = await start();
    expect((await get(playground, '/office-js/office.js')).headers['content-type']).toMatch(/^text\/javascript/);
    expect((await get(playground, '/office-js/en-US/outlook_strings.js')).status).toBe(200);
    expect((await get(playground, '/addin/icon.png')).headers['content-type']).toBe('image/png');
    expect((await get(playground, '/playground/manifest.xml')).body).toContain('<OfficeApp');
    expect(JSON.parse((await get(playground, '/playground/policy.json')).body)).toEqual({
      anchors: [Buffer.from('anchor').toString('base64')],
      certificates: [Buffer.from('bob').toString('base64')],
      identityOffer: { url: '/playground/alice.pfx', passphrase: 'demo' },
    });
    expect((await get(playground, '/playground/alice.pfx')).body).toBe('pfx');
  });

  test('add-in pages get the stand-in in front of office.js and nothing else changed', async () => {
    const { body, headers } = await get(await start(), '/addin/task-pane.html');
    const plain = readFileSync(join(FIXTURES, 'task-pane.html'), 'utf8');
    const [before = '', after = ''] = plain.split('<script src="/office-js/office.js"></script>');
    const injected = body.slice(before.length, body.length - after.length);
    expect(injected).toBe(
      '<script src="/addin-support/ms-ajax.js"></script><script src="/addin-support/shimmed-methods.js"></script>' +
        '<script src="/office-js/office.js"></script>',
    );
    expect(headers['content-security-policy']).toMatch(/script-src 'self' 'wasm-unsafe-eval';/);
    expect(addinPage('<p>no office</p>', true)).toBe('<p>no office</p>');
  });

  test.each<[string, RequestOptions, number]>([
    ['another site', { headers: { 'sec-fetch-site': 'cross-site' } }, 403],
    ['a name pointed at this machine', { headers: { host: 'evil.example:8443' }, servername: 'localhost' }, 403],
    ['another method', { method: 'POST' }, 405],
  ])('%s is turned away', async (_who, more, status) => {
    expect((await get(await start(), '/addin/task-pane.html', more)).status).toBe(status);
  });
});

describe('the state folder', () => {
  test('holds the mailbox over a restart and begins anew with reset', async () => {
    const first = await start();
    const [message] = first.store.list('alice@signet.example', 'inbox');
    first.store.remove(message as NonNullable<typeof message>);
    await first.close();
    running = [];
    const second = await start();
    expect([second.isNew, second.store.list('alice@signet.example').length]).toEqual([false, 2]);
    await second.close();
    running = [];
    const third = await start({ reset: true });
    expect([third.isNew, third.store.list('alice@signet.example').length]).toEqual([true, 3]);
  });

  test('an interrupted first start is made anew', async () => {
    const first = await start();
    await first.close();
    running = [];
    rmSync(join(folder, 'state.json'));
    const again = await start();
    expect([again.isNew, again.store.list('alice@signet.example').length]).toEqual([true, 3]);
  });

  test('two servers on one folder: the second is refused and the first goes on', async () => {
    const first = await start();
    await expect(start()).rejects.toThrow(/Another playground uses/);
    await expect(start({ reset: true })).rejects.toThrow(StartError);
    expect((await get(first, '/playground/session')).status).toBe(200);
  });

  test('what a killed server leaves is no lock', async () => {
    if (process.platform !== 'win32') {
      mkdirSync(folder, { recursive: true });
      const script = `require('net').createServer().listen(${JSON.stringify(join(folder, 'lock'))}, () => process.kill(process.pid, 'SIGKILL'))`;
      spawnSync(process.execPath, ['-e', script]);
      expect(existsSync(join(folder, 'lock'))).toBe(true);
    }
    expect((await start()).isNew).toBe(true);
  });

  test.each([
    ['state.json', '{"version": 1'],
    ['state.json', '{}'],
    ['tls/key.pem', 'no key'],
    ['tls/certificate.pem', ''],
  ])('a damaged %s (%s) names --reset, and --reset helps', async (name, content) => {
    await (await start()).close();
    running = [];
    writeFileSync(join(folder, name), content);
    await expect(start()).rejects.toThrow(/--reset/);
    await expect(start({ reset: true })).resolves.toHaveProperty('isNew', true);
  });

  test('files of a newer version are not touched', async () => {
    await (await start()).close();
    running = [];
    writeFileSync(join(folder, 'state.json'), '{"version": 99}');
    await expect(start()).rejects.toThrow(/newer/);
    expect(readFileSync(join(folder, 'state.json'), 'utf8')).toBe('{"version": 99}');
  });

  test('a folder with other files is left alone, with reset too', async () => {
    writeFileSync(join(folder, 'thesis.doc'), 'years of work');
    mkdirSync(join(folder, 'mail'));
    await expect(start({ reset: true })).rejects.toThrow(/other files/);
    expect(existsSync(join(folder, 'thesis.doc')) && existsSync(join(folder, 'mail'))).toBe(true);
  });
});

test('a port in use is said in a sentence, and nothing is held afterwards', async () => {
  const first = await start();
  const port = Number(new URL(first.address).port);
  const other = join(folder, 'other');
  await expect(start({ port, stateFolder: other })).rejects.toThrow(`Port ${port} is not free`);
  expect(existsSync(other)).toBe(false);
  await expect(start({ stateFolder: other })).resolves.toHaveProperty('isNew', true);
});

test('a connection that never says anything does not keep the server from ending', async () => {
  const playground = await start();
  const silent = connect(Number(new URL(playground.address).port), '127.0.0.1');
  await new Promise((resolve) => silent.once('connect', resolve));
  const closed = new Promise((resolve) => silent.once('close', resolve));
  await playground.close();
  running = [];
  await closed;
});

describe('the command line', () => {
  test('has defaults', () => {
    expect(parseOptions([], {})).toEqual({
      port: 8443,
      stateFolder: join(ROOT, '.signet/playground'),
      reset: false,
      open: true,
    });
  });

  test('takes options before the environment', () => {
    const env = { SIGNET_STATE: '/tmp/env' };
    expect(parseOptions(['--port', '1', '--reset', '--no-open'], env)).toEqual({
      port: 1,
      stateFolder: '/tmp/env',
      reset: true,
      open: false,
    });
    expect(parseOptions(['--state', '/tmp/given'], env).stateFolder).toBe('/tmp/given');
  });

  test.each([[['--port', 'x']], [['--port', '70000']], [['--port', '-1']], [['--frobnicate']], [['extra']]])(
    'refuses %j',
    (args) => {
      expect(() => parseOptions(args, {})).toThrow(StartError);
    },
  );
});
