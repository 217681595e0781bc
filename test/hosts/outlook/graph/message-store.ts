import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Bytes } from '../../../../shared/base/bytes';
import { exchangeItem, type ExchangeItem } from './exchange-item';

export const FOLDERS = ['inbox', 'sentitems', 'drafts', 'deleteditems'] as const;
export type Folder = (typeof FOLDERS)[number];

export interface StoredMessage {
  /** 16 hexadecimal digits: the file's name holds it. */
  readonly key: string;
  readonly owner: string;
  readonly folder: Folder;
  /** Milliseconds since 1970. */
  readonly received: number;
  readonly isRead: boolean;
}

/** What is kept beside a message: things a mail file has no place for. */
export interface MessageProperties {
  readonly categories?: readonly string[];
  /** PidTagMessageClass, where a draft was given one. */
  readonly messageClass?: string;
  readonly customProperties?: Readonly<Record<string, string>>;
}

/** Writes a file whole or not at all: a program that is killed in between leaves the old one. */
export function writeFileWhole(path: string, content: Uint8Array | string): void {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  const file = openSync(temporary, 'w', 0o600);
  try {
    const octets = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    for (let at = 0; at < octets.length;) at += writeSync(file, octets, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}

const NAME = /^(\d+)\.([0-9a-f]{16})(\.read)?\.eml$/;

/**
 * The mailboxes of the stand-in: one .eml file a message in `OWNER/FOLDER/RECEIVED.KEY[.read].eml`, written whole or not
 * at all. There is no index on disk; the files are the truth, so nothing can disagree after a crash.
 */
export class MessageStore {
  readonly #root: string;
  readonly #messages = new Map<string, StoredMessage>();
  readonly #items = new Map<string, Promise<ExchangeItem>>();
  readonly #listeners = new Set<() => void>();

  /** Reads what is there and takes away what an interrupted write left. Throws where the folder cannot be read. */
  constructor(root: string, owners: readonly string[]) {
    this.#root = root;
    mkdirSync(join(root, 'properties'), { recursive: true, mode: 0o700 });
    for (const owner of owners) for (const folder of FOLDERS) this.#readFolder(owner, folder);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Newest first. */
  list(owner: string, folder?: Folder): readonly StoredMessage[] {
    return [...this.#messages.values()]
      .filter((message) => message.owner === owner && (folder === undefined || message.folder === folder))
      .sort((a, b) => b.received - a.received || b.key.localeCompare(a.key));
  }

  find(owner: string, key: string): StoredMessage | undefined {
    const message = this.#messages.get(key);
    return message?.owner === owner ? message : undefined;
  }

  octets(message: StoredMessage): Bytes {
    return new Uint8Array(readFileSync(this.#path(message)));
  }

  /** What Exchange makes of it; read once. */
  item(message: StoredMessage): Promise<ExchangeItem> {
    const known = this.#items.get(message.key);
    if (known) return known;
    const made = exchangeItem(this.octets(message));
    this.#items.set(message.key, made);
    return made;
  }

  add(options: Omit<StoredMessage, 'key'>, octets: Uint8Array): StoredMessage {
    const message = { ...options, key: randomBytes(8).toString('hex') };
    writeFileWhole(this.#path(message), octets);
    this.#messages.set(message.key, message);
    this.#changed();
    return message;
  }

  /** Other content, time, folder or read mark under the same id. */
  update(
    message: StoredMessage,
    change: Partial<Pick<StoredMessage, 'folder' | 'isRead' | 'received'>>,
    octets?: Bytes,
  ) {
    const next = { ...message, ...change };
    if (octets) {
      writeFileWhole(this.#path(message), octets);
      this.#items.delete(message.key);
    }
    if (this.#path(next) !== this.#path(message)) renameSync(this.#path(message), this.#path(next));
    this.#messages.set(next.key, next);
    this.#changed();
    return next;
  }

  remove(message: StoredMessage): void {
    rmSync(this.#path(message), { force: true });
    rmSync(this.#propertiesPath(message), { force: true });
    this.#messages.delete(message.key);
    this.#items.delete(message.key);
    this.#changed();
  }

  properties(message: StoredMessage): MessageProperties {
    const path = this.#propertiesPath(message);
    return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as MessageProperties) : {};
  }

  setProperties(message: StoredMessage, properties: MessageProperties): void {
    writeFileWhole(this.#propertiesPath(message), JSON.stringify(properties));
    this.#changed();
  }

  #readFolder(owner: string, folder: Folder): void {
    const path = join(this.#root, owner, folder);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(path)) {
      if (name.endsWith('.tmp')) rmSync(join(path, name), { force: true });
      const [, received, key, read] = NAME.exec(name) ?? [];
      if (key === undefined) continue;
      this.#messages.set(key, { key, owner, folder, received: Number(received), isRead: read !== undefined });
    }
  }

  #path({ owner, folder, received, key, isRead }: StoredMessage): string {
    return join(this.#root, owner, folder, `${received}.${key}${isRead ? '.read' : ''}.eml`);
  }

  #propertiesPath({ key }: StoredMessage): string {
    return join(this.#root, 'properties', `${key}.json`);
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
