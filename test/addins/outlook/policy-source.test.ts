import { loadPolicySource } from '../../../addins/outlook/load-policy-source';
import { createPolicySource } from '../../../addins/outlook/policy-source';
import { type FetchedPolicy } from '../../../addins/policy/hosted-policy';
import { type PolicyInForce } from '../../../addins/policy/policy-in-force';

const HOSTED = { url: 'https://smime.example.org/policy.json', keys: ['ab'.repeat(32)] };
const FETCHED: FetchedPolicy = { kind: 'fetched', octets: new Uint8Array([1]) };
const MINUTE = 60_000;
const policyOf = (kind: PolicyInForce['kind'], digest?: string): PolicyInForce => ({
  kind,
  document: { version: 2 },
  reasons: [],
  ...(digest !== undefined && { digest }),
});

/** A server that answers when it is told to, and a worker that knows `known` from before. */
function source(hosted: Parameters<typeof createPolicySource>[0], known?: string) {
  const world = {
    now: 0,
    fetches: 0,
    judged: [] as string[],
    told: [] as string[],
    server: 'new',
    isBroken: false,
    answer: (() => undefined) as (what?: FetchedPolicy) => void,
  };
  const policy = createPolicySource(hosted, {
    fetch: () => {
      world.fetches += 1;
      return new Promise((resolve) => {
        world.answer = (what) => resolve(what ?? FETCHED);
      });
    },
    judge: ({ fetched: { kind } }) => {
      world.judged.push(kind);
      if (world.isBroken) return Promise.reject(new Error('gone'));
      if (kind === 'fetched') return Promise.resolve(policyOf('new', world.server));
      return Promise.resolve(known === undefined ? policyOf('strict') : policyOf('last-known', known));
    },
    renew: () => Promise.resolve(world.told.push('renewed')),
    waiting: () => void world.told.push('waiting'),
    clock: { now: () => new Date(world.now) },
  });
  policy.onChanged(() => world.told.push('changed'));
  return { world, policy };
}
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('what a page knows of its organisation’s policy', () => {
  it('is that there is none, and nobody is asked, where the manifest names none', async () => {
    const nobody = (): never => {
      throw new Error('asked');
    };
    const ports = { judge: nobody, renew: nobody, waiting: nobody, clock: { now: () => new Date(0) } };
    const policy = await loadPolicySource(undefined, nobody, ports);
    expect([policy.request(), (await policy.inForce('newest')).kind]).toEqual([undefined, 'none']);
  });

  it('is never that there is none where the manifest names one that nobody can follow', async () => {
    const { world, policy } = source('unusable');
    expect(policy.request()).toMatchObject({ fetched: { kind: 'unreachable' } });
    expect([(await policy.inForce()).kind, world.fetches]).toEqual(['strict', 0]);
  });

  it('is what was known, at once, while the server is asked; what leaves waits for the server', async () => {
    const { world, policy } = source(HOSTED, 'old');
    expect(policy.request()).toEqual({ ...HOSTED, fetched: { kind: 'pending' } });
    expect(await policy.inForce()).toMatchObject({ kind: 'last-known', digest: 'old' });
    let newest: PolicyInForce | undefined;
    void policy.inForce('newest').then((found) => (newest = found));
    await turn();
    expect([newest, world.told]).toEqual([undefined, []]);
    world.answer();
    await turn();
    expect(newest).toMatchObject({ digest: 'new' });
    // The workers go by it before anybody hears of it.
    expect(world.told).toEqual(['renewed', 'changed']);
    expect([policy.request()?.fetched.kind, await policy.inForce(), world.fetches]).toEqual(['fetched', newest, 1]);
  });

  it('is not known, which is said, until the server has answered where nothing was known that holds', async () => {
    const { world, policy } = source(HOSTED);
    const found = policy.inForce();
    await turn();
    expect(world.told).toEqual(['waiting']);
    world.answer({ kind: 'unreachable' });
    expect(await found).toMatchObject({ kind: 'strict' });
    expect([world.judged, world.told]).toEqual([
      ['pending', 'unreachable'],
      ['waiting', 'renewed', 'changed'],
    ]);
  });

  it('changes nothing where the server has what was known', async () => {
    const { world, policy } = source(HOSTED, 'same');
    world.server = 'same';
    await policy.inForce();
    world.answer();
    expect(await policy.inForce('newest')).toMatchObject({ kind: 'new' });
    expect(world.told).toEqual([]);
  });

  it('is asked for once in five minutes, beside, and what comes then counts at once', async () => {
    const { world, policy } = source(HOSTED);
    const begun = policy.inForce('newest');
    world.answer();
    const first = await begun;
    world.now = 5 * MINUTE - 1;
    // The same object: a long document is not made ready anew.
    expect([await policy.inForce(), world.fetches]).toEqual([first, 1]);
    world.now = 5 * MINUTE;
    world.server = 'newer';
    expect([await policy.inForce(), world.fetches]).toEqual([first, 2]);
    world.answer();
    expect(await policy.inForce('newest')).toMatchObject({ digest: 'newer' });
    expect(await policy.inForce()).toMatchObject({ digest: 'newer' });
    world.now = 0;
    await policy.inForce();
    expect(world.fetches).toBe(3);
  });

  it('is asked for again soon where it could not be had', async () => {
    const { world, policy } = source(HOSTED, 'old');
    const begun = policy.inForce('newest');
    world.answer({ kind: 'unreachable' });
    expect(await begun).toMatchObject({ digest: 'old' });
    world.now = 20_000;
    const next = policy.inForce('newest');
    world.answer();
    expect(await next).toMatchObject({ digest: 'new' });
  });

  it('is not known where the worker fails, and is asked of it again', async () => {
    const { world, policy } = source(HOSTED);
    world.isBroken = true;
    const begun = policy.inForce();
    world.answer();
    await expect(begun).rejects.toThrow('gone');
    world.isBroken = false;
    expect([(await policy.inForce()).digest, world.fetches]).toEqual(['new', 1]);
  });
});
