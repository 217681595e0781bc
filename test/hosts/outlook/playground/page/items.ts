import { latin1Text } from '../../../../../shared/base/bytes';
import { toBase64 } from '../../../../../shared/base/base64';
import { type JsonDraft } from '../../graph/graph-draft';
import { conversationIdOf, ewsIdOf } from '../../graph/message-id';
import { fileAttachment, htmlOfText, HostItem, textOfHtml, type HostAttachment, type Recipient } from '../../host/item';
import { type AttachmentView, type MessageView, type Person } from '../views';
import { label, locale } from './labels';
import { type ServerApi } from './server-api';

/** A stored message as the host shows it to add-ins in read mode. */
export function readItem(view: MessageView, server: ServerApi): HostItem {
  const item = new HostItem('MessageRead', {
    itemId: ewsIdOf(view.id),
    subject: view.subject,
    bodyHtml: bodyHtml(view),
    from: view.from,
    attachments: view.attachments.map((attachment) => storedAttachment(view.id, attachment, server)),
    categories: view.categories,
    itemClass: view.itemClass,
    internetMessageId: view.internetMessageId,
    conversationId: ewsIdOf(conversationIdOf(view)),
    created: view.received,
    receivedHeaders: view.headerSection,
    loadFile: async () => toBase64(await server.source(view.id)),
  });
  fill(item, view);
  return item;
}

/** A stored draft, opened again. */
export function draftItem(view: MessageView, server: ServerApi): HostItem {
  const item = new HostItem('MessageCompose', {
    itemId: ewsIdOf(view.id),
    subject: view.subject,
    bodyHtml: bodyHtml(view),
    bodyType: view.body.type,
    from: view.from,
    attachments: view.attachments.map((attachment) => storedAttachment(view.id, attachment, server)),
    inReplyTo: view.inReplyTo,
    composeType: view.inReplyTo === undefined ? 'newMail' : 'reply',
    conversationId: ewsIdOf(conversationIdOf(view)),
  });
  fill(item, view);
  for (const { name, value } of view.headers) if (/^x-/i.test(name)) item.headers.set(name.toLowerCase(), value);
  return item;
}

function fill(item: HostItem, view: MessageView): void {
  item.recipients.to = view.to;
  item.recipients.cc = view.cc;
  item.recipients.bcc = view.bcc;
  for (const [addinId, json] of Object.entries(view.customProperties)) item.customProperties.set(addinId, json);
}

function bodyHtml({ body }: MessageView): string {
  return body.type === 'html' ? body.content : htmlOfText(body.content);
}

function storedAttachment(messageId: string, view: AttachmentView, server: ServerApi): HostAttachment {
  const isMessage = view.contentType === 'message/rfc822';
  return {
    ...view,
    format: isMessage ? 'eml' : 'base64',
    load: async () =>
      isMessage ? latin1Text(await server.attachment(messageId, view.id)) : server.attachmentBase64(messageId, view.id),
  };
}

/** A new draft, empty or as an add-in asks for it. */
export function newItem(user: Person, values: Partial<Pick<HostItem, 'subject' | 'bodyHtml'>> = {}): HostItem {
  return new HostItem('MessageCompose', { from: user, ...values });
}

/** A meeting of the next full hour, in a window of its own: in an embedded form OnAppointmentSend does not occur (documented). */
export function newMeeting(user: Person): HostItem {
  const hour = 3_600_000;
  const start = Math.ceil(Date.now() / hour) * hour;
  return new HostItem('AppointmentCompose', { from: user, start, end: start + hour });
}

/** A reply as Outlook begins one: subject, recipients, quoted text. */
export function replyItem(view: MessageView, user: Person, kind: 'reply' | 'replyAll' | 'forward'): HostItem {
  const others = [...view.to, ...view.cc].filter(({ address }) => address.toLowerCase() !== user.address.toLowerCase());
  const prefix = kind === 'forward' ? 'FW: ' : 'RE: ';
  const plain = view.subject.replace(/^(?:(?:re|fwd?|aw|wg):\s*)+/i, '');
  const item = new HostItem('MessageCompose', {
    from: user,
    subject: prefix + plain,
    bodyHtml: `<p><br></p>${quoted(view)}`,
    composeType: kind === 'forward' ? 'forward' : 'reply',
    conversationId: ewsIdOf(conversationIdOf(view)),
    ...(kind === 'forward' ? {} : { inReplyTo: view.internetMessageId }),
  });
  if (kind !== 'forward') item.recipients.to = [view.from];
  if (kind === 'replyAll') item.recipients.cc = others;
  return item;
}

function quoted(view: MessageView): string {
  const when = new Date(view.received).toLocaleString(locale);
  const head = htmlOfText(`${label('from')}: ${view.from.name || view.from.address}\n${when}\n${view.subject}`);
  return `<hr><p>${head}</p><blockquote>${bodyHtml(view)}</blockquote>`;
}

const graphRecipient = ({ name, address }: Recipient) => ({ emailAddress: { name, address } });

/** The draft as it is kept and sent: Graph's form. */
export async function jsonDraft(item: HostItem): Promise<JsonDraft> {
  const body = (item.prependOnSend ?? '') + item.bodyHtml + (item.appendOnSend ?? '');
  return {
    subject: item.subject,
    body: { contentType: item.bodyType, content: item.bodyType === 'html' ? body : textOfHtml(body) },
    toRecipients: item.recipients.to.map(graphRecipient),
    ccRecipients: item.recipients.cc.map(graphRecipient),
    bccRecipients: item.recipients.bcc.map(graphRecipient),
    internetMessageHeaders: [...item.headers].map(([name, value]) => ({ name, value })),
    attachments: await Promise.all(
      [...item.attachments, ...invitation(item)].map(async (attachment) => ({
        name: attachment.name,
        contentType: attachment.contentType,
        isInline: attachment.isInline,
        contentBytes: attachment.format === 'base64' ? await attachment.load() : toBase64Text(await attachment.load()),
        ...(attachment.isInline ? { contentId: attachment.name } : {}),
      })),
    ),
    ...(item.inReplyTo === undefined ? {} : { inReplyTo: item.inReplyTo }),
  };
}

/** What a meeting adds to the message that invites to it. */
function invitation(item: HostItem): HostAttachment[] {
  if (item.mode !== 'AppointmentCompose') return [];
  const time = (at: number): string => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'METHOD:REQUEST',
    'BEGIN:VEVENT',
    `DTSTART:${time(item.start)}`,
    `DTEND:${time(item.end)}`,
    `SUMMARY:${item.subject}`,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ];
  const text = toBase64Text(lines.join('\r\n'));
  return [{ ...fileAttachment('invite.ics', text, 'text/calendar'), id: 'invitation' }];
}

function toBase64Text(text: string): string {
  return toBase64(new TextEncoder().encode(text));
}
