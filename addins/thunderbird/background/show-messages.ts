import { errorCode, sentenceOf, type ViewedMessage } from '../../../shared/index';
import { failureOf, failureText, useKeyStrings, useStrings, type Language, type ProgressView } from '../../ui/index';
import { type Core, type OpenMail } from '../../worker/core';
import { saveFile } from '../host/environment';
import { type MessagePane } from '../host/message-pane';
import { paneStyle, showAgainIn, type PaneMessage, type PaneView } from '../host/page-messages';
import { headerStatus, hiddenSubject } from './header-status';
import { type OpenedMessages } from './opened-messages';

/** Keeps the header and the text of shown messages in step with what we found. */
export class MessageShower {
  readonly #pane: MessagePane;
  readonly #opened: OpenedMessages;
  readonly #revocation: Pick<Core['revocation'], 'choice'>;
  readonly #language: Language;

  constructor(
    pane: MessagePane,
    opened: OpenedMessages,
    revocation: Pick<Core['revocation'], 'choice'>,
    language: Language,
  ) {
    this.#pane = pane;
    this.#opened = opened;
    this.#revocation = revocation;
    this.#language = language;
  }

  /** Writes the verdict beside the subject. Never rejects: what cannot be checked is said to be so. */
  async showStatus(tabId: number, messageId: number): Promise<void> {
    await this.#writeStatus(tabId, messageId);
    await this.#lookUp(tabId, messageId).catch(() => undefined);
  }

  /**
   * Writes anew what stands beside all messages that are shown and in the place of their text: keys, trust, certificates
   * or what is known of them changed. Asks Thunderbird what is shown, since this page may have slept since. Never rejects.
   */
  async showAgain(): Promise<void> {
    const tabIds = await this.#pane.tabs().catch(() => []);
    await Promise.all(tabIds.flatMap((tabId) => [this.#writeAgain(tabId), showAgainIn(tabId)]));
  }

  async #writeAgain(tabId: number): Promise<void> {
    const messageId = await this.#pane.displayed(tabId).catch(() => undefined);
    if (messageId !== undefined) await this.#writeStatus(tabId, messageId);
  }

  /** After the message is shown, and only where the user wants that: what is asked never holds it up. */
  async #lookUp(tabId: number, messageId: number): Promise<void> {
    const { options } = await this.#revocation.choice();
    if (options.lookup !== 'always') return;
    const refreshed = await this.#opened.refresh(messageId);
    const displayed = refreshed && (await this.#pane.displayed(tabId));
    if (displayed === messageId) await this.#writeStatus(tabId, messageId);
  }

  async #writeStatus(tabId: number, messageId: number): Promise<void> {
    const status = await this.#opened.open(messageId).then(
      ({ view, continuity }) =>
        headerStatus(view.summary, this.#language, { subject: hiddenSubject(view), continuity, from: view.from }),
      (thrown: unknown) => this.#failureStatus(thrown),
    );
    if (status) await this.#pane.setStatus(tabId, messageId, status).catch(() => false);
  }

  #failureStatus(thrown: unknown): ReturnType<typeof headerStatus> {
    const status = headerStatus({ state: 'uncheckable', encryption: 'none', reasons: [] }, this.#language);
    const isLocked = errorCode(thrown) === 'locked';
    const word = isLocked ? { text: useKeyStrings(this.#language).word } : {};
    return status && { ...status, ...word, tooltip: this.#failureText(thrown) };
  }

  #failureText(thrown: unknown): string {
    if (errorCode(thrown) === 'cancelled') return useStrings(this.#language).read.cancelled;
    if (errorCode(thrown) === 'locked') return useKeyStrings(this.#language).why.open;
    return failureText(failureOf(thrown), this.#language);
  }

  async answer(
    tabId: number,
    message: PaneMessage,
    windowId: number,
  ): Promise<PaneView | ProgressView | string | undefined> {
    switch (message.kind) {
      case 'view':
        return this.#view(tabId);
      case 'style':
        return paneStyle();
      case 'progress':
        return this.#ofDisplayed(tabId, (messageId) => this.#opened.progress(messageId));
      case 'cancel':
        return this.#ofDisplayed(tabId, (messageId) => {
          this.#opened.cancel(messageId);
          return undefined;
        });
      case 'unlock':
        await this.#pane.showPopup(windowId);
        return undefined;
      case 'save':
        return this.#save(tabId, message);
    }
  }

  /** A view is always given where the document would stay empty for want of one. */
  async #view(tabId: number): Promise<PaneView | undefined> {
    const content = await this.#openedIn(tabId).then(
      (mail) => mail && paneContent(mail.view, this.#language),
      (thrown: unknown) => ({
        sentence: this.#failureText(thrown),
        tone: 'attention' as const,
        isCancelled: errorCode(thrown) === 'cancelled',
        isLocked: errorCode(thrown) === 'locked',
      }),
    );
    return content && { ...content, style: await paneStyle() };
  }

  async #save(tabId: number, { index, filename }: Extract<PaneMessage, { kind: 'save' }>): Promise<undefined> {
    const mail = await this.#openedIn(tabId);
    if (mail) await saveFile(filename, await mail.attachment(index));
  }

  #openedIn(tabId: number): Promise<OpenMail | undefined> {
    return this.#ofDisplayed(tabId, (messageId) => this.#opened.open(messageId));
  }

  async #ofDisplayed<Answer>(
    tabId: number,
    answer: (messageId: number) => Answer | Promise<Answer>,
  ): Promise<Answer | undefined> {
    const messageId = await this.#pane.displayed(tabId);
    return messageId === undefined ? undefined : answer(messageId);
  }
}

/** What replaces an empty document: only for mail that came encrypted, since Thunderbird shows all other mail itself. */
export function paneContent(
  { summary, encryption, body }: ViewedMessage,
  language: Language,
): Omit<PaneView, 'style'> | undefined {
  if (encryption.state === 'none') return undefined;
  const sentence = sentenceOf(summary, language);
  if (encryption.state !== 'opened') return { sentence, tone: 'attention' };
  const tone = summary.state === 'signed-valid' ? 'positive' : 'neutral';
  return { sentence, tone, body };
}
