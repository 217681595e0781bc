import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Mutation testing of files of the core, which scripts/mutants.mjs names: `npm run mutants`. */
const files = (process.env.MUTANTS_OF ?? '').split(' ').filter((file) => file !== '');

export default {
  testRunner: 'mirror',
  plugins: ['./stryker.runner.mjs', './stryker.messages.mjs'],
  ignorers: ['messages'],
  mutate: files,
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
  timeoutMS: 8_000,
  dryRunTimeoutMinutes: 15,
  disableTypeChecks: false,
  warnings: { slow: false },
  reporters: ['json', 'lines'],
  jsonReporter: { fileName: process.env.MUTANTS_REPORT ?? join(tmpdir(), 'signet-mutants.json') },
  tempDirName: '.signet/mutants',
  symlinkNodeModules: false,
};
