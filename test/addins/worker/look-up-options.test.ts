import {
  isOrganisations,
  knownLookUp,
  type LookUpOptions,
  readLookUpOptions,
  storeLookUpOptions,
  tiersOf,
} from '../../../addins/worker/look-up-options';
import { LOOK_UP_ORDER } from '../../../shared/index';

const settingsWith = (value: unknown) => ({ get: () => Promise.resolve(value) });
const DEFAULTS = {
  sources: { 'address-book': true, 'host-store': true, exchange: false, ldap: false, dns: false, web: false },
  resolver: '',
  template: '',
};

describe('options of looking for certificates', () => {
  it('are at first what tells nobody whom the user writes to', async () => {
    expect(await readLookUpOptions(settingsWith(undefined))).toEqual(DEFAULTS);
  });

  it.each([
    null,
    'text',
    7,
    { sources: 'all' },
    { sources: { dns: 'yes' }, resolver: 5 },
    { sources: { other: true } },
  ])('are the same where %j is stored', async (value) => {
    expect(await readLookUpOptions(settingsWith(value))).toEqual(DEFAULTS);
  });

  it('come back as they were stored', async () => {
    let stored: unknown;
    const options = {
      sources: { ...DEFAULTS.sources, dns: true, 'address-book': false },
      resolver: 'https://dns.example/q',
      template: 'https://keys.example/{address}',
    };
    await storeLookUpOptions({ set: (_name, value) => Promise.resolve(void (stored = value)) }, options);
    expect(await readLookUpOptions(settingsWith(stored))).toEqual(options);
  });

  it('are the organisation’s where it has set them', async () => {
    const stored = { sources: { dns: true, ldap: true }, resolver: 'https://mine.example/q' };
    const policy = { sources: { dns: false }, template: ' https://keys.example/{address} ' };
    expect(await readLookUpOptions(settingsWith(stored), policy)).toEqual({
      sources: { ...DEFAULTS.sources, ldap: true, dns: false },
      resolver: 'https://mine.example/q',
      template: 'https://keys.example/{address}',
    });
  });

  it('of a policy have what means something', () => {
    expect(knownLookUp({ sources: { dns: true, x: true }, resolver: 1, template: 'a', other: 1 })).toEqual({
      sources: { dns: true },
      template: 'a',
    });
    expect(knownLookUp({ sources: {} })).toEqual({});
  });
});

describe('places', () => {
  it('are known and shown in the order in which they are asked', () => {
    const all = {
      sources: Object.fromEntries(LOOK_UP_ORDER.map((name) => [name, true])),
      resolver: 'r',
      template: 't',
    };
    expect(tiersOf(all as unknown as LookUpOptions).flat()).toEqual(LOOK_UP_ORDER);
    expect(Object.keys(DEFAULTS.sources).sort()).toEqual([...LOOK_UP_ORDER].sort());
  });

  it('are asked in three groups, those that are on and have an address', () => {
    const all = { 'address-book': true, 'host-store': true, exchange: true, ldap: true, dns: true, web: true };
    expect(tiersOf({ sources: all, resolver: 'https://r.example/', template: '' })).toEqual([
      ['address-book', 'host-store'],
      ['exchange', 'ldap'],
      ['dns'],
    ]);
    expect(tiersOf(DEFAULTS)).toEqual([['address-book', 'host-store'], [], []]);
  });

  it('are the organisation’s own where its policy names the one server, and none else', () => {
    const policy = {
      sources: { ldap: true, dns: true },
      resolver: 'https://r.example/',
      template: 'https://k.example/{address}',
    };
    const names = ['web', 'ldap', 'dns', 'address-book'] as const;
    expect(names.filter((name) => isOrganisations(name, policy))).toEqual(['web']);
    expect(names.filter((name) => isOrganisations(name))).toEqual([]);
  });

  it.each(['https://{domain}/{address}', 'https://keys.{domain}/{local}', 'https://x@{domain}/{local}', 'nonsense'])(
    'are nobody’s own word where the domain of each recipient is asked: %s',
    (template) => {
      expect(isOrganisations('web', { template })).toBe(false);
    },
  );

  it('are nobody’s own word where no server is named', () => {
    expect(isOrganisations('web', { template: '' })).toBe(false);
  });
});
