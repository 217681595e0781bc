import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import { PluginKind } from '@stryker-mutator/api/plugin';
import { DryRunStatus, MutantRunStatus, TestStatus, determineHitLimitReached } from '@stryker-mutator/api/test-runner';
import { installCompiler, installGlobals, loadTests, runTest } from './stryker.tests.mjs';

/** Which tests mirror which file: { 'shared/mime/header.ts': ['test/shared/mime/header.test.ts'] }. */
const MIRRORS = JSON.parse(process.env.MUTANTS_TESTS ?? '{}');
const EVERY = Number(process.env.MUTANTS_EVERY ?? 1);
/** A promise that nobody keeps: so many seconds on end this process, its threads and its children did nothing. */
const PATIENCE = 20;
/** Milliseconds of computing that the tests of one mutant may cost together, the cheap ones first: the rest is not run. */
const BUDGET = Number(process.env.MUTANTS_BUDGET ?? 3_000);

/** Kept for a process that takes the place of one that had to be ended. */
const COSTS = 'mutants-costs.json';

const context = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});
const here = (path) => join(process.cwd(), path);

/** The numbers of the mutants in a file of the sandbox, ascending. */
function mutantsIn(file) {
  const found = readFileSync(here(file), 'utf8').matchAll(/stryMutAct_\w+\("(\d+)"\)/g);
  return [...new Set([...found].map(([, id]) => Number(id)))].sort((a, b) => a - b).map(String);
}

/** Runs the tests that mirror a file, in this process: what a mutant costs is the tests that reach it, not a start of Jest. */
class MirrorRunner {
  #costs = existsSync(COSTS) ? JSON.parse(readFileSync(COSTS, 'utf8')) : {};
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
    writeFileSync(COSTS, JSON.stringify(this.#costs));
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
      const id = `${file} > ${test.id}`;
      const before = process.cpuUsage();
      results.push({ ...(await timed(test, enter)), id, fileName: here(file) });
      this.#costs[id] = computing(before);
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
    let spent = 0;
    for (const file of MIRRORS[source] ?? []) {
      const names = new Set([...filter].filter((id) => id.startsWith(`${file} > `)));
      if (names.size === 0) continue;
      const chosen = loadOrReason(file);
      if (chosen.reason !== undefined) return killed([...names][0], chosen.reason, count);
      const cost = ({ id }) => this.#costs[`${file} > ${id}`] ?? 0;
      const tests = chosen.tests.filter(({ id }) => names.has(`${file} > ${id}`));
      for (const test of tests.sort((one, other) => cost(one) - cost(other))) {
        spent += cost(test);
        if (count > 0 && spent > BUDGET) break;
        count += 1;
        const result = await this.#verdict(file, test, count);
        if (result !== undefined) return result;
      }
    }
    return { status: MutantRunStatus.Survived, nrOfTests: count };
  }

  /** Undefined where the test passes. */
  async #verdict(file, test, count) {
    const { status, failureMessage, late } = await timed(test);
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

const computing = (since) => {
  const { user, system } = process.cpuUsage(since);
  return Math.round((user + system) / 1000);
};

async function timed(test, entering) {
  const start = performance.now();
  const said = (more) => ({ name: test.id, timeSpentMs: performance.now() - start, ...more });
  const watch = idleness();
  try {
    const outcome = await Promise.race([runTest(test, entering), watch.late]);
    return said({ status: TestStatus.Success, late: outcome === 'late' });
  } catch (error) {
    return said({ status: TestStatus.Failed, failureMessage: String(error?.message ?? error) });
  } finally {
    clearInterval(watch.timer);
  }
}

/** Kept once nothing happens any more. The time on a clock says nothing on a busy machine. */
function idleness() {
  let timer;
  let seconds = 0;
  let before = process.cpuUsage();
  const late = new Promise((resolve) => {
    timer = setInterval(() => {
      const isBusy = computing(before) > 20 || process.getActiveResourcesInfo().includes('ProcessWrap');
      before = process.cpuUsage();
      seconds = isBusy ? 0 : seconds + 1;
      if (seconds >= PATIENCE) resolve('late');
    }, 1_000);
  });
  return { late, timer };
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

/** Appends each mutant of the sample to a file as soon as it is judged, one JSON text a line; first how many there are. */
class LineReporter {
  #chosen = new Set();

  onMutationTestingPlanReady({ mutantPlans }) {
    const made = mutantPlans.map(({ mutant }) => mutant).filter(({ status }) => status !== 'Ignored');
    for (const fileName of new Set(made.map((mutant) => mutant.fileName))) {
      const ids = made.filter((mutant) => mutant.fileName === fileName).map(({ id }) => Number(id));
      const chosen = ids.sort((a, b) => a - b).filter((_, at) => at % EVERY === 0);
      for (const id of chosen) this.#chosen.add(String(id));
      this.#write({ file: relative(process.cwd(), fileName), planned: chosen.length, every: EVERY });
    }
  }

  onMutantTested({ id, fileName, location, mutatorName, replacement, status, statusReason }) {
    if (!this.#chosen.has(id)) return;
    const file = relative(process.cwd(), fileName);
    this.#write({ file, at: location.start, mutatorName, replacement, status, statusReason });
  }

  #write(line) {
    appendFileSync(process.env.MUTANTS_LINES, `${JSON.stringify(line)}\n`);
  }
}
LineReporter.inject = [];

export const strykerPlugins = [
  { kind: PluginKind.TestRunner, name: 'mirror', injectableClass: MirrorRunner },
  { kind: PluginKind.Reporter, name: 'lines', injectableClass: LineReporter },
];
