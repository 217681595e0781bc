import { fakeBrowser } from './fake-thunderbird';

const compose = { getComposeDetails: jest.fn() };
const messages = { getHeaders: jest.fn() };
const created: ((tab: { id: number; type: string }) => void)[] = [];
const tabs = { remove: jest.fn(), onCreated: { addListener: (one: (typeof created)[number]) => created.push(one) } };
const windows = { create: jest.fn() };
Object.assign(fakeBrowser, { compose, messages, tabs, windows });
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

describe('a draft that is opened without the Experiment', () => {
  const sealed = { 'x-signet-draft': ['1'] };
  const draft = { type: 'draft', relatedMessageId: 5 };

  async function opened(details: object, headers: object | Error, later: object = details) {
    jest.resetAllMocks();
    created.length = 0;
    compose.getComposeDetails.mockResolvedValueOnce(details).mockResolvedValue(later);
    if (headers instanceof Error) messages.getHeaders.mockRejectedValue(headers);
    else messages.getHeaders.mockResolvedValue(headers);
    composeWindow.onReopen.addListener(() => Promise.resolve(null));
    created[0]?.({ id: 9, type: 'messageCompose' });
    await new Promise(setImmediate);
    const pages = windows.create.mock.calls as readonly (readonly [{ readonly url: string }])[];
    return [tabs.remove.mock.calls, pages[0]?.[0].url];
  }

  it('is closed where the other build encrypted it, and untouched, and the user reads why', async () => {
    expect(await opened(draft, sealed)).toEqual([[[9]], 'sending.html?draft=closed']);
  });

  it('is not closed over what was written in its window meanwhile', async () => {
    expect(await opened(draft, sealed, { ...draft, isModified: true })).toEqual([[], 'sending.html?draft=open']);
  });

  it.each([
    ['is readable', draft, {}],
    ['is no draft', { ...draft, type: 'reply' }, sealed],
    ['is of a file', { type: 'draft' }, sealed],
    ['cannot be read', draft, new Error('offline')],
  ])('stays open where it %s', async (_, details, headers) => {
    expect(await opened(details, headers)).toEqual([[], undefined]);
  });
});
