import { withDeadline } from './deadline';
import { session } from './environment';
import { composing } from './experiment';
import { thunderbird } from './thunderbird';
import { type FoundMessage } from './thunderbird-folders';
import { type ThunderbirdComposeDetails } from './thunderbird-types';

/** The number of a message; `unknown`: there is one, and it was not found. */
export type Answered = number | 'unknown';

const CALL_MS = 10_000;
/** Thunderbird goes through every folder for a Message-ID. */
const SEARCH_MS = 30_000;

/** What the message in a compose window is about: the one that it answers, or the one that it forwards. */
interface Related {
  readonly answers?: Answered;
  readonly forwards?: Answered;
}

/** What a draft of ours says: the Message-ID of the message whose text may be in it. It is in no message that leaves. */
const ABOUT = 'x-signet-about';

const nameOf = (tabId: number): string => `answered:${tabId}`;
const inheritedName = (tabId: number): string => `inherited:${tabId}`;

/**
 * The message that the one in a compose window answers; undefined: none. A draft names it by In-Reply-To, and says of a
 * forwarded one that it was forwarded. What was found is kept for the window, also that it is unknown: Thunderbird
 * replaces a draft when it saves it again, and then knows nothing of the old one, and no change of a draft may search all
 * folders anew. Rejects where the window is gone.
 */
export async function answeredMessage(tabId: number): Promise<Answered | undefined> {
  return (await related(tabId)).answers;
}

/**
 * The same of the message that it forwards, in a forward that was kept as a draft and opened again too; of the one that it
 * redirects or that is edited as a new one, since its text is in the window; and of what a window that this one was made of was
 * about.
 */
export async function forwardedMessage(tabId: number): Promise<Answered | undefined> {
  return (await related(tabId)).forwards;
}

/** The second window has the text of the first. Rejects where the first is gone. */
export async function inheritRelated(from: number, to: number): Promise<void> {
  const { answers, forwards = answers } = await related(from);
  if (forwards === undefined) return;
  await session.set(inheritedName(to), forwards);
  await tellWindow(to, forwards);
}

async function related(tabId: number): Promise<Related> {
  const inherited = await session.get(inheritedName(tabId));
  if (typeof inherited === 'number' || inherited === 'unknown') return { forwards: inherited };
  return found(tabId);
}

function found(tabId: number): Promise<Related> {
  const running = searches.get(tabId) ?? find(tabId).finally(() => searches.delete(tabId));
  searches.set(tabId, running);
  return running;
}

/** Under way, by window. */
const searches = new Map<number, Promise<Related>>();

async function find(tabId: number): Promise<Related> {
  const kept = await session.get(nameOf(tabId));
  if (typeof kept === 'object' && kept !== null) return kept;
  const details = await withDeadline('getComposeDetails', CALL_MS, thunderbird.compose.getComposeDetails(tabId));
  const about = await relatedTo(await withDraft(tabId, details)).catch(() => UNREAD);
  await session.set(nameOf(tabId), about);
  await tellWindow(tabId, about.forwards);
  return about;
}

/** So that a draft that is kept, and opened again, still tells. What no window was told is unknown in its drafts. */
async function tellWindow(tabId: number, forwards: Answered | undefined): Promise<void> {
  const about = forwards === undefined ? '' : await messageIdOf(forwards);
  await withDeadline('setAbout', CALL_MS, composing().setAbout(tabId, about)).catch(() => undefined);
}

async function messageIdOf(message: Answered): Promise<string> {
  if (message === 'unknown') return message;
  const { headerMessageId } = await thunderbird.messages.get(message).catch(() => ({ headerMessageId: '' }));
  return headerMessageId === '' ? 'unknown' : `<${headerMessageId}>`;
}

/** QUIRK: of a draft that was opened and saved before, Thunderbird itself names what it was before, which is gone. */
async function withDraft(tabId: number, details: ThunderbirdComposeDetails): Promise<ThunderbirdComposeDetails> {
  if (details.type !== 'draft') return details;
  const draft = await withDeadline('draft', CALL_MS, composing().draft(tabId)).catch(() => null);
  return draft === null ? details : { ...details, relatedMessageId: draft };
}

/** Of a draft that cannot be read. */
const UNREAD: Related = { answers: 'unknown', forwards: 'unknown' };

async function relatedTo({ type, relatedMessageId }: ThunderbirdComposeDetails): Promise<Related> {
  // Left out where the message was opened from a file.
  const named = relatedMessageId ?? 'unknown';
  if (type === 'reply') return { answers: named };
  if (type === 'forward' || type === 'redirect') return { forwards: named };
  // QUIRK: to Thunderbird "Edit as new" is a new message that is related to another.
  if (type !== 'draft') return relatedMessageId === undefined ? {} : { forwards: await textOf(relatedMessageId) };
  if (relatedMessageId === undefined) return UNREAD;
  const headers = await headersOf(relatedMessageId);
  // QUIRK: Thunderbird gives no header at all of a draft on a server that it has not got yet.
  if (Object.keys(headers).length === 0) return UNREAD;
  // QUIRK: of some answers that were saved as drafts Thunderbird names the message that they answer, and not the draft.
  return isDraft(headers) ? ofDraft(headers) : { answers: relatedMessageId };
}

type Headers = Readonly<Record<string, readonly string[] | undefined>>;

/** By names in lower case. Rejects where they cannot be had. */
export const headersOf = (messageId: number, milliseconds = CALL_MS): Promise<Headers> =>
  withDeadline('messages.getHeaders', milliseconds, thunderbird.messages.getHeaders(messageId));
const isDraft = (headers: Headers): boolean => headers['x-mozilla-draft-info'] !== undefined;

async function ofDraft(headers: Headers): Promise<Related> {
  const [forwarded, inReplyTo] = [headers['x-forwarded-message-id']?.[0], headers['in-reply-to']?.[0]];
  const text = headers[ABOUT]?.[0] ?? forwarded;
  return {
    ...(text !== undefined && { forwards: await messageWith(text) }),
    ...(inReplyTo !== undefined && forwarded === undefined && { answers: await messageWith(inReplyTo) }),
  };
}

/** Whose text is in a message that was edited as a new one: that message's own or, where it is a draft, what that was about. */
async function textOf(messageId: number): Promise<Answered> {
  const headers = await headersOf(messageId).catch((): Headers => ({}));
  if (Object.keys(headers).length === 0) return 'unknown';
  const isSealed = SEALED.test(headers['content-type']?.[0] ?? '');
  const { answers, forwards = answers } = isDraft(headers) && !isSealed ? await ofDraft(headers) : {};
  return forwards ?? messageId;
}

const SEALED = /pkcs7-mime|multipart\/encrypted/i;

/** By the first of the Message-IDs that a header names. */
async function messageWith(field: string): Promise<Answered> {
  const [first = ''] = field.trim().split(/\s+/);
  if (first === 'unknown') return first;
  const headerMessageId = first.replace(/^<|>$/g, '');
  const searching = withDeadline('messages.query', SEARCH_MS, firstWith(headerMessageId));
  return (await searching.catch(() => undefined))?.id ?? 'unknown';
}

/** Thunderbird hands out a first page after a while, however little is on it. */
async function firstWith(headerMessageId: string): Promise<FoundMessage | undefined> {
  let page = await thunderbird.messages.query({ headerMessageId });
  while (page.messages.length === 0 && page.id) page = await thunderbird.messages.continueList(page.id);
  return page.messages[0];
}
