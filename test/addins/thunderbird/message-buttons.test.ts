import { fakeBrowser } from './fake-thunderbird';

type Listener = (tab: { id: number }, list: { messages: readonly { id: number }[] }) => void;
const listeners: Listener[] = [];
const event = { addListener: (listener: Listener) => listeners.push(listener) };
const button = () => ({
  openPopup: jest.fn(),
  setTitle: jest.fn(),
  setLabel: jest.fn(),
  setBadgeText: jest.fn(),
  setBadgeBackgroundColor: jest.fn(),
  setBadgeTextColor: jest.fn(),
});
const [action, messageDisplayAction] = [button(), button()];
const mailTabs = { onSelectedMessagesChanged: event, getSelectedMessages: jest.fn() };
const messageDisplay = { onMessagesDisplayed: event, getDisplayedMessages: jest.fn() };
Object.assign(fakeBrowser, { action, messageDisplayAction, mailTabs, messageDisplay, tabs: {}, messages: {} });
jest.mock('webextension-polyfill', () => ({ __esModule: true, default: fakeBrowser }));

import { createMessageButtons } from '../../../addins/thunderbird/host/message-buttons';

const STATUS = { text: 'Signed', tone: 'positive', tooltip: 'Signed by Bob' } as const;
const of = (...ids: readonly number[]) => ({ messages: ids.map((id) => ({ id })) });

beforeEach(() => {
  jest.resetAllMocks();
  listeners.length = 0;
  mailTabs.getSelectedMessages.mockResolvedValue(of(7));
});

describe('the verdict at our buttons', () => {
  it('is of the message that is selected, also where Thunderbird shows none', async () => {
    const pane = createMessageButtons();
    const shown = jest.fn();
    pane.onDisplayed(shown);
    expect(listeners).toHaveLength(2);
    for (const tell of listeners) tell({ id: 1 }, of(7));
    expect(shown.mock.calls).toEqual([
      [1, 7],
      [1, 7],
    ]);
    expect(await pane.displayed(1)).toBe(7);
  });

  it('is none where several are selected', async () => {
    mailTabs.getSelectedMessages.mockResolvedValue(of(7, 8));
    expect(await createMessageButtons().displayed(1)).toBeUndefined();
  });

  it('is of the message that a tab without a list shows', async () => {
    mailTabs.getSelectedMessages.mockRejectedValue(new Error('no mail tab'));
    messageDisplay.getDisplayedMessages.mockResolvedValue(of(9));
    expect(await createMessageButtons().displayed(2)).toBe(9);
  });

  it('is written with a word, a sentence and a shape', async () => {
    expect(await createMessageButtons().setStatus(1, 7, STATUS)).toBe(true);
    for (const one of [action, messageDisplayAction]) {
      expect(one.setLabel).toHaveBeenCalledWith({ tabId: 1, label: 'Signed' });
      expect(one.setTitle).toHaveBeenCalledWith({ tabId: 1, title: 'Signed\nSigned by Bob' });
      expect(one.setBadgeText).toHaveBeenCalledWith({ tabId: 1, text: '✓' });
    }
  });

  it('is not that of a message that was left meanwhile', async () => {
    expect(await createMessageButtons().setStatus(1, 6, STATUS)).toBe(false);
    expect(action.setTitle).not.toHaveBeenCalled();
  });

  it('is written no further once the next message is selected', async () => {
    const pane = createMessageButtons();
    pane.onDisplayed(() => undefined);
    const selects = (id: number) => {
      for (const tell of listeners) tell({ id: 1 }, of(id));
    };
    selects(7);
    messageDisplayAction.setLabel.mockImplementation(({ label }: { label: string | null }) => {
      if (label !== null) selects(8);
    });
    expect(await pane.setStatus(1, 7, STATUS)).toBe(false);
    for (const one of [action, messageDisplayAction]) {
      expect(one.setLabel.mock.lastCall).toEqual([{ tabId: 1, label: null }]);
      expect(one.setTitle.mock.lastCall).toEqual([{ tabId: 1, title: null }]);
      expect(one.setBadgeText.mock.lastCall).toEqual([{ tabId: 1, text: null }]);
    }
  });

  it('is taken back where another message is shown by then, of which no event told yet', async () => {
    mailTabs.getSelectedMessages.mockResolvedValueOnce(of(7)).mockResolvedValue(of(8));
    expect(await createMessageButtons().setStatus(1, 7, STATUS)).toBe(false);
    for (const one of [action, messageDisplayAction]) {
      expect(one.setLabel.mock.calls).toEqual([[{ tabId: 1, label: 'Signed' }], [{ tabId: 1, label: null }]]);
      expect(one.setBadgeText.mock.lastCall).toEqual([{ tabId: 1, text: null }]);
    }
  });

  it('is gone with the next message, once', async () => {
    createMessageButtons().onDisplayed(() => undefined);
    const [shown, selected] = listeners;
    selected?.({ id: 1 }, of(7));
    shown?.({ id: 1 }, of(7));
    expect(action.setTitle.mock.calls).toEqual([[{ tabId: 1, title: null }]]);
    selected?.({ id: 1 }, of(8));
    await Promise.resolve();
    expect(action.setTitle).toHaveBeenCalledTimes(2);
  });

  it('opens in the toolbar where the header is gone', async () => {
    messageDisplayAction.openPopup.mockResolvedValue(false);
    await createMessageButtons().showPopup(3);
    expect(action.openPopup).toHaveBeenCalledWith({ windowId: 3 });
  });
});
