const transform = {
  '^.+\\.m?[tj]sx?$': [
    '@swc/jest',
    {
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', tsx: true },
        transform: { react: { runtime: 'automatic', importSource: 'preact' } },
      },
      module: { type: 'commonjs' },
    },
  ],
  '\\.wat$': '<rootDir>/test/support/wat-transform.js',
};
const common = {
  transform,
  transformIgnorePatterns: [
    '/node_modules/(?!(pkijs|asn1js|bytestreamjs|@peculiar/utils|@noble/[^/]+|preact|idb|postal-mime)/)',
  ],
  testEnvironment: 'node',
  moduleNameMapper: { '\\.css$': '<rootDir>/test/support/empty.js' },
};
const project = (displayName, testMatch, more = {}) => ({ ...common, displayName, testMatch, ...more });

module.exports = {
  projects: [
    project('unit', [
      '<rootDir>/test/*.test.ts',
      '<rootDir>/test/{shared,addins,ports,security,support,scripts,bench,hosts/demo}/**/*.test.{ts,tsx}',
    ]),
    project('conformance', ['<rootDir>/test/conformance/**/*.test.ts']),
    project('interop', ['<rootDir>/test/interop/**/*.test.ts']),
    project('outlook', ['<rootDir>/test/hosts/outlook/**/*.test.{ts,tsx}']),
    project('thunderbird', ['<rootDir>/test/hosts/thunderbird/**/*.test.ts']),
  ],
  testSequencer: '<rootDir>/test/support/longest-first.js',
  testTimeout: 30_000,
};
