import { type Work } from '../../../shared/index';
import { type ProgressView } from '../../ui/index';
import { type Core, type OpenMail } from '../../worker/core';
import { type MessagePane } from '../host/message-pane';

const KEPT = 8;

interface Opening {
  mail: Promise<OpenMail>;
  readonly cancel: () => void;
  /** Undefined once it is over. */
  progress: ProgressView | undefined;
  /** The network was asked, or is being. */
  isRefreshed: boolean;
}

/** Opened messages by Thunderbird's number for them, which lasts as long as Thunderbird runs. The last few are kept. */
export class OpenedMessages {
  readonly #pane: MessagePane;
  readonly #core: Pick<Core, 'open'>;
  readonly #kept = new Map<number, Opening>();
  /** Counts the changes after which nothing opened before may be told. */
  #generation = 0;

  constructor(pane: MessagePane, core: Pick<Core, 'open'>) {
    this.#pane = pane;
    this.#core = core;
  }

  /** A failure is not kept, nor is what was cancelled. What was cleared away meanwhile is opened anew. */
  open(messageId: number): Promise<OpenMail> {
    const generation = this.#generation;
    return this.#opening(messageId).then(
      (mail) => (generation === this.#generation ? mail : this.open(messageId)),
      (thrown: unknown) => {
        if (generation === this.#generation) throw thrown;
        return this.open(messageId);
      },
    );
  }

  #opening(messageId: number): Promise<OpenMail> {
    const kept = this.#kept.get(messageId);
    if (kept) return kept.mail;
    const opening = this.#begin(messageId);
    this.#kept.set(messageId, opening);
    for (const oldest of [...this.#kept.keys()].slice(0, -KEPT)) this.#forget(oldest);
    return opening.mail;
  }

  /** How far the opening of a message is; undefined where it is not being opened. */
  progress(messageId: number): ProgressView | undefined {
    return this.#kept.get(messageId)?.progress;
  }

  /** Ends the opening of a message, which then rejects with `cancelled`. */
  cancel(messageId: number): void {
    this.#kept.get(messageId)?.cancel();
  }

  /**
   * Asks the network about the certificates of a message that is kept, once; answers the message as it then stands, or
   * undefined where nothing new was learned.
   */
  async refresh(messageId: number): Promise<OpenMail | undefined> {
    const opening = this.#kept.get(messageId);
    const opened = await opening?.mail;
    if (!opening || opening.isRefreshed || !opened?.refresh) return undefined;
    opening.isRefreshed = true;
    const { mail, asked } = await opened.refresh({ isForced: false });
    if (!asked.some(({ outcome }) => outcome === 'accepted')) return undefined;
    opening.mail = Promise.resolve(mail);
    return mail;
  }

  /** Forgets everything, what is being opened too: keys, trust or certificates have changed. */
  clear(): void {
    this.#generation++;
    for (const [messageId, { cancel }] of [...this.#kept]) {
      cancel();
      this.#forget(messageId);
    }
  }

  #begin(messageId: number): Opening {
    const controller = new AbortController();
    const progress = (done: number, total: number): void => {
      opening.progress = { done, total };
    };
    const mail = this.#open(messageId, { progress, signal: controller.signal });
    const opening: Opening = {
      mail,
      progress: { done: 0, total: 0 },
      isRefreshed: false,
      cancel: () => {
        controller.abort();
      },
    };
    mail.then(
      () => {
        opening.progress = undefined;
      },
      () => {
        opening.progress = undefined;
        if (this.#kept.get(messageId) === opening) this.#kept.delete(messageId);
      },
    );
    return opening;
  }

  async #open(messageId: number, work: Work): Promise<OpenMail> {
    return this.#core.open(await this.#pane.message(messageId), work);
  }

  #forget(messageId: number): void {
    const opening = this.#kept.get(messageId);
    this.#kept.delete(messageId);
    opening?.mail.then(
      (mail) => {
        mail.forget();
      },
      () => undefined,
    );
  }
}
