import { type MessageBody } from '../../../shared/index';
import { type ProgressView, type Tone } from '../../ui/index';
import { type ListView } from '../list/list-marks';
import { type SendView } from '../background/running-sends';
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
  /** The keys are locked: a popup of ours asks for the passphrase, where no message can draw. */
  readonly isLocked?: boolean;
}

/** What our script in a message's document asks; the message is that of the tab it asks from. */
export type PaneMessage =
  | { readonly kind: 'view' }
  | { readonly kind: 'style' }
  | { readonly kind: 'progress' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'unlock' }
  | { readonly kind: 'save'; readonly index: number; readonly filename: string };

/** What the window about a message that is being protected asks. */
export interface SendingMessage {
  readonly kind: 'sending' | 'cancel-sending';
  readonly send: number;
}

function isPaneMessage(message: unknown): message is PaneMessage {
  const { kind, index, filename } = fieldsOf(message);
  if (kind === 'save') return Number.isInteger(index) && typeof filename === 'string';
  return kind === 'view' || kind === 'style' || kind === 'progress' || kind === 'cancel' || kind === 'unlock';
}

function isSendingMessage(message: unknown): message is SendingMessage {
  const { kind, send } = fieldsOf(message);
  return (kind === 'sending' || kind === 'cancel-sending') && typeof send === 'number';
}

function fieldsOf(
  message: unknown,
): Readonly<Record<'kind' | 'index' | 'filename' | 'send' | 'tabId' | 'command', unknown>> {
  return (typeof message === 'object' && message !== null ? message : {}) as ReturnType<typeof fieldsOf>;
}

/** Answers our scripts in message documents; which tab asks is Thunderbird's word, not theirs. */
export function onPaneMessage(
  answer: (tabId: number, message: PaneMessage, windowId: number) => Promise<unknown>,
): void {
  thunderbird.runtime.onMessage.addListener((message, { tab }) =>
    tab && isPaneMessage(message) ? answer(tab.id, message, tab.windowId) : undefined,
  );
}

const UNLOCKED = 'keys-unlocked';
const CHANGED = 'changed';
const AGAIN = 'show-again';

function onKind(kind: string, taken: () => Promise<void>): void {
  thunderbird.runtime.onMessage.addListener((message) => (fieldsOf(message).kind === kind ? taken() : undefined));
}

/** Answers pages that have unlocked the keys: `taken` is over when this page has them too. */
export const onUnlockedMessage = (taken: () => Promise<void>): void => onKind(UNLOCKED, taken);

/** Answers pages that have changed identities, trust or certificates; this page stays awake until `taken` is over. */
export const onChangedMessage = (taken: () => Promise<void>): void => onKind(CHANGED, taken);

/**
 * Wakes the background page, which a BroadcastChannel would not: identities, trust or certificates are not what they were,
 * and what it wrote beside messages may hold no longer. Never rejects.
 */
export async function announceChange(): Promise<void> {
  await thunderbird.runtime.sendMessage({ kind: CHANGED }).catch(() => undefined);
}

/** Wakes the background page for the keys, which a page that is about to close has unlocked. Never rejects. */
export async function announceUnlocked(): Promise<void> {
  await thunderbird.runtime.sendMessage({ kind: UNLOCKED }).catch(() => undefined);
}

/** Has the document of the message in a tab ask for its view anew. Never rejects: there may be none of ours. */
export async function showAgainIn(tabId: number): Promise<void> {
  await thunderbird.tabs.sendMessage(tabId, { kind: AGAIN }).catch(() => undefined);
}

export function onShowAgain(again: () => void): void {
  thunderbird.runtime.onMessage.addListener((message) => {
    if (fieldsOf(message).kind === AGAIN) again();
    return undefined;
  });
}

/** Answers the windows about messages that are being protected. */
export function onSendingMessage(answer: (message: SendingMessage) => SendView | undefined): void {
  thunderbird.runtime.onMessage.addListener((message) =>
    isSendingMessage(message) ? Promise.resolve(answer(message)) : undefined,
  );
}

const QUOTES = 'quotes-encrypted';

/** Answers our pages at a compose window, which know nothing of what is answered or forwarded in it. */
export function onQuoteMessage(answer: (tabId: number) => Promise<boolean | undefined>): void {
  thunderbird.runtime.onMessage.addListener((message) => {
    const { kind, tabId } = fieldsOf(message);
    return kind === QUOTES && typeof tabId === 'number' ? answer(tabId) : undefined;
  });
}

/** Whether what a compose window answers or forwards is encrypted. */
export async function askAboutQuote(tabId: number): Promise<boolean | 'unknown'> {
  const answer = await thunderbird.runtime.sendMessage({ kind: QUOTES, tabId }).catch(() => undefined);
  return typeof answer === 'boolean' ? answer : 'unknown';
}

const LIST = 'list';
const LIST_COMMANDS = ['look', 'on', 'off', 'start', 'pause', 'resume'] as const;

/** What our settings have the background page do about tags in the message list. */
export type ListCommand = (typeof LIST_COMMANDS)[number];

/** Answers our settings, which show how far the background page is. */
export function onListCommand(answer: (command: ListCommand) => Promise<ListView>): void {
  thunderbird.runtime.onMessage.addListener((message) => {
    const { kind, command } = fieldsOf(message);
    const known = LIST_COMMANDS.find((one) => one === command);
    return kind === LIST && known ? answer(known) : undefined;
  });
}

export async function tellList(command: ListCommand): Promise<ListView> {
  return (await thunderbird.runtime.sendMessage({ kind: LIST, command })) as ListView;
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

/** Opens the popup that asks for the passphrase. */
export async function askToUnlock(): Promise<void> {
  await ask({ kind: 'unlock' });
}

export async function askToSave(index: number, filename: string): Promise<void> {
  await ask({ kind: 'save', index, filename });
}

/** How far the protecting of a message is; undefined where that is over. */
export async function askForSending(send: number): Promise<SendView | undefined> {
  return (await ask({ kind: 'sending', send })) as SendView | undefined;
}

export async function askToCancelSending(send: number): Promise<void> {
  await ask({ kind: 'cancel-sending', send });
}

/** The style sheet that was built for our script; its own document may not fetch it. */
export async function paneStyle(): Promise<string> {
  return (await fetch(thunderbird.runtime.getURL('message-display.css'))).text();
}
