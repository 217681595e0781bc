import { type MessageBody } from '../../../shared/index';
import { type ProgressView, type Tone } from '../../ui/index';
import { thunderbird } from './thunderbird';

/** What our script in a message's document is told to show there. Structured-clone values only. */
export interface PaneView {
  /** The style sheet, for a shadow tree: nothing of it may reach the rest of the document. */
  readonly style: string;
  /** What the message is worth, or why it cannot be shown. */
  readonly sentence: string;
  readonly tone: Tone;
  /** The opened text; left out where the message could not be opened. */
  readonly body?: MessageBody;
  /** The user called it off: it can be asked for again. */
  readonly isCancelled?: boolean;
}

/** What our script in a message's document asks; the message is that of the tab it asks from. */
export type PaneMessage =
  | { readonly kind: 'view' }
  | { readonly kind: 'style' }
  | { readonly kind: 'progress' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'save'; readonly index: number; readonly filename: string };

/** What the window about a message that is being protected asks. */
export interface SendingMessage {
  readonly kind: 'sending' | 'cancel-sending';
  readonly send: number;
}

function isPaneMessage(message: unknown): message is PaneMessage {
  const { kind, index, filename } = fieldsOf(message);
  if (kind === 'save') return Number.isInteger(index) && typeof filename === 'string';
  return kind === 'view' || kind === 'style' || kind === 'progress' || kind === 'cancel';
}

function isSendingMessage(message: unknown): message is SendingMessage {
  const { kind, send } = fieldsOf(message);
  return (kind === 'sending' || kind === 'cancel-sending') && typeof send === 'number';
}

function fieldsOf(message: unknown): Readonly<Record<'kind' | 'index' | 'filename' | 'send', unknown>> {
  return (typeof message === 'object' && message !== null ? message : {}) as ReturnType<typeof fieldsOf>;
}

/** Answers our scripts in message documents; which tab asks is Thunderbird's word, not theirs. */
export function onPaneMessage(answer: (tabId: number, message: PaneMessage) => Promise<unknown>): void {
  thunderbird.runtime.onMessage.addListener((message, { tab }) =>
    tab && isPaneMessage(message) ? answer(tab.id, message) : undefined,
  );
}

/** Answers the windows about messages that are being protected. */
export function onSendingMessage(answer: (message: SendingMessage) => ProgressView | undefined): void {
  thunderbird.runtime.onMessage.addListener((message) =>
    isSendingMessage(message) ? Promise.resolve(answer(message)) : undefined,
  );
}

const ask = (message: PaneMessage | SendingMessage): Promise<unknown> => thunderbird.runtime.sendMessage(message);

/** Undefined where the document is to stay as Thunderbird made it. */
export async function askForView(): Promise<PaneView | undefined> {
  return (await ask({ kind: 'view' })) as PaneView | undefined;
}

/** How far the opening is; undefined where nothing is being opened. */
export async function askForProgress(): Promise<ProgressView | undefined> {
  return (await ask({ kind: 'progress' })) as ProgressView | undefined;
}

export async function askForStyle(): Promise<string> {
  return String(await ask({ kind: 'style' }));
}

export async function askToCancel(): Promise<void> {
  await ask({ kind: 'cancel' });
}

export async function askToSave(index: number, filename: string): Promise<void> {
  await ask({ kind: 'save', index, filename });
}

/** How far the protecting of a message is; undefined where that is over. */
export async function askForSending(send: number): Promise<ProgressView | undefined> {
  return (await ask({ kind: 'sending', send })) as ProgressView | undefined;
}

export async function askToCancelSending(send: number): Promise<void> {
  await ask({ kind: 'cancel-sending', send });
}

/** The style sheet that was built for our script; its own document may not fetch it. */
export async function paneStyle(): Promise<string> {
  return (await fetch(thunderbird.runtime.getURL('message-display.css'))).text();
}
