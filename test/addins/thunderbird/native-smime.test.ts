import { fakeBrowser } from './fake-thunderbird';

jest.mock('webextension-polyfill', () => ({ __esModule: true, default: fakeBrowser }));

import { nativeSmime, setNativeSmime } from '../../../addins/thunderbird/host/native-smime';
import { type EncryptionTechnology } from '../../../addins/thunderbird/host/thunderbird-types';

interface Window {
  technology?: EncryptionTechnology;
  /** It takes no change. */
  isDeaf?: boolean;
  changes: number;
}

function inWindow(window: Window): void {
  Object.assign(fakeBrowser, {
    compose: {
      getComposeDetails: () => Promise.resolve({ selectedEncryptionTechnology: window.technology }),
      setComposeDetails: (_: number, details: { selectedEncryptionTechnology: EncryptionTechnology }) => {
        window.changes++;
        if (!window.isDeaf) window.technology = details.selectedEncryptionTechnology;
        return Promise.resolve();
      },
    },
    signetTrust: {
      native: (tab: number | null) =>
        Promise.resolve({ sign: ['AQI=\r\n'], encrypt: null, signsAll: tab === null, readers: [true, false] }),
    },
  });
}

const smime = (signMessage: boolean, encryptBody: boolean): EncryptionTechnology => ({
  name: 'S/MIME',
  signMessage,
  encryptBody,
});

describe('Thunderbird’s own S/MIME', () => {
  it('is told of as NSS and its window have it', async () => {
    inWindow({ technology: smime(false, true), changes: 0 });
    const people = ['Bob@x.example', 'dan@x.example'];
    expect(await nativeSmime(1, 'id1', people)).toEqual({
      sign: [Uint8Array.of(1, 2)],
      encrypt: undefined,
      signsAll: false,
      readers: new Set(['bob@x.example']),
      state: { sign: false, encrypt: true },
    });
    expect(await nativeSmime(undefined, 'id1', people)).toMatchObject({ state: { sign: false, encrypt: false } });
  });

  it('asks for nothing while OpenPGP is chosen', async () => {
    inWindow({ technology: { name: 'OpenPGP', signMessage: true, encryptBody: true }, changes: 0 });
    expect((await nativeSmime(1, 'id1', [])).state).toEqual({ sign: false, encrypt: false });
  });

  it('is set once, and left alone where it is so, also where the identity has none', async () => {
    const window: Window = { changes: 0 };
    inWindow(window);
    await setNativeSmime(1, { sign: false, encrypt: false });
    expect(window.changes).toBe(0);
    await setNativeSmime(1, { sign: true, encrypt: false });
    await setNativeSmime(1, { sign: true, encrypt: false });
    expect(window).toMatchObject({ technology: smime(true, false), changes: 1 });
  });

  it('is not taken for set where its window says otherwise', async () => {
    inWindow({ isDeaf: true, changes: 0 });
    await expect(setNativeSmime(1, { sign: true, encrypt: false })).rejects.toMatchObject({ code: 'host' });
  });
});
