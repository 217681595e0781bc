import { type Summary } from '../../../shared/index';
import { listStateOf, tagsWith } from './list-state';

/** A message as a list of messages has it. */
export interface ListedMessage {
  readonly id: number;
  readonly tags: readonly string[];
  /** Octets. */
  readonly size: number;
}

/** The mailbox, as far as its messages are marked. Each rejects with what Thunderbird said. */
export interface ListMailbox {
  /** Whether the user lets us write tags. */
  mayTag(): Promise<boolean>;
  /** Makes those of our tags that are not there. */
  makeTags(): Promise<void>;
  /** Folders in which mail is kept, and how many messages each has. */
  folders(): Promise<readonly { readonly id: string; readonly count: number }[]>;
  /** In an order that stays the same. */
  messages(folderId: string): AsyncIterable<ListedMessage>;
  listed(messageId: number): Promise<ListedMessage>;
  octets(messageId: number): Promise<Blob>;
  setTags(messageId: number, tags: readonly string[]): Promise<void>;
}

export interface ListPorts {
  readonly mailbox: ListMailbox;
  /** What a message is worth without keys: what is encrypted stays closed. */
  readonly glance: (message: Blob) => Promise<Summary>;
  /** Outlasts the background page. */
  readonly keeper: { get(): Promise<unknown>; set(kept: Kept): Promise<void> };
  /** Leaves the interface alone for a moment; longer after a tag was written, which Thunderbird draws, stores and indexes. */
  readonly rest: (after: 'reading' | 'writing') => Promise<void>;
}

/** Old mail that is gone through. */
export interface ListJob {
  /** What is still to be done; the first has been begun. */
  readonly folders: readonly string[];
  /** Messages of the first that are done. */
  readonly at: number;
  readonly done: number;
  readonly total: number;
  readonly isPaused: boolean;
}

export interface Kept {
  readonly isOn: boolean;
  readonly job?: ListJob;
}

/** What the settings show. */
export interface ListView {
  readonly isOn: boolean;
  readonly job?: Pick<ListJob, 'done' | 'total' | 'isPaused'>;
}

/** Bigger ones are marked when they are shown: reading one takes Thunderbird's main thread for too long. */
const BIGGEST = 2_000_000;
const KEEP_EVERY = 20;

/** Keeps tags at messages in step with what they were last found to be, once the user has switched that on. Never decrypts. */
export class ListMarks {
  readonly #ports: ListPorts;
  #kept: Promise<Kept> | undefined;
  #isRunning = false;

  constructor(ports: ListPorts) {
    this.#ports = ports;
  }

  async view(): Promise<ListView> {
    const { isOn, job } = await this.#read();
    return { isOn, ...(job && { job }) };
  }

  /** Rejects where the tags cannot be made. */
  async switchOn(isOn: boolean): Promise<void> {
    if (isOn) await this.#ports.mailbox.makeTags();
    await this.#write({ isOn });
  }

  /** Begins with all folders anew. */
  async start(): Promise<void> {
    const folders = await this.#ports.mailbox.folders();
    const total = folders.reduce((sum, { count }) => sum + count, 0);
    const { isOn } = await this.#read();
    await this.#write({ isOn, job: { folders: folders.map(({ id }) => id), at: 0, done: 0, total, isPaused: false } });
    void this.run();
  }

  async pause(isPaused: boolean): Promise<void> {
    const { isOn, job } = await this.#read();
    if (job) await this.#write({ isOn, job: { ...job, isPaused } });
    void this.run();
  }

  /** Goes on where it was, also after the background page was asleep or Thunderbird was ended. Never rejects. */
  async run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    try {
      while (await this.#nextFolder());
    } catch {
      // The folder list or what is kept cannot be had: the next start tries again.
    } finally {
      this.#isRunning = false;
    }
  }

