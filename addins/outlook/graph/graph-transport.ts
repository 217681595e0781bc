import { base64Octets, sameAddress, SignetError, type WireMessage } from '../../../shared/index';
import { createCarefulTransport, type CheckedTransport } from '../careful-sending';
import { graphOctets } from '../mail-routes';
import { asksToWait, mailboxPath, refusal, waitFor, type GraphClient } from './graph-client';

const SEND_TIMEOUT_MS = 120_000;
const SEND_ATTEMPTS = 4;

/** The other addresses that the user may send from. */
export interface SharedSending {
  /** With the rights to send from, and to look into, mailboxes of others (`*.Shared`): asked for with the first such message. */
  readonly client: GraphClient;
  /** The address of the user's own mailbox. */
  readonly own: () => string | undefined;
}

/** Sends what is over the documented cap; an experiment (large-message.ts). */
export type PostLarge = (message: WireMessage) => Promise<'accepted' | 'doubtful'>;

/**
 * Sends MIME by `POST /me/sendMail`. Graph takes the recipients from To, Cc and Bcc of the message itself:
 * `recipients` must name the same people, which is not checked here. A browser may repeat a request on its own where a
 * kept-alive connection breaks before any answer (Chromium does): sendMail has no key against that, so what then stands
 * against a second delivery is the mail system's own duplicate detection by Message-ID.
 *
 * A message from another address goes by `/users/{from}/sendMail`, whose copy is in that mailbox; that takes Full Access
 * there. Where Graph says that it is not given, or that there is no such mailbox (an alias, a distribution list), it goes
 * by `/me/sendMail`, and the copy into the user's own: what Send As and Send on Behalf allow (outlook-send-mail-from-other-user).
 *
 * With `postLarge` what is over 4 MB goes by that, from the user's own mailbox alone; without it such a message is refused.
 *
 * Rejects with `host` beside what `createCarefulTransport` says: subject `too-large`, `sign-in`, `busy`, `forbidden`,
 * `send-as` (the user may not send from there) or `refused`.
 */
export function createGraphTransport(
  client: GraphClient,
  shared?: SharedSending,
  postLarge?: PostLarge,
): CheckedTransport {
  const isOther = (from: string | undefined): from is string => {
    const own = shared?.own();
    return from !== undefined && own !== undefined && !sameAddress(from, own);
  };
  return createCarefulTransport({
    maxOctets: graphOctets(postLarge !== undefined),
    looksFirst: false,
    sleep: client.sleep,
    wasAccepted: async (messageId, from) =>
      (await isInMailbox(client, mailboxPath(), messageId)) ||
      (shared !== undefined && isOther(from) && (await isInShared(shared.client, from, messageId))),
    async post(message) {
      if (message.octets.length > graphOctets(false)) {
        if (!postLarge || isOther(message.from))
          throw new SignetError('host', 'over the size that Graph takes', 'too-large');
        return postLarge(message);
      }
      if (!shared || !isOther(message.from)) return post(client, mailboxPath(), message);
      try {
        return await post(shared.client, mailboxPath(message.from), message);
      } catch (thrown) {
        if (!isNotOpen(thrown)) throw thrown;
        return post(shared.client, mailboxPath(), message);
      }
    },
  });
}

/** Graph has refused, and done nothing: the mailbox is not there, or not open to the user. */
const isNotOpen = (thrown: unknown): boolean =>
  thrown instanceof SignetError && (thrown.subject === 'forbidden' || thrown.subject === 'not-found');

async function post(client: GraphClient, mailbox: string, message: WireMessage): Promise<'accepted' | 'doubtful'> {
  const request = {
    method: 'POST',
    contentType: 'text/plain',
    // As octets: a text of that length would be made on the page's main thread.
    body: base64Octets(message.octets),
    timeoutMs: SEND_TIMEOUT_MS,
  } as const;
  for (let attempt = 1; ; attempt++) {
    const response = await client.request(`${mailbox}/sendMail`, request);
    if (response?.ok) return 'accepted';
    if (!response || (response.status >= 500 && response.status !== 503)) return 'doubtful';
    if (attempt === SEND_ATTEMPTS || !asksToWait(response)) throw await refusal(response);
    await client.sleep(waitFor(response));
    if (response.status !== 503) continue;
    // 503 may come from a proxy after the mailbox has taken the message.
    const isThere = await isInMailbox(client, mailbox, message.messageId).catch(() => undefined);
    if (isThere !== false) return isThere ? 'accepted' : 'doubtful';
  }
}

/** A mailbox that the user may not open has taken no message of theirs: that takes Full Access. */
async function isInShared(client: GraphClient, from: string, messageId: string): Promise<boolean> {
  return isInMailbox(client, mailboxPath(from), messageId).catch((thrown: unknown) => {
    if (isNotOpen(thrown)) return false;
    throw thrown;
  });
}

async function isInMailbox(client: GraphClient, mailbox: string, messageId: string): Promise<boolean> {
  const filter = encodeURIComponent(`internetMessageId eq '${messageId.replaceAll("'", "''")}'`);
  const response = await client.ask(`${mailbox}/messages?$filter=${filter}&$select=id,isDraft`);
  const body: unknown = await response.json().catch(() => undefined);
  const { value } = (body ?? {}) as { readonly value?: unknown };
  if (!Array.isArray(value)) throw new SignetError('host', 'Graph: a list of messages expected', 'refused');
  return value.some((one: { readonly isDraft?: unknown } | null) => one?.isDraft !== true);
}
