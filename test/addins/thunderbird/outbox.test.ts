import { fakeBrowser } from './fake-thunderbird';

const messages = { import: jest.fn(), query: jest.fn() };
const folders = { query: jest.fn() };
Object.assign(fakeBrowser, { messages, folders });
jest.mock('webextension-polyfill', () => ({ __esModule: true, default: fakeBrowser }));

import { createOutbox, isInOutbox } from '../../../addins/thunderbird/host/outbox';
import { session } from '../../../addins/thunderbird/host/environment';

const MESSAGE = new Blob(['Subject: x\r\n\r\ny']);
const ID = 'a1.0123456789abcdef@signet.example';
const outbox = createOutbox();
const isThere = (is: boolean): unknown => messages.query.mockResolvedValue({ messages: is ? [{ id: 1 }] : [] });

beforeEach(async () => {
  jest.resetAllMocks();
  folders.query.mockResolvedValue([{ id: 'outbox' }]);
  await session.remove('outbox');
});

describe('a message for the Outbox', () => {
  it('is put there once, also where it has left since', async () => {
    messages.import.mockResolvedValue({ id: 1 });
    await outbox.add(MESSAGE, ID);
    isThere(false);
    await outbox.add(MESSAGE, ID);
    expect(messages.import).toHaveBeenCalledTimes(1);
    expect(messages.import).toHaveBeenCalledWith(expect.any(File), 'outbox', { read: true });
  });

  it('is there where Thunderbird says so of this Message-ID, and of no other', async () => {
    messages.import.mockRejectedValueOnce(new Error(`folder already contains a message with id <${ID}>`));
    await outbox.add(MESSAGE, ID);
    expect(await outbox.hasTaken('a1')).toBe(true);
    messages.import.mockRejectedValueOnce(new Error('folder already contains a message with id <b@x>'));
    await expect(outbox.add(MESSAGE, 'c@signet.example')).rejects.toThrow('already contains');
  });

  it('can be put there again where Thunderbird did not take it', async () => {
    messages.import.mockRejectedValueOnce(new Error('full')).mockResolvedValueOnce({ id: 1 });
    await expect(outbox.add(MESSAGE, ID)).rejects.toThrow('full');
    expect(await outbox.hasTaken('a1')).toBe(false);
    await outbox.add(MESSAGE, ID);
    expect(await outbox.hasTaken('a1')).toBe(true);
  });

  it('that may be there is not put there again: it is seen there, or nobody knows', async () => {
    await session.set('outbox', { [ID]: 'begun' });
    expect(await outbox.hasTaken('a1')).toBe(true);
    isThere(false);
    await expect(outbox.add(MESSAGE, ID)).rejects.toMatchObject({ code: 'host', subject: 'outbox' });
    isThere(true);
    await outbox.add(MESSAGE, ID);
    isThere(false);
    await outbox.add(MESSAGE, ID);
    expect(messages.import).not.toHaveBeenCalled();
  });

  it('is not begun where there is no Outbox', async () => {
    folders.query.mockResolvedValue([]);
    await expect(outbox.add(MESSAGE, ID)).rejects.toThrow('no Outbox');
    expect(await outbox.hasTaken('a1')).toBe(false);
  });

  it('is looked for by its Message-ID in that folder', async () => {
    isThere(true);
    expect(await isInOutbox(ID)).toBe(true);
    expect(messages.query).toHaveBeenCalledWith({ headerMessageId: ID, folderId: 'outbox' });
  });
});
