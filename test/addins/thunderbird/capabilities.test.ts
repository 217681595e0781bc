import { fakeBrowser } from './fake-thunderbird';

jest.mock('webextension-polyfill', () => ({ __esModule: true, default: fakeBrowser }));

import { CAPABILITIES, capabilitiesOf, lackingOf } from '../../../addins/thunderbird/host/capabilities';
import { experiment } from '../../../addins/thunderbird/host/experiment';
import { type Experiments } from '../../../addins/thunderbird/host/experiment-types';
import { capabilityStrings } from '../../../addins/thunderbird/capability-strings';
import { errorCode } from '../../../shared/index';

const NAMES = ['signetCompose', 'signetDisplay', 'signetLdap', 'signetMail', 'signetTrust'] as const;
const lent = (...names: readonly (keyof Experiments)[]): Partial<Experiments> =>
  Object.fromEntries(names.map((name) => [name, {}]));

describe('what a build can do', () => {
  it('is all of it with the whole Experiment, and nothing of it without', () => {
    expect(lackingOf(capabilitiesOf(lent(...NAMES)))).toEqual([]);
    expect(lackingOf(capabilitiesOf({}))).toEqual(CAPABILITIES);
  });

  it.each([
    ['signetCompose', ['send-in-place', 'watch-leaving', 'keep-drafts']],
    ['signetDisplay', ['show-in-place']],
    ['signetTrust', ['host-store', 'native-smime']],
    ['signetLdap', ['ldap']],
    ['signetMail', ['answer-challenges']],
  ] as const)('comes with %s, as far as that goes', (name, expected) => {
    expect([...capabilitiesOf(lent(name))]).toEqual(expected);
  });

  it('is missed by name and not in silence', () => {
    expect(() => experiment('signetTrust')).toThrow('no Experiment');
    try {
      experiment('signetLdap');
    } catch (thrown) {
      expect(errorCode(thrown)).toBe('host');
    }
  });

  it('is said in words of its own, in both languages', () => {
    const [english, german] = [capabilityStrings('en').lacks, capabilityStrings('de').lacks];
    for (const one of CAPABILITIES)
      expect([english[one], german[one]].map((text) => text.length > 20)).toEqual([true, true]);
    expect(new Set(Object.values(german)).size).toBe(CAPABILITIES.length);
  });
});
