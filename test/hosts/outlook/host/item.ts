import { HOST_ERROR, HostError } from './protocol';

/** What an add-in may be shown with. */
export type ItemMode = 'MessageRead' | 'AppointmentRead' | 'MeetingRequest' | 'MessageCompose' | 'AppointmentCompose';

export interface Recipient {
  readonly address: string;
  readonly name: string;
}

/** Addresses that stand for groups of the emulated organisation; nobody is told who is in them. */
export const isGroup = ({ address }: Recipient): boolean => /^group-[^@]*@/i.test(address);

export interface HostAttachment {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
  readonly isInline: boolean;
  readonly format: 'base64' | 'eml' | 'url';
  /** Base64, or text for other formats. */
  load(): Promise<string>;
}

export interface ItemNotification {
  readonly key: string;
  readonly type: 'informationalMessage' | 'progressIndicator' | 'errorMessage' | 'insightMessage';
  readonly message: string;
  readonly icon?: string;
  readonly persistent?: boolean;
  readonly actions?: unknown;
}

export type RecipientField = 'to' | 'cc' | 'bcc';
export type ItemChange =
  | { readonly kind: 'recipients'; readonly field: RecipientField }
  | { readonly kind: 'attachments'; readonly status: 'added' | 'removed'; readonly attachment: HostAttachment }
  | { readonly kind: 'from' }
  | { readonly kind: 'other' };

/** Notifications of one item at a time (documented limit of `notificationMessages`). */
const MAX_NOTIFICATIONS = 5;

/**
 * One item as Outlook on the web holds it while it is on the screen: a draft or a received message. It changes through
 * office.js and by what the user types; each change is told to all who listen.
 */
export class HostItem {
  readonly mode: ItemMode;
  itemId: string | undefined;
  subject = '';
  bodyHtml = '';
  bodyType: 'html' | 'text' = 'html';
  readonly recipients: Record<RecipientField, readonly Recipient[]> = { to: [], cc: [], bcc: [] };
  from: Recipient = { name: '', address: '' };
  attachments: readonly HostAttachment[] = [];
  readonly headers = new Map<string, string>();
  readonly notifications = new Map<string, ItemNotification>();
  readonly sessionData = new Map<string, string>();
  readonly customProperties = new Map<string, string>();
  categories: readonly string[] = [];
  conversationId: string = crypto.randomUUID();
  composeType: 'newMail' | 'reply' | 'forward' = 'newMail';
  itemClass = 'IPM.Note';
  internetMessageId = '';
  inReplyTo: string | undefined;
  created = 0;
  start = 0;
  end = 0;
  delayDelivery = 0;
  appendOnSend: string | undefined;
  prependOnSend: string | undefined;
  /** Header section as received; empty for drafts. */
  receivedHeaders = '';
  /** The whole message as `getAsFileAsync` gives it; drafts have none. */
  loadFile: (() => Promise<string>) | undefined;
  readonly #listeners = new Set<(change: ItemChange) => void>();

  constructor(mode: ItemMode, values: Partial<Omit<HostItem, 'mode'>> = {}) {
    this.mode = mode;
    Object.assign(this, values);
  }

  get isCompose(): boolean {
    return this.mode === 'MessageCompose' || this.mode === 'AppointmentCompose';
  }

  onChange(listener: (change: ItemChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(change: ItemChange = { kind: 'other' }): void {
    for (const listener of [...this.#listeners]) listener(change);
  }

  setRecipients(field: RecipientField, list: readonly Recipient[]): void {
    this.recipients[field] = list;
    this.changed({ kind: 'recipients', field });
  }

  /** The user writes from another account. */
  setFrom(from: Recipient): void {
    this.from = from;
    this.changed({ kind: 'from' });
  }

  addAttachment(options: Omit<HostAttachment, 'id'>): string {
    const attachment = { ...options, id: `ATT${crypto.randomUUID()}` };
    this.attachments = [...this.attachments, attachment];
    this.changed({ kind: 'attachments', status: 'added', attachment });
    return attachment.id;
  }

  removeAttachment(id: string): void {
    const attachment = this.attachments.find((candidate) => candidate.id === id);
    if (!attachment) throw new HostError(HOST_ERROR.attachmentToDelete);
    this.attachments = this.attachments.filter((candidate) => candidate !== attachment);
    this.changed({ kind: 'attachments', status: 'removed', attachment });
  }

  attachment(id: string): HostAttachment {
    const found = this.attachments.find((candidate) => candidate.id === id);
    if (!found) throw new HostError(HOST_ERROR.invalidAttachmentId);
    return found;
  }

  addNotification(notification: ItemNotification): void {
    if (this.notifications.has(notification.key)) throw new HostError(HOST_ERROR.duplicateNotificationKey);
    if (this.notifications.size >= MAX_NOTIFICATIONS) throw new HostError(HOST_ERROR.tooManyNotifications);
    this.notifications.set(notification.key, notification);
    this.changed();
  }

  replaceNotification(notification: ItemNotification): void {
    // Documented: replaceAsync adds the message where there is none of that key.
    if (!this.notifications.has(notification.key)) {
      this.addNotification(notification);
      return;
    }
    this.notifications.set(notification.key, notification);
    this.changed();
  }

  removeNotification(key: string): void {
    if (!this.notifications.delete(key)) throw new HostError(HOST_ERROR.notificationKeyNotFound);
    this.changed();
  }
}

/** Text of an HTML body as `getAsync(Text)` gives it: block ends become line ends. */
export function textOfHtml(html: string): string {
  const broken = html.replace(/<br\s*\/?>|<\/p>|<\/div>/gi, '\n');
  const text = new DOMParser().parseFromString(broken, 'text/html').body.textContent;
  return text.replace(/\n$/, '');
}

export function htmlOfText(text: string): string {
  const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return escaped.replace(/\r?\n/g, '<br>');
}

/** A file of the user's or of an add-in's, as an attachment of a draft. */
export function fileAttachment(name: string, base64: string, contentType: string, isInline = false) {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return {
    name,
    contentType,
    isInline,
    size: (base64.length / 4) * 3 - padding,
    format: 'base64' as const,
    load: () => Promise.resolve(base64),
  };
}
