import { withDeadline } from '../../../addins/thunderbird/host/deadline';

describe('a call into Thunderbird', () => {
  it('that never answers is a host failure after its time', async () => {
    await expect(withDeadline('open', 10, new Promise(() => undefined))).rejects.toMatchObject({ code: 'host' });
  });

  it('that answers in time gives its answer or its failure', async () => {
    await expect(withDeadline('open', 1_000, Promise.resolve(7))).resolves.toBe(7);
    await expect(withDeadline('open', 1_000, Promise.reject(new TypeError('no')))).rejects.toThrow(TypeError);
  });
});
