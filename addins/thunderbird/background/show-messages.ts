import {
  decodedBody,
  attachmentsOf,
  errorCode,
  errorText,
  sentenceOf,
  SignetError,
  type OpenedMessage,
} from '../../../shared/index';
import { messageBody, type Language } from '../../ui/index';
import { saveFile } from '../host/environment';
import { type MessagePane } from '../host/message-pane';
import { paneStyle, type PageMessage, type PaneView } from '../host/page-messages';
import { headerStatus, hiddenSubject } from './header-status';
import { type OpenedMessages } from './opened-messages';

/** Keeps the header and the text of shown messages in step with what we found. */
export class MessageShower {
  readonly #pane: MessagePane;
  readonly #opened: OpenedMessages;
  readonly #language: Language;

  constructor(pane: MessagePane, opened: OpenedMessages, language: Language) {
    this.#pane = pane;
    this.#opened = opened;
    this.#language = language;
  }

  /** Writes the verdict beside the subject. Never rejects: what cannot be checked is said to be so. */
  async showStatus(tabId: number, messageId: number): Promise<void> {
    const status = await this.#opened.open(messageId).then(
      (opened) => headerStatus(opened.summary, this.#language, hiddenSubject(opened)),
      (thrown: unknown) => this.#failureStatus(thrown),
    );
    if (status) await this.#pane.setStatus(tabId, messageId, status).catch(() => false);
  }

  #failureStatus(thrown: unknown): ReturnType<typeof headerStatus> {
    const status = headerStatus({ state: 'uncheckable', encryption: 'none', reasons: [] }, this.#language);
    return status && { ...status, tooltip: this.#failureText(thrown) };
  }

  #failureText(thrown: unknown): string {
    return errorText(errorCode(thrown), thrown instanceof SignetError ? thrown.subject : undefined, this.#language);
  }

  /** A view is always given where the document would stay empty for want of one. */
  async answer(tabId: number, message: PageMessage): Promise<PaneView | undefined> {
    if (message.kind === 'save') return this.#save(tabId, message);
    const content = await this.#openedIn(tabId).then(
      (opened) => opened && paneContent(opened, this.#language),
      (thrown: unknown) => ({ sentence: this.#failureText(thrown), tone: 'attention' as const }),
    );
    return content && { ...content, style: await paneStyle() };
  }

  async #save(tabId: number, { index, filename }: Extract<PageMessage, { kind: 'save' }>): Promise<undefined> {
    const opened = await this.#openedIn(tabId);
    const entity = opened && attachmentsOf(opened.root)[index];
    if (entity) await saveFile(filename, decodedBody(entity));
  }

  async #openedIn(tabId: number): Promise<OpenedMessage | undefined> {
    const messageId = await this.#pane.displayed(tabId);
    return messageId === undefined ? undefined : this.#opened.open(messageId);
  }
}

/** What replaces an empty document: only for mail that came encrypted, since Thunderbird shows all other mail itself. */
export function paneContent(
  { summary, encryption, root }: OpenedMessage,
  language: Language,
): Omit<PaneView, 'style'> | undefined {
  if (encryption.state === 'none') return undefined;
  const sentence = sentenceOf(summary, language);
  if (encryption.state !== 'opened') return { sentence, tone: 'attention' };
  const { parts, attachments } = messageBody(root);
  const listed = attachments.map(({ filename, contentType, size }) => ({ filename, contentType, size }));
  const tone = summary.state === 'signed-valid' ? 'positive' : 'neutral';
  return { sentence, tone, body: { parts, attachments: listed } };
}
