import { runLookUp } from '../../../addins/lookup/run-look-up';
import { type LookUpHost } from '../../../addins/lookup/look-up-host';
import { type LookUpCalls } from '../../../addins/worker/look-up-calls';
import { type LookUpOptions } from '../../../addins/worker/look-up-options';
import { type Caller } from '../../../addins/worker/worker-client';
import { type LookedUp, type LookUpAnswer, type LookUpSource, type LookUpSourceName } from '../../../shared/index';

const BOB = 'bob@example.org';
const CAROL = 'carol@example.org';
const ALL: LookUpOptions = {
  sources: { 'address-book': true, 'host-store': true, exchange: true, ldap: true, dns: true, web: true },
  resolver: 'https://dns.example/q',
  template: 'https://keys.example/{address}',
};

type Find = (address: string, signal: AbortSignal) => Promise<'found' | 'none'>;

/** Places by name: what each does; a worker that accepts whatever was found. */
function worldOf(places: Partial<Record<LookUpSourceName, Find>>, options: LookUpOptions = ALL) {
  const asked: string[] = [];
  const connected: LookUpSourceName[][] = [];
  const source = (name: LookUpSourceName, find: Find): LookUpSource => ({
    name,
    ask: (addresses, signal) =>
      Promise.all(
        addresses.map(async (address): Promise<LookUpAnswer> => {
          asked.push(`${name} ${address}`);
          return { address, files: (await find(address, signal)) === 'found' ? [new Uint8Array(1)] : [] };
        }),
      ),
  });
  const sources = Object.entries(places).map(([name, find]) => source(name as LookUpSourceName, find));
  const host: LookUpHost = {
    sources: sources.map(({ name }) => name),
    connect(names) {
      connected.push([...names]);
      return Promise.resolve(sources.filter(({ name }) => names.includes(name)));
    },
  };
  const state = { options };
  const call = (name: keyof LookUpCalls, request: unknown): Promise<unknown> => {
    if (name === 'lookUpChoice') return Promise.resolve({ options: state.options, fixed: {} });
    if (name === 'planLookUp') {
      const { addresses, sources: names } = request as LookUpCalls['planLookUp']['request'];
      return Promise.resolve(names.map((one) => ({ source: one, addresses })));
    }
    const { source: from, answers } = request as LookUpCalls['takeFound']['request'];
    return Promise.resolve(
      answers.map((answer): LookedUp => {
        const outcome = 'failure' in answer ? answer.failure : answer.files.length > 0 ? 'accepted' : 'none';
        return { address: answer.address, source: from, outcome, reasons: [] };
      }),
    );
  };
  return { host, asked, connected, state, worker: { call } as unknown as Caller<LookUpCalls> };
}

const found: Find = () => Promise.resolve('found');
const none: Find = () => Promise.resolve('none');

describe('a look-up', () => {
  it('asks what is here, then the organisation, then everybody else', async () => {
    const places = { dns: none, web: none, ldap: none, exchange: none, 'address-book': none, 'host-store': none };
    const { host, worker, connected } = worldOf(places);
    await runLookUp([BOB], host, worker);
    expect(connected).toEqual([
      ['address-book', 'host-store'],
      ['exchange', 'ldap'],
      ['web', 'dns'],
    ]);
  });

  it('asks no place that was switched off while it runs', async () => {
    const world = worldOf({
      'address-book': () => {
        world.state.options = { ...ALL, sources: { ...ALL.sources, dns: false } };
        return Promise.resolve('none');
      },
      web: none,
      dns: none,
    });
    await runLookUp([BOB], world.host, world.worker);
    expect(world.asked).toEqual([`address-book ${BOB}`, `web ${BOB}`]);
  });

  it('asks nobody else about an address once a certificate was found for it', async () => {
    const { host, worker, asked } = worldOf({
      'address-book': (address) => Promise.resolve(address === BOB ? 'found' : 'none'),
      dns: none,
    });
    const results = await runLookUp([BOB, CAROL], host, worker);
    expect(asked).toEqual([`address-book ${BOB}`, `address-book ${CAROL}`, `dns ${CAROL}`]);
    expect(results.filter(({ outcome }) => outcome === 'accepted').map(({ address }) => address)).toEqual([BOB]);
  });

  it('asks no place that is switched off, that has no address, or that the host does not have', async () => {
    const sources = { ...ALL.sources, ldap: false };
    const { host, worker, asked } = worldOf({ ldap: none, web: none }, { ...ALL, sources, template: '' });
    await runLookUp([BOB], host, worker);
    expect(asked).toEqual([]);
  });

  it('tells what a place brought without waiting for the one beside it', async () => {
    let release = (): void => undefined;
    const held = new Promise<'none'>((resolve) => (release = () => resolve('none')));
    const { host, worker } = worldOf({ web: () => held, dns: found });
    const told: string[] = [];
    const looking = runLookUp([BOB], host, worker, {
      found: (results) => {
        told.push(...results.map(({ source, outcome }) => `${source} ${outcome}`));
        release();
      },
    });
    await looking;
    expect(told).toEqual(['dns accepted', 'web none']);
  });

  it('goes on where a place breaks its word', async () => {
    const { host, worker } = worldOf({ web: () => Promise.reject(new Error('what')), dns: found });
    const results = await runLookUp([BOB], host, worker);
    expect(results.map(({ source, outcome }) => `${source} ${outcome}`).sort()).toEqual([
      'dns accepted',
      'web no-answer',
    ]);
  });

  it('begins nothing more once it was called off, and tells nothing', async () => {
    const controller = new AbortController();
    const { host, worker, asked } = worldOf({
      'address-book': () => {
        controller.abort();
        return Promise.resolve('none');
      },
      dns: none,
    });
    const told: unknown[] = [];
    await runLookUp([BOB], host, worker, { signal: controller.signal, found: (results) => told.push(results) });
    expect(asked).toEqual([`address-book ${BOB}`]);
    expect(told).toEqual([]);
  });

  it('hands its signal to every place', async () => {
    const controller = new AbortController();
    const seen: AbortSignal[] = [];
    const { host, worker } = worldOf({
      dns: (_address, signal) => {
        seen.push(signal);
        return Promise.resolve('none');
      },
    });
    await runLookUp([BOB], host, worker, { signal: controller.signal });
    expect(seen).toEqual([controller.signal]);
  });
});
