import {
  errorCode,
  parseMailboxes,
  refusalText,
  sameAddress,
  SignetError,
  type Refusal,
  type Unknown,
} from '../../../shared/index';
import { failureOf, failureText, useKeyStrings, usePolicyStrings, useStrings, type Language } from '../../ui/index';
import { archiveOf, isAllowed } from '../../policy/decide-draft';
import { type DecisionEvent } from '../../policy/decision-record';
import { isAmong, openTo, readersOf, type SplitReaders } from '../../policy/split-readers';
import {
  asHeldFor,
  decideAsItStands,
  decideFinished,
  decideInTab,
  heldTo,
  type DraftDecision,
  type FinishedMessage,
} from '../compose-protection';
import { findRefusals } from '../draft-readiness';
import { wishOf } from '../draft-source';
import {
  type Answered,
  type BuildAnswer,
  type BuildFacts,
  type ComposeTabs,
  type Draft,
  type OpenPgp,
  type Protection,
} from '../host/compose-tabs';
import { withDeadline } from '../host/deadline';
import { type MailingLists } from '../host/mailing-lists';
import { type SendingMessage } from '../host/page-messages';
import { labelButton } from '../label-button';
import { nativeObstacles } from '../native-source';
import { keepRefusedTexts } from '../refused-texts';
import { agreeAlsoAbout, keepPolicyQuestions } from '../policy-agreement';
import { hasAgreedToQuote, keepQuoteQuestion } from '../quote-agreement';
import { keepQuestion } from '../reply-agreement';
import { type Hosts, type Ports } from '../wiring';
import { MAY_GO, refusedFor, verdictAgainst, verdictForOpenPgp, type Verdict } from './finished-verdict';
import { type LetGo } from './leaving-rule';
import { MessageBuilder } from './message-builder';
import { isEncrypted } from './quoted-original';
import { type OpenOriginal, replyQuestion } from './reply-question';
import { type SendView } from './running-sends';

const UNKNOWN = 'unknown' as const;
/** A compose window is locked while we look: longer than this and the send is refused instead. */
const READY_MS = 60_000;
/** Thunderbird unlocks the window, and with it our button, only after we answered. */
const UNLOCK_MS = 300;

const isUsed = ({ signs, encrypts }: OpenPgp): boolean => signs || encrypts;
const NOTHING: Protection = { sign: false, encrypt: false };
const isPlain = ({ sign, encrypt }: Protection): boolean => !sign && !encrypt;
/** Encryption that a split message has for some alone is none for the others. */
const isForAll = (held: Protection | undefined): boolean => held?.encrypt === true && !held.open?.length;
const isSame = (a: Protection, b: Protection): boolean => a.sign === b.sign && a.encrypt === b.encrypt;

const peopleOf = ({ to, cc, bcc }: Draft): readonly string[] =>
  [to, cc, bcc].flatMap(parseMailboxes).map(({ address }) => address);

export class MessageSender {
  readonly #compose: ComposeTabs;
  readonly #ports: Ports;
  readonly #language: Language;
  readonly #original: OpenOriginal;
  readonly #lists: MailingLists;
  readonly #builder: MessageBuilder;
  /** The newest of each tab's labels that are being found, by its number. */
  readonly #labels = new Map<number, number>();
  readonly #going = new Map<number, Protection>();
  #lastLabel = 0;

  constructor(
    { compose, outbox, lists }: Omit<Hosts, 'pane'>,
    ports: Ports,
    language: Language,
    original: OpenOriginal,
    letGo: Pick<LetGo, 'add'>,
  ) {
    this.#compose = compose;
    this.#lists = lists;
    this.#ports = ports;
    this.#language = language;
    this.#original = original;
    const decide = (message: FinishedMessage): Promise<DraftDecision> => this.decideFinished(message);
    this.#builder = new MessageBuilder({ compose, outbox, letGo, decide }, ports, language);
  }

