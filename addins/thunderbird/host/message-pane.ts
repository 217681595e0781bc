import { SignetError } from '../../../shared/index';
import { withDeadline } from './deadline';
import { experiment } from './experiment';
import { withoutMailboxPrefix } from './mailbox-prefix';
import { thunderbird } from './thunderbird';
import { type HeaderStatus } from './thunderbird-types';

export type { HeaderStatus } from './thunderbird-types';

/** What Thunderbird's own S/MIME says: numbers of its nsICMSMessageErrors, 0 for good, -1 where it says nothing. */
export interface NativeVerdict {
  readonly signature: number;
  readonly encryption: number;
}

/** The messages that Thunderbird shows. */
export interface MessagePane {
  /** The one message that a tab shows; undefined where there is none, or several. */
  displayed(tabId: number): Promise<number | undefined>;
  /** The message that the window of a popup of ours shows. */
  current(): Promise<number | undefined>;
  /** Of that message: what Thunderbird's own S/MIME has found by now. */
  native(): Promise<NativeVerdict>;
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

type Colours = readonly [background: string, text: string];
const COLOURS: Readonly<Record<HeaderStatus['tone'], Colours>> = {
  positive: ['light-dark(#dff3e4, #123d20)', 'light-dark(#0a4f22, #b6f0c6)'],
  attention: ['light-dark(#fdf0cf, #473400)', 'light-dark(#5c4300, #ffe08a)'],
  error: ['light-dark(#fde3e1, #55160f)', 'light-dark(#7a1710, #ffc9c2)'],
  neutral: ['light-dark(#ebebf0, #38383f)', 'light-dark(#3a3a44, #e0e0e6)'],
};

/** The word stands in Thunderbird's own header, where no style sheet of ours is. */
function styleOf(tone: HeaderStatus['tone']): string {
  const [background, colour] = COLOURS[tone];
  return `appearance: none; border: 1px solid currentColor; border-radius: 4px; padding: 1px 8px; margin: 0 6px; \
min-height: 0; font: inherit; font-weight: 600; white-space: nowrap; cursor: pointer; \
background: ${background}; color: ${colour};`;
}

const QUICK_MS = 5_000;
/** Measured: 31 MB took 14 s while Thunderbird was fetching mail. */
const MESSAGE_MS = 120_000;

export function createMessagePane(): MessagePane {
  const { messageDisplay, messageDisplayAction, messages, tabs } = thunderbird;
  const displayed = async (tabId: number): Promise<number | undefined> => {
    const list = await withDeadline('getDisplayedMessages', QUICK_MS, messageDisplay.getDisplayedMessages(tabId));
    return list.messages.length === 1 ? list.messages[0]?.id : undefined;
  };
  const currentTab = async (): Promise<number | undefined> =>
    (await tabs.query({ active: true, currentWindow: true }))[0]?.id;
  return {
    displayed,
    async current() {
      const tabId = await currentTab();
      return tabId === undefined ? undefined : displayed(tabId);
    },
    async native() {
      const tabId = await currentTab();
      const messageId = tabId === undefined ? undefined : await displayed(tabId);
      if (tabId === undefined || messageId === undefined) return { signature: -1, encryption: -1 };
      return withDeadline('native', QUICK_MS, experiment('signetDisplay').native(tabId, messageId));
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
      withDeadline(
        'setStatus',
        QUICK_MS,
        experiment('signetDisplay').setStatus(tabId, messageId, { ...status, style: styleOf(status.tone) }),
      ),
    async tabs() {
      const all = await withDeadline('tabs', QUICK_MS, tabs.query({}));
      return all.flatMap(({ id, type }) => (type === 'mail' || type === 'messageDisplay' ? [id] : []));
    },
    onStatusClicked(clicked) {
      experiment('signetDisplay').onStatusClicked.addListener((_tabId, windowId) => {
        clicked(windowId);
      });
    },
    async showPopup(windowId) {
      await withDeadline('openPopup', QUICK_MS, messageDisplayAction.openPopup({ windowId }));
    },
  };
}
