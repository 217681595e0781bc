/** What Thunderbird's interfaces say of messages and of the folders and accounts that they lie in. */
export interface ThunderbirdMessage {
  readonly id: number;
  readonly external?: boolean;
}

/** A message that a query found. */
export interface FoundMessage extends ThunderbirdMessage {
  readonly date: Date;
}

/** What Thunderbird knows of a message without its octets. */
export interface MessageHeader extends FoundMessage {
  readonly headerMessageId: string;
  readonly subject: string;
  readonly read: boolean;
  readonly flagged: boolean;
  readonly tags: readonly string[];
  readonly size: number;
  /** Left out: it lies in no folder. */
  readonly folder?: ThunderbirdFolder;
}

export interface ThunderbirdFolder {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly accountId: string;
  readonly specialUse?: readonly string[];
}

/** Where messages are written, sent or thrown away: no places to keep something. */
const PASSING = ['outbox', 'drafts', 'templates', 'trash', 'junk'];

/** Whether mail is kept in it. */
export const isKeeping = ({ specialUse = [] }: ThunderbirdFolder): boolean =>
  !specialUse.some((use) => PASSING.includes(use));

export interface ThunderbirdAccount {
  readonly id: string;
  readonly name: string;
  /** `local`: on this machine alone. */
  readonly type: string;
  readonly rootFolder: ThunderbirdFolder;
}

export interface FoundMessages {
  readonly id: string | null;
  readonly messages: readonly FoundMessage[];
}

export interface ListedMessages {
  readonly id: string | null;
  readonly messages: readonly MessageHeader[];
}

export interface ThunderbirdMessageList {
  readonly messages: readonly ThunderbirdMessage[];
}
