import { toBase64 } from '../../../../shared/base/base64';
import { type ExchangeAddress, type ExchangeAttachment, type ExchangeItem } from './exchange-item';
import { GraphError } from './graph-http';
import { conversationIdOf, restIdOf } from './message-id';
import { type MessageProperties, type StoredMessage } from './message-store';

const ITEM_CLASS = 'String 0x001A';
const PREVIEW = 255;

const recipient = ({ name, address }: ExchangeAddress) => ({ emailAddress: { name: name || address, address } });

/** The `message` resource. Properties that nobody here needs are left out. */
export function graphMessage(
  message: StoredMessage,
  item: ExchangeItem,
  properties: MessageProperties,
): Record<string, unknown> {
  const at = new Date(message.received).toISOString();
  return {
    id: restIdOf(message.key),
    createdDateTime: at,
    receivedDateTime: at,
    sentDateTime: item.date ?? at,
    subject: item.subject,
    bodyPreview: item.body.content.replace(/<[^>]*>/g, ' ').slice(0, PREVIEW),
    body: { contentType: item.body.type, content: item.body.content },
    from: recipient(item.from),
    sender: recipient(item.from),
    toRecipients: item.to.map(recipient),
    ccRecipients: item.cc.map(recipient),
    bccRecipients: item.bcc.map(recipient),
    internetMessageId: item.internetMessageId,
    conversationId: conversationIdOf(item),
    internetMessageHeaders: item.headers,
    parentFolderId: message.folder,
    hasAttachments: item.attachments.some((attachment) => !attachment.isInline),
    isDraft: message.folder === 'drafts',
    isRead: message.isRead,
    categories: properties.categories ?? [],
    singleValueExtendedProperties: [{ id: ITEM_CLASS, value: item.itemClass }],
  };
}

export function graphAttachment(attachment: ExchangeAttachment): Record<string, unknown> {
  return {
    '@odata.type': '#microsoft.graph.fileAttachment',
    id: attachment.id,
    name: attachment.name,
    contentType: attachment.contentType,
    size: attachment.octets.length,
    isInline: attachment.isInline,
    contentId: attachment.contentId ?? null,
    contentBytes: toBase64(attachment.octets),
  };
}

/** Given only where they are asked for. */
const ON_REQUEST = ['internetMessageHeaders', 'singleValueExtendedProperties'];

/** Applies `$select` and `$expand` to a resource. Other query options of this kind are refused. */
export function selected(resource: Record<string, unknown>, query: URLSearchParams): Record<string, unknown> {
  const names = query
    .get('$select')
    ?.split(',')
    .map((name) => name.trim());
  const expanded = query.get('$expand')?.startsWith('singleValueExtendedProperties') ? ON_REQUEST.slice(1) : [];
  const wanted = (name: string): boolean =>
    name === 'id' ||
    name.startsWith('@') ||
    expanded.includes(name) ||
    (names ? names.includes(name) && name !== 'singleValueExtendedProperties' : !ON_REQUEST.includes(name));
  return Object.fromEntries(Object.entries(resource).filter(([name]) => wanted(name)));
}

const KNOWN_OPTIONS = new Set(['$select', '$expand', '$filter', '$top', '$orderby', '$count']);

/** What `$filter` asks for: one Message-ID, one conversation, or those of a sender that came at a time or later; nothing without a filter. */
export interface MessageFilter {
  readonly messageId?: string;
  readonly conversation?: string;
  readonly since?: number;
  readonly from?: string;
}

const SINCE =
  /^receivedDateTime ge (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)(?: and from\/emailAddress\/address eq '((?:[^']|'')*)')?$/;

export function messageFilter(query: URLSearchParams): MessageFilter {
  for (const name of query.keys()) {
    if (!KNOWN_OPTIONS.has(name))
      throw new GraphError(400, 'BadRequest', `The query option ${name} is not known here.`);
  }
  const filter = query.get('$filter');
  if (filter === null) return {};
  const [, since, from] = SINCE.exec(filter.trim()) ?? [];
  if (since !== undefined) {
    return { since: Date.parse(since), ...(from !== undefined && { from: from.replace(/''/g, "'").toLowerCase() }) };
  }
  const [, conversation] = /^conversationId eq '((?:[^']|'')*)'$/.exec(filter.trim()) ?? [];
  if (conversation !== undefined) return { conversation: conversation.replace(/''/g, "'") };
  const [, quoted] = /^internetMessageId eq '((?:[^']|'')*)'$/.exec(filter.trim()) ?? [];
  if (quoted === undefined) throw new GraphError(400, 'ErrorInvalidUrlQueryFilter', 'The query filter is invalid.');
  return { messageId: quoted.replace(/''/g, "'") };
}
