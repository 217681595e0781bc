import { KeyHolder } from '../../../addins/thunderbird/background/key-holder';
import { type VaultState } from '../../../shared/index';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('the background page', () => {
  let state: VaultState | Error;
  let calls: number;
  const holder = (): KeyHolder => {
    calls = 0;
    return new KeyHolder(
      { state: () => (state instanceof Error ? Promise.reject(state) : Promise.resolve(state)) },
      () => {
        calls += 1;
        return Promise.resolve();
      },
    );
  };
  const UNLOCKED = { protection: 'passphrase', isLocked: false } as VaultState;

  it('stays awake while keys are unlocked, one call within each half minute, however often it looks', async () => {
    state = UNLOCKED;
    const one = holder();
    await one.look();
    await one.look();
    jest.advanceTimersByTime(30_000);
    expect(calls).toBe(3);
  });

  it.each([
    ['they are locked', { protection: 'passphrase', isLocked: true } as VaultState],
    ['no passphrase protects them', { protection: 'device', isLocked: false } as VaultState],
    ['nobody knows', new Error('gone')],
  ])('may sleep again when %s', async (_, next) => {
    state = UNLOCKED;
    const one = holder();
    await one.look();
    state = next;
    await one.look();
    jest.advanceTimersByTime(60_000);
    expect(calls).toBe(0);
  });
});
