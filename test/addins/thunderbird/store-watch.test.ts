import { StoreWatch } from '../../../addins/thunderbird/background/store-watch';
import { asDer, type Der } from '../../../shared/index';

const der = (octet: number): Der => asDer(Uint8Array.of(octet));

function watched() {
  const state: { holds: readonly Der[] | undefined; changes: number } = { holds: [], changes: 0 };
  const read = (): Promise<readonly Der[]> =>
    state.holds ? Promise.resolve(state.holds) : Promise.reject(new Error('no answer'));
  return { state, watch: new StoreWatch(read, () => (state.changes += 1)) };
}

describe('the watch over Thunderbird’s own store', () => {
  it('tells of what came and of what went, and of nothing else', async () => {
    const { state, watch } = watched();
    const after = async (holds: readonly Der[] | undefined): Promise<number> => {
      state.holds = holds;
      await watch.look();
      return state.changes;
    };
    expect(await after([der(1)])).toBe(0);
    expect(await after([der(1)])).toBe(0);
    expect(await after([der(2), der(1)])).toBe(1);
    expect(await after([der(1), der(2)])).toBe(1);
    expect(await after([der(2)])).toBe(2);
  });

  it('counts a store that cannot be read as empty', async () => {
    const { state, watch } = watched();
    state.holds = [der(1)];
    await watch.look();
    state.holds = undefined;
    await watch.look();
    await watch.look();
    expect(state.changes).toBe(1);
  });
});
