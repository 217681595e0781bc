import { createDnsSource, queryUrl } from '../../../addins/lookup/dns-source';
import { TYPE_SMIMEA } from '../../../addins/lookup/dns-message';
import { smimeaName } from '../../../addins/lookup/smimea';
import { concat, hex, type Bytes, type LookUpAnswer } from '../../../shared/index';
import { lookUpSourceContract, type ListedPerson } from '../../ports/look-up-source.contract';
import { dnsAnswer, dnsRecord, queriedName } from '../../support/dns';
import { startWebPlace } from './web-places';

const RESOLVER = 'https://dns.signet.example/dns-query{?dns}';
const HEADER = Uint8Array.of(3, 0, 0);

const queryOf = (path: string): Bytes =>
  new Uint8Array(Buffer.from(new URL(path, 'https://x.example').searchParams.get('dns') ?? '', 'base64url'));

async function recordsOf(people: readonly ListedPerson[], name: string): Promise<readonly Bytes[]> {
  for (const { address, certificates } of people) {
    if ((await smimeaName(address)) !== name) continue;
    return certificates.map((der) => dnsRecord(name, TYPE_SMIMEA, concat([HEADER, der])));
  }
  return [];
}

/* A simulated server: the real one stands in test/interop/smimea-unbound.test.ts. */
lookUpSourceContract('DNS over HTTPS, simulated', {
  name: 'dns',
  start: (world) =>
    startWebPlace(
      world,
      (host) => createDnsSource(host, RESOLVER, { milliseconds: world.milliseconds }),
      (path, response) => {
        const name = queriedName(queryOf(path));
        void recordsOf(world.people, name).then((records) => {
          const flags = records.length > 0 ? 0x81a0 : 0x81a3;
          response.end(dnsAnswer({ name, type: TYPE_SMIMEA, records, flags }));
        });
      },
    ),
});

describe('SMIMEA by DNS over HTTPS', () => {
  const certificate = Uint8Array.of(0x30, 3, 2, 1, 1);
  const asked: string[] = [];
  beforeEach(() => {
    asked.length = 0;
  });

  async function answered(
    address: string,
    make: (name: string) => Bytes | undefined,
  ): Promise<LookUpAnswer | undefined> {
    const fetchLike: typeof fetch = (input) => {
      const url = input as string;
      asked.push(queriedName(queryOf(url)));
      const octets = make(asked.at(-1) ?? '');
      return Promise.resolve(octets ? new Response(octets) : new Response(null, { status: 502 }));
    };
    const source = createDnsSource({ fetch: fetchLike }, RESOLVER);
    return (await source.ask([address], new AbortController().signal))[0];
  }
  const withFlags =
    (flags: number, ...records: readonly Bytes[]) =>
    (name: string): Bytes =>
      dnsAnswer({
        name,
        type: TYPE_SMIMEA,
        flags,
        records: records.map((data) => dnsRecord(name, TYPE_SMIMEA, data)),
      });
  const whole = concat([HEADER, certificate]);

  it('takes what the resolver found to be signed', async () => {
    expect(await answered('bob@example.org', withFlags(0x81a0, whole))).toEqual({
      address: 'bob@example.org',
      files: [certificate],
    });
  });

  it('takes nothing of what it did not', async () => {
    const answer = await answered('bob@example.org', withFlags(0x8180, whole));
    expect(answer).toEqual({ address: 'bob@example.org', failure: 'not-authenticated' });
  });

  it.each([
    [0x8180, 'an empty answer'],
    [0x8183, 'no such name'],
  ])('knows nobody by %#.4x, %s, signed or not', async (flags) => {
    expect(await answered('bob@example.org', withFlags(flags))).toHaveProperty('files', []);
  });

  it.each([0x8182, 0x8185, 0x8181])('has no answer by a code such as that of %#.4x', async (flags) => {
    expect(await answered('bob@example.org', withFlags(flags, whole))).toHaveProperty('failure', 'no-answer');
  });

  it('has no answer by a server that has none', async () => {
    expect(await answered('bob@example.org', () => undefined)).toHaveProperty('failure', 'no-answer');
  });

  it('finds no certificate in a hash', async () => {
    const hash = concat([Uint8Array.of(3, 0, 1), new Uint8Array(32)]);
    expect(await answered('bob@example.org', withFlags(0x81a0, hash))).toHaveProperty('files', []);
  });

  it('asks for an address in lower case too, where nobody has it as it is written', async () => {
    const lower = (await smimeaName('bob@example.org')) ?? '';
    const make = (name: string): Bytes => withFlags(0x81a0, ...(name === lower ? [whole] : []))(name);
    expect(await answered('Bob@example.org', make)).toHaveProperty('files', [certificate]);
    expect(asked).toEqual([await smimeaName('Bob@example.org'), lower]);
  });

  it('puts the query into the address of the resolver, without padding', () => {
    const query = new Uint8Array([0xfb, 0xff, 0xfe, 0]);
    expect(queryUrl('https://dns.example/q', query)).toBe('https://dns.example/q?dns=-__-AA');
    expect(queryUrl('https://dns.example/q{?dns}', query)).toBe('https://dns.example/q?dns=-__-AA');
    expect(queryUrl('https://dns.example/q?user=1', query)).toBe('https://dns.example/q?user=1&dns=-__-AA');
    expect(() => queryUrl('', query)).toThrow();
    expect(hex(query)).toBe('fbfffe00');
  });

  it('is asked nowhere by an address that is no place for it', async () => {
    for (const resolver of ['', 'dns.example', 'http://dns.example/q', 'https://10.0.0.53/dns-query']) {
      const source = createDnsSource({ fetch: () => Promise.reject(new Error('never')) }, resolver);
      const [answer] = await source.ask(['bob@example.org'], new AbortController().signal);
      expect(answer).toEqual({ address: 'bob@example.org', failure: 'address-refused' });
    }
  });
});
