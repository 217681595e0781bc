import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ensureBuilt, root } from './build.mjs';
import { bringRequirements } from './requirements.mjs';

/**
 * The whole check: types, lint, every test on real parts. Says what is missing and what was skipped; with CI=true a skip
 * is a failure. The last line is "N passed, N failed, N skipped".
 */
const ci = process.env.CI === 'true';
const totals = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
/** Files that passed in their second run only. */
const unsteady = [];
const say = (line) => process.stdout.write(`${line}\n`);

/** One step of the check; what it prints comes in one piece, when it ends, where `isQuiet`. */
async function step(name, isQuiet, body) {
  const start = process.hrtime.bigint();
  const lines = [];
  if (!isQuiet) say(`\n== ${name}`);
  const ok = await body(isQuiet ? (text) => lines.push(text) : (text) => process.stdout.write(text));
  const seconds = Number((process.hrtime.bigint() - start) / 100_000_000n) / 10;
  if (lines.length > 0) process.stdout.write(lines.join(''));
  say(`== ${name}: ${ok ? 'ok' : 'FAILED'} (${seconds} s)`);
  if (!ok) failures.push(name);
}

async function run(print, program, args, env = {}) {
  const child = spawn(process.execPath, [join(root, program), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', print);
  const [status] = await once(child, 'close');
  return status === 0;
}

const tsc = (print, project) => run(print, 'node_modules/typescript/bin/tsc', ['--noEmit', '-p', project]);

/** Runs jest; its result, or undefined where it ended without one. */
async function jestResult(print, projects, more) {
  const folder = mkdtempSync(join(tmpdir(), 'signet-test-'));
  const output = join(folder, 'result.json');
  const args = ['--selectProjects', ...projects, '--json', `--outputFile=${output}`, '--forceExit', ...more];
  try {
    const ok = await run(print, 'node_modules/jest/bin/jest.js', args, { SIGNET_BUILT: '1' });
    return { ok, ...JSON.parse(readFileSync(output, 'utf8')) };
  } catch {
    say('jest ended without a result');
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What of `result` counts: all of it, but for the files of `again`, which ran once more since. */
function count(result, again = []) {
  for (const file of result.testResults) {
    if (again.includes(file.name)) continue;
    for (const { status, fullName } of file.assertionResults) {
      if (status === 'passed') totals.passed++;
      else if (status === 'failed') totals.failed++;
      else {
        totals.skipped++;
        say(`skipped: ${fullName}`);
      }
    }
    if (file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed')) totals.failed++;
  }
}

async function jest(print, projects) {
  const result = await jestResult(print, projects, ['--maxWorkers=2']);
  if (result) count(result);
  return result?.ok === true && result.numTotalTests > 0;
}

/**
 * As `jest`, for tests in real programs, which share the machine with whatever else runs there: up to two files that fail
 * run once more, alone, and that run counts. What failed first is printed all the same, and the last lines name it, so
 * that it is looked into: a fault that is there fails twice.
 */
async function jestInPrograms(print, projects) {
  const first = await jestResult(print, projects, ['--maxWorkers=2']);
  const failed = first?.testResults.filter(({ status }) => status === 'failed').map(({ name }) => name) ?? [];
  if (!first || failed.length === 0 || failed.length > 2) {
    if (first) count(first);
    return first?.ok === true && first.numTotalTests > 0;
  }
  count(first, failed);
  say(`\n== once more, alone: ${failed.map((name) => relative(root, name)).join(', ')}`);
  const second = await jestResult(print, projects, ['--runInBand', '--runTestsByPath', ...failed]);
  if (!second) return false;
  count(second);
  const ok = second.ok && second.testResults.length === failed.length;
  if (ok) unsteady.push(...failed);
  return ok;
}

const missing = await bringRequirements(say);
for (const one of missing) say(`missing: ${one.program} (Debian: ${one.package}); skipping the ${one.for} tests`);
if (ci && missing.length > 0) failures.push(`missing programs: ${missing.map((one) => one.program).join(', ')}`);
const lacks = new Set(missing.map((one) => one.for));

const ESLINT = ['.', '--max-warnings', '0', '--cache', '--cache-location', 'dist/.eslintcache'];
const PRETTIER = ['--check', '--log-level', 'warn', '.'];
const builds = [
  'cli',
  'relay',
  'outlook',
  'outlook-playground',
  'playground',
  'thunderbird',
  'thunderbird-pure',
  'thunderbird-start',
];
// Lint takes as long as the others together, on one processor.
await Promise.all([
  step('lint', true, (print) => run(print, 'node_modules/eslint/bin/eslint.js', ESLINT)),
  (async () => {
    await step('types', true, async (print) => (await tsc(print, 'shared')) && tsc(print, '.'));
    await step('format', true, (print) => run(print, 'node_modules/prettier/bin/prettier.cjs', PRETTIER));
    await step('build', true, async (print) => {
      try {
        await ensureBuilt(builds);
        return true;
      } catch (error) {
        print(`${error.message}\n`);
        return false;
      }
    });
  })(),
]);
for (const [name, projects, runTests] of [
  ['core', ['unit', 'conformance', 'interop'], jest],
  ['hosts', ['outlook', 'thunderbird'], jestInPrograms],
]) {
  const possible = projects.filter((project) => !lacks.has(project));
  for (const project of projects.filter((one) => lacks.has(one))) say(`\n== ${project}: skipped`);
  totals.skipped += projects.length - possible.length;
  if (possible.length > 0) await step(name, false, (print) => runTests(print, possible));
}
if (ci && totals.skipped > 0) failures.push('skipped tests');
for (const name of unsteady) say(`unsteady: ${relative(root, name)} failed first and passed alone`);
if (failures.length > 0) say(`\nfailed: ${failures.join('; ')}`);
say(
  `\n${totals.passed} passed, ${Math.max(totals.failed, totals.failed === 0 ? failures.length : 0)} failed, ${totals.skipped} skipped`,
);
process.exitCode = failures.length > 0 ? 1 : 0;
