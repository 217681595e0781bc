import { letGo, managedValues } from '../../../addins/thunderbird/host/environment';
import { failureOf, failureText } from '../../../addins/ui/failure';
import { type CoreCalls } from '../../../addins/worker/core-calls';
import { WorkerClient } from '../../../addins/worker/worker-client';
import { withLocks } from '../../support/locks';
import { fakeWorker } from '../worker/thread';

const get = jest.fn();
const mockLocal: Record<string, unknown> = {};
function mockStorage() {
  return {
    get: (name: string) => Promise.resolve({ [name]: mockLocal[name] }),
    set: (values: object) => Promise.resolve(void Object.assign(mockLocal, values)),
  };
}
jest.mock('webextension-polyfill', () => ({
  storage: { managed: { get: () => get() as unknown }, local: mockStorage() },
}));

afterEach(() => jest.useRealTimers());

const UNREAD = { code: 'malformed-policy', subject: 'unread' };

describe('what an administrator set', () => {
  it('is given as it stands there', async () => {
    get.mockResolvedValue({ keys: { passphraseRequired: true } });
    expect(await managedValues()).toEqual({ keys: { passphraseRequired: true } });
  });

  it('is nothing only where Thunderbird says that there is no policy', async () => {
    get.mockRejectedValue(new Error('Managed storage manifest not found'));
    expect(await managedValues()).toEqual({});
  });

  it.each([
    ['another error', new Error('An unexpected error occurred')],
    ['a longer one', new Error('Managed storage manifest not found, or unreadable')],
    ['no error at all', undefined],
  ])('is unread where there is %s', async (_, thrown) => {
    get.mockRejectedValue(thrown);
    await expect(managedValues()).rejects.toMatchObject(UNREAD);
  });

  it('is unread where Thunderbird does not answer in time', async () => {
    jest.useFakeTimers();
    get.mockReturnValue(new Promise(() => undefined));
    const read = managedValues().then(
      () => 'read',
      (thrown: unknown) => thrown,
    );
    await jest.advanceTimersByTimeAsync(15_000);
    expect(await read).toMatchObject(UNREAD);
  });
});

describe('while it is unread', () => {
  it('no worker is asked anything, each call says why in words, and the next one reads anew', async () => {
    const heard: string[] = [];
    const start = (): ReturnType<typeof fakeWorker> =>
      fakeWorker((scope) => {
        scope.addEventListener('message', ({ data }) => heard.push(data.kind));
        scope.postMessage({ kind: 'ready' }, []);
      });
    const client = new WorkerClient<CoreCalls>({ start, configuration: managedValues });
    get.mockRejectedValue(new Error('An unexpected error occurred'));
    const thrown: unknown = await client.call('identities', undefined).catch((reason: unknown) => reason);
    expect(thrown).toMatchObject(UNREAD);
    expect(failureText(failureOf(thrown), 'en')).toContain('Until it is, Signet signs, opens and sends nothing.');
    expect(heard).toEqual([]);
    get.mockResolvedValue({});
    void client.call('identities', undefined).catch(() => undefined);
    for (let i = 0; i < 20 && heard.length < 2; i++) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(heard).toEqual(['start', 'call']);
  });
});

describe('what was let go unencrypted', () => {
  it('is kept by its Message-ID, each of several at once, the newest two hundred, and nothing without one', async () => {
    await withLocks(() => Promise.all([letGo.add('<1@x>'), letGo.add('<2@x>'), letGo.add('')]));
    expect(await Promise.all(['<1@x>', '<2@x>', '', '<3@x>'].map(letGo.has))).toEqual([true, true, false, false]);
    await letGo.add('<1@x>');
    for (let i = 0; i < 199; i++) await letGo.add(`<more-${i}@x>`);
    expect(await Promise.all(['<1@x>', '<2@x>'].map(letGo.has))).toEqual([true, false]);
  });
});
