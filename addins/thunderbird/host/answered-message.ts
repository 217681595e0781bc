import { withDeadline } from './deadline';
import { session } from './environment';
import { thunderbird } from './thunderbird';
import { type FoundMessage, type ThunderbirdComposeDetails } from './thunderbird-types';

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
  if (forwards !== undefined) await session.set(inheritedName(to), forwards);
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
  const about = await relatedTo(details).catch((): Related => ({ answers: 'unknown' }));
  await session.set(nameOf(tabId), about);
  return about;
}

async function relatedTo({ type, relatedMessageId }: ThunderbirdComposeDetails): Promise<Related> {
  // Left out where the message was opened from a file.
  const named = relatedMessageId ?? 'unknown';
  if (type === 'reply') return { answers: named };
  if (type === 'forward' || type === 'redirect') return { forwards: named };
  // QUIRK: to Thunderbird "Edit as new" is a new message that is related to another.
  if (type !== 'draft') return relatedMessageId === undefined ? {} : { forwards: relatedMessageId };
  if (relatedMessageId === undefined) return { answers: 'unknown' };
  const reading = thunderbird.messages.getHeaders(relatedMessageId);
  const headers = await withDeadline('messages.getHeaders', CALL_MS, reading);
  // QUIRK: Thunderbird gives no header at all of a draft on a server that it has not got yet.
  if (Object.keys(headers).length === 0) return { answers: 'unknown' };
  // QUIRK: of some answers that were saved as drafts Thunderbird names the message that they answer, and not the draft.
  if (headers['x-mozilla-draft-info'] === undefined) return { answers: relatedMessageId };
  const forwarded = headers['x-forwarded-message-id']?.[0];
  if (forwarded !== undefined) return { forwards: await messageWith(forwarded).catch(() => 'unknown' as const) };
  const inReplyTo = headers['in-reply-to']?.[0];
  return inReplyTo === undefined ? {} : { answers: await messageWith(inReplyTo) };
}

/** By the first of the Message-IDs that a header names. */
async function messageWith(field: string): Promise<Answered> {
  const [first = ''] = field.trim().split(/\s+/);
  const headerMessageId = first.replace(/^<|>$/g, '');
  return (await withDeadline('messages.query', SEARCH_MS, firstWith(headerMessageId)))?.id ?? 'unknown';
}

/** Thunderbird hands out a first page after a while, however little is on it. */
async function firstWith(headerMessageId: string): Promise<FoundMessage | undefined> {
  let page = await thunderbird.messages.query({ headerMessageId });
  while (page.messages.length === 0 && page.id) page = await thunderbird.messages.continueList(page.id);
  return page.messages[0];
}
