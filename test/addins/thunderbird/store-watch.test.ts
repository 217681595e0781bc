import { StoreWatch } from '../../../addins/thunderbird/background/store-watch';
import { type HostTrust } from '../../../addins/storage/index';
import { asDer } from '../../../shared/index';

const says = (authorities: readonly number[], ...untrusted: readonly string[]): HostTrust => ({
  authorities: authorities.map((octet) => asDer(Uint8Array.of(octet))),
  untrusted,
});

function watched() {
  const state: { holds: HostTrust | undefined; changes: number } = { holds: says([]), changes: 0 };
  const read = (): Promise<HostTrust> =>
    state.holds ? Promise.resolve(state.holds) : Promise.reject(new Error('no answer'));
  return { state, watch: new StoreWatch(read, () => (state.changes += 1)) };
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
