import { parseMailboxes, type Bytes, type Clock } from '../../../shared/index';
import { failureOf, failureText, type Language } from '../../ui/index';
import { capabilityStrings } from '../capability-strings';
import { type ComposeTabs, type Protection } from '../host/compose-tabs';
import { type MailingLists } from '../host/mailing-lists';
import { type Outbox } from '../host/outbox';
import { type WindowMessage } from '../host/window-message';
import {
  againstCarrying,
  composeMessage,
  peopleIn,
  type ComposedMessage,
  type People,
} from '../outbox/compose-message';
import { type MessageSender } from './send-messages';

export interface OutboxHosts {
  readonly compose: Pick<ComposeTabs, 'protection' | 'openPgp' | 'closeSent'>;
  readonly outbox: Outbox;
  readonly lists: MailingLists;
  readonly clock: Clock;
  readonly read: (tabId: number) => Promise<WindowMessage>;
  /** What begins its Message-ID: the same for all tries to send the message in a window, until it is in the Outbox. */
  readonly ids: { of(tabId: number): Promise<string>; forget(tabId: number): Promise<void> };
  readonly stayAwake: () => Promise<void>;
  /** Says that a message waits, where it still does. */
  readonly tellWaiting: (messageId: string) => void;
}

/** Well within the time after which Thunderbird puts a background page to sleep. */
const WAKE_MS = 10_000;

/**
 * Sends what is to be protected by way of the Outbox, where Thunderbird's interfaces let nobody put it in the place of what
 * Thunderbird itself would send.
 */
export class OutboxSender {
  readonly #hosts: OutboxHosts;
  readonly #sender: Pick<MessageSender, 'build' | 'refuse'>;
  readonly #language: Language;

  constructor(hosts: OutboxHosts, sender: Pick<MessageSender, 'build' | 'refuse'>, language: Language) {
    this.#hosts = hosts;
    this.#sender = sender;
    this.#language = language;
  }

  /**
   * Of a message that may go: whether Thunderbird itself is to send it, which is so of what is neither signed nor encrypted by
   * us. Otherwise it is in the Outbox and its window about to close, or the window stays and says why. Never rejects.
   */
  async leavesByItself(tabId: number, windowId: number): Promise<boolean> {
    const awake = setInterval(() => void this.#hosts.stayAwake(), WAKE_MS);
    try {
      const protection = await this.#asked(tabId);
      if (!protection) return true;
      const against = await this.#send(tabId, protection);
      if (against.length > 0) await this.#sender.refuse(tabId, windowId, against);
      return false;
    } catch (thrown) {
      await this.#sender.refuse(tabId, windowId, [failureText(failureOf(thrown), this.#language)]);
      return false;
    } finally {
      clearInterval(awake);
    }
  }

  async #asked(tabId: number): Promise<Protection | undefined> {
    const { compose } = this.#hosts;
    const { signs, encrypts } = await compose.openPgp(tabId);
    const protection = await compose.protection(tabId);
    return !signs && !encrypts && (protection?.sign || protection?.encrypt) ? protection : undefined;
  }

  /** Why it is not in the Outbox; empty: it is. */
  async #send(tabId: number, protection: Protection): Promise<readonly string[]> {
    const { compose, outbox, lists, clock, read, ids, tellWaiting } = this.#hosts;
    const strings = capabilityStrings(this.#language);
    const message = await read(tabId);
    const { people, against } = await peopleIn(message.details, lists, strings);
    const all = [...against, ...againstCarrying(message, strings)];
    if (all.length > 0) return [strings.refusedHere, ...all];
    const facts = factsOf(message, people);
    const messageId = `${await ids.of(tabId)}@${facts.from.replace(/^.*@/, '')}`;
    const composed = composeMessage(message, people, { messageId, date: clock.now() });
    const header = composed.header.slice().buffer;
    const built = await this.#sender.build({ tabId, ...facts, header, protection, queued: true }, entityOf(composed));
    if (built.kind === 'refused') return [built.message];
    const octets = [built.header, built.entity].map((part) => new Uint8Array(part));
    const isStored = await outbox.add(new Blob(octets), messageId).then(
      () => true,
      () => false,
    );
    if (!isStored) return [strings.notStored];
    await ids.forget(tabId).catch(() => undefined);
    await compose.closeSent(tabId).catch(() => undefined);
    tellWaiting(messageId);
    return [];
  }
}

const addressesOf = (list: People['to']): string => list.map(({ address }) => address).join(', ');

function factsOf(
  { details: { from } }: WindowMessage,
  { to, cc, bcc }: People,
): Record<'from' | 'to' | 'cc' | 'bcc' | 'newsgroups', string> {
  const sender = typeof from === 'string' ? addressesOf(parseMailboxes(from)) : '';
  return { from: sender, to: addressesOf(to), cc: addressesOf(cc), bcc: addressesOf(bcc), newsgroups: '' };
}

const entityOf = ({ entity }: ComposedMessage): ArrayBuffer => (entity as Bytes).slice().buffer;
