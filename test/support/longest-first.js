const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * The files that take longest: begun last, one of them would run on alone while every other worker waits. `lock` and
 * `identities` mostly wait themselves, and so do not begin together.
 */
const LONGEST = [
  'hosts/thunderbird/e2e/lock',
  'hosts/outlook/e2e/policy',
  'hosts/outlook/e2e/refuse',
  'hosts/thunderbird/e2e/identities',
  'hosts/outlook/playground/page/page',
  'hosts/outlook/e2e/pictures',
  'hosts/thunderbird/e2e/demo',
  'hosts/outlook/host/protocol',
  'hosts/outlook/e2e/long-work',
  'hosts/outlook/e2e/stay',
  'hosts/outlook/e2e/recipients',
  'hosts/thunderbird/e2e/getting',
  'security/no-oracle',
  'interop/matrix',
  'interop/imported-identity',
  'conformance/wycheproof',
  'interop/exported-identity',
  'shared/journeys/export-identity',
  'security/many-certificates',
  'shared/pkcs12/pfx',
  'security/hostile-identity-files',
];

const rank = ({ path }) => {
  const place = LONGEST.findIndex((name) => path.includes(`/test/${name}.test.`));
  return place < 0 ? LONGEST.length : place;
};

/** The order in which jest begins the files: the longest known ones, then as jest itself would. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
};
