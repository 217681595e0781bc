import { fakeBrowser } from './fake-thunderbird';

const compose = { getComposeDetails: jest.fn(), listAttachments: jest.fn(), getAttachmentFile: jest.fn() };
const messages = { getHeaders: jest.fn() };
Object.assign(fakeBrowser, { compose, messages });
jest.mock('webextension-polyfill', () => ({ __esModule: true, default: fakeBrowser }));

import { windowMessage } from '../../../addins/thunderbird/host/window-message';

const HEADERS = { 'message-id': ['<b@x>'], references: ['<0@x>\r\n <a@x>'], 'in-reply-to': ['<a@x>'] };

beforeEach(() => {
  jest.resetAllMocks();
  compose.getComposeDetails.mockResolvedValue({ type: 'new' });
  compose.listAttachments.mockResolvedValue([]);
  messages.getHeaders.mockResolvedValue(HEADERS);
});

describe('what Thunderbird tells of a message', () => {
  it('has the octets of attachments, and names those that it does not give', async () => {
    compose.listAttachments.mockResolvedValue([
      { id: 1, name: 'a.txt' },
      { id: 2, name: 'mail.eml' },
    ]);
    compose.getAttachmentFile.mockImplementation((id: number) =>
      id === 1
        ? Promise.resolve(new File(['one'], 'a.txt', { type: 'text/plain' }))
        : Promise.reject(new Error('no file')),
    );
    const { files, unread } = await windowMessage(1);
    expect(files).toMatchObject([{ filename: 'a.txt', contentType: 'text/plain' }]);
    expect(unread).toEqual(['mail.eml']);
  });

  it.each([
    ['reply', HEADERS, { inReplyTo: '<b@x>', references: '<0@x> <a@x> <b@x>' }],
    ['forward', HEADERS, { references: '<b@x>', forwarded: '<b@x>' }],
    ['draft', { ...HEADERS, 'x-mozilla-draft-info': [''] }, { inReplyTo: '<a@x>', references: '<0@x> <a@x>' }],
    ['draft', HEADERS, { inReplyTo: '<b@x>', references: '<0@x> <a@x> <b@x>' }],
    ['new', HEADERS, {}],
    ['redirect', HEADERS, {}],
  ])('names what a %s is about', async (type, headers, threading) => {
    compose.getComposeDetails.mockResolvedValue({ type, relatedMessageId: 5 });
    messages.getHeaders.mockResolvedValue(headers);
    expect((await windowMessage(1)).threading).toEqual(threading);
  });

  it('names nothing where that cannot be read', async () => {
    compose.getComposeDetails.mockResolvedValue({ type: 'reply', relatedMessageId: 5 });
    messages.getHeaders.mockRejectedValue(new Error('offline'));
    expect((await windowMessage(1)).threading).toEqual({});
  });
});
