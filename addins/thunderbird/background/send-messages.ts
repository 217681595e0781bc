import {
  errorCode,
  parseMailboxes,
  policyReasonText,
  refusalText,
  sameAddress,
  SignetError,
  withoutField,
  type PreparedSend,
  type Question,
  type Refusal,
  type Work,
} from '../../../shared/index';
import { failureOf, failureText, useKeyStrings, usePolicyStrings, useStrings, type Language } from '../../ui/index';
import { untilUnlocked } from '../../worker/until-unlocked';
import { isAllowed } from '../../policy/decide-draft';
import { optionsOf } from '../../policy/message-options';
import { decideAsItStands, decideInTab, type DraftDecision } from '../compose-protection';
import { findRefusals, sendRequest } from '../draft-readiness';
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
import { type Outbox } from '../host/outbox';
import { type SendingMessage } from '../host/page-messages';
import { labelButton } from '../label-button';
import { keepMessageOptions, keptMessageOptions } from '../message-options';
import { keepRefusedTexts } from '../refused-texts';
import { keepPolicyQuestions } from '../policy-agreement';
import { hasAgreedToQuote, keepQuoteQuestion } from '../quote-agreement';
import { keepQuestion } from '../reply-agreement';
import { type Hosts, type Ports } from '../wiring';
import { builtCopies, planCopies, queueCopies } from './blind-copies';
import { isEncrypted } from './quoted-original';
import { type OpenOriginal, replyQuestion } from './reply-question';
import { RunningSends, type SendView, type UnlockStep } from './running-sends';

const UNKNOWN = 'unknown' as const;
/** A compose window is locked while we look: longer than this and the send is refused instead. */
const READY_MS = 60_000;
/** Thunderbird unlocks the window, and with it our button, only after we answered. */
const UNLOCK_MS = 300;
/** Work that is over sooner shows no window of its own. */
const PATIENCE_MS = 700;

/** Why a message does not go, and what the user is asked of it; nothing in either: it may go. */
interface Verdict {
  readonly texts: readonly string[];
  readonly questions: readonly Question[];
}

const MAY_GO: Verdict = { texts: [], questions: [] };
const refusedFor = (texts: readonly string[]): Verdict => ({ texts, questions: [] });

const isUsed = ({ signs, encrypts }: OpenPgp): boolean => signs || encrypts;
const isPlain = ({ sign, encrypt }: Protection): boolean => !sign && !encrypt;
const isSame = (a: Protection, b: Protection): boolean => a.sign === b.sign && a.encrypt === b.encrypt;

export class MessageSender {
  readonly #compose: ComposeTabs;
  readonly #ports: Ports;
  readonly #language: Language;
  readonly #original: OpenOriginal;
  readonly #outbox: Outbox;
  readonly #lists: MailingLists;
  readonly #running = new RunningSends();

  constructor(
    { compose, outbox, lists }: Omit<Hosts, 'pane'>,
    ports: Ports,
    language: Language,
    original: OpenOriginal,
  ) {
    this.#compose = compose;
    this.#outbox = outbox;
    this.#lists = lists;
    this.#ports = ports;
    this.#language = language;
    this.#original = original;
  }

