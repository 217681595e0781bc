import { type HostAttachment, type HostItem, isGroup, type ItemMode, type Recipient } from './item';
import { type HostMailbox } from './mailbox';

export type Permission = 'Restricted' | 'ReadItem' | 'ReadWriteItem' | 'ReadWriteMailbox';

/** Numbers as the host sends them; office.js swaps the last two into its own order. */
const PERMISSION_NUMBER = { Restricted: 0, ReadItem: 1, ReadWriteItem: 3, ReadWriteMailbox: 2 } as const;
const PERMISSION_RANK = { Restricted: 0, ReadItem: 1, ReadWriteItem: 2, ReadWriteMailbox: 3 } as const;
const ITEM_TYPE: Record<ItemMode, number> & { readonly ItemLess: number } = {
  MessageRead: 1,
  AppointmentRead: 2,
  MeetingRequest: 3,
  MessageCompose: 4,
  AppointmentCompose: 5,
  ItemLess: 6,
};
const OUTLOOK_WEB_APP = 64;
const GROUP = 1;
const EXTERNAL_RECIPIENT = 3;
const ATTACHMENT_TYPE = { base64: 0, eml: 1, url: 2 } as const;

export function isAllowed(granted: Permission, needed: Permission): boolean {
  return PERMISSION_RANK[granted] >= PERMISSION_RANK[needed];
}

/** An address as office.js expects it. */
export function recipientData(recipient: Recipient) {
  return {
    address: recipient.address || recipient.name,
    name: recipient.name || recipient.address,
    appointmentResponse: 0,
    recipientType: isGroup(recipient) ? GROUP : EXTERNAL_RECIPIENT,
  };
}

export function attachmentData(attachment: HostAttachment) {
  const { id, name, size, contentType, isInline } = attachment;
  return { id, name, size, contentType, isInline, attachmentType: ATTACHMENT_TYPE[attachment.format] };
}

export interface SessionFacts {
  readonly addinId: string;
  readonly addinName: string;
  readonly addinUrl: string;
  readonly permission: Permission;
  readonly requirements: Readonly<Record<string, string>>;
  readonly mailbox: HostMailbox;
}

/** Answer of `GetInitialData`: what office.js makes `Office.context.mailbox` of. */
export function initialData(facts: SessionFacts, item: HostItem | undefined): Record<string, unknown> {
  const common = {
    permissionLevel: PERMISSION_NUMBER[facts.permission],
    userDisplayName: facts.mailbox.user.name,
    userEmailAddress: facts.mailbox.user.address,
    userProfileType: facts.mailbox.accountType,
    userTimeZone: 'UTC',
    ewsUrl: `${location.origin}/EWS/Exchange.asmx`,
    restUrl: `${location.origin}/graph`,
    hostVersion: '16.0.17000.0',
    owaView: 'ThreeColumns',
    isRestIdSupported: true,
    extensionId: facts.addinId,
    timeZoneOffsets: [{ start: 0, end: 4_102_444_800_000, offset: 0 }],
  };
  if (!item) return { ...common, itemType: ITEM_TYPE.ItemLess };
  const own = { ...common, itemType: ITEM_TYPE[item.mode], conversationId: item.conversationId, seriesId: null };
  return item.isCompose
    ? { ...own, itemNumber: 1, ...(item.inReplyTo === undefined ? {} : { inReplyTo: item.inReplyTo }) }
    : { ...own, ...readData(item) };
}

function readData(item: HostItem): Record<string, unknown> {
  const from = recipientData(item.from);
  return {
    id: item.itemId ?? '',
    subject: item.subject,
    normalizedSubject: item.subject.replace(/^(?:(?:re|fwd?|aw|wg):\s*)+/i, ''),
    sender: from,
    from,
    organizer: from,
    to: item.recipients.to.map(recipientData),
    cc: item.recipients.cc.map(recipientData),
    bcc: item.recipients.bcc.map(recipientData),
    dateTimeCreated: item.created,
    dateTimeModified: item.created,
    start: item.start,
    end: item.end,
    itemClass: item.itemClass,
    internetMessageId: item.internetMessageId,
    attachments: item.attachments.map(attachmentData),
    isRead: true,
    entities: {},
    filteredEntities: {},
    regExMatches: {},
    recurrence: null,
  };
}

/** Answer of `getAppContextAsync`. Where a field is missing office.js throws and is never ready. */
export function appContext(facts: SessionFacts): Record<string, unknown> {
  return {
    _id: facts.addinId,
    _appName: OUTLOOK_WEB_APP,
    _appVersion: '16.01',
    _appUILocale: facts.mailbox.locale,
    _dataLocale: facts.mailbox.locale,
    _docUrl: '',
    _clientMode: 0,
    _settings: facts.mailbox.settings.get(facts.addinId) ?? {},
    _reason: 'inserted',
    _osfControlType: 1,
    _eToken: '',
    _correlationId: crypto.randomUUID(),
    _appInstanceId: crypto.randomUUID(),
    _requirementMatrix: JSON.stringify(facts.requirements),
    _hostFullVersion: '16.0.17000.0',
    _addinName: facts.addinName,
    _appDomains: [new URL(facts.addinUrl).origin],
    _featureGates: {},
    _initialDisplayMode: 0,
    _clientWindowHeight: 0,
    _clientWindowWidth: 0,
  };
}
