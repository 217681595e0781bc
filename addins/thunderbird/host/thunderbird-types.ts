import {
  type FoundMessages,
  type ListedMessages,
  type MessageHeader,
  type ThunderbirdAccount,
  type ThunderbirdFolder,
  type ThunderbirdMessage,
  type ThunderbirdMessageList,
} from './thunderbird-folders';

/**
 * The part of Thunderbird's add-on interfaces that Signet uses, as Thunderbird 140 to 153 have it (manifest version 3). Derived from the schemas of the program; general interfaces are declared here
 * too, so that one description holds.
 */
export interface ThunderbirdEvent<Listener> {
  addListener(listener: Listener): void;
  removeListener(listener: Listener): void;
}

export interface ThunderbirdTab {
  readonly id: number;
  readonly windowId: number;
  readonly type?: string;
}

/** Recipients are texts ("Name <address>"), or references to the address book. */
export type ThunderbirdRecipient = string | { readonly id: string; readonly type: 'contact' | 'mailingList' };

export interface ThunderbirdComposeDetails {
  readonly from?: ThunderbirdRecipient;
  readonly to?: ThunderbirdRecipient | readonly ThunderbirdRecipient[];
  readonly cc?: ThunderbirdRecipient | readonly ThunderbirdRecipient[];
  readonly bcc?: ThunderbirdRecipient | readonly ThunderbirdRecipient[];
  readonly newsgroups?: string | readonly string[];
  readonly identityId?: string;
  readonly subject?: string;
  readonly isPlainText?: boolean;
  readonly body?: string;
  readonly plainTextBody?: string;
  /** How the window was opened. */
  readonly type?: 'draft' | 'new' | 'redirect' | 'reply' | 'forward';
  /** The message that is answered; left out where that was opened from a file. */
  readonly relatedMessageId?: number;
  /** Left out where the identity has neither; OpenPGP has more of its own. */
  readonly selectedEncryptionTechnology?: EncryptionTechnology;
  readonly replyTo?: readonly ThunderbirdRecipient[];
  readonly priority?: string;
  readonly returnReceipt?: boolean;
  readonly deliveryStatusNotification?: boolean;
  readonly attachVCard?: boolean;
  readonly attachPublicPGPKey?: boolean;
  readonly customHeaders?: readonly { readonly name: string; readonly value: string }[];
  /** Left out of what is written as plain text. */
  readonly deliveryFormat?: 'auto' | 'plaintext' | 'html' | 'both';
  /** A second folder for the sender's copy. */
  readonly additionalFccFolderId?: string;
  /** Another folder for the sender's copy; '': none is kept. */
  readonly overrideDefaultFccFolderId?: string;
  /** Whether there is something that closing the window would lose. */
  readonly isModified?: boolean;
}

/** What Thunderbird itself is set to do with a message. */
export interface EncryptionTechnology {
  readonly name: 'S/MIME' | 'OpenPGP';
  readonly encryptBody: boolean;
  readonly signMessage: boolean;
}

export interface ThunderbirdAttachment {
  readonly id: number;
  readonly name: string;
  /** Octets; left out where it lies elsewhere (FileLink). */
  readonly size?: number;
}

/** What a compose window is filled with; HTML or plain text. */
export interface ThunderbirdNewMessage {
  readonly identityId?: string;
  readonly to?: readonly string[];
  readonly cc?: readonly string[];
  readonly bcc?: readonly string[];
  readonly subject?: string;
  readonly body?: string;
  readonly plainTextBody?: string;
  readonly isPlainText?: boolean;
  readonly attachments?: readonly { readonly file: File; readonly name: string }[];
}

export interface MessageSender {
  readonly tab?: ThunderbirdTab;
}

export interface BeforeSendAnswer {
  readonly cancel?: boolean;
}

/** What the Experiment says about a message that is being sent; header values are Unicode, as the user sees them. */
export interface BuildFacts {
  readonly tabId?: number;
  readonly from: string;
  readonly to: string;
  readonly cc: string;
  readonly bcc: string;
  readonly newsgroups: string;
  /** The header as Thunderbird wrote it, octets. */
  readonly header: ArrayBuffer;
  /** Goes to the Outbox rather than out. */
  readonly queued: boolean;
  /** Goes into the folder of drafts or templates. Left out: no. */
  readonly isDraft?: boolean;
  readonly protection: WindowProtection;
}

/** A message to some of the recipients apart from the others, as each blind-copy reader is; with its Message-ID. */
export interface BuiltCopy {
  readonly recipients: readonly string[];
  /** Its reader has another one too, as an archive has of a message that is split: a second try sends it again. */
  readonly isOneOfMany?: boolean;
  readonly id: string;
  readonly header: Uint8Array;
  readonly entity: Uint8Array;
}

export type BuildAnswer =
  | {
      readonly kind: 'ready';
      /** What stands above the entity in the message itself. */
      readonly header: Uint8Array;
      readonly entity: Uint8Array;
      readonly copies: readonly BuiltCopy[];
      /** Who is to get the message itself: where nobody, the last copy goes in its place. */
      readonly readers: readonly string[];
      /** Told where a later step fails after a copy has left. */
      readonly partly: string;
    }
  | { readonly kind: 'refused'; readonly message: string };

