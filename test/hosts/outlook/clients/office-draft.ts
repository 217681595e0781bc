import { hasSet } from '../host/requirement-set';
import { isGroup, type HostAttachment, type HostItem, type Recipient } from '../host/item';
import { type HostMailbox } from '../host/mailbox';
import { restIdOfEws } from '../graph/message-id';
import { officeCalls, type Done } from './office-calls';
import { BROUGHT, type ClientProfile } from './profiles';

const [HTML, TEXT] = [3, 0];

/** `Office` as product code finds it, of one client. Its methods are those of the emulated host. */
export function installClient({ platform }: ClientProfile): void {
  const enums = {
    AsyncResultStatus: { Succeeded: 'succeeded', Failed: 'failed' },
    CoercionType: { Html: 'html', Text: 'text' },
    EventType: { RecipientsChanged: 'olkRecipientsChanged' },
    PlatformType: { OfficeOnline: 'OfficeOnline', PC: 'PC', Mac: 'Mac' },
    context: { platform },
    MailboxEnums: {
      ItemNotificationMessageType: { InformationalMessage: 'informationalMessage', ErrorMessage: 'errorMessage' },
      RestVersion: { v2_0: 'v2.0' },
    },
  };
  Object.assign(globalThis, { Office: enums });
}

/** Turns an id of the host into Graph's. */
export const CLIENT_MAILBOX = { convertToRestId: (id: string): string => restIdOfEws(id) };

/**
 * A draft as one client shows it to the add-in: without what its requirement set lacks, with its limit of calls, and with
 * what is reported of it. Real office.js is not in it: `harness.ts` runs that.
 */
export function officeDraft(
  item: HostItem,
  mailbox: HostMailbox,
  client: ClientProfile,
  opened: 'new' | 'again',
): Office.MessageCompose {
  const ask = officeCalls({ selected: () => item, mailbox, client });
  const recipients = (recipientField: number): object => ({
    getAsync: ask(
      15,
      () => ({ recipientField }),
      () => item.recipients[FIELDS[recipientField] ?? 'to'].map(details),
    ),
    setAsync: ask(21, ([recipientArray]) => ({ recipientField, recipientArray })),
  });
  const has = (name: string): boolean => hasSet(client.set, BROUGHT[name] ?? '1.1');
  const newer: Readonly<Record<string, unknown>> = {
    getComposeTypeAsync: ask(174),
    closeAsync: ask(203, ([options]) => options as object),
    inReplyTo: item.inReplyTo ?? '',
  };
  const draft: Readonly<Record<string, unknown>> = {
    itemType: 'message',
    conversationId: item.conversationId,
    to: recipients(0),
    cc: recipients(1),
    bcc: recipients(2),
    from: { getAsync: ask(107, undefined, () => details(item.from)) },
    subject: { getAsync: ask(18), setAsync: ask(17, ([subject]) => ({ subject })) },
    body: {
      getTypeAsync: ask(14),
      getAsync: ask(37, ([type]) => ({ coercionType: type === 'html' ? HTML : TEXT })),
      setAsync: ask(38, ([data]) => ({ data, coercionType: TEXT })),
    },
    internetHeaders: {
      getAsync: ask(151, ([internetHeaderKeys]) => ({ internetHeaderKeys })),
      setAsync: ask(152, ([internetHeaderNameValuePairs]) => ({ internetHeaderNameValuePairs })),
      removeAsync: ask(153, ([internetHeaderKeys]) => ({ internetHeaderKeys })),
    },
    notificationMessages: {
      replaceAsync: ask(35, ([key, values]) => ({ key, ...(values as object), type: 0 })),
      addAsync: ask(33, ([key, values]) => ({ key, ...(values as object), type: 0 })),
    },
    saveAsync: ask(32),
    getAttachmentsAsync: ask(149, undefined, () =>
      named(item, client, opened).map((one) => attachmentDetails(one, has('contentId'))),
    ),
    getAttachmentContentAsync: ask(150, ([id]) => ({ id })),
    removeAttachmentAsync: ask(20, ([attachmentIndex]) => ({ attachmentIndex })),
    addFileAttachmentFromBase64Async: ask(148, ([base64String, name]) => ({ base64String, name, isInline: false })),
    addHandlerAsync: (_type: string, _handler: unknown, done?: Done) => done?.({ status: 'succeeded' } as never),
    close: ask(41),
    ...Object.fromEntries(Object.entries(newer).filter(([name]) => has(name))),
  };
  return draft as unknown as Office.MessageCompose;
}

const FIELDS = ['to', 'cc', 'bcc'] as const;

const details = (one: Recipient): object => ({
  displayName: one.name || one.address,
  emailAddress: one.address,
  recipientType: isGroup(one) ? 'distributionList' : 'externalUser',
});

const TYPES = { base64: 'file', eml: 'item', url: 'cloud' } as const;

const attachmentDetails = ({ id, name, size, isInline, format }: HostAttachment, hasContentId: boolean): object => ({
  id,
  name,
  size,
  isInline,
  attachmentType: TYPES[format],
  ...(hasContentId && isInline && { contentId: name }),
});

/** The attachments that the client tells of. */
const named = (item: HostItem, { quirks }: ClientProfile, opened: 'new' | 'again'): readonly HostAttachment[] =>
  item.attachments.filter(({ isInline }) => !(isInline && opened === 'again' && quirks.includes(4642)));
