import { withDeadline } from './deadline';
import { session } from './environment';
import { thunderbird } from './thunderbird';
import { type FoundMessage, type ThunderbirdComposeDetails } from './thunderbird-types';

/** The number of a message; `unknown`: there is one, and it was not found. */
export type Answered = number | 'unknown';

const CALL_MS = 10_000;
/** Thunderbird goes through every folder for a Message-ID. */
const SEARCH_MS = 30_000;

const NONE = 'none';
const nameOf = (tabId: number): string => `answered:${tabId}`;

/**
 * The message that the one in a compose window answers; undefined: none. A draft names it by In-Reply-To, and says of a
 * forwarded one that it was forwarded. What was found is kept for the window, also that it is unknown: Thunderbird
 * replaces a draft when it saves it again, and then knows nothing of the old one, and no change of a draft may search all
 * folders anew. Rejects where the window is gone.
 */
export function answeredMessage(tabId: number): Promise<Answered | undefined> {
  const running = searches.get(tabId) ?? find(tabId).finally(() => searches.delete(tabId));
  searches.set(tabId, running);
  return running;
}

/** Under way, by window. */
const searches = new Map<number, Promise<Answered | undefined>>();

async function find(tabId: number): Promise<Answered | undefined> {
  const kept = await session.get(nameOf(tabId));
  if (typeof kept === 'number' || kept === 'unknown') return kept;
  if (kept === NONE) return undefined;
  const details = await withDeadline('getComposeDetails', CALL_MS, thunderbird.compose.getComposeDetails(tabId));
  const found = await answeredIn(details).catch(() => 'unknown' as const);
  await session.set(nameOf(tabId), found ?? NONE);
  return found;
}

async function answeredIn({ type, relatedMessageId }: ThunderbirdComposeDetails): Promise<Answered | undefined> {
  // Left out where the message was opened from a file.
  if (type === 'reply') return relatedMessageId ?? 'unknown';
  if (type !== 'draft') return undefined;
  if (relatedMessageId === undefined) return 'unknown';
  const reading = thunderbird.messages.getHeaders(relatedMessageId);
  const headers = await withDeadline('messages.getHeaders', CALL_MS, reading);
  // QUIRK: Thunderbird gives no header at all of a draft on a server that it has not got yet.
  if (Object.keys(headers).length === 0) return 'unknown';
  // QUIRK: of some answers that were saved as drafts Thunderbird names the message that they answer, and not the draft.
  if (headers['x-mozilla-draft-info'] === undefined) return relatedMessageId;
  const inReplyTo = headers['in-reply-to']?.[0];
  if (inReplyTo === undefined || headers['x-forwarded-message-id'] !== undefined) return undefined;
  const headerMessageId = inReplyTo.trim().replace(/^<|>$/g, '');
  return (await withDeadline('messages.query', SEARCH_MS, firstWith(headerMessageId)))?.id ?? 'unknown';
}

/** Thunderbird hands out a first page after a while, however little is on it. */
async function firstWith(headerMessageId: string): Promise<FoundMessage | undefined> {
  let page = await thunderbird.messages.query({ headerMessageId });
  while (page.messages.length === 0 && page.id) page = await thunderbird.messages.continueList(page.id);
  return page.messages[0];
}
