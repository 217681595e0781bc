import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { type InspectResult } from '../../addins/cli/result';
import { type CorpusCase, corpusCases, describeWithCorpora } from '../support/corpora';
import { requestOf } from './corpus-requests';

const ROOT = resolve(__dirname, '../..');

interface Run {
  readonly status: number | null;
  readonly stdout: string;
}

function inspectLines(input: string): Promise<Run> {
  const child = spawn(process.execPath, [join(ROOT, 'scripts/inspect.mjs'), '--jsonl'], { cwd: ROOT });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.resume();
  child.stdin.end(input);
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (status) => {
      done({ status, stdout });
    });
  });
}

describeWithCorpora('inspect --jsonl over the verify, decrypt and pfx rows', () => {
  const rows: readonly CorpusCase[] = (['verify', 'decrypt', 'pfx'] as const).flatMap((op) => corpusCases(op));
  let run: Run;
  let results: readonly InspectResult[];

  beforeAll(async () => {
    const lines = rows.map((row) => JSON.stringify(requestOf(row)));
    run = await inspectLines(`${lines.join('\n')}\nnot JSON\n{"id":"last","file":"/nowhere/at/all"}\n`);
    results = run.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as InspectResult);
  }, 600_000);

  it('ends with status 0 and puts nothing but JSON on standard output', () => {
    expect(run.status).toBe(0);
    expect([...new Set(results.map(({ schema }) => schema))]).toEqual([1]);
  });

  it('answers every line, in order', () => {
    expect(results.slice(0, rows.length).map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
    expect(results).toHaveLength(rows.length + 2);
  });

  it('goes on after a bad line and a file that is not there', () => {
    expect(results.at(-2)?.error?.code).toBe('host');
    expect(results.at(-1)).toMatchObject({ id: 'last', error: { code: 'host' } });
  });

  it('meets no defect and no time limit', () => {
    const bad = results.filter(({ error }) => error?.code === 'defect' || error?.message.startsWith('no answer'));
    expect(bad.map(({ id, error }) => [id, error])).toEqual([]);
  });
});
