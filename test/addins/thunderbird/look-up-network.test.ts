const requested: (readonly string[])[] = [];
let granted: readonly string[] = [];

jest.mock('webextension-polyfill', () => ({
  __esModule: true,
  default: {
    dns: {
      resolve: (name: string) =>
        Promise.resolve({ addresses: [name === 'inside.example' ? '10.0.0.1' : '203.0.113.1'] }),
    },
    permissions: {
      request: ({ origins }: { origins: readonly string[] }) => Promise.resolve(requested.push(origins) > 0),
      contains: ({ origins }: { origins: readonly string[] }) =>
        Promise.resolve(origins.every((origin) => granted.includes(origin))),
    },
  },
}));

import { askForServers, lookUpWebHost } from '../../../addins/thunderbird/host/network';
import { lookUpSources } from '../../../addins/thunderbird/look-up';
import { type LookUpOptions } from '../../../addins/worker/look-up-options';

const optionsWith = (on: Partial<LookUpOptions['sources']>, more: Partial<LookUpOptions> = {}): LookUpOptions => ({
  sources: { 'address-book': true, 'host-store': true, exchange: false, ldap: false, dns: false, web: false, ...on },
  resolver: 'https://dns.example/q{?dns}',
  template: 'https://keys.example/c/{address}',
  ...more,
});

beforeEach(() => {
  requested.length = 0;
  granted = [];
});

describe('the servers that Signet wants to reach', () => {
  it('are those of the places that are on, and Thunderbird is asked once', async () => {
    await askForServers(optionsWith({ dns: true, web: true }));
    expect(requested).toEqual([['https://dns.example/*', 'https://keys.example/*']]);
  });

  it('are none where no place on the network is on: nothing is asked', async () => {
    await askForServers(optionsWith({ ldap: true }));
    expect(requested).toEqual([]);
  });

  it('are all where each recipient’s domain is to be asked', async () => {
    await askForServers(optionsWith({ web: true }, { template: 'https://{domain}/{address}' }));
    expect(requested).toEqual([['https://*/*']]);
  });

  it.each(['', 'keys.example/{address}', 'http://keys.example/{address}'])('are none by %j', async (template) => {
    await askForServers(optionsWith({ web: true }, { template }));
    expect(requested).toEqual([]);
  });
});

describe('a server', () => {
  it('may be asked where Thunderbird lets it be, each by its host', async () => {
    granted = ['https://keys.example/*'];
    expect(await lookUpWebHost.isPermitted?.('https://keys.example/a')).toBe(true);
    expect(await lookUpWebHost.isPermitted?.('https://other.example/a')).toBe(false);
  });

  it('is asked by the places of the options, under those rules', async () => {
    granted = ['https://inside.example/*'];
    const options = optionsWith({}, { template: 'https://inside.example/{address}' });
    const sources = lookUpSources(['web', 'dns'], options);
    expect(sources.map(({ name }) => name)).toEqual(['web', 'dns']);
    const ask = async (index: number) =>
      (await sources[index]?.ask(['bob@x.example'], new AbortController().signal))?.[0];
    expect(await ask(0)).toHaveProperty('failure', 'address-refused');
    expect(await ask(1)).toHaveProperty('failure', 'not-permitted');
  });
});
