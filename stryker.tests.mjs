import { createHash, webcrypto } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';

/**
 * Jest's words (describe, it, each, hooks, expect) in this process: test files are loaded anew each time, with every
 * module of the project, while packages and compiled texts stay. What a test sees differs from Jest in three points:
 * keys come from a pool, properties are tried `MUTANTS_RUNS` times with one seed and not shrunk, and there is one realm.
 */
const require = createRequire(join(process.cwd(), 'package.json'));
const PACKAGES = `${sep}node_modules${sep}`;

/** Compiles as Jest would: the project's own files, and packages that are ES modules. */
export function installCompiler() {
  const { transformSync } = require('@swc/core');
  const { projects } = require('./jest.config.js');
  const [, options] = Object.values(projects[0].transform)[0];
  const untouched = new RegExp(projects[0].transformIgnorePatterns[0]);
  const plain = Module._extensions['.js'];
  const compile = (module, filename) => {
    if (untouched.test(filename)) plain(module, filename);
    else module._compile(compiled(transformSync, options, filename), filename);
  };
  for (const extension of ['.js', '.mjs', '.ts', '.tsx']) Module._extensions[extension] = compile;
}

const texts = new Map();

/** The compiled text of a file, kept here and in the folder of temporary files. */
function compiled(transformSync, options, filename) {
  if (texts.has(filename)) return texts.get(filename);
  const text = readFileSync(filename, 'utf8');
  const folder = join(tmpdir(), 'signet-mutants-compiled');
  const kept = join(folder, createHash('sha256').update(text).digest('hex'));
  if (!existsSync(kept)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(kept, transformSync(text, { ...options, filename, swcrc: false }).code);
  }
  texts.set(filename, readFileSync(kept, 'utf8'));
  return texts.get(filename);
}

const mocks = new (require('jest-mock').ModuleMocker)(globalThis);

/** The globals of a test file; `generateKey` and the properties of fast-check as said above. */
export function installGlobals() {
  const { expect } = require('expect');
  const hook = (kind) => (run) => void current[kind].push(once(run, kind));
  Object.assign(globalThis, { describe, it, test: it, expect, jest: mocks });
  Object.assign(globalThis, { beforeAll: hook('before'), afterAll: hook('after') });
  Object.assign(globalThis, { beforeEach: hook('beforeEach'), afterEach: hook('afterEach') });
  webcrypto.subtle.generateKey = pooledKey;
  const properties = require('fast-check');
  const bounded = boundedAssert(properties.assert);
  const path = require.resolve('fast-check');
  const words = { ...properties, assert: bounded, default: { ...properties.default, assert: bounded } };
  require.cache[path].exports = Object.defineProperty(words, '__esModule', { value: true });
}

function once(run, kind) {
  if (kind !== 'before') return run;
  let done;
  return () => (done ??= Promise.resolve(run()));
}

function boundedAssert(assert) {
  const most = Number(process.env.MUTANTS_RUNS ?? 40);
  return (property, parameters = {}) =>
    assert(property, {
      ...parameters,
      numRuns: Math.min(parameters.numRuns ?? 100, most),
      seed: 1,
      endOnFailure: true,
    });
}

const generateKey = webcrypto.subtle.generateKey.bind(webcrypto.subtle);
const pool = new Map();
let taken = new Map();

/** The n-th key that a test file asks for with these words is the same each time that the file is run. */
async function pooledKey(...words) {
  const name = JSON.stringify(words, (_, value) => (ArrayBuffer.isView(value) ? [...value] : value));
  const keys = pool.get(name) ?? [];
  pool.set(name, keys);
  const at = taken.get(name) ?? 0;
  taken.set(name, at + 1);
  return (keys[at] ??= generateKey(...words));
}

const block = (parent, name) => ({ parent, name, before: [], after: [], beforeEach: [], afterEach: [] });
let current = block(undefined, '');
let tests = [];

function describe(name, body) {
  current = block(current, `${current.name} ${name}`);
  body();
  current = current.parent;
}
describe.each = each(describe);

function it(name, run) {
  const title = `${current.name} ${name}`;
  const nth = tests.filter((other) => other.title === title).length;
  tests.push({ title, id: `${title} #${nth}`, run, block: current });
}
it.each = each(it);

/** Where programs or corpora are absent: what would use them is passed over. */
const passOver = { skip: () => undefined };
Object.assign(describe, passOver);
Object.assign(it, passOver);

function each(word) {
  return (rows) => (name, run) => {
    for (const row of rows) word(name, () => run(...(Array.isArray(row) ? row : [row])));
  };
}

/** The tests of a file, which is loaded anew with all modules of the project. */
export function loadTests(file) {
  mocks.restoreAllMocks();
  taken = new Map();
  tests = [];
  current = block(undefined, '');
  for (const path of Object.keys(require.cache)) if (!path.includes(PACKAGES)) delete require.cache[path];
  Module._load(file, null, false);
  return tests;
}

const chain = (of) => (of === undefined ? [] : [...chain(of.parent), of]);

/** Runs one test after the hooks around it; `entering` is told when the hooks of a block begin and when they end. */
export async function runTest(test, entering = () => undefined) {
  const around = chain(test.block);
  for (const one of around) {
    entering(one.name);
    for (const hook of one.before) await hook();
  }
  entering(undefined);
  for (const hook of around.flatMap((one) => one.beforeEach)) await hook();
  try {
    await test.run();
  } finally {
    for (const hook of around.flatMap((one) => one.afterEach)) await hook();
  }
}
