import {
  decodedBody,
  attachmentsOf,
  errorCode,
  errorText,
  SignetError,
  type OpenedMessage,
} from '../../../shared/index';
import { messageBody, type Language } from '../../ui/index';
import { saveFile } from '../host/environment';
import { type MessagePane } from '../host/message-pane';
import { paneStyle, type PageMessage, type PaneView } from '../host/page-messages';
import { headerStatus } from './header-status';
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
      ({ summary }) => headerStatus(summary, this.#language),
      (thrown: unknown) => this.#failureStatus(thrown),
    );
    if (status) await this.#pane.setStatus(tabId, messageId, status).catch(() => false);
  }

  #failureStatus(thrown: unknown): ReturnType<typeof headerStatus> {
    const status = headerStatus({ state: 'uncheckable', encryption: 'none', reasons: [] }, this.#language);
    const subject = thrown instanceof SignetError ? thrown.subject : undefined;
    return status && { ...status, tooltip: errorText(errorCode(thrown), subject, this.#language) };
  }

  async answer(tabId: number, message: PageMessage): Promise<PaneView | undefined> {
    const messageId = await this.#pane.displayed(tabId);
    if (messageId === undefined) return undefined;
    const opened = await this.#opened.open(messageId);
    if (message.kind === 'view') return this.#view(opened);
    const entity = attachmentsOf(opened.root)[message.index];
    if (entity) await saveFile(message.filename, decodedBody(entity));
    return undefined;
  }

  async #view(opened: OpenedMessage): Promise<PaneView | undefined> {
    const content = paneContent(opened);
    return content && { ...content, style: await paneStyle() };
  }
}

/** What replaces an empty document: only for mail that came encrypted, since Thunderbird shows all other mail itself. */
export function paneContent({ summary, encryption, root }: OpenedMessage): Omit<PaneView, 'style'> | undefined {
  if (encryption.state === 'none') return undefined;
  if (encryption.state !== 'opened') return { summary };
  const { parts, attachments } = messageBody(root);
  const listed = attachments.map(({ filename, contentType, size }) => ({ filename, contentType, size }));
  return { summary, body: { parts, attachments: listed } };
}
