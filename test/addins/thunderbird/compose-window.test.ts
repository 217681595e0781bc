import { fakeBrowser } from './fake-thunderbird';

const compose = { getComposeDetails: jest.fn() };
Object.assign(fakeBrowser, { compose });
jest.mock('webextension-polyfill', () => ({ __esModule: true, default: fakeBrowser }));

import { composeWindow } from '../../../addins/thunderbird/host/compose-window';

const SIGN = { sign: true, encrypt: false };
const BOTH = { sign: true, encrypt: true };

describe('a compose window without the Experiment', () => {
  it('has nothing asked for at first, and keeps what is, for itself', async () => {
    expect(await composeWindow.getProtection(1)).toBeNull();
    expect(await composeWindow.setProtection(1, SIGN)).toEqual(SIGN);
    expect(await composeWindow.getProtection(1)).toEqual(SIGN);
    expect(await composeWindow.getProtection(2)).toBeNull();
  });

  it('keeps a choice that was made meanwhile', async () => {
    await composeWindow.setProtection(3, BOTH);
    expect(await composeWindow.setProtection(3, SIGN, 'null')).toEqual(BOTH);
    expect(await composeWindow.setProtection(3, SIGN, JSON.stringify(BOTH))).toEqual(SIGN);
    expect(await composeWindow.setProtection(4, SIGN, 'null')).toEqual(SIGN);
  });

  it.each([
    [
      { name: 'OpenPGP', signMessage: true, encryptBody: false },
      { signs: true, encrypts: false },
    ],
    [
      { name: 'S/MIME', signMessage: true, encryptBody: true },
      { signs: false, encrypts: false },
    ],
    [undefined, { signs: false, encrypts: false }],
  ])('knows OpenPGP from what Thunderbird is set to: %j', async (selectedEncryptionTechnology, expected) => {
    compose.getComposeDetails.mockResolvedValue({ selectedEncryptionTechnology });
    expect(await composeWindow.openPgp(1)).toEqual(expected);
  });
});
