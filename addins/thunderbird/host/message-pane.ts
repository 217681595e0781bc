import { SignetError, type Bytes } from '../../../shared/index';
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
  /** The octets as they came by mail. Rejects with `host` where Thunderbird has none, as offline. */
  octets(messageId: number): Promise<Bytes>;
  /** May call twice for one showing of a message. */
  onDisplayed(displayed: (tabId: number, messageId: number) => void): void;
  /** Writes beside the subject; false where the tab shows something else by now. */
  setStatus(tabId: number, messageId: number, status: HeaderStatus): Promise<boolean>;
  onStatusClicked(clicked: (windowId: number) => void): void;
  showPopup(windowId: number): Promise<void>;
}

const QUICK_MS = 5_000;
/** Measured: 31 MB took 14 s while Thunderbird was fetching mail. */
const OCTETS_MS = 120_000;

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
    async octets(messageId) {
      const file = await withDeadline('getRaw', OCTETS_MS, messages.getRaw(messageId, { data_format: 'File' })).catch(
        (thrown: unknown) => {
          throw thrown instanceof SignetError ? thrown : new SignetError('host', `getRaw: ${String(thrown)}`);
        },
      );
      return withoutMailboxPrefix(new Uint8Array(await file.arrayBuffer()));
    },
    onDisplayed(listener) {
      messageDisplay.onMessagesDisplayed.addListener((tab, { messages: shown }) => {
        const [message] = shown;
        if (message && shown.length === 1) listener(tab.id, message.id);
      });
    },
    setStatus: (tabId, messageId, status) =>
      withDeadline('setStatus', QUICK_MS, signetDisplay.setStatus(tabId, messageId, status)),
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
