import { type Call, type Method, method } from './method';
import { recipientData } from './initial-data';
import { fileAttachment, htmlOfText, textOfHtml, type ItemNotification, type RecipientField } from './item';
import { HOST_ERROR, HostError } from './protocol';

const FIELDS: readonly RecipientField[] = ['to', 'cc', 'bcc'];
/** Recipients of one field for one call (documented for `recipients.setAsync` and `addAsync`). */
const MAX_RECIPIENTS = 100;
const HTML = 3;
const NOTIFICATION_TYPES = ['informationalMessage', 'progressIndicator', 'errorMessage', 'insightMessage'] as const;

interface Coerced {
  readonly data: string;
  readonly coercionType: number;
}
interface RecipientCall {
  readonly recipientField: number;
  readonly recipientArray: readonly { readonly address: string; readonly name: string }[];
}

const asHtml = (parameters: Coerced): string =>
  parameters.coercionType === HTML ? parameters.data : htmlOfText(parameters.data);

function fieldOf(parameters: { readonly recipientField: number }): RecipientField {
  const field = FIELDS[parameters.recipientField];
  if (!field) throw new HostError(HOST_ERROR.genericResponse);
  return field;
}

function changeRecipients({ item, parameters }: Call<RecipientCall>, keep: boolean): void {
  const field = fieldOf(parameters);
  if (parameters.recipientArray.length > MAX_RECIPIENTS) throw new HostError(HOST_ERROR.tooManyRecipients);
  const added = parameters.recipientArray.map(({ address, name }) => ({ address: address || name, name }));
  item.setRecipients(field, keep ? [...item.recipients[field], ...added] : added);
}

function changeBody({ item, parameters }: Call<Coerced>, place: (old: string, added: string) => string): void {
  item.bodyHtml = place(item.bodyHtml, asHtml(parameters));
  item.changed();
}

/** Documented, and checked by office.js itself: where it is not in front a call that breaks a rule is a defect. */
const LONGEST = { key: 32, message: 150 } as const;

function notificationOf({ item, parameters }: NotificationCall): ItemNotification {
  const { key, message, icon, persistent } = parameters;
  const type = NOTIFICATION_TYPES[parameters.type];
  if (type === undefined) throw new Error('notificationMessages: type expected');
  if (key.length > LONGEST.key || message.length > LONGEST.message) throw new Error('notificationMessages: too long');
  const isPlain = type === 'errorMessage' || type === 'progressIndicator';
  if (isPlain === (icon !== undefined)) throw new Error(`notificationMessages: icon of ${type}`);
  if (isPlain && persistent !== undefined) throw new Error(`notificationMessages: persistence of ${type}`);
  // On the web and in new Outlook (documented).
  if (type === 'insightMessage' && !item.isCompose) throw new HostError(HOST_ERROR.genericResponse);
  return { ...parameters, type };
}

type NotificationCall = Call<Omit<ItemNotification, 'type'> & { readonly type: number }>;

/** Drafts: recipients, subject, body, attachments, notifications. */
export const composeMethods: Readonly<Record<number, Method>> = {
  13: method<Coerced>('body.setSelectedDataAsync', 'ReadWriteItem', (call) =>
    changeBody(call, (old, add) => old + add),
  ),
  14: method('body.getTypeAsync', 'ReadItem', ({ item }) => item.bodyType),
  15: method<RecipientCall>('recipients.getAsync', 'ReadItem', ({ item, parameters }) =>
    item.recipients[fieldOf(parameters)].map(recipientData),
  ),
  17: method<{ readonly subject: string }>('subject.setAsync', 'ReadWriteItem', ({ item, parameters }) => {
    item.subject = parameters.subject;
    item.changed();
  }),
  18: method('subject.getAsync', 'ReadItem', ({ item }) => item.subject),
  20: method<{ readonly attachmentIndex: string }>('removeAttachmentAsync', 'ReadWriteItem', ({ item, parameters }) =>
    item.removeAttachment(parameters.attachmentIndex),
  ),
  21: method<RecipientCall>('recipients.setAsync', 'ReadWriteItem', (call) => changeRecipients(call, false)),
  22: method<RecipientCall>('recipients.addAsync', 'ReadWriteItem', (call) => changeRecipients(call, true)),
  23: method<Coerced>('body.prependAsync', 'ReadWriteItem', (call) => changeBody(call, (old, add) => add + old)),
  28: method('getSelectedDataAsync', 'ReadWriteItem', () => ({ data: '', sourceProperty: 'body' })),
  29: method<Coerced>('setSelectedDataAsync', 'ReadWriteItem', (call) => changeBody(call, (old, add) => old + add)),
  32: method('saveAsync', 'ReadWriteItem', async ({ item, mailbox }) => {
    item.itemId = await mailbox.saveDraft(item);
    return item.itemId;
  }),
  33: method('notificationMessages.addAsync', 'ReadItem', (call: NotificationCall) =>
    call.item.addNotification(notificationOf(call)),
  ),
  34: method('notificationMessages.getAllAsync', 'ReadItem', ({ item }) => [...item.notifications.values()]),
  35: method('notificationMessages.replaceAsync', 'ReadItem', (call: NotificationCall) =>
    call.item.replaceNotification(notificationOf(call)),
  ),
  36: method<{ readonly key: string }>('notificationMessages.removeAsync', 'ReadItem', ({ item, parameters }) =>
    item.removeNotification(parameters.key),
  ),
  37: method<{ readonly coercionType: number }>('body.getAsync', 'ReadItem', ({ item, parameters }) =>
    parameters.coercionType === HTML ? item.bodyHtml : textOfHtml(item.bodyHtml),
  ),
  38: method<Coerced>('body.setAsync', 'ReadWriteItem', (call) => changeBody(call, (_old, add) => add)),
  41: method('close', 'Restricted', ({ item, mailbox }) => mailbox.closeItem(item, { discard: false })),
  100: method<{ readonly appendTxt: string }>('body.appendOnSendAsync', 'ReadWriteItem', ({ item, parameters }) => {
    item.appendOnSend = parameters.appendTxt;
  }),
  148: method<{ readonly base64String: string; readonly name: string; readonly isInline: boolean }>(
    'addFileAttachmentFromBase64Async',
    'ReadWriteItem',
    ({ item, parameters: { base64String, name, isInline } }) =>
      item.addAttachment(fileAttachment(name, base64String, 'application/octet-stream', isInline)),
  ),
  164: method('getItemIdAsync', 'ReadItem', ({ item }) => {
    if (item.itemId === undefined) throw new HostError(HOST_ERROR.itemNotSaved);
    return item.itemId;
  }),
  166: method('delayDeliveryTime.getAsync', 'ReadItem', ({ item }) => item.delayDelivery),
  167: method<{ readonly time: number }>('delayDeliveryTime.setAsync', 'ReadWriteItem', ({ item, parameters }) => {
    item.delayDelivery = parameters.time;
  }),
  173: method<Coerced>('body.setSignatureAsync', 'ReadWriteItem', (call) =>
    changeBody(call, (old, add) => `${old}<div data-signature="">${add}</div>`),
  ),
  174: method('getComposeTypeAsync', 'ReadItem', ({ item }) => ({
    composeType: item.composeType,
    coercionType: item.bodyType,
  })),
  175: method('isClientSignatureEnabledAsync', 'ReadItem', () => false),
  176: method('disableClientSignatureAsync', 'ReadWriteItem', () => undefined),
};
