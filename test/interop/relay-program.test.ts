import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** `npm run relay` itself, built as it is given to administrators. */
const PROGRAM = resolve(__dirname, '../../scripts/relay.mjs');
const ORIGIN = 'https://smime.example.org';

let program: ChildProcess;
let said = '';
let port: string;

beforeAll(async () => {
  program = spawn(process.execPath, [PROGRAM, '--origin', ORIGIN, '--listen', '127.0.0.1:0']);
  port = await new Promise((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const found = /listening on http, 127\.0\.0\.1, port (\d+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    };
    program.stdout?.on('data', listen);
    program.stderr?.on('data', listen);
    program.on('exit', () => reject(new Error(said)));
  });
}, 120_000);
afterAll(() => {
  program.kill();
});

const ask = (url: string, origin = ORIGIN): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}/revocation`, {
    method: 'POST',
    body: JSON.stringify({ kind: 'crl', url }),
    headers: { origin },
  });

describe('the relay as a program', () => {
  it.each(['http://127.0.0.1/', 'http://localhost/', 'http://[::1]/', 'http://169.254.169.254/', 'http://10.0.0.1/'])(
    'does not ask %s',
    async (url) => {
      const response = await ask(url);
      expect([response.status, await response.json()]).toEqual([502, { failure: 'address-refused' }]);
    },
  );

  it('serves its origin and no other', async () => {
    expect((await ask('http://127.0.0.1/', 'https://other.example')).status).toBe(403);
  });

  it('writes nothing of what it was asked', async () => {
    await ask('http://10.0.0.1/secret');
    expect(said.trim().split('\n')).toHaveLength(1);
  });

  it('does not start where it would serve nobody, or others without https', () => {
    const status = (...args: string[]): number | null => spawnSync(process.execPath, [PROGRAM, ...args]).status;
    expect(status()).toBe(2);
    expect(status('--origin', ORIGIN, '--listen', '0.0.0.0:0')).toBe(2);
    expect(status('--origin', ORIGIN, '--certificate', 'nowhere.pem', '--key', 'nowhere.key')).toBe(1);
  });

  it('ends when it is told to', async () => {
    const ended = new Promise((resolve) => program.on('exit', resolve));
    program.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});
