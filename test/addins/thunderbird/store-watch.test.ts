import { StoreWatch } from '../../../addins/thunderbird/background/store-watch';
import { type HostTrust } from '../../../addins/storage/index';
import { asDer } from '../../../shared/index';

const says = (authorities: readonly number[], ...untrusted: readonly string[]): HostTrust => ({
  authorities: authorities.map((octet) => asDer(Uint8Array.of(octet))),
  untrusted,
});

function watched(kept = new Map<string, unknown>()) {
  const state: { holds: HostTrust | undefined; changes: number } = { holds: says([]), changes: 0 };
  const read = (): Promise<HostTrust> =>
    state.holds ? Promise.resolve(state.holds) : Promise.reject(new Error('no answer'));
  const memory = {
    get: (name: string): Promise<unknown> => Promise.resolve(kept.get(name)),
    set: (name: string, value: unknown): Promise<void> => Promise.resolve(void kept.set(name, value)),
  };
  return { state, watch: new StoreWatch(read, () => (state.changes += 1), memory) };
}

describe('the watch over Thunderbird’s own store', () => {
  it('tells of what came and of what went, and of nothing else', async () => {
    const { state, watch } = watched();
    const after = async (holds: HostTrust | undefined): Promise<number> => {
      state.holds = holds;
      await watch.look();
      return state.changes;
    };
    expect(await after(says([1]))).toBe(0);
    expect(await after(says([1]))).toBe(0);
    expect(await after(says([2, 1]))).toBe(1);
    expect(await after(says([1, 2]))).toBe(1);
    expect(await after(says([2]))).toBe(2);
    expect(await after(says([2], 'bb', 'aa'))).toBe(3);
    expect(await after(says([2], 'aa', 'bb'))).toBe(3);
    expect(await after(says([2], 'aa'))).toBe(4);
  });

  it('tells of what changed while the background page slept, once, and of nothing where nothing did', async () => {
    const kept = new Map<string, unknown>();
    const look = async (holds: HostTrust): Promise<number> => {
      const { state, watch } = watched(kept);
      state.holds = holds;
      await watch.look();
      return state.changes;
    };
    expect(await look(says([1]))).toBe(0);
    expect(await look(says([1]))).toBe(0);
    expect(await look(says([]))).toBe(1);
    expect(await look(says([]))).toBe(0);
  });

  it('still watches where nothing can be kept over a sleep', async () => {
    const state = { holds: says([1]), changes: 0 };
    const fails = (): Promise<never> => Promise.reject(new Error('no storage'));
    const read = (): Promise<HostTrust> => Promise.resolve(state.holds);
    const watch = new StoreWatch(read, () => (state.changes += 1), { get: fails, set: fails });
    await watch.look();
    state.holds = says([]);
    await watch.look();
    expect(state.changes).toBe(1);
  });

  it('counts a store that cannot be read as empty', async () => {
    const { state, watch } = watched();
    state.holds = says([1]);
    await watch.look();
    state.holds = undefined;
    await watch.look();
    await watch.look();
    expect(state.changes).toBe(1);
  });
});
