import { fakeBrowser } from './fake-thunderbird';

const messages = { getRaw: jest.fn(), query: jest.fn(), continueList: jest.fn() };
Object.assign(fakeBrowser, { messages });
jest.mock('webextension-polyfill', () => ({ __esModule: true, default: fakeBrowser }));

import { mailbox } from '../../../addins/thunderbird/host/mailbox';

const since = new Date('2026-11-20T10:00:00Z');
const SEARCH = { address: 'alice@signet.example', from: 'ca@ca.example', since };
const page = (id: string | null, ...minutes: readonly number[]): unknown => ({
  id,
  messages: minutes.map((minute) => ({ id: minute, date: new Date(since.getTime() + minute * 60_000) })),
});

beforeEach(() => jest.resetAllMocks());

describe('messages that may be a challenge, in Thunderbird', () => {
  it('are those of the authority since the order, of all pages, newest first', async () => {
    messages.query.mockResolvedValue(page('more', 2, 9));
    messages.continueList.mockResolvedValueOnce(page('more')).mockResolvedValueOnce(page(null, 5));
    expect(await mailbox.find(SEARCH, 10)).toEqual([{ id: '9' }, { id: '5' }, { id: '2' }]);
    expect(messages.query).toHaveBeenCalledWith({ subject: 'ACME:', author: 'ca@ca.example', fromDate: since });
  });

  it('are listed up to a bound', async () => {
    messages.query.mockResolvedValue(page('more', 1, 2));
    messages.continueList.mockResolvedValue(page('more', 3, 4));
    expect(await mailbox.find(SEARCH, 3)).toEqual([{ id: '4' }, { id: '3' }, { id: '2' }]);
    expect(messages.continueList).toHaveBeenCalledTimes(1);
  });

  it('are read as they came', async () => {
    messages.getRaw.mockResolvedValue(new Blob(['From: x']));
    expect(Buffer.from(await mailbox.read({ id: '7' })).toString()).toBe('From: x');
    expect(messages.getRaw).toHaveBeenCalledWith(7, { data_format: 'File' });
  });
});
