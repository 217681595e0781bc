import { errorCode, markedDraft, parseMailboxes, refusalText, SignetError, type Work } from '../../../shared/index';
import { draftKeeping } from '../../policy/default-protection';
import { failureOf, failureText, useDraftStrings, type Language } from '../../ui/index';
import { type BuildAnswer, type BuildFacts, type ComposeTabs, type ReopenAnswer } from '../host/compose-tabs';
import { type MessagePane } from '../host/message-pane';
import { type SendingMessage } from '../host/page-messages';
import { type Ports } from '../wiring';
import { PATIENCE_MS, RunningSends, type SendView, type UnlockStep } from './running-sends';
import { unlockKeys } from './unlock-keys';

interface DraftHosts {
  readonly compose: Pick<ComposeTabs, 'isOwnDraft' | 'showSending'>;
  readonly pane: Pick<MessagePane, 'message'>;
}

type DraftPorts = Pick<Ports, 'core' | 'policy' | 'watchLock'>;

/**
 * Keeps drafts of messages that are to be encrypted so that their writer alone can read them, and opens them again: Thunderbird
 * itself would open an empty window, which it then keeps over the draft.
 */
export class DraftKeeper {
  readonly #hosts: DraftHosts;
  readonly #ports: DraftPorts;
  readonly #running = new RunningSends();
  readonly #language: Language;

  constructor(hosts: DraftHosts, ports: DraftPorts, language: Language) {
    this.#hosts = hosts;
    this.#ports = ports;
    this.#language = language;
  }

  /** What is put into the folder of drafts or templates; nothing is where it cannot be found out. Never rejects. */
  async build(facts: BuildFacts, entity: ArrayBuffer): Promise<BuildAnswer> {
    try {
      return await this.#kept(facts, new Uint8Array(entity));
    } catch (thrown) {
      return { kind: 'refused', message: failureText(failureOf(thrown), this.#language) };
    }
  }

  async #kept(facts: BuildFacts, entity: Uint8Array<ArrayBuffer>): Promise<BuildAnswer> {
    const { core, policy } = this.#ports;
    const header = new Uint8Array(facts.header);
    const [from] = parseMailboxes(facts.from).map(({ address }) => address);
    const { isEncrypted, headerPolicy } = await draftKeeping(core.settings, (await policy()).document, from);
    if (!facts.protection.encrypt || !isEncrypted) return asItIs(header, entity);
    if (from === undefined) throw new SignetError('host', 'the draft has no sender', 'from');
    const marked = markedDraft(header, entity, facts.protection);
    const protection = {
      sign: false,
      encrypt: true,
      headerPolicy,
      legacyDisplay: false,
      algorithm: 'aes-256-gcm',
    } as const;
    const made = await core.prepare({ ...marked, from, to: [from], cc: [], bcc: [], protection });
    if (made.kind === 'ready') return asItIs(made.main.header, made.main.entity);
    const reasons = made.refusals.map((one) => refusalText(one, this.#language));
    return { kind: 'refused', message: [useDraftStrings(this.#language).notKept, ...reasons].join('\n') };
  }

  /** As `MessageSender.answer`, of a draft that is being opened. */
  answer({ kind, send }: SendingMessage): SendView | undefined {
    if (kind === 'cancel-sending') this.#running.cancel(send);
    return this.#running.progress(send);
  }

  /**
   * What Thunderbird opens in the place of an encrypted draft, for which the passphrase is asked where that is needed; or why it stays
   * closed. Rejects where it cannot be found out whether it is one.
   */
  async reopen(messageId: number): Promise<ReopenAnswer> {
    const { compose } = this.#hosts;
    if (!(await compose.isOwnDraft(messageId))) return null;
    try {
      return await this.#running.run(
        (work, unlock) => this.#restored(messageId, work, unlock),
        (send) => void compose.showSending(send).catch(() => this.#running.lostWindow(send)),
        PATIENCE_MS,
      );
    } catch (thrown) {
      const { cannotOpen, notOpened } = useDraftStrings(this.#language);
      const isForeign = errorCode(thrown) === 'unsupported';
      const why = isForeign ? cannotOpen : failureText(failureOf(thrown), this.#language);
      return { refused: [notOpened, why].join('\n') };
    }
  }

  async #restored(messageId: number, work: Work, unlock: UnlockStep): Promise<ReopenAnswer> {
    const { core } = this.#ports;
    const draft = await this.#hosts.pane.message(messageId);
    await unlockKeys(this.#ports, work, unlock);
    const { message, ...protection } = await core.restoreDraft(draft, work);
    return { message, protection };
  }
}

const asItIs = (header: Uint8Array, entity: Uint8Array): BuildAnswer => ({
  kind: 'ready',
  header,
  entity,
  copies: [],
  readers: [],
  partly: '',
});
