import { fileAttachment, type HostItem, type Recipient } from '../../host/item';
import { type OpenedForm } from '../../host/mailbox';
import { type MessageView, type Person } from '../views';
import { newItem, replyItem } from './items';

/** A draft as `displayNewMessageForm` or `displayReplyForm` describe it. Files by address are left out. */
export function formItem(form: OpenedForm, view: MessageView | undefined, user: Person): HostItem {
  const isReply = (form.kind === 'reply' || form.kind === 'replyAll') && view !== undefined;
  const item = isReply ? replyItem(view, user, form.kind) : newItem(user);
  const { htmlBody, subject, toRecipients, ccRecipients, bccRecipients, attachments } = form.values;
  if (typeof htmlBody === 'string') item.bodyHtml = htmlBody + (isReply ? item.bodyHtml : '');
  if (typeof subject === 'string') item.subject = subject;
  for (const [field, list] of [
    ['to', toRecipients],
    ['cc', ccRecipients],
    ['bcc', bccRecipients],
  ] as const) {
    if (Array.isArray(list)) item.recipients[field] = list.flatMap(recipientOf);
  }
  if (Array.isArray(attachments)) for (const entry of attachments) addBase64(item, entry);
  return item;
}

function recipientOf(value: unknown): Recipient[] {
  if (typeof value === 'string') return [{ name: value, address: value }];
  const { address, name } = (value ?? {}) as { readonly address?: unknown; readonly name?: unknown };
  return typeof address === 'string' ? [{ address, name: typeof name === 'string' ? name : address }] : [];
}

/** `["base64", name, content, isInline]` or the same as an object. */
function addBase64(item: HostItem, entry: unknown): void {
  const [type, name, content] = Array.isArray(entry) ? (entry as unknown[]) : [];
  if (type === 'base64' && typeof name === 'string' && typeof content === 'string') {
    item.addAttachment(fileAttachment(name, content, 'application/octet-stream'));
  }
}
