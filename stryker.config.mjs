import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Mutation testing of one file of the core, which scripts/mutants.mjs names: `npm run mutants`. */
const file = process.env.MUTANTS_OF ?? '';

export default {
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner', './stryker.messages.mjs'],
  ignorers: ['messages'],
  jest: { configFile: 'stryker.jest.cjs', enableFindRelatedTests: false },
  mutate: [file],
  ignorePatterns: [
    'dist',
    'docs',
    'manifests',
    '.signet',
    '.git',
    'addins',
    'test/hosts',
    'test/conformance',
    'test/interop',
  ],
  coverageAnalysis: 'perTest',
  concurrency: 1,
  timeoutMS: 4_000,
  disableTypeChecks: false,
  warnings: { slow: false },
  reporters: ['json'],
  jsonReporter: { fileName: process.env.MUTANTS_REPORT ?? join(tmpdir(), 'signet-mutants.json') },
  tempDirName: join(tmpdir(), 'signet-mutants'),
};
