import {
  known,
  readRevocationOptions,
  storeRevocationOptions,
  type RevocationOptions,
} from '../../../addins/worker/revocation-options';

const stored = (value: unknown) => ({ get: () => Promise.resolve(value) });

describe('what is set about revocation', () => {
  it('is to ask on request and to require nothing, where nothing is set', async () => {
    for (const value of [undefined, null, 'always', 7, [], { lookup: 'sometimes', required: 'yes', softFail: 1 }]) {
      expect(await readRevocationOptions(stored(value))).toEqual({
        lookup: 'on-request',
        required: false,
        softFail: false,
      });
    }
  });

  it('is what the user chose', async () => {
    const options: RevocationOptions = { lookup: 'always', required: true, softFail: true };
    const written: unknown[] = [];
    await storeRevocationOptions({ set: (...entry) => Promise.resolve(void written.push(entry)) }, options);
    expect(written).toEqual([['revocation', options]]);
    expect(await readRevocationOptions(stored(options))).toEqual(options);
  });

  it('is never less than the least that the organisation leaves', async () => {
    const lookups = (lookup: string) => readRevocationOptions(stored({ lookup }), { leastLookup: 'on-request' });
    expect((await lookups('off')).lookup).toBe('on-request');
    expect((await lookups('always')).lookup).toBe('always');
  });

  it('is first of all what the organisation set, and no more of it than means something', async () => {
    const user = stored({ lookup: 'always', required: false, softFail: true });
    expect(await readRevocationOptions(user, { lookup: 'off', required: true })).toEqual({
      lookup: 'off',
      required: true,
      softFail: true,
    });
    expect(await readRevocationOptions(user, { lookup: 'nowhere' as never })).toMatchObject({ lookup: 'always' });
    expect(known({ lookup: 'off', relay: 'https://relay.example/', other: 1 })).toEqual({ lookup: 'off' });
  });
});
