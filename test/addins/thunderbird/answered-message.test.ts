import { fakeBrowser } from './fake-thunderbird';

const compose = { getComposeDetails: jest.fn() };
const messages = { get: jest.fn(), getHeaders: jest.fn(), query: jest.fn(), continueList: jest.fn() };
const signetCompose = { setAbout: jest.fn(), draft: jest.fn() };
Object.assign(fakeBrowser, { compose, messages, signetCompose });
jest.mock('webextension-polyfill', () => ({ __esModule: true, default: fakeBrowser }));

import { answeredMessage, forwardedMessage, inheritRelated } from '../../../addins/thunderbird/host/answered-message';

const DRAFT = { type: 'draft', relatedMessageId: 3 };
const DRAFT_INFO = { 'x-mozilla-draft-info': ['internal/draft; vcard=0'] };
const found = (...ids: readonly number[]): unknown => ({ id: null, messages: ids.map((id) => ({ id })) });

let tab = 100;
beforeEach(() => {
  jest.resetAllMocks();
  tab += 1;
  compose.getComposeDetails.mockResolvedValue(DRAFT);
  messages.getHeaders.mockResolvedValue({ ...DRAFT_INFO, 'in-reply-to': [' <a@b.example> '] });
  messages.query.mockResolvedValue(found(7, 8));
  messages.get.mockImplementation((id: number) => Promise.resolve({ headerMessageId: `${id}@b.example` }));
  signetCompose.setAbout.mockResolvedValue(undefined);
  signetCompose.draft.mockResolvedValue(null);
});

describe('the message that a compose window answers', () => {
  it('is the one that Thunderbird relates to an answer', async () => {
    compose.getComposeDetails.mockResolvedValue({ type: 'reply', relatedMessageId: 5 });
    expect(await answeredMessage(tab)).toBe(5);
  });

  it('of an answer to a file is unknown', async () => {
    compose.getComposeDetails.mockResolvedValue({ type: 'reply' });
    expect(await answeredMessage(tab)).toBe('unknown');
  });

  it.each(['new', 'forward', 'redirect'])('is none in a %s', async (type) => {
    compose.getComposeDetails.mockResolvedValue({ type, relatedMessageId: 5 });
    expect(await answeredMessage(tab)).toBeUndefined();
  });

  it('of a draft is found by its In-Reply-To', async () => {
    expect(await answeredMessage(tab)).toBe(7);
    expect(messages.query).toHaveBeenCalledWith({ headerMessageId: 'a@b.example' });
  });

  it('is looked for on every page, since the first may be empty', async () => {
    messages.query.mockResolvedValue({ id: 'more', messages: [] });
    messages.continueList.mockResolvedValueOnce({ id: 'more', messages: [] }).mockResolvedValueOnce(found(9));
    expect(await answeredMessage(tab)).toBe(9);
  });

  it('of a draft is the one that Thunderbird relates to it, where that is no draft', async () => {
    messages.getHeaders.mockResolvedValue({ 'in-reply-to': ['<earlier@b.example>'] });
    expect(await answeredMessage(tab)).toBe(3);
    expect(messages.query).not.toHaveBeenCalled();
  });

  it('of a draft is found by the draft that the window was opened with, whatever Thunderbird relates to it', async () => {
    signetCompose.draft.mockResolvedValue(4);
    expect(await answeredMessage(tab)).toBe(7);
    expect(messages.getHeaders).toHaveBeenCalledWith(4);
    signetCompose.draft.mockRejectedValue(new Error('from a file'));
    await answeredMessage(tab + 1_000);
    expect(messages.getHeaders).toHaveBeenLastCalledWith(3);
  });

  it('is none in a draft that names none, or that forwards it', async () => {
    messages.getHeaders.mockResolvedValueOnce({ ...DRAFT_INFO });
    expect(await answeredMessage(tab)).toBeUndefined();
    messages.getHeaders.mockResolvedValueOnce({
      ...DRAFT_INFO,
      'in-reply-to': ['<a@b.example>'],
      'x-forwarded-message-id': ['<a@b>'],
    });
    expect(await answeredMessage(tab + 1_000)).toBeUndefined();
  });

  it('is unknown where the draft or what it answers is not there, or cannot be read', async () => {
    messages.query.mockResolvedValueOnce(found());
    expect(await answeredMessage(tab)).toBe('unknown');
    messages.getHeaders.mockRejectedValueOnce(new Error('offline'));
    expect(await answeredMessage(tab + 1_000)).toBe('unknown');
    compose.getComposeDetails.mockResolvedValueOnce({ type: 'draft' });
    expect(await answeredMessage(tab + 2_000)).toBe('unknown');
    messages.getHeaders.mockResolvedValueOnce({});
    expect([await answeredMessage(tab + 3_000), await forwardedMessage(tab + 3_000)]).toEqual(['unknown', 'unknown']);
  });

  it('stays known when the draft was saved again, and Thunderbird knows the old one no more', async () => {
    expect(await answeredMessage(tab)).toBe(7);
    compose.getComposeDetails.mockResolvedValue({ type: 'draft' });
    expect(await answeredMessage(tab)).toBe(7);
  });

  it('stays none when a draft that answers nothing was saved again', async () => {
    messages.getHeaders.mockResolvedValue({ ...DRAFT_INFO });
    expect(await answeredMessage(tab)).toBeUndefined();
    compose.getComposeDetails.mockResolvedValue({ type: 'draft' });
    expect(await answeredMessage(tab)).toBeUndefined();
  });

  it('is searched for once in a window: also when nothing came of that, and while it goes on', async () => {
    messages.query.mockResolvedValue(found());
    expect(await Promise.all([answeredMessage(tab), answeredMessage(tab)])).toEqual(['unknown', 'unknown']);
    expect(await answeredMessage(tab)).toBe('unknown');
    expect(messages.query).toHaveBeenCalledTimes(1);
  });
});

