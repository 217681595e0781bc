import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { endProcess } from '../end-process';
import { missingPrograms } from '../session';
import { Screen } from '../thunderbird';

const ROOT = resolve(__dirname, '../../../..');
const missing = missingPrograms();

interface Run {
  readonly text: string;
  readonly code: number | null;
}

const running = new Set<ChildProcess>();

/** Runs `npm run start:thunderbird`; once it says so much, it is told to end. */
function start(environment: NodeJS.ProcessEnv, until: string): Promise<Run> {
  return new Promise((resolvePromise) => {
    const child = spawn(process.execPath, [resolve(ROOT, 'scripts/start-thunderbird.mjs')], {
      cwd: ROOT,
      env: { ...process.env, ...environment },
    });
    running.add(child);
    let text = '';
    const hear = (chunk: Buffer): void => {
      text += chunk.toString();
      if (text.includes(until)) child.kill('SIGTERM');
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('close', (code) => {
      running.delete(child);
      resolvePromise({ text, code });
    });
  });
}

(missing.length > 0 ? describe.skip : describe)('npm run start:thunderbird', () => {
  afterAll(async () => {
    for (const child of running) await endProcess(child);
  }, 30_000);

  it('opens Thunderbird with the demo account, says what to do, and ends cleanly', async () => {
    const screen = await Screen.open();
    try {
      const { text, code } = await start({ DISPLAY: screen.display }, 'Thunderbird is open');
      expect(text).toContain('bob@signet.example');
      expect(code).toBe(0);
    } finally {
      await screen.close();
    }
  }, 170_000);

  it('says plainly what is missing', async () => {
    const { text, code } = await start({ DISPLAY: '' }, '\0');
    expect([text.includes('no screen'), code]).toEqual([true, 1]);
  }, 120_000);
});
