import {
  decodeEncodedWords,
  parseEntity,
  portionOf,
  refusalText,
  type Bytes,
  type MessagePlan,
  type PreparedSend,
  type Work,
} from '../../../shared/index';
import { usePolicyStrings, useStrings, type Language } from '../../ui/index';
import { type DecisionEvent } from '../../policy/decision-record';
import { optionsOf } from '../../policy/message-options';
import { type DraftDecision, type FinishedMessage } from '../compose-protection';
import { sendRequest } from '../draft-readiness';
import { type BuildAnswer, type BuildFacts, type ComposeTabs, type Protection } from '../host/compose-tabs';
import { type Outbox } from '../host/outbox';
import { type SendingMessage } from '../host/page-messages';
import { type Ports } from '../wiring';
import { queueCopies } from './blind-copies';
import { againstLeaving } from './finished-verdict';
import { type LetGo } from './leaving-rule';
import { planParts, protectParts, type BuiltParts, type MessagePart } from './message-parts';
import { PATIENCE_MS, RunningSends, type SendView, type UnlockStep } from './running-sends';
import { unlockKeys } from './unlock-keys';

/** What a build came to: what leaves, or why nothing does. */
type Built =
  | BuiltParts
  | Extract<PreparedSend, { kind: 'refused' }>
  | { readonly kind: 'against'; readonly texts: readonly string[] };

const protectionOf = ({ sign, encrypt }: Protection): Protection => ({ sign, encrypt });
const messageIdOf = (header: Bytes): string => parseEntity(header).header.first('message-id') ?? '';

/** The same of those alone who get one of its messages. */
const only = (decided: DraftDecision, { recipients }: MessagePlan): DraftDecision =>
  decided.decision.messages.length > 1 ? { ...decided, recipients } : decided;

export interface BuilderHosts {
  readonly compose: Pick<ComposeTabs, 'showSending'>;
  readonly outbox: Pick<Outbox, 'add'>;
  readonly letGo: Pick<LetGo, 'add'>;
  /** What the rules make of a message that is finished. */
  readonly decide: (message: FinishedMessage) => Promise<DraftDecision>;
}

/** Makes of what Thunderbird wrote the messages that leave. */
export class MessageBuilder {
  readonly #hosts: BuilderHosts;
  readonly #ports: Ports;
  readonly #language: Language;
  readonly #running = new RunningSends();

  constructor(hosts: BuilderHosts, ports: Ports, language: Language) {
    this.#hosts = hosts;
    this.#ports = ports;
    this.#language = language;
  }

  /** How far a message is, or that it is to be left; undefined where it is being protected no more. */
  answer({ kind, send }: SendingMessage): SendView | undefined {
    if (kind === 'cancel-sending') this.#running.cancel(send);
    return this.#running.progress(send);
  }

  /** Nothing waits for it. */
  #note(decided: DraftDecision, from: string, event: DecisionEvent, has: Protection): void {
    void this.#ports.record.note({ decided, from, event, way: 'window', has });
  }

  /** Other add-ons may have changed whom it goes to since it was decided about, and lists are expanded only now. */
  #decideAsBuilt(facts: BuildFacts, header: Bytes, size: number): Promise<DraftDecision> {
    const { from, to, cc, bcc, newsgroups, tabId, protection } = facts;
    const subject = decodeEncodedWords(parseEntity(header).header.first('subject') ?? '');
    const draft = { from, to, cc, bcc, newsgroups, subject };
    return this.#hosts.decide({ draft, tabId, chosen: protection, calendar: false, size });
  }

  /** The finished entity of a message in, its protected form out. Rejects where it cannot be made. */
  async build(facts: BuildFacts, entity: Uint8Array<ArrayBuffer>): Promise<BuildAnswer> {
    const strings = useStrings(this.#language).thunderbird;
    if (facts.newsgroups !== '' && facts.protection.encrypt) return { kind: 'refused', message: strings.noNewsgroups };
    const { queued } = facts;
    const built = await this.#running.run<Built>(
      (work, unlock) => this.#protect(facts, entity, work, unlock),
      (send) => void this.#hosts.compose.showSending(send).catch(() => this.#running.lostWindow(send)),
      PATIENCE_MS,
    );
    if (built.kind === 'against') return { kind: 'refused', message: built.texts.join('\n') };
    if (built.kind === 'refused') {
      return { kind: 'refused', message: built.refusals.map((one) => refusalText(one, this.#language)).join('\n') };
    }
    const { main: message, copies, readers } = built;
    if (!queued) return { kind: 'ready', ...message, copies, readers, partly: strings.copiesLeft };
    // Where nobody is named, the last copy takes the place of the message: without a reader that would be sent to nobody.
    const main = readers.length > 0 ? message : (copies.at(-1) ?? message);
    const apart = copies.filter((copy) => copy !== main);
    await queueCopies(apart, this.#hosts.outbox);
    return { kind: 'ready', header: main.header, entity: main.entity, copies: [], readers, partly: '' };
  }

  /** Every message that the finished entity becomes, protected as the rules say of those who get it. */
  async #protect(facts: BuildFacts, entity: Uint8Array<ArrayBuffer>, work: Work, unlock: UnlockStep): Promise<Built> {
    const { queued, protection } = facts;
    const asked = sendRequest(facts, protection);
    const outer = new Uint8Array(facts.header);
    const decided = await this.#decideAsBuilt(facts, outer, outer.length + entity.length);
    const people = [...asked.to, ...asked.cc, ...asked.bcc];
    const texts = decided.isNative
      ? [usePolicyStrings(this.#language).changed]
      : againstLeaving(decided, protection, people, this.#language);
    if (texts.length > 0) {
      this.#note(decided, facts.from, 'refused', protection);
      return { kind: 'against', texts };
    }
    if (protection.sign) await unlockKeys(this.#ports, work, unlock);
    const { messages: plans } = decided.decision;
    // One message has all that its window is held to, which may be more than the rules want.
    const held = plans.length === 1 ? plans.map((plan) => ({ ...plan, ...protectionOf(protection) })) : plans;
    const parts = await planParts(asked, outer, held, { queued });
    const prepare = (part: MessagePart): Promise<PreparedSend> => {
      const { plan, to, cc, bcc, header, copies } = part;
      const { sign, encrypt } = plan;
      const by = sign && decided.signer !== undefined ? { identityId: decided.signer } : {};
      const how = { ...optionsOf(plan), sign, encrypt };
      // The octets are handed over: what is protected after this one needs them too.
      const octets = part === parts.at(-1) ? entity : entity.slice();
      const request = { ...asked, ...by, to, cc, bcc, header, copies, entity: octets, protection: how };
      return this.#ports.core.prepare(request, portionOf(work, parts.indexOf(part), parts.length));
    };
    const done = await protectParts(parts, prepare);
    if (done.kind === 'refused') {
      this.#note(decided, facts.from, 'refused', protection);
      return done;
    }
    for (const { plan, id, copies } of parts) {
      this.#note(only(decided, plan), facts.from, 'let-go', protectionOf(plan));
      const ids = [id, ...copies.map((copy) => copy.id)].map((one) =>
        one === undefined ? messageIdOf(outer) : `<${one}>`,
      );
      if (queued && !plan.encrypt) for (const one of ids) await this.#hosts.letGo.add(one);
    }
    return done;
  }
}