  /** Before Thunderbird builds anything. Never rejects; whatever goes wrong where protection may be wanted means no. */
  async mayGo(tabId: number, windowId: number, draft: Draft): Promise<boolean> {
    const { texts, questions } = await withDeadline('readiness', READY_MS, this.#verdict(tabId, draft)).catch(
      (thrown: unknown): Verdict => ({ texts: [this.#failureText(thrown)], questions: [] }),
    );
    // Kept for the popup alone: what goes hangs on nothing that is stored.
    await keepRefusedTexts(tabId, texts).catch(() => undefined);
    await keepPolicyQuestions(tabId, questions).catch(() => undefined);
    if (
      texts.length === 0 &&
      questions.length === 0 &&
      !(await this.#mustAsk(tabId, draft)) &&
      !(await this.#mustAskOfQuote(tabId))
    )
      return true;
    setTimeout(() => void this.#compose.showPopup(tabId, windowId).catch(() => undefined), UNLOCK_MS);
    return false;
  }

  /** Shows what a message will ask for as it stands. Never rejects: it is a label only. */
  async showDefault(tabId: number): Promise<void> {
    try {
      // Found now, since a draft that is saved again can no longer be asked.
      void this.#compose.answered(tabId).catch(() => undefined);
      if (isUsed(await this.#compose.openPgp(tabId))) return;
      const draft = await this.#compose.draft(tabId);
      const { protection } = await this.#decide(tabId, draft);
      await labelButton(this.#compose, tabId, protection, this.#language);
    } catch {
      return;
    }
  }

  #decide(tabId: number, draft: Draft, by = decideInTab): Promise<DraftDecision> {
    return by(this.#compose, tabId, draft, this.#ports, {
      lists: this.#lists,
      isAboutEncrypted: async () => (await this.#quotesEncrypted(tabId)) === true,
    });
  }

  async #quotesEncrypted(tabId: number): Promise<boolean | undefined> {
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
      const isProtected = (await this.#compose.protection(tabId))?.encrypt === true;
      const isSettled = isProtected || (await hasAgreedToQuote(tabId));
      const quotes = isSettled ? false : await this.#quotesEncrypted(tabId);
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
      const isMissing = !openPgp.encrypts && (await this.#compose.protection(tabId))?.encrypt === true;
      return isMissing
        ? refusedFor([strings.openPgpSignsOnly])
        : this.#verdictForOpenPgp(await this.#decide(tabId, draft, decideAsItStands));
    }
    const first = await this.#decide(tabId, draft);
    if (isPlain(first.protection) && isAllowed(first)) {
      if (first.chosen && !isPlain(first.chosen)) await this.#hold(tabId, first);
      await this.#keepTo(tabId, draft, first);
      return MAY_GO;
    }
    if ((await this.#compose.missingPoints()).length > 0) return refusedFor([strings.notThisVersion]);
    const found = await findRefusals(draft, first.protection, this.#ports.core, this.#lists);
    // Certificates may have been found meanwhile.
    const decided = await this.#decide(tabId, draft);
    if (!isAllowed(decided)) return this.#verdictAgainst(decided, found);
    const protection = await this.#hold(tabId, decided);
    await this.#keepTo(tabId, draft, decided);
    if (isPlain(protection)) return MAY_GO;
    const refusals = isSame(protection, first.protection)
      ? found
      : await findRefusals(draft, protection, this.#ports.core, this.#lists);
    return refusedFor(refusals.map((refusal) => this.#refusalText(refusal)));
  }

  /** From here on the Experiment holds the send to what was decided, whatever becomes of this page. */
  async #hold(tabId: number, { chosen, protection }: DraftDecision): Promise<Protection> {
    if (chosen && !isSame(chosen, protection)) {
      await this.#compose.setProtection(tabId, protection);
      return protection;
    }
    const held = isPlain(protection) ? protection : await this.#compose.holdTo(tabId, protection);
    const isLess = (protection.sign && !held.sign) || (protection.encrypt && !held.encrypt);
    if (isLess) throw new SignetError('cancelled', 'another choice was made meanwhile');
    return held;
  }

  /** How it is written is kept for the build; an archive is put where the sender sees it. */
  async #keepTo(tabId: number, { to, cc, bcc }: Draft, { decision }: DraftDecision): Promise<void> {
    await keepMessageOptions(tabId, optionsOf(decision));
    const archive = decision.messages[0]?.archive;
    const isThere = [to, cc, bcc].flatMap(parseMailboxes).some(({ address }) => sameAddress(address, archive ?? ''));
    if (archive !== undefined && !isThere) await this.#compose.addBlindCopy(tabId, archive);
  }

  /** What a policy has against a draft: why it may not go, or where nothing forbids it, what the user is asked. */
  #verdictAgainst({ decision }: DraftDecision, found: readonly Refusal[]): Verdict {
    // Whose certificate is missing is said by the rule.
    const others = found.filter(({ code }) => code !== 'recipient-certificate').map((one) => this.#refusalText(one));
    const refusals = decision.reasons.filter(({ kind }) => kind === 'refusal');
    const questions = decision.reasons.flatMap((one) => (one.kind === 'question' ? [one.code] : []));
    if (refusals.length > 0) {
      return refusedFor([...refusals.map((reason) => policyReasonText(reason, this.#language)), ...others]);
    }
    return questions.length > 0
      ? { texts: others, questions }
      : refusedFor([usePolicyStrings(this.#language).unknown, ...others]);
  }

  /** OpenPGP is the user's choice as long as no policy keeps the message to S/MIME. */
  #verdictForOpenPgp({ protection, mayChange, decision, recipients }: DraftDecision): Verdict {
    const archive = decision.intended[0]?.archive;
    const lacksArchive = archive !== undefined && !recipients.some((one) => sameAddress(one, archive));
    const isKept = (protection.sign && !mayChange.sign) || (protection.encrypt && !mayChange.encrypt);
    return isKept || lacksArchive ? refusedFor([usePolicyStrings(this.#language).openPgp]) : MAY_GO;
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
  answer({ kind, send }: SendingMessage): SendView | undefined {
    if (kind === 'cancel-sending') this.#running.cancel(send);
    return this.#running.progress(send);
  }

  /** The finished entity of a message in, its protected form out. Never rejects. */
  async build(facts: BuildFacts, entity: ArrayBuffer): Promise<BuildAnswer> {
    try {
      return await this.#build(facts, new Uint8Array(entity));
    } catch (thrown) {
      return { kind: 'refused', message: this.#failureText(thrown) };
    }
  }

  /** Asks for the passphrase, however long that takes; nothing of the message is lost meanwhile. */
  async #unlockKeys(work: Work, unlock: UnlockStep): Promise<void> {
    const { core, watchLock } = this.#ports;
    if (!(await core.keys.state()).isLocked) return;
    await unlock(untilUnlocked(core.keys, watchLock, work)).catch((thrown: unknown) => {
      throw errorCode(thrown) === 'cancelled' ? new SignetError('locked', 'the keys were not unlocked') : thrown;
    });
  }

  async #build(facts: BuildFacts, entity: Uint8Array<ArrayBuffer>): Promise<BuildAnswer> {
    const strings = useStrings(this.#language).thunderbird;
    if (facts.newsgroups !== '' && facts.protection.encrypt) return { kind: 'refused', message: strings.noNewsgroups };
    const { queued, protection } = facts;
    const asked = sendRequest(facts, protection);
    const outer = new Uint8Array(facts.header);
    const planned = protection.encrypt ? await planCopies(outer, asked.bcc, { queued }) : [];
    // The Outbox would deliver the message itself to everybody in Bcc too, who could not read it.
    const header = queued && planned.length > 0 ? withoutField(outer, 'bcc') : outer;
    const request = { ...asked, header, entity, copies: planned };
    const prepared = await this.#running.run<PreparedSend>(
      async (work, unlock) => {
        if (facts.protection.sign) await this.#unlockKeys(work, unlock);
        const options = await keptMessageOptions(facts.tabId);
        return this.#ports.core.prepare({ ...request, protection: { ...asked.protection, ...options } }, work);
      },
      (send) => void this.#compose.showSending(send).catch(() => this.#running.lostWindow(send)),
      PATIENCE_MS,
    );
    if (prepared.kind === 'refused') {
      return { kind: 'refused', message: prepared.refusals.map((one) => this.#refusalText(one)).join('\n') };
    }
    const copies = builtCopies(planned, prepared);
    const { recipients, ...message } = prepared.main;
    const isNamed = recipients.length > 0;
    if (!queued) return { kind: 'ready', ...message, copies, isNamed, partly: strings.copiesLeft };
    // Where nobody is named, the last copy takes the place of the message: without a reader that would be sent to nobody.
    const main = isNamed ? message : (copies.at(-1) ?? message);
    const apart = copies.filter((copy) => copy !== main);
    await queueCopies(apart, this.#outbox);
    return { kind: 'ready', header: main.header, entity: main.entity, copies: [], isNamed, partly: '' };
  }
}
