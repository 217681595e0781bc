import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { type InspectResult } from '../../addins/cli/result';
import { type CorpusCase, corpusCases, describeWithCorpora } from '../support/corpora';
import { requestOf } from './corpus-requests';
import { agreementTable, type Answered, differing, exceptionsOf } from './exceptions';

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

/** 3.6 million digests, which a slow machine does not do in the time of one request; pfx.test.ts lets it take its time. */
const SLOW = '12-pkcs12/0125';

describeWithCorpora('inspect --jsonl over the rows of the corpora', () => {
  // The cases of x509-limbo and Wycheproof stand inside their files: path.test.ts and wycheproof.test.ts take them out.
  const rows: readonly CorpusCase[] = (['verify', 'decrypt', 'pfx', 'path'] as const)
    .flatMap((op) => corpusCases(op))
    .filter(({ corpus }) => corpus !== '15-path' && corpus !== '16-wycheproof');
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

  it('agrees with the pfx rows but for the exceptions, and with those it does not', () => {
    const answered = rows.flatMap((row, i): Answered[] => {
      return row.op === 'pfx' && row.id !== SLOW ? [[row, results[i] as InspectResult]] : [];
    });
    process.stdout.write(agreementTable('pfx', answered));
    expect(differing(answered)).toEqual(exceptionsOf('pfx'));
  });

  it('meets no defect, and no time limit but where 600,000 rounds of an old derivation are asked for', () => {
    const bad = results.filter(({ error }) => error?.code === 'defect' || error?.message.startsWith('no answer'));
    expect(bad.filter(({ id }) => id !== SLOW).map(({ id, error }) => [id, error])).toEqual([]);
  });
});
