import { type Permission } from '../host/initial-data';
import { type HostItem } from '../host/item';
import { type HostMailbox } from '../host/mailbox';
import { hasSet } from '../host/requirement-set';
import { restIdOfEws } from '../graph/message-id';
import { officeCalls } from './office-calls';
import { BROUGHT, type ClientProfile } from './profiles';

/** A mailbox in which messages are read in one client, as the add-in beside them sees it. */
export interface ReadingMailbox {
  readonly mailbox: Office.Mailbox;
  /** The user selects another message, and Office.js tells. */
  select(item: HostItem): void;
  /** The same, and Office.js has not told yet. */
  selectUnseen(item: HostItem): void;
}

const TYPES = ['informationalMessage', 'progressIndicator', 'errorMessage', 'insightMessage'];
const notification = ([key, details]: readonly unknown[]): object => {
  const { type } = details as Office.NotificationMessageDetails;
  return { key, ...(details as object), type: TYPES.indexOf(type) };
};

/** What is not persistent goes with the message from the screen (documented). */
function leave({ notifications }: HostItem): void {
  for (const { key, persistent } of [...notifications.values()]) if (persistent !== true) notifications.delete(key);
}

/** Real office.js is not in it: `harness.ts` runs that. */
export function readingMailbox(
  first: HostItem,
  host: HostMailbox,
  client: ClientProfile,
  permission?: Permission,
): ReadingMailbox {
  let onScreen = first;
  const ask = officeCalls({ selected: () => onScreen, mailbox: host, client, ...(permission && { permission }) });
  const has = (name: string): boolean => hasSet(client.set, BROUGHT[name] ?? '1.1');
  const message = (item: HostItem): object => ({
    itemType: 'message',
    // QUIRK: office-js #5876, empty on the Mac for S/MIME items.
    itemId: client.platform === 'Mac' && item.itemClass.startsWith('IPM.Note.SMIME') ? '' : item.itemId,
    internetMessageId: item.internetMessageId,
    conversationId: item.conversationId,
    subject: item.subject,
    notificationMessages: {
      replaceAsync: ask(35, notification),
      addAsync: ask(33, notification),
      removeAsync: ask(36, ([key]) => ({ key })),
    },
    ...(has('categories') && {
      categories: {
        getAsync: ask(157),
        addAsync: ask(158, ([categories]) => ({ categories })),
        removeAsync: ask(159, ([categories]) => ({ categories })),
      },
    }),
  });
  const mailbox: Record<string, unknown> = {
    item: message(first),
    convertToRestId: (id: string) => restIdOfEws(id),
    ...(has('categories') && {
      masterCategories: { getAsync: ask(160), addAsync: ask(161, ([categoryDetails]) => ({ categoryDetails })) },
    }),
  };
  return {
    mailbox: mailbox as unknown as Office.Mailbox,
    select(item) {
      leave(onScreen);
      onScreen = item;
      mailbox['item'] = message(item);
    },
    selectUnseen(item) {
      leave(onScreen);
      onScreen = item;
    },
  };
}
