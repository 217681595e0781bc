import { SignetError } from '../../../shared/index';
import { withDeadline } from './deadline';
import { withoutMailboxPrefix } from './mailbox-prefix';
import { thunderbird } from './thunderbird';
import { type HeaderStatus } from './thunderbird-types';

export type { HeaderStatus } from './thunderbird-types';

/** The messages that Thunderbird shows. */
export interface MessagePane {
  /** The one message that a tab shows; undefined where there is none, or several. */
  displayed(tabId: number): Promise<number | undefined>;
  /** The message that the window of a popup of ours shows. */
  current(): Promise<number | undefined>;
  /** The message as it came by mail. Rejects with `host` where Thunderbird has none, as offline. */
  message(messageId: number): Promise<Blob>;
  /** May call twice for one showing of a message. */
  onDisplayed(displayed: (tabId: number, messageId: number) => void): void;
  /** Writes beside the subject; false where the tab shows something else by now. */
  setStatus(tabId: number, messageId: number, status: HeaderStatus): Promise<boolean>;
  /** All tabs that may show a message. */
  tabs(): Promise<readonly number[]>;
  onStatusClicked(clicked: (windowId: number) => void): void;
  showPopup(windowId: number): Promise<void>;
}

const QUICK_MS = 5_000;
/** Measured: 31 MB took 14 s while Thunderbird was fetching mail. */
const MESSAGE_MS = 120_000;

export function createMessagePane(): MessagePane {
  const { messageDisplay, messageDisplayAction, messages, signetDisplay, tabs } = thunderbird;
  const displayed = async (tabId: number): Promise<number | undefined> => {
    const list = await withDeadline('getDisplayedMessages', QUICK_MS, messageDisplay.getDisplayedMessages(tabId));
    return list.messages.length === 1 ? list.messages[0]?.id : undefined;
  };
  return {
    displayed,
    async current() {
      const [tab] = await tabs.query({ active: true, currentWindow: true });
      return tab === undefined ? undefined : displayed(tab.id);
    },
    async message(messageId) {
      const file = await withDeadline('getRaw', MESSAGE_MS, messages.getRaw(messageId, { data_format: 'File' })).catch(
        (thrown: unknown) => {
          throw thrown instanceof SignetError ? thrown : new SignetError('host', `getRaw: ${String(thrown)}`);
        },
      );
      return withoutMailboxPrefix(file);
    },
    onDisplayed(listener) {
      messageDisplay.onMessagesDisplayed.addListener((tab, { messages: shown }) => {
        const [message] = shown;
        if (message && shown.length === 1) listener(tab.id, message.id);
      });
    },
    setStatus: (tabId, messageId, status) =>
      withDeadline('setStatus', QUICK_MS, signetDisplay.setStatus(tabId, messageId, status)),
    async tabs() {
      const all = await withDeadline('tabs', QUICK_MS, tabs.query({}));
      return all.flatMap(({ id, type }) => (type === 'mail' || type === 'messageDisplay' ? [id] : []));
    },
    onStatusClicked(clicked) {
      signetDisplay.onStatusClicked.addListener((_tabId, windowId) => {
        clicked(windowId);
      });
    },
    async showPopup(windowId) {
      await withDeadline('openPopup', QUICK_MS, messageDisplayAction.openPopup({ windowId }));
    },
  };
}
