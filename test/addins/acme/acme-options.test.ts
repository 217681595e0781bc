import {
  knownAcme,
  knownExternalAccount,
  readAcmeOptions,
  storeAcmeOptions,
} from '../../../addins/worker/acme-options';

const settingsOf = (stored: unknown) => ({ get: () => Promise.resolve(stored) });

describe('the options of a certification authority', () => {
  it('are off at first', async () => {
    expect(await readAcmeOptions(settingsOf(undefined))).toEqual({ directory: '', mailServer: '', renews: false });
  });

  it('are what was stored, and before that what the organisation says', async () => {
    const stored = { directory: 'https://a.example/', mailServer: 'mx.a.example', renews: true };
    expect(await readAcmeOptions(settingsOf(stored))).toEqual(stored);
    const policy = { directory: 'https://b.example/', renews: false };
    expect(await readAcmeOptions(settingsOf(stored), policy)).toEqual({ ...stored, ...policy });
  });

  it.each([null, 'x', 7, [], { directory: 1, mailServer: {}, renews: 'yes' }])(
    'leave out what is none: %j',
    (value) => {
      expect(knownAcme(value)).toEqual({});
    },
  );

  it('are stored without anything else', async () => {
    const set = jest.fn(() => Promise.resolve());
    const options = { directory: 'https://a.example/', mailServer: '', renews: false };
    await storeAcmeOptions({ set }, { ...options, externalAccount: { kid: 'a', key: 'b' } } as typeof options);
    expect(set).toHaveBeenCalledWith('acme', options);
  });

  it.each([undefined, {}, { kid: 'a' }, { kid: '', key: 'b' }, { kid: 1, key: 'b' }])(
    'know no customer account in %j',
    (value) => {
      expect(knownExternalAccount(value)).toBeUndefined();
    },
  );
});
