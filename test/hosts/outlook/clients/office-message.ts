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
      onScreen = item;
      mailbox['item'] = message(item);
    },
    selectUnseen(item) {
      onScreen = item;
    },
  };
}
