import { type AttachmentView, type BodyPart, type Tone } from '../../ui/index';
import { thunderbird } from './thunderbird';

/** What our script in a message's document is told to show there. Structured-clone values only. */
export interface PaneView {
  /** The style sheet, for a shadow tree: nothing of it may reach the rest of the document. */
  readonly style: string;
  /** What the message is worth, or why it cannot be shown. */
  readonly sentence: string;
  readonly tone: Tone;
  /** The opened text; left out where the message could not be opened. */
  readonly body?: {
    readonly parts: readonly BodyPart[];
    readonly attachments: readonly Omit<AttachmentView, 'octets'>[];
  };
}

export type PageMessage =
  | { readonly kind: 'view' }
  /** Save an attachment of the message shown in the tab of the sender. */
  | { readonly kind: 'save'; readonly index: number; readonly filename: string };

function isPageMessage(message: unknown): message is PageMessage {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false;
  const { kind, index, filename } = message as { kind: unknown; index?: unknown; filename?: unknown };
  return kind === 'view' || (kind === 'save' && Number.isInteger(index) && typeof filename === 'string');
}

/** Answers our scripts in message documents; which tab asks is Thunderbird's word, not theirs. */
export function onPageMessage(answer: (tabId: number, message: PageMessage) => Promise<unknown>): void {
  thunderbird.runtime.onMessage.addListener((message, { tab }) =>
    tab && isPageMessage(message) ? answer(tab.id, message) : undefined,
  );
}

/** Undefined where the document is to stay as Thunderbird made it. */
export async function askForView(): Promise<PaneView | undefined> {
  return (await thunderbird.runtime.sendMessage({ kind: 'view' } satisfies PageMessage)) as PaneView | undefined;
}

export async function askToSave(index: number, filename: string): Promise<void> {
  await thunderbird.runtime.sendMessage({ kind: 'save', index, filename } satisfies PageMessage);
}

/** The style sheet that was built for our script; its own document may not fetch it. */
export async function paneStyle(): Promise<string> {
  return (await fetch(thunderbird.runtime.getURL('message-display.css'))).text();
}
