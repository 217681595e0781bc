import { withDeadline } from './deadline';
import { createMessagePane, type MessagePane } from './message-pane';
import { thunderbird } from './thunderbird';
import { type ActionApi, type HeaderStatus } from './thunderbird-types';

const QUICK_MS = 5_000;

const BADGES: Readonly<Record<HeaderStatus['tone'], readonly [text: string, background: string]>> = {
  positive: ['✓', '#1a7f37'],
  attention: ['!', '#9a5b00'],
  error: ['!', '#b3261e'],
  neutral: ['•', '#5b5b66'],
};

/**
 * The messages that Thunderbird shows, or that are selected: what Thunderbird cannot open it does not show, and says nothing
 * of. The verdict stands at our buttons: the one in the message's header, and the one in the toolbar, which is there for
 * messages whose header Thunderbird takes away too.
 */
export function createMessageButtons(): MessagePane {
  const { action, mailTabs, messageDisplay, messageDisplayAction, tabs } = thunderbird;
  const pane = createMessagePane();
  /** By tab, the message that our buttons were last cleared for, or written for. */
  const shown = new Map<number, number | undefined>();
  const displayed = async (tabId: number): Promise<number | undefined> => {
    const selected = withDeadline('getSelectedMessages', QUICK_MS, mailTabs.getSelectedMessages(tabId));
    const list = await selected.catch(() => undefined);
    if (!list) return pane.displayed(tabId);
    return list.messages.length === 1 ? list.messages[0]?.id : undefined;
  };
  const clear = async (tabId: number): Promise<void> => {
    await Promise.all(
      [messageDisplayAction, ...(action ? [action] : [])].map((button) =>
        Promise.all([
          button.setLabel({ tabId, label: null }),
          button.setTitle({ tabId, title: null }),
          button.setBadgeText({ tabId, text: null }),
        ]),
      ),
    );
  };
  return {
    ...pane,
    displayed,
    async current() {
      const named = new URLSearchParams(location.search).get('message');
      if (named !== null) return Number(named);
      const [tab] = await tabs.query({ active: true, currentWindow: true });
      return tab === undefined ? undefined : displayed(tab.id);
    },
    // No interface tells what Thunderbird's own S/MIME has found.
    native: () => Promise.resolve({ signature: -1, encryption: -1 }),
    onDisplayed(listener) {
      for (const event of [messageDisplay.onMessagesDisplayed, mailTabs.onSelectedMessagesChanged]) {
        event.addListener((tab, { messages }) => {
          const one = messages.length === 1 ? messages[0]?.id : undefined;
          if (!shown.has(tab.id) || shown.get(tab.id) !== one) void clear(tab.id).catch(() => undefined);
          shown.set(tab.id, one);
          if (one !== undefined) listener(tab.id, one);
        });
      }
    },
    async setStatus(tabId, messageId, status) {
      const before = shown.get(tabId);
      if ((await displayed(tabId)) !== messageId) return false;
      // The page may have slept, and knows of no event then; one that came meanwhile knows better.
      if (shown.get(tabId) === before) shown.set(tabId, messageId);
      for (const write of [messageDisplayAction, ...(action ? [action] : [])].flatMap(writesOf(tabId, status))) {
        // What is written after the next message was cleared for would stand above that one.
        if (shown.get(tabId) !== messageId) return false;
        await write();
      }
      if ((await displayed(tabId)) === messageId) return true;
      if (shown.get(tabId) === messageId) await clear(tabId);
      return false;
    },
    onStatusClicked: () => undefined,
    async showPopup(windowId) {
      const isShown = await withDeadline('openPopup', QUICK_MS, messageDisplayAction.openPopup({ windowId }));
      if (isShown === false) await action?.openPopup({ windowId });
    },
  };
}

function writesOf(tabId: number, { text, tone, tooltip }: HeaderStatus) {
  const [badge, color] = BADGES[tone];
  return (button: ActionApi): readonly (() => Promise<void>)[] => [
    () => button.setLabel({ tabId, label: text }),
    () => button.setTitle({ tabId, title: `${text}\n${tooltip}` }),
    () => button.setBadgeText({ tabId, text: badge }),
    () => button.setBadgeBackgroundColor({ tabId, color }),
    () => button.setBadgeTextColor({ tabId, color: '#ffffff' }),
  ];
}
