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
  timeoutMS: 180_000,
  dryRunTimeoutMinutes: 30,
  disableTypeChecks: false,
  warnings: { slow: false },
  reporters: ['lines'],
  tempDirName: '.signet/mutants',
  symlinkNodeModules: false,
};
