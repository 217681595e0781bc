import { createDnsSource } from '../../addins/lookup/dns-source';
import { type LookUpAnswer } from '../../shared/index';
import { concat, hex } from '../../shared/base/bytes';
import { lookUpSourceContract, type ListedPerson } from '../ports/look-up-source.contract';
import { RESOLVER_HOST, SignedZones, type ZoneRecord } from '../support/signed-zone';
import { TestCa, type Party } from '../support/test-ca';

/** Unbound and ldns as judges: our questions are read by one, what the other signed is validated by the first. */
const RESOLVER = `https://${RESOLVER_HOST}/dns-query`;
const WHOLE = Uint8Array.of(3, 0, 0);

const sourceAt = (zones: SignedZones, milliseconds = 5_000) =>
  createDnsSource({ fetch: zones.fetch, resolve: () => Promise.resolve(['203.0.113.53']) }, RESOLVER, { milliseconds });

const wholeRecords = (people: readonly ListedPerson[]): readonly ZoneRecord[] =>
  people.flatMap(({ address, certificates }) => certificates.map((der) => ({ address, data: concat([WHOLE, der]) })));

lookUpSourceContract('DNS over HTTPS by Unbound, with a zone that ldns signed', {
  name: 'dns',
  // A resolver that fails is not one that we can have on demand; the simulated one does that.
  cannot: ['silent', 'broken', 'flooding'],
  start: async ({ people, milliseconds }) => {
    const zones = await SignedZones.start([
      { name: 'signet.example', records: wholeRecords(people), manner: 'signed' },
    ]);
    let asked = 0;
    const fetchLike: typeof fetch = (...request) => {
      asked++;
      return zones.fetch(...request);
    };
    const host = { fetch: fetchLike, resolve: () => Promise.resolve(['203.0.113.53']) };
    const source = createDnsSource(host, RESOLVER, { milliseconds });
    return { source, asked: () => asked, stop: () => zones.stop() };
  },
});

describe('SMIMEA records by a validating resolver', () => {
  let zones: SignedZones;
  let bob: Party;

  beforeAll(async () => {
    const ca = await TestCa.create();
    bob = await ca.issue({ commonName: 'Bob', addresses: ['bob@signed.example'] });
    const recordsAt = (domain: string): readonly ZoneRecord[] => [
      { address: `bob@${domain}`, data: concat([WHOLE, bob.certificate]) },
      { address: `two@${domain}`, data: concat([WHOLE, bob.certificate]) },
      { address: `two@${domain}`, data: concat([Uint8Array.of(2, 0, 0), ca.certificate]) },
      { address: `hash@${domain}`, data: concat([Uint8Array.of(3, 0, 1), new Uint8Array(32)]) },
    ];
    zones = await SignedZones.start([
      { name: 'signed.example', records: recordsAt('signed.example'), manner: 'signed' },
      { name: 'unsigned.example', records: recordsAt('unsigned.example'), manner: 'unsigned' },
      { name: 'forged.example', records: recordsAt('forged.example'), manner: 'forged' },
    ]);
  });
  afterAll(() => zones.stop());

  const ask = async (address: string): Promise<LookUpAnswer | undefined> =>
    (await sourceAt(zones).ask([address], new AbortController().signal))[0];

  it('count where the zone is signed', async () => {
    const answer = await ask('bob@signed.example');
    expect(answer && 'files' in answer && answer.files.map(hex)).toEqual([hex(bob.certificate)]);
  });

  it('come with the authority that stands beside them', async () => {
    expect(await ask('two@signed.example')).toHaveProperty('files.length', 2);
  });

  it('do not count where the zone is not signed', async () => {
    expect(await ask('bob@unsigned.example')).toHaveProperty('failure', 'not-authenticated');
  });

  it('do not count where another key than the known one signed', async () => {
    expect(await ask('bob@forged.example')).toHaveProperty('failure', 'no-answer');
  });

  it('are none where the zone says that there is no such name, signed or not', async () => {
    expect(await ask('nobody@signed.example')).toHaveProperty('files', []);
    expect(await ask('nobody@unsigned.example')).toHaveProperty('files', []);
  });

  it('with a hash alone are no certificate', async () => {
    expect(await ask('hash@signed.example')).toHaveProperty('files', []);
  });

  it('are no answer at another path of the server', async () => {
    const host = { fetch: zones.fetch, resolve: () => Promise.resolve(['203.0.113.53']) };
    const source = createDnsSource(host, `https://${RESOLVER_HOST}/elsewhere`);
    const [answer] = await source.ask(['bob@signed.example'], new AbortController().signal);
    expect(answer).toHaveProperty('failure', 'no-answer');
  });
});
