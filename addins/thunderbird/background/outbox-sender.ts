import { hex, parseEntity, parseMailboxes, utf8Bytes, type Bytes, type Clock } from '../../../shared/index';
import { failureOf, failureText, usePolicyStrings, type Language } from '../../ui/index';
import { capabilityStrings } from '../capability-strings';
import { type BuildFacts, type ComposeTabs, type Protection } from '../host/compose-tabs';
import { type OutboxTry } from '../host/environment';
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
  /** The newest try in a window, while Thunderbird runs. */
  readonly tries: {
    of(tabId: number): Promise<OutboxTry | undefined>;
    keep(tabId: number, tried: OutboxTry): Promise<void>;
  };
  /** Says that a message waits, where it still does. */
  readonly tellWaiting: (messageId: string) => void;
}

/**
 * Sends what is to be protected by way of the Outbox, where Thunderbird's interfaces let nobody put it in the place of what
 * Thunderbird itself would send.
 */
export class OutboxSender {
  readonly #hosts: OutboxHosts;
  readonly #sender: Pick<MessageSender, 'build' | 'refuse' | 'heldTo'>;
  readonly #language: Language;

  constructor(hosts: OutboxHosts, sender: Pick<MessageSender, 'build' | 'refuse' | 'heldTo'>, language: Language) {
    this.#hosts = hosts;
    this.#sender = sender;
    this.#language = language;
  }

  /**
   * Of a message that may go: whether Thunderbird itself is to send it, which is so of what is neither signed nor encrypted by
   * us. Otherwise it is in the Outbox and its window about to close, or the window stays and says why. Never rejects.
   */
  async leavesByItself(tabId: number, windowId: number): Promise<boolean> {
    try {
      const protection = await this.#asked(tabId);
      const { sign = false, encrypt = false } = this.#sender.heldTo(tabId) ?? {};
      // While something was asked about it less may have been chosen, of which nothing was decided.
      const isLess = (sign && protection?.sign !== true) || (encrypt && protection?.encrypt !== true);
      if (!protection && !isLess) return true;
      const against =
        protection && !isLess ? await this.#send(tabId, protection) : [usePolicyStrings(this.#language).changed];
      if (against.length > 0) await this.#sender.refuse(tabId, windowId, against);
      return false;
    } catch (thrown) {
      await this.#sender.refuse(tabId, windowId, [failureText(failureOf(thrown), this.#language)]);
      return false;
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
    const { compose, lists, clock, read, tries, tellWaiting } = this.#hosts;
    const strings = capabilityStrings(this.#language);
    const message = await read(tabId);
    const { people, against } = await peopleIn(message.details, lists, strings);
    const all = [...against, ...againstCarrying(message, strings)];
    if (all.length > 0) return [strings.refusedHere, ...all];
    const facts = factsOf(message, people);
    const tried = await this.#tryOf(tabId, await formOf(message, protection));
    if (!tried) return [strings.earlierForm];
    if (tried.isThere === true) return [strings.alreadyThere];
    const messageId = `${tried.id}@${facts.from.replace(/^.*@/, '')}`;
    const composed = composeMessage(message, people, { messageId, date: clock.now() });
    const header = composed.header.slice().buffer;
    const asked = { tabId, ...facts, header, protection, queued: true };
    const stored = await this.#store(tried, asked, entityOf(composed));
    if (typeof stored !== 'string') return stored;
    await tries.keep(tabId, { ...tried, isThere: true });
    await compose.closeSent(tabId).catch(() => undefined);
    tellWaiting(stored);
    return [];
  }

  /**
   * The try that this send belongs to: an earlier one of the same form, of which nothing is put into the Outbox again, or a new
   * one. Undefined where something of an earlier form was put there: it would leave beside this.
   */
  async #tryOf(tabId: number, form: string): Promise<OutboxTry | undefined> {
    const { tries, outbox } = this.#hosts;
    const earlier = await tries.of(tabId);
    if (earlier?.form === form) return earlier;
    if (earlier && (await outbox.hasTaken(earlier.id))) return undefined;
    const tried = { id: crypto.randomUUID(), form };
    await tries.keep(tabId, tried);
    return tried;
  }

  /** The Message-ID that it has in the Outbox, or why it is not there. */
  async #store(tried: OutboxTry, facts: BuildFacts, entity: ArrayBuffer): Promise<string | readonly string[]> {
    const { outbox } = this.#hosts;
    const strings = capabilityStrings(this.#language);
    const partly = async (): Promise<readonly string[]> =>
      (await outbox.hasTaken(tried.id)) ? [strings.partlyStored] : [];
    const built = await this.#sender.build(facts, entity);
    if (built.kind === 'refused') return [built.message, ...(await partly())];
    const header = new Uint8Array(built.header);
    // Where nobody is in To and Cc this is a blind copy's.
    const messageId = (parseEntity(header).header.first('message-id') ?? '').trim().replace(/^<|>$/g, '');
    const isStored = await outbox.add(new Blob([header, new Uint8Array(built.entity)]), messageId).then(
      () => true,
      () => false,
    );
    return isStored ? messageId : [strings.notStored, ...(await partly())];
  }
}

const digestOf = async (octets: Bytes): Promise<string> =>
  hex(new Uint8Array(await crypto.subtle.digest('SHA-256', octets)));

/** Equal for equal texts, people, files and protection. */
async function formOf({ details, files, threading }: WindowMessage, { sign, encrypt }: Protection): Promise<string> {
  const { from, to, cc, bcc, subject, body, plainTextBody, isPlainText } = details;
  const attached = await Promise.all(files.map(async ({ filename, octets }) => [filename, await digestOf(octets)]));
  const facts = [from, to, cc, bcc, subject, body, plainTextBody, isPlainText, threading, attached, sign, encrypt];
  return digestOf(utf8Bytes(JSON.stringify(facts)));
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
