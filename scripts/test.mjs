import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, root } from './build.mjs';
import { bringRequirements } from './requirements.mjs';

/**
 * The whole check: types, lint, every test on real parts. Says what is missing and what was skipped; with CI=true a skip
 * is a failure. The last line is "N passed, N failed, N skipped".
 */
const ci = process.env.CI === 'true';
const totals = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
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

async function jest(print, projects) {
  const folder = mkdtempSync(join(tmpdir(), 'signet-test-'));
  const output = join(folder, 'result.json');
  const args = ['--selectProjects', ...projects, '--json', `--outputFile=${output}`, '--maxWorkers=2'];
  const ok = await run(print, 'node_modules/jest/bin/jest.js', [...args, '--forceExit'], { SIGNET_BUILT: '1' });
  try {
    const result = JSON.parse(readFileSync(output, 'utf8'));
    totals.passed += result.numPassedTests;
    totals.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
    totals.skipped += result.numPendingTests + result.numTodoTests;
    for (const file of result.testResults) {
      for (const test of file.assertionResults.filter(({ status }) => status === 'pending'))
        say(`skipped: ${test.fullName}`);
    }
    return ok && result.numTotalTests > 0;
  } catch {
    say('jest ended without a result');
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const missing = await bringRequirements(say);
for (const one of missing) say(`missing: ${one.program} (Debian: ${one.package}); skipping the ${one.for} tests`);
if (ci && missing.length > 0) failures.push(`missing programs: ${missing.map((one) => one.program).join(', ')}`);
const lacks = new Set(missing.map((one) => one.for));

const ESLINT = ['.', '--max-warnings', '0', '--cache', '--cache-location', 'dist/.eslintcache'];
const PRETTIER = ['--check', '--log-level', 'warn', '.'];
await Promise.all([
  step('types', true, async (print) => (await tsc(print, 'shared')) && tsc(print, '.')),
  step('lint', true, (print) => run(print, 'node_modules/eslint/bin/eslint.js', ESLINT)),
  step('format', true, (print) => run(print, 'node_modules/prettier/bin/prettier.cjs', PRETTIER)),
]);
const builds = ['cli', 'relay', 'outlook', 'outlook-playground', 'playground', 'thunderbird', 'thunderbird-start'];
try {
  say('\n== build');
  await ensureBuilt(builds);
} catch (error) {
  say(error.message);
  failures.push('build');
}
for (const [name, projects] of [
  ['core', ['unit', 'conformance', 'interop']],
  ['hosts', ['outlook', 'thunderbird']],
]) {
  const possible = projects.filter((project) => !lacks.has(project));
  for (const project of projects.filter((one) => lacks.has(one))) say(`\n== ${project}: skipped`);
  totals.skipped += projects.length - possible.length;
  if (possible.length > 0) await step(name, false, (print) => jest(print, possible));
}
if (ci && totals.skipped > 0) failures.push('skipped tests');
if (failures.length > 0) say(`\nfailed: ${failures.join('; ')}`);
say(
  `\n${totals.passed} passed, ${Math.max(totals.failed, totals.failed === 0 ? failures.length : 0)} failed, ${totals.skipped} skipped`,
);
process.exitCode = failures.length > 0 ? 1 : 0;
