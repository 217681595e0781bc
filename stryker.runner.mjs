import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import { PluginKind } from '@stryker-mutator/api/plugin';
import { DryRunStatus, MutantRunStatus, TestStatus, determineHitLimitReached } from '@stryker-mutator/api/test-runner';
import { installCompiler, installGlobals, loadTests, runTest } from './stryker.tests.mjs';

/** Which tests mirror which file: { 'shared/mime/header.ts': ['test/shared/mime/header.test.ts'] }. */
const MIRRORS = JSON.parse(process.env.MUTANTS_TESTS ?? '{}');
const EVERY = Number(process.env.MUTANTS_EVERY ?? 1);
/** How long one test may wait, in milliseconds: a promise that nobody keeps. */
const PATIENCE = 8_000;

const context = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});
const here = (path) => join(process.cwd(), path);

/** The numbers of the mutants in a file of the sandbox, ascending. */
function mutantsIn(file) {
  const found = readFileSync(here(file), 'utf8').matchAll(/stryMutAct_\w+\("(\d+)"\)/g);
  return [...new Set([...found].map(([, id]) => Number(id)))].sort((a, b) => a - b).map(String);
}

/** Runs the tests that mirror a file, in this process: what a mutant costs is the tests that reach it, not a start of Jest. */
class MirrorRunner {
  #costs = new Map();
  #sample = new Map();

  capabilities() {
    return { reloadEnvironment: true };
  }

  init() {
    process.env.NODE_ENV = 'test';
    process.on('unhandledRejection', () => undefined);
    installCompiler();
    installGlobals();
  }

  async dryRun() {
    const files = [...new Set(Object.values(MIRRORS).flat())];
    const tests = [];
    const perTest = {};
    for (const file of files) {
      const { results, coverage } = await this.#observe(file);
      tests.push(...results);
      Object.assign(perTest, coverage);
      const failed = results.find(({ status }) => status === TestStatus.Failed);
      if (failed) return { status: DryRunStatus.Error, errorMessage: `${failed.id}: ${failed.failureMessage}` };
    }
    return { status: DryRunStatus.Complete, tests, mutantCoverage: { static: {}, perTest } };
  }

  /** One test file without a mutant: how long each test takes, and which mutants of the files it mirrors it reaches. */
  async #observe(file) {
    const mirrored = Object.keys(MIRRORS).filter((source) => MIRRORS[source].includes(file));
    const own = new Set(mirrored.flatMap(mutantsIn));
    context.mutantCoverage = { static: {}, perTest: {} };
    context.currentTestId = 'load';
    const tests = loadTests(here(file));
    const results = [];
    for (const test of tests) {
      const enter = (name) => (context.currentTestId = name === undefined ? test.id : `hooks ${name}`);
      results.push({ ...(await timed(test, enter)), id: `${file} > ${test.id}`, fileName: here(file) });
    }
    return { results, coverage: coverageOf(file, tests, own) };
  }

  async mutantRun({ activeMutant, sandboxFileName, testFilter = [], hitLimit }) {
    const file = relative(process.cwd(), sandboxFileName);
    if (!this.#isSampled(file, activeMutant.id))
      return { status: MutantRunStatus.Error, errorMessage: 'not in the sample' };
    Object.assign(context, { activeMutant: activeMutant.id, hitCount: 0, hitLimit, currentTestId: undefined });
    try {
      return await this.#judge(file, new Set(testFilter));
    } finally {
      context.activeMutant = undefined;
    }
  }

  /** Every n-th mutant of a file, by position. */
  #isSampled(file, id) {
    if (!this.#sample.has(file)) this.#sample.set(file, mutantsIn(file));
    return this.#sample.get(file).indexOf(id) % EVERY === 0;
  }

  async #judge(source, filter) {
    let count = 0;
    for (const file of MIRRORS[source] ?? []) {
      const names = new Set([...filter].filter((id) => id.startsWith(`${file} > `)));
      if (names.size === 0) continue;
      const chosen = loadOrReason(file);
      if (chosen.reason !== undefined) return killed([...names][0], chosen.reason, count);
      for (const test of chosen.tests.filter(({ id }) => names.has(`${file} > ${id}`)).sort(this.#cheapFirst(file))) {
        count += 1;
        const result = await this.#verdict(file, test, count);
        if (result !== undefined) return result;
      }
    }
    return { status: MutantRunStatus.Survived, nrOfTests: count };
  }

  #cheapFirst(file) {
    const cost = ({ id }) => this.#costs.get(`${file} > ${id}`) ?? 0;
    return (a, b) => cost(a) - cost(b);
  }

  /** Undefined where the test passes. */
  async #verdict(file, test, count) {
    const { status, failureMessage, timeSpentMs, late } = await timed(test);
    this.#costs.set(`${file} > ${test.id}`, timeSpentMs);
    const endless = determineHitLimitReached(context.hitCount, context.hitLimit);
    if (endless) return { status: MutantRunStatus.Timeout, reason: endless.reason };
    if (late) return { status: MutantRunStatus.Timeout, reason: 'a promise that nobody keeps' };
    return status === TestStatus.Failed ? killed(`${file} > ${test.id}`, failureMessage, count) : undefined;
  }
}

const killed = (id, failureMessage, nrOfTests) => ({
  status: MutantRunStatus.Killed,
  killedBy: [id],
  failureMessage,
  nrOfTests,
});

function loadOrReason(file) {
  try {
    return { tests: [...loadTests(here(file))] };
  } catch (error) {
    return { reason: String(error) };
  }
}

async function timed(test, entering) {
  const start = performance.now();
  const said = (more) => ({ name: test.id, timeSpentMs: performance.now() - start, ...more });
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, PATIENCE, 'late')));
  try {
    const outcome = await Promise.race([runTest(test, entering), entering === undefined ? late : new Promise(() => 0)]);
    return said({ status: TestStatus.Success, late: outcome === 'late' });
  } catch (error) {
    return said({ status: TestStatus.Failed, failureMessage: String(error?.message ?? error) });
  } finally {
    clearTimeout(timer);
  }
}

/** What loading and hooks reach counts for each test that needs them. */
function coverageOf(file, tests, own) {
  const { perTest } = context.mutantCoverage;
  const coverage = {};
  for (const test of tests) {
    const hooks = [];
    for (let at = test.block; at !== undefined; at = at.parent) hooks.push(`hooks ${at.name}`);
    const sum = {};
    for (const scope of ['load', ...hooks, test.id])
      for (const [id, hits] of Object.entries(perTest[scope] ?? {})) if (own.has(id)) sum[id] = (sum[id] ?? 0) + hits;
    coverage[`${file} > ${test.id}`] = sum;
  }
  return coverage;
}

MirrorRunner.inject = [];

/** Says each mutant as soon as it is judged, one JSON text a line. */
class LineReporter {
  onMutantTested({ fileName, location, mutatorName, replacement, status, statusReason }) {
    const line = { file: relative(process.cwd(), fileName), at: location.start, mutatorName, replacement, status };
    if (statusReason !== 'not in the sample') process.stdout.write(`${JSON.stringify({ ...line, statusReason })}\n`);
  }
}
LineReporter.inject = [];

export const strykerPlugins = [
  { kind: PluginKind.TestRunner, name: 'mirror', injectableClass: MirrorRunner },
  { kind: PluginKind.Reporter, name: 'lines', injectableClass: LineReporter },
];
