import { spawnSync } from 'node:child_process';
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

function step(name, body) {
  const start = process.hrtime.bigint();
  say(`\n== ${name}`);
  const ok = body();
  const seconds = Number((process.hrtime.bigint() - start) / 100_000_000n) / 10;
  say(`== ${name}: ${ok ? 'ok' : 'FAILED'} (${seconds} s)`);
  if (!ok) failures.push(name);
}

const run = (program, args, env = {}) =>
  spawnSync(process.execPath, [join(root, program), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  }).status === 0;

const tsc = (project) => run('node_modules/typescript/bin/tsc', ['--noEmit', '-p', project]);

function jest(project, workers) {
  const folder = mkdtempSync(join(tmpdir(), 'signet-test-'));
  const output = join(folder, 'result.json');
  const args = ['--selectProjects', project, '--json', `--outputFile=${output}`, `--maxWorkers=${workers}`];
  const ok = run('node_modules/jest/bin/jest.js', [...args, '--forceExit'], { SIGNET_BUILT: '1' });
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

step('types', () => tsc('shared') && tsc('.'));
step('lint', () =>
  run('node_modules/eslint/bin/eslint.js', [
    '.',
    '--max-warnings',
    '0',
    '--cache',
    '--cache-location',
    'dist/.eslintcache',
  ]),
);
step('format', () => run('node_modules/prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']));
const builds = ['cli', 'relay', 'outlook', 'outlook-playground', 'playground', 'thunderbird', 'thunderbird-start'];
try {
  say('\n== build');
  await ensureBuilt(builds);
} catch (error) {
  say(error.message);
  failures.push('build');
}
for (const [project, workers] of [
  ['unit', 2],
  ['conformance', 2],
  ['interop', 2],
  ['outlook', 2],
  ['thunderbird', 2],
]) {
  if (lacks.has(project)) {
    say(`\n== ${project}: skipped`);
    totals.skipped += 1;
  } else step(project, () => jest(project, workers));
}
if (ci && totals.skipped > 0) failures.push('skipped tests');
if (failures.length > 0) say(`\nfailed: ${failures.join('; ')}`);
say(
  `\n${totals.passed} passed, ${Math.max(totals.failed, totals.failed === 0 ? failures.length : 0)} failed, ${totals.skipped} skipped`,
);
process.exitCode = failures.length > 0 ? 1 : 0;