  /** Before Thunderbird builds anything. Never rejects; whatever goes wrong where protection may be wanted means no. */
  async mayGo(tabId: number, windowId: number, draft: Draft): Promise<boolean> {
    this.#going.delete(tabId);
    const { texts, questions } = await withDeadline('readiness', READY_MS, this.#verdict(tabId, draft)).catch(
      (thrown: unknown): Verdict => ({ texts: [this.#failureText(thrown)], questions: [] }),
    );
    // Kept for the popup alone: what goes hangs on nothing that is stored.
    await keepRefusedTexts(tabId, texts).catch(() => undefined);
    await keepPolicyQuestions(tabId, draft, questions, this.#lists).catch(() => undefined);
    if (
      texts.length === 0 &&
      questions.length === 0 &&
      !(await this.#mustAsk(tabId, draft)) &&
      !(await this.#mustAskOfQuote(tabId))
    )
      return true;
    this.#showPopup(tabId, windowId);
    return false;
  }

  /** What the message that may go was held to when it was decided about, at the last press of Send; undefined: OpenPGP does it. */
  heldTo(tabId: number): Protection | undefined {
    return this.#going.get(tabId);
  }

  /** Tells at a window why its message did not go. Never rejects. */
  async refuse(tabId: number, windowId: number, texts: readonly string[]): Promise<void> {
    await keepRefusedTexts(tabId, texts).catch(() => undefined);
    this.#showPopup(tabId, windowId);
  }

  #showPopup(tabId: number, windowId: number): void {
    setTimeout(() => void this.#compose.showPopup(tabId, windowId).catch(() => undefined), UNLOCK_MS);
  }

  /** Shows what a message will ask for as it stands. Never rejects: it is a label only. */
  async showDefault(tabId: number): Promise<void> {
    const label = ++this.#lastLabel;
    this.#labels.set(tabId, label);
    try {
      // Found now, since a draft that is saved again can no longer be asked.
      void this.#compose.answered(tabId).catch(() => undefined);
      if (isUsed(await this.#compose.openPgp(tabId))) return;
      const draft = await this.#compose.draft(tabId);
      const { protection, decision } = await this.#decide(tabId, draft);
      // One that took longer says nothing of what is there by now.
      if (this.#labels.get(tabId) !== label) return;
      await labelButton(this.#compose, tabId, { ...protection, open: openTo(decision) }, this.#language);
    } catch {
      return;
    } finally {
      if (this.#labels.get(tabId) === label) this.#labels.delete(tabId);
    }
  }

  #decide(tabId: number, draft: Draft, by = decideInTab): Promise<DraftDecision> {
    return by(this.#compose, tabId, draft, this.#ports, this.#contextOf(tabId));
  }

  /** Nothing waits for it. */
  #note(decided: DraftDecision, from: string, event: DecisionEvent): void {
    void this.#ports.record.note({ decided, from, event, way: 'window' });
  }

  /** What the rules make of a message that is finished. Rejects where a part of that cannot be found out. */
  decideFinished(message: FinishedMessage): Promise<DraftDecision> {
    return decideFinished(this.#compose, message, this.#ports, this.#contextOf(message.tabId));
  }

  #contextOf(tabId: number | undefined): Parameters<typeof decideInTab>[4] {
    const isAboutEncrypted = async (): Promise<boolean | Unknown> =>
      (tabId === undefined ? undefined : await this.quotesEncrypted(tabId)) ?? UNKNOWN;
    return { lists: this.#lists, isAboutEncrypted };
  }

  /** Whether what a window answers or forwards is encrypted; undefined: that cannot be found out. */
  async quotesEncrypted(tabId: number): Promise<boolean | undefined> {
    const quoted = (await this.#forwarded(tabId)) ?? (await this.#compose.answered(tabId).catch(() => UNKNOWN));
    return isEncrypted(quoted, (messageId) => withDeadline('original', READY_MS, this.#original(messageId)));
  }

  #forwarded(tabId: number): Promise<Answered | undefined> {
    return this.#compose.forwarded(tabId).catch(() => UNKNOWN);
  }

  /**
   * Whether the user is to be asked about an unencrypted message that may hold text of an encrypted one. An answer to a
   * message that cannot be opened is asked about as it is.
   */
  async #mustAskOfQuote(tabId: number): Promise<boolean> {
    try {
      if ((await this.#compose.openPgp(tabId)).encrypts) return false;
      const isSettled = isForAll(await this.#compose.protection(tabId)) || (await hasAgreedToQuote(tabId));
      const quotes = isSettled ? false : await this.quotesEncrypted(tabId);
      const isOpen = quotes ?? (await this.#forwarded(tabId)) !== undefined;
      await keepQuoteQuestion(tabId, isOpen);
      return isOpen;
    } catch {
      return true;
    }
  }

  /** Whether the user is to be asked where an answer goes; also where that cannot be found out. */
  async #mustAsk(tabId: number, draft: Draft): Promise<boolean> {
    const original: OpenOriginal = (messageId) => withDeadline('original', READY_MS, this.#original(messageId));
    const answered = await this.#compose.answered(tabId).catch(() => UNKNOWN);
    try {
      const question = await replyQuestion(tabId, draft, answered, original);
      await keepQuestion(tabId, question);
      return question !== undefined;
    } catch {
      return answered !== undefined;
    }
  }

  /** What stands against a draft as it is; nothing: it may go, and the window is held to what was decided. */
  async #verdict(tabId: number, draft: Draft): Promise<Verdict> {
    const strings = useStrings(this.#language).thunderbird;
    const openPgp = await this.#compose.openPgp(tabId);
    if (isUsed(openPgp)) {
      const decided = await this.#decide(tabId, draft, decideAsItStands);
      const isMissing = !openPgp.encrypts && decided.protection.encrypt && wishOf(decided.chosen).encrypt === true;
      return isMissing
        ? refusedFor([strings.openPgpSignsOnly])
        : verdictForOpenPgp(decided, peopleOf(draft), this.#language);
    }
    const first = await this.#decide(tabId, draft);
    if (first.isNative) return this.#nativeVerdict(tabId, draft, first);
    if (first.lost) return this.#lost(first, draft.from);
    if (isPlain(first.protection) && isAllowed(first) && isPlain(await this.#hold(tabId, first))) {
      await this.#addArchive(tabId, draft, first);
      return MAY_GO;
    }
    if ((await this.#compose.missingPoints()).length > 0) return refusedFor([strings.notThisVersion]);
    const refusalsOf = async ({ protection, signer, decision }: DraftDecision): Promise<readonly Refusal[]> => {
      const open = openTo(decision);
      const found = await findRefusals(draft, protection, this.#ports.core, this.#lists, signer);
      return found.filter(({ address = '' }) => !isAmong(open, address));
    };
    const found = await refusalsOf(first);
    // Certificates may have been found meanwhile.
    const decided = isAllowed(first) && found.length === 0 ? first : await this.#decide(tabId, draft);
    if (!isAllowed(decided)) {
      this.#note(decided, draft.from, decided.decision.outcome === 'ask' ? 'asked' : 'refused');
      return verdictAgainst(decided, found, this.#language, (refusal) => this.#refusalText(refusal));
    }
    if (decided.lost) return this.#lost(decided, draft.from);
    const protection = await this.#hold(tabId, decided);
    await this.#addArchive(tabId, draft, decided);
    if (isPlain(protection)) return MAY_GO;
    const isAsFirst = isSame(protection, first.protection) && decided.signer === first.signer;
    const refusals = isAsFirst ? found : await refusalsOf({ ...decided, protection });
    return refusedFor(refusals.map((refusal) => this.#refusalText(refusal)));
  }

  #lost(decided: DraftDecision, from: string): Verdict {
    this.#note(decided, from, 'refused');
    return refusedFor([usePolicyStrings(this.#language).lost((decided.lost ?? []).join(', '))]);
  }

  /** As `#verdict`, where Thunderbird's own S/MIME is to do it: its buttons in the window then say what was decided. */
  async #nativeVerdict(tabId: number, draft: Draft, decided: DraftDecision): Promise<Verdict> {
    if (!isAllowed(decided)) {
      this.#note(decided, draft.from, decided.decision.outcome === 'ask' ? 'asked' : 'refused');
      const against = verdictAgainst(decided, [], this.#language, (refusal) => this.#refusalText(refusal));
      const where = { draft, tabId, lists: this.#lists };
      const obstacles = await nativeObstacles(this.#compose, where, decided, this.#language);
      return { ...against, texts: [...against.texts, ...obstacles] };
    }
    const isChecked = isPlain(decided.protection) || (await this.#compose.missingPoints()).length === 0;
    if (!isChecked) return refusedFor([useStrings(this.#language).thunderbird.notThisVersion]);
    const protection = await this.#hold(tabId, decided);
    await this.#addArchive(tabId, draft, decided);
    await this.#compose.setNativeSmime(tabId, protection);
    return MAY_GO;
  }

  /** From here on the Experiment holds the send to what was decided, whatever becomes of this page. */
  async #hold(tabId: number, decided: DraftDecision): Promise<Protection> {
    const { protection, decision } = decided;
    const split = decision.intended.length > 1 ? readersOf(decision) : undefined;
    const held = await this.#held(tabId, decided.chosen, asHeldFor(decided), split);
    const isLess = (protection.sign && !held.sign) || (protection.encrypt && !held.encrypt);
    if (isLess) throw new SignetError('cancelled', 'another choice was made meanwhile');
    this.#going.set(tabId, held);
    return held;
  }

  /** What holds then: what was chosen since it was decided stands. What a rule took away is no choice of the user's. */
  async #held(
    tabId: number,
    chosen: Protection | undefined,
    protection: Protection,
    split: SplitReaders | undefined,
  ): Promise<Protection> {
    if (!chosen && isPlain(protection)) return (await this.#compose.protection(tabId)) ?? protection;
    const isHeld = chosen === undefined || chosen.isHeld === true;
    const held = { ...protection, ...(isHeld && { isHeld }) };
    const isAsIs = chosen && isSame(chosen, protection) && chosen.isNative === protection.isNative && !split;
    const next = isAsIs ? chosen : heldTo(chosen, held, split);
    return (await this.#compose.replaceProtection(tabId, chosen, next)) ?? NOTHING;
  }

  /** An archive is put where the sender sees it. */
  async #addArchive(tabId: number, draft: Draft, { decision }: DraftDecision): Promise<void> {
    const archive = archiveOf(decision);
    if (archive === undefined || peopleOf(draft).some((one) => sameAddress(one, archive))) return;
    await agreeAlsoAbout(tabId, archive);
    await this.#compose.addBlindCopy(tabId, archive);
  }

  #refusalText(refusal: Refusal): string {
    return refusalText(refusal, this.#language);
  }

  #failureText(thrown: unknown): string {
    const { compose } = useStrings(this.#language);
    if (errorCode(thrown) === 'cancelled') return compose.cancelled;
    if (errorCode(thrown) === 'locked') return useKeyStrings(this.#language).notSent;
    return failureText(failureOf(thrown), this.#language);
  }

  /** How far a message is, or that it is to be left; undefined where it is being protected no more. */
  answer(message: SendingMessage): SendView | undefined {
    return this.#builder.answer(message);
  }

  /** The finished entity of a message in, its protected form out. Never rejects. */
  async build(facts: BuildFacts, entity: ArrayBuffer): Promise<BuildAnswer> {
    try {
      return await this.#builder.build(facts, new Uint8Array(entity));
    } catch (thrown) {
      return { kind: 'refused', message: this.#failureText(thrown) };
    }
  }
}