  /** A message was shown, and `found` says what it is worth. Never rejects. */
  async shown(messageId: number, found: () => Promise<Summary>): Promise<void> {
    if (!(await this.#isOn())) return;
    try {
      await this.#mark(messageId, await found());
    } catch {
      // It could not be opened, or is no longer there.
    }
  }

  /** Messages have arrived. Never rejects. */
  async arrived(messages: readonly ListedMessage[]): Promise<void> {
    if (!(await this.#isOn())) return;
    for (const message of messages) await this.#look(message);
  }

  async #isOn(): Promise<boolean> {
    try {
      return (await this.#read()).isOn && (await this.#ports.mailbox.mayTag());
    } catch {
      return false;
    }
  }

  /** False where there is no more to do for now. */
  async #nextFolder(): Promise<boolean> {
    const job = await this.#going();
    const [folderId, ...later] = job?.folders ?? [];
    if (!job || folderId === undefined) {
      const { isOn, job: left } = await this.#read();
      if (left && !left.isPaused && left.folders.length === 0) await this.#write({ isOn });
      return false;
    }
    let at = 0;
    for await (const message of this.#messages(folderId)) {
      if (at++ < job.at) continue;
      await this.#ports.rest((await this.#look(message)) ? 'writing' : 'reading');
      if (!(await this.#advance(folderId, at, at % KEEP_EVERY === 0))) return (await this.#going()) !== undefined;
    }
    await this.#update(folderId, (now) => ({ ...now, folders: later, at: 0 }));
    return true;
  }

  /** A folder that cannot be read is passed over. */
  async *#messages(folderId: string): AsyncGenerator<ListedMessage> {
    try {
      yield* this.#ports.mailbox.messages(folderId);
    } catch {
      return;
    }
  }

  /** False where this is no longer what is to be done. */
  async #advance(folderId: string, at: number, isKept: boolean): Promise<boolean> {
    await this.#update(folderId, (job) => ({ ...job, at, done: job.done + 1 }), isKept);
    // Whether tags may still be written is asked now and then: each question takes Thunderbird's main thread.
    const job = isKept ? await this.#going() : (await this.#read()).job;
    return job?.folders[0] === folderId && job.at === at && !job.isPaused;
  }

  async #update(folderId: string, change: (job: ListJob) => ListJob, isKept = true): Promise<void> {
    const { isOn, job } = await this.#read();
    if (job?.folders[0] === folderId) await this.#write({ isOn, job: change(job) }, isKept);
  }

  async #going(): Promise<ListJob | undefined> {
    const { isOn, job } = await this.#read();
    return isOn && job && !job.isPaused && (await this.#ports.mailbox.mayTag()) ? job : undefined;
  }

  /** Whether a tag was written. */
  async #look(message: ListedMessage): Promise<boolean> {
    if (message.size > BIGGEST) return false;
    try {
      const summary = await this.#ports.glance(await this.#ports.mailbox.octets(message.id));
      const isDue = tagsWith(message.tags, listStateOf(summary)) !== undefined;
      return isDue && (await this.#mark(message.id, summary));
    } catch {
      // It cannot be read now, as offline: it is marked when it is shown.
      return false;
    }
  }

  /** All tags are written at once: those that it has now, whatever it had when it was listed. */
  async #mark(id: number, summary: Summary): Promise<boolean> {
    const { tags } = await this.#ports.mailbox.listed(id);
    const wanted = tagsWith(tags, listStateOf(summary));
    if (wanted) await this.#ports.mailbox.setTags(id, wanted);
    return wanted !== undefined;
  }

  #read(): Promise<Kept> {
    return (this.#kept ??= this.#ports.keeper.get().then(keptOf));
  }

  async #write(kept: Kept, isKept = true): Promise<void> {
    this.#kept = Promise.resolve(kept);
    if (isKept) await this.#ports.keeper.set(kept);
  }
}

function keptOf(stored: unknown): Kept {
  const { isOn, job } = (typeof stored === 'object' && stored !== null ? stored : {}) as Partial<Kept>;
  return { isOn: isOn === true, ...(job && Array.isArray(job.folders) && { job }) };
}