describe('the message that a compose window forwards', () => {
  it('is the one that Thunderbird relates to a forward; of a file it is unknown', async () => {
    compose.getComposeDetails.mockResolvedValue({ type: 'forward', relatedMessageId: 5 });
    expect(await forwardedMessage(tab)).toBe(5);
    compose.getComposeDetails.mockResolvedValue({ type: 'forward' });
    expect(await forwardedMessage(tab + 1_000)).toBe('unknown');
  });

  it('is none in an answer and in a new message', async () => {
    compose.getComposeDetails.mockResolvedValue({ type: 'reply', relatedMessageId: 5 });
    expect(await forwardedMessage(tab)).toBeUndefined();
    compose.getComposeDetails.mockResolvedValue({ type: 'new' });
    expect(await forwardedMessage(tab + 1_000)).toBeUndefined();
  });

  it('is the one that is edited as new, or redirected: its text is in the window', async () => {
    messages.getHeaders.mockResolvedValue({ subject: ['written'] });
    for (const [i, type] of ['new', 'redirect'].entries()) {
      compose.getComposeDetails.mockResolvedValue({ type, relatedMessageId: 5 });
      expect(await forwardedMessage(tab + i * 1_000)).toBe(5);
    }
    compose.getComposeDetails.mockResolvedValue({ type: 'redirect' });
    expect(await forwardedMessage(tab + 3_000)).toBe('unknown');
  });

  it.each([
    ['answers', { type: 'reply', relatedMessageId: 5 }, 5],
    ['forwards', { type: 'forward' }, 'unknown'],
    ['is about', { type: 'new' }, undefined],
  ])('is in a window that was made of another what that one %s', async (_, first, about) => {
    const second = tab + 1_000;
    compose.getComposeDetails.mockResolvedValue({ type: 'new' });
    await forwardedMessage(second);
    compose.getComposeDetails.mockResolvedValue(first);
    await inheritRelated(tab, second);
    expect([await forwardedMessage(second), await answeredMessage(second)]).toEqual([about, undefined]);
  });

  it('of a draft is found by what the draft says it forwards, and stays known when it was saved again', async () => {
    const headers = { ...DRAFT_INFO, 'x-forwarded-message-id': ['<f@b.example> <g@b.example>'] };
    messages.getHeaders.mockResolvedValue(headers);
    expect(await forwardedMessage(tab)).toBe(7);
    expect(messages.query).toHaveBeenCalledWith({ headerMessageId: 'f@b.example' });
    compose.getComposeDetails.mockResolvedValue({ type: 'draft' });
    expect(await forwardedMessage(tab)).toBe(7);
  });

  it('is unknown in a draft where it is not there, or the search fails', async () => {
    messages.getHeaders.mockResolvedValue({ ...DRAFT_INFO, 'x-forwarded-message-id': ['<f@b.example>'] });
    messages.query.mockResolvedValueOnce(found());
    expect(await forwardedMessage(tab)).toBe('unknown');
    messages.query.mockRejectedValueOnce(new Error('slow'));
    expect(await forwardedMessage(tab + 1_000)).toBe('unknown');
  });

  it.each([
    ['one that it names', '<s@b.example>', 7],
    ['nobody knows whose', 'unknown', 'unknown'],
  ])('of a draft with a header of ours is %s', async (_, about, forwards) => {
    const own = { ...DRAFT_INFO, 'x-signet-about': [about] };
    messages.getHeaders.mockResolvedValue(own);
    expect([await forwardedMessage(tab), await answeredMessage(tab)]).toEqual([forwards, undefined]);
    messages.getHeaders.mockResolvedValue({ ...own, 'in-reply-to': ['<a@b.example>'] });
    expect([await forwardedMessage(tab + 1_000), await answeredMessage(tab + 1_000)]).toEqual([forwards, 7]);
  });

  it('of a draft that is edited as a new one is what the draft was about, unless it is sealed itself', async () => {
    compose.getComposeDetails.mockResolvedValue({ type: 'new', relatedMessageId: 5 });
    messages.getHeaders.mockResolvedValue({ ...DRAFT_INFO, 'x-signet-about': ['<s@b.example>'] });
    expect(await forwardedMessage(tab)).toBe(7);
    messages.getHeaders.mockResolvedValue({ ...DRAFT_INFO, 'in-reply-to': ['<a@b.example>'] });
    expect(await forwardedMessage(tab + 1_000)).toBe(7);
    const sealed = { 'x-signet-about': ['<s@b.example>'], 'content-type': ['application/pkcs7-mime'] };
    messages.getHeaders.mockResolvedValue({ ...DRAFT_INFO, ...sealed });
    expect(await forwardedMessage(tab + 2_000)).toBe(5);
    messages.getHeaders.mockRejectedValue(new Error('gone'));
    expect(await forwardedMessage(tab + 3_000)).toBe('unknown');
  });

  it('is told to its window, and to one that is made of it, for their drafts', async () => {
    const told = (): unknown[] => signetCompose.setAbout.mock.calls.splice(0);
    compose.getComposeDetails.mockResolvedValue({ type: 'redirect', relatedMessageId: 5 });
    await forwardedMessage(tab);
    await inheritRelated(tab, tab + 1_000);
    expect(told()).toEqual([
      [tab, '<5@b.example>'],
      [tab + 1_000, '<5@b.example>'],
    ]);
    compose.getComposeDetails.mockResolvedValue({ type: 'redirect' });
    await forwardedMessage(tab + 2_000);
    compose.getComposeDetails.mockResolvedValue({ type: 'new' });
    await forwardedMessage(tab + 3_000);
    expect(told()).toEqual([
      [tab + 2_000, 'unknown'],
      [tab + 3_000, ''],
    ]);
  });

  it('is none in a draft that answers', async () => {
    expect(await forwardedMessage(tab)).toBeUndefined();
  });
});