/**
 * How a message came to leave: from a compose window; built without one, for a filter, another add-on or another program;
 * as a finished file, such as the calendar's invitations; out of the Outbox.
 */
export type LeavingKind = 'window' | 'program' | 'file' | 'outbox';

/** What the Experiment says about a message that is about to leave without having been built by us. */
export interface LeavingFacts extends Pick<BuildFacts, 'from' | 'to' | 'cc' | 'bcc' | 'newsgroups'> {
  readonly kind: LeavingKind;
  /** Its compose window; left out: there is none, or nobody pressed Send in it. */
  readonly tabId?: number | null;
  /** Which of Thunderbird's identities sends it. */
  readonly identityId?: string | undefined;
  /** What was asked for in its compose window. */
  readonly asked?: WindowProtection | null;
  /** `nsIMsgSend`'s own number for what becomes of it. */
  readonly mode: number;
  readonly messageId: string;
  /** The first 64 KB of its octets. */
  readonly head: ArrayBuffer;
}

export interface LeavingAnswer {
  /** Why it may not leave, for the user; null: it may. */
  readonly held: string | null;
}

/** What is opened in the place of a draft, why nothing is, or null: the draft, as it is. */
export type ReopenAnswer =
  { readonly message: Uint8Array; readonly protection: WindowProtection } | { readonly refused: string } | null;

export interface HeaderStatus {
  readonly text: string;
  readonly tone: 'positive' | 'attention' | 'neutral' | 'error';
  readonly tooltip: string;
  /** What to show for the subject; left out: what Thunderbird shows. */
  readonly subject?: string;
}

export interface ActionApi {
  openPopup(options: { windowId: number }): Promise<boolean | undefined>;
  /** As what follows: null takes away what was said of the tab. */
  setTitle(details: { tabId: number; title: string | null }): Promise<void>;
  setLabel(details: { tabId: number; label: string | null }): Promise<void>;
  setBadgeText(details: { tabId: number; text: string | null }): Promise<void>;
  setBadgeBackgroundColor(details: { tabId: number; color: string }): Promise<void>;
  setBadgeTextColor(details: { tabId: number; color: string }): Promise<void>;
}

/** What is asked for in a compose window. `isHeld`: nobody chose it, a send was held to it. */
export interface WindowProtection {
  readonly sign: boolean;
  readonly encrypt: boolean;
  readonly isHeld?: boolean;
  /** Thunderbird's own S/MIME builds it. */
  readonly isNative?: boolean;
  readonly wished?: { readonly sign?: boolean; readonly encrypt?: boolean };
  readonly open?: readonly string[];
  readonly sealed?: readonly string[];
}

interface AskedPermissions {
  readonly origins?: readonly string[];
  readonly permissions?: readonly string[];
}

