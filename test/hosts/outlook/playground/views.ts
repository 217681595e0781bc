/** What the playground's server and its page tell each other: plain values. */
export interface Person {
  readonly name: string;
  readonly address: string;
}

export interface SessionView {
  readonly user: Person;
  readonly people: readonly Person[];
  /** Whether add-in pages get the methods that the npm build of office.js lacks. */
  readonly isShimmed: boolean;
  /** `userProfile.accountType`; `enterprise`: a mailbox on premises, which has EWS and no Graph. */
  readonly accountType: AccountType;
}

export type AccountType = 'office365' | 'enterprise' | 'gmail';

export type FolderId = 'inbox' | 'sentitems' | 'drafts' | 'deleteditems';

export interface FolderView {
  readonly id: FolderId;
  readonly total: number;
  readonly unread: number;
}

export interface MessageSummary {
  /** Graph's form. */
  readonly id: string;
  readonly folder: FolderId;
  readonly received: number;
  readonly isRead: boolean;
  readonly subject: string;
  readonly from: Person;
  readonly to: readonly Person[];
  readonly itemClass: string;
  readonly hasAttachments: boolean;
  readonly preview: string;
}

export interface MailboxView {
  readonly folders: readonly FolderView[];
  /** Of all folders, newest first. */
  readonly messages: readonly MessageSummary[];
}

export interface AttachmentView {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
  readonly isInline: boolean;
  readonly contentId?: string;
}

export interface MessageView extends MessageSummary {
  readonly cc: readonly Person[];
  readonly bcc: readonly Person[];
  readonly internetMessageId: string;
  readonly inReplyTo: string | undefined;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly headerSection: string;
  readonly body: { readonly type: 'html' | 'text'; readonly content: string };
  readonly attachments: readonly AttachmentView[];
  readonly categories: readonly string[];
  readonly customProperties: Readonly<Record<string, string>>;
}
