import { learnCorrespondent, openMessage, type OpenedMessage } from '../../../shared/index';
import { type MessagePane } from '../host/message-pane';
import { type Ports } from '../wiring';

const KEPT = 8;

/** Opened messages by Thunderbird's number for them, which lasts as long as Thunderbird runs. The last few are kept. */
export class OpenedMessages {
  readonly #pane: MessagePane;
  readonly #ports: () => Promise<Ports>;
  readonly #kept = new Map<number, Promise<OpenedMessage>>();

  constructor(pane: MessagePane, ports: () => Promise<Ports>) {
    this.#pane = pane;
    this.#ports = ports;
  }

  /** A failure is not kept. */
  open(messageId: number): Promise<OpenedMessage> {
    const kept = this.#kept.get(messageId);
    if (kept) return kept;
    const opening = this.#open(messageId);
    this.#kept.set(messageId, opening);
    opening.catch(() => this.#kept.delete(messageId));
    for (const oldest of [...this.#kept.keys()].slice(0, -KEPT)) this.#kept.delete(oldest);
    return opening;
  }

  /** Forgets everything: keys, trust or certificates have changed. */
  clear(): void {
    this.#kept.clear();
  }

  async #open(messageId: number): Promise<OpenedMessage> {
    const [octets, ports] = await Promise.all([this.#pane.octets(messageId), this.#ports()]);
    const opened = await openMessage(octets, ports);
    await learnCorrespondent(opened, ports.certificateDirectory, ports.clock.now()).catch(() => undefined);
    return opened;
  }
}