export interface ThunderbirdApi {
  readonly compose: {
    readonly onBeforeSend: ThunderbirdEvent<
      (tab: ThunderbirdTab, details: ThunderbirdComposeDetails) => Promise<BeforeSendAnswer>
    >;
    readonly onComposeStateChanged: ThunderbirdEvent<(tab: ThunderbirdTab) => void>;
    readonly onIdentityChanged: ThunderbirdEvent<(tab: ThunderbirdTab) => void>;
    getComposeDetails(tabId: number): Promise<ThunderbirdComposeDetails>;
    addAttachment(tabId: number, attachment: { file: File; name: string }): Promise<unknown>;
    listAttachments(tabId: number): Promise<readonly ThunderbirdAttachment[]>;
    getAttachmentFile(attachmentId: number): Promise<File>;
    setComposeDetails(
      tabId: number,
      details: Omit<ThunderbirdNewMessage, 'bcc'> & {
        readonly bcc?: readonly ThunderbirdRecipient[];
        readonly selectedEncryptionTechnology?: EncryptionTechnology;
        readonly isModified?: boolean;
      },
    ): Promise<void>;
    beginNew(details: ThunderbirdNewMessage): Promise<ThunderbirdTab>;
  };
  /** Of the toolbar; only where the manifest has it. */
  readonly action?: ActionApi;
  readonly composeAction: ActionApi;
  readonly messageDisplayAction: ActionApi;
  readonly messageDisplay: {
    readonly onMessagesDisplayed: ThunderbirdEvent<(tab: ThunderbirdTab, list: ThunderbirdMessageList) => void>;
    getDisplayedMessages(tabId: number): Promise<ThunderbirdMessageList>;
  };
  readonly folders: {
    query(query: {
      readonly specialUse?: readonly string[];
      readonly accountId?: string;
      readonly canAddMessages?: boolean;
      readonly isVirtual?: boolean;
      readonly isRoot?: boolean;
    }): Promise<readonly ThunderbirdFolder[]>;
    getFolderInfo(id: string): Promise<{ readonly totalMessageCount: number }>;
    /** Asks for the permission `accountsFolders`. */
    create(parentId: string, name: string): Promise<ThunderbirdFolder>;
  };
  readonly accounts: { list(): Promise<readonly ThunderbirdAccount[]> };
  readonly menus: {
    readonly onClicked: ThunderbirdEvent<
      (info: { readonly menuItemId: string | number; readonly selectedMessages?: FoundMessages }) => void
    >;
    create(item: { readonly id: string; readonly title: string; readonly contexts: readonly string[] }): unknown;
    removeAll(): Promise<void>;
  };
  readonly messages: {
    import(
      file: File,
      folderId: string,
      properties: { readonly read: boolean; readonly flagged?: boolean; readonly tags?: readonly string[] },
    ): Promise<ThunderbirdMessage>;
    /** Asks for the permission `messagesMove`. */
    move(messageIds: readonly number[], folderId: string): Promise<void>;
    /** The first page; `id`: there may be more. */
    query(
      query: { subject: string; author: string; fromDate: Date } | { headerMessageId: string; folderId?: string },
    ): Promise<FoundMessages>;
    continueList(id: string): Promise<ListedMessages>;
    /** All of a folder, in an order that stays the same. */
    query(query: {
      folderId: string;
      messagesPerPage: number;
      /** Milliseconds after which a page is handed out that is not full; 0: none is. */
      autoPaginationTimeout: number;
    }): Promise<ListedMessages>;
    readonly onNewMailReceived: ThunderbirdEvent<(folder: ThunderbirdFolder, list: ListedMessages) => void>;
    /** Asks for the permission `messagesUpdate`. */
    update(messageId: number, properties: { readonly tags: readonly string[] }): Promise<void>;
    /** Asks for the permissions `messagesTags` and `messagesTagsList`. */
    readonly tags: {
      list(): Promise<readonly { readonly key: string }[]>;
      create(key: string, tag: string, color: string): Promise<string>;
    };
    get(messageId: number): Promise<MessageHeader>;
    /** Names in lower case. */
    getHeaders(messageId: number): Promise<Readonly<Record<string, readonly string[] | undefined>>>;
    getRaw(messageId: number, options: { data_format: 'File' }): Promise<Blob>;
  };
  readonly mailTabs: {
    readonly onSelectedMessagesChanged: ThunderbirdEvent<(tab: ThunderbirdTab, list: ThunderbirdMessageList) => void>;
    /** Rejects where the tab has no list of messages. */
    getSelectedMessages(tabId: number): Promise<ThunderbirdMessageList>;
  };
  readonly tabs: {
    readonly onCreated: ThunderbirdEvent<(tab: ThunderbirdTab) => void>;
    sendMessage(tabId: number, message: unknown): Promise<unknown>;
    remove(tabId: number): Promise<void>;
    query(query: { active?: boolean; currentWindow?: boolean; type?: string }): Promise<readonly ThunderbirdTab[]>;
  };
  readonly windows: {
    create(options: { type: 'popup'; url: string; width: number; height: number }): Promise<unknown>;
  };
  readonly identities: {
    list(): Promise<readonly { readonly email: string }[]>;
  };
  readonly addressBooks: {
    list(): Promise<readonly { readonly id: string }[]>;
    readonly mailingLists: {
      list(bookId: string): Promise<readonly { readonly id: string; readonly name: string }[]>;
      listMembers(listId: string): Promise<readonly { readonly vCard?: string }[]>;
    };
    readonly contacts: {
      query(query: { searchString: string; includeRemote: boolean }): Promise<readonly { readonly vCard: string }[]>;
    };
  };
  readonly storage: {
    readonly managed: { get(): Promise<Readonly<Record<string, unknown>>> };
    readonly local: {
      get(name: string): Promise<Readonly<Record<string, unknown>>>;
      set(values: Readonly<Record<string, unknown>>): Promise<void>;
    };
    readonly session: {
      get(name: string): Promise<Readonly<Record<string, unknown>>>;
      set(values: Readonly<Record<string, unknown>>): Promise<void>;
      remove(name: string): Promise<void>;
    };
  };
  readonly downloads: {
    download(options: { url: string; filename: string; saveAs: boolean }): Promise<number>;
  };
  readonly dns: {
    resolve(name: string): Promise<{ readonly addresses: readonly string[] }>;
  };
  readonly permissions: {
    contains(permissions: AskedPermissions): Promise<boolean>;
    request(permissions: AskedPermissions): Promise<boolean>;
  };
  readonly i18n: { getUILanguage(): string };
  readonly runtime: {
    readonly onMessage: ThunderbirdEvent<(message: unknown, sender: MessageSender) => Promise<unknown> | undefined>;
    readonly onStartup: ThunderbirdEvent<() => void>;
    readonly onInstalled: ThunderbirdEvent<() => void>;
    sendMessage(message: unknown): Promise<unknown>;
    getPlatformInfo(): Promise<unknown>;
    getURL(path: string): string;
    openOptionsPage(): Promise<void>;
  };
}
