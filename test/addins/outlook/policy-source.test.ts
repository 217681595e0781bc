import { createPolicySource } from '../../../addins/outlook/policy-source';
import { type FetchedPolicy } from '../../../addins/policy/hosted-policy';
import { type PolicyInForce } from '../../../addins/policy/policy-in-force';

const HOSTED = { url: 'https://smime.example.org/policy.json', keys: ['ab'.repeat(32)] };
const FETCHED: FetchedPolicy = { kind: 'fetched', octets: new Uint8Array([1]) };
const MINUTE = 60_000;

function source(hosted: Parameters<typeof createPolicySource>[0], faults: { judge?: boolean } = {}) {
  const world = { now: 0, fetched: FETCHED, fetches: 0, judged: [] as string[] };
  const policy = createPolicySource(
    hosted,
    () => {
      world.fetches += 1;
      return Promise.resolve(world.fetched);
    },
    ({ fetched }) => {
      world.judged.push(fetched.kind);
      if (faults.judge) return Promise.reject(new Error('gone'));
      return Promise.resolve<PolicyInForce>({ kind: 'strict', document: { version: 2 }, reasons: [] });
    },
    { now: () => new Date(world.now) },
  );
  return { world, policy };
}

describe('what a page knows of its organisation’s policy', () => {
  it('is that there is none, and nobody is asked, where the manifest names none', async () => {
    const { world, policy } = source(undefined);
    expect([await policy.request(), (await policy.inForce()).kind, world.fetches]).toEqual([undefined, 'none', 0]);
  });

  it('is never that there is none where the manifest names one that nobody can follow', async () => {
    const { world, policy } = source('unusable');
    expect(await policy.request()).toMatchObject({ fetched: { kind: 'unreachable' } });
    expect([(await policy.inForce()).kind, world.fetches]).toEqual(['strict', 0]);
  });

  it('is asked for once in five minutes, and judged once', async () => {
    const { world, policy } = source(HOSTED);
    expect(await policy.request()).toEqual({ ...HOSTED, fetched: FETCHED });
    const first = await policy.inForce();
    world.now = 5 * MINUTE - 1;
    // The same object: a long document is not made ready anew.
    expect(await policy.inForce()).toBe(first);
    expect([world.fetches, world.judged]).toEqual([1, ['fetched']]);
    world.now = 5 * MINUTE;
    await policy.inForce();
    expect([world.fetches, world.judged.length]).toEqual([2, 2]);
    world.now = 0;
    await policy.inForce();
    expect(world.fetches).toBe(3);
  });

  it('is asked for again soon where it could not be had', async () => {
    const { world, policy } = source(HOSTED);
    world.fetched = { kind: 'unreachable' };
    await policy.inForce();
    world.now = 20_000;
    world.fetched = FETCHED;
    await policy.inForce();
    expect(world.judged).toEqual(['unreachable', 'fetched']);
  });

  it('is not known where the worker fails, and is asked of it again', async () => {
    const faults = { judge: true };
    const { world, policy } = source(HOSTED, faults);
    await expect(policy.inForce()).rejects.toThrow('gone');
    faults.judge = false;
    expect([(await policy.inForce()).kind, world.fetches, world.judged.length]).toEqual(['strict', 1, 2]);
  });
});
