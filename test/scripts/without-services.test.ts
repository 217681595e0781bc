import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ScratchFolder } from '../support/openssl';

const SCRIPT = join(__dirname, '../../scripts/without-services.mjs');

let folder: ScratchFolder;
let policy: string;
beforeEach(() => {
  folder = new ScratchFolder();
  policy = join(folder.path, 'policy-rc.d');
});
afterEach(() => folder.remove());

/** What another process runs: `body` inside, with `policy` and `ask`, which gives the exit code of the policy. */
const code = (body: string): string => `
  import { spawnSync } from 'node:child_process';
  import { withoutServices } from ${JSON.stringify(SCRIPT)};
  const policy = ${JSON.stringify(policy)};
  const ask = () => spawnSync(policy, ['slapd', 'start']).status;
  await withoutServices(() => { ${body} }, policy);`;

function run(body: string): { readonly status: number | null; readonly said: string } {
  const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', code(body)]);
  return { status, said: stdout.toString() };
}

describe('while programs are installed', () => {
  it('no service may be started, and nothing is left afterwards', () => {
    expect(run('process.stdout.write(String(ask()));')).toEqual({ status: 0, said: '101' });
    expect(existsSync(policy)).toBe(false);
  });

  it('nothing is left where that fails either', () => {
    expect(run('throw new Error("no network");').status).toBe(1);
    expect(existsSync(policy)).toBe(false);
  });

  it('nothing is left where a signal ends it, which still ends it', async () => {
    const child = spawn(process.execPath, [
      '--input-type=module',
      '-e',
      code('process.stdout.write("x"); spawnSync("sleep", ["1"]);'),
    ]);
    child.stdout.once('data', () => child.kill('SIGTERM'));
    const signal = await new Promise((resolve) => child.once('exit', (_, how) => resolve(how)));
    expect(signal).toBe('SIGTERM');
    expect(existsSync(policy)).toBe(false);
  });

  it('what somebody else decided about services holds and stays', () => {
    writeFileSync(policy, '#!/bin/sh\nexit 104\n');
    chmodSync(policy, 0o755);
    expect(run('process.stdout.write(String(ask()));').said).toBe('104');
    expect(readFileSync(policy, 'utf8')).toContain('104');
  });

  it('what an earlier run left behind goes', () => {
    run(`process.kill(process.pid, 'SIGKILL');`);
    expect(existsSync(policy)).toBe(true);
    expect(run('process.stdout.write(String(ask()));').said).toBe('101');
    expect(existsSync(policy)).toBe(false);
  });
});
