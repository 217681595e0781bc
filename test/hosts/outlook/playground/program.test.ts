import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MailboxView } from './views';

/** The program behind `npm start`, with the real demo world: built first by `npm test`. */
const PROGRAM = join(process.cwd(), 'dist/playground/server/server.cjs');
const MESSAGES = 18;

let folder: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signet-program-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

interface Run {
  readonly child: ChildProcess;
  readonly output: string;
  readonly errors: string;
  readonly code: number | null;
}

/** Runs until it has said its three lines, or has ended. */
function run(...args: readonly string[]): Promise<Run> {
  if (!existsSync(PROGRAM)) throw new Error('the server is not built: node scripts/build.mjs playground');
  const child = spawn(process.execPath, [PROGRAM, '--state', folder, '--no-open', ...args]);
  children.push(child);
  let output = '';
  let errors = '';
  return new Promise((resolve) => {
    child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
    child.stdout.on('data', (text: Buffer) => {
      output += text.toString();
      if (output.split('\n').length > 3) resolve({ child, output, errors, code: null });
    });
    child.on('close', (code) => resolve({ child, output, errors, code }));
  });
}

const ended = (child: ChildProcess): Promise<unknown> => new Promise((resolve) => child.once('close', resolve));

function mailbox(address: string): Promise<MailboxView> {
  const ca = readFileSync(join(folder, 'tls/authority.pem'));
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL('playground/mailbox', address), { ca, family: 4 }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve(JSON.parse(text) as MailboxView));
    });
    outgoing.on('error', reject).end();
  });
}

test('says its addresses and one hint, is killed, and goes on with everything it had', async () => {
  const first = await run('--port', '0');
  const [address = '', hint = '', editor = '', ...more] = first.output.split('\n');
  expect(address).toMatch(/^https:\/\/localhost:\d+\/$/);
  expect(hint).toMatch(/^Emulated Outlook/);
  expect(editor).toContain(`${address}addin/policy-editor.html`);
  expect([more, first.errors]).toEqual([[''], '']);
  const before = await mailbox(address);
  expect(before.messages).toHaveLength(MESSAGES);
  first.child.kill('SIGKILL');
  await ended(first.child);
  const inbox = join(folder, 'mail/alice@signet.example/inbox');
  writeFileSync(join(inbox, '1.0123456789abcdef.eml.00000000.tmp'), 'From: half a mess');
  const second = await run('--port', '0');
  expect(await mailbox(second.output.split('\n')[0] ?? '')).toEqual(before);
  expect(readdirSync(inbox)).toHaveLength(MESSAGES);
  second.child.kill('SIGTERM');
  await ended(second.child);
  expect(second.child.exitCode).toBe(0);
}, 120_000);

test.each([
  ['an option that does not exist', ['--frobnicate'], /Usage: npm start/],
  ['a port that does not exist', ['--port', '99999'], /not a port/],
])('%s ends with 1 and a sentence', async (_what, args, sentence) => {
  const { code, errors, output } = await run(...args);
  expect([code, output]).toEqual([1, '']);
  expect(errors.trim().split('\n')).toEqual([expect.stringMatching(sentence)]);
});

test('a damaged demo world ends with 1 and names --reset', async () => {
  writeFileSync(join(folder, 'state.json'), '{"version":1}');
  writeFileSync(join(folder, 'demo-world.json'), '{"user":');
  const { code, errors } = await run('--port', '0');
  expect(code).toBe(1);
  expect(errors.trim().split('\n')).toEqual([expect.stringMatching(/--reset/)]);
});
