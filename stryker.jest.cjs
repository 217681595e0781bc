const { projects } = require('./jest.config.js');

const [unit] = projects;

/** The tests that mirror the file whose mutants are made. */
module.exports = { ...unit, displayName: undefined, testMatch: (process.env.MUTANTS_TESTS ?? '').split(' ') };
