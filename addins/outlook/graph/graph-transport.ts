import { base64Octets, SignetError, type OutgoingTransport, type WireMessage } from '../../../shared/index';
import { asksToWait, refusal, waitFor, type GraphClient } from './graph-client';

/**
 * Documented cap of an S/MIME payload ("S/MIME message payloads are currently limited to 4 MB", user-post-messages);
 * the payload is base64 of the message.
 */
export const PAYLOAD_LIMIT = 4 * 1024 * 1024;
const MAX_OCTETS = (PAYLOAD_LIMIT / 4) * 3;
const SEND_TIMEOUT_MS = 120_000;
const SEND_ATTEMPTS = 4;
/** Pauses before each question whether a message in doubt has arrived: the store may lag behind. */
const DOUBT_PAUSES_MS = [500, 1_500, 4_000];

export interface GraphTransport extends OutgoingTransport {
  /** Whether the mailbox holds a sent message of this Message-ID. Rejects with `host` where that cannot be told. */
  wasAccepted(messageId: string): Promise<boolean>;
}

/**
 * Sends MIME by `POST /me/sendMail`. Graph takes the recipients from To, Cc and Bcc of the message itself:
 * `recipients` must name the same people, which is not checked here. A browser may repeat a request on its own where a
 * kept-alive connection breaks before any answer (Chromium does): sendMail has no key against that, so what then stands
 * against a second delivery is the mail system's own duplicate detection by Message-ID. Rejects with `limit` for a message over the cap,
 * and with `host`: subject `not-sent` (it did not arrive), `unconfirmed` (nobody knows; asked again before the next
 * attempt), `too-large`, `sign-in`, `busy` or `refused`.
 */
export function createGraphTransport(client: GraphClient): GraphTransport {
  const attempted = new Set<string>();
  const running = new Map<string, Promise<void>>();
  const wasAccepted = (messageId: string): Promise<boolean> => isInMailbox(client, messageId);
  const send = async (message: WireMessage): Promise<void> => {
    if (message.octets.length > MAX_OCTETS) {
      throw new SignetError('limit', 'message over the size that Graph takes', String(MAX_OCTETS));
    }
    if (attempted.has(message.messageId) && (await wasAccepted(message.messageId))) return;
    attempted.add(message.messageId);
    await post(client, message);
  };
  return {
    maxOctets: MAX_OCTETS,
    wasAccepted,
    send(message) {
      const same = running.get(message.messageId);
      if (same) return same;
      const sending = send(message).finally(() => running.delete(message.messageId));
      running.set(message.messageId, sending);
      return sending;
    },
  };
}

async function post(client: GraphClient, message: WireMessage): Promise<void> {
  const request = {
    method: 'POST',
    contentType: 'text/plain',
    // As octets: a text of that length would be made on the page's main thread.
    body: base64Octets(message.octets),
    timeoutMs: SEND_TIMEOUT_MS,
  } as const;
  for (let attempt = 1; ; attempt++) {
    const response = await client.request('/me/sendMail', request);
    if (response?.ok) return;
    if (!response || (response.status >= 500 && response.status !== 503)) {
      await settleDoubt(client, message.messageId);
      return;
    }
    if (attempt === SEND_ATTEMPTS || !asksToWait(response)) throw await refusal(response);
    await client.sleep(waitFor(response));
    // 503 may come from a proxy after the mailbox has taken the message.
    if (response.status === 503 && (await isInMailbox(client, message.messageId))) return;
  }
}

/** Resolves where the message has arrived although no good answer came. It is not sent again here: the user decides. */
async function settleDoubt(client: GraphClient, messageId: string): Promise<void> {
  let answered = false;
  for (const pause of DOUBT_PAUSES_MS) {
    await client.sleep(pause);
    const accepted = await isInMailbox(client, messageId).catch(() => undefined);
    if (accepted === true) return;
    answered ||= accepted === false;
  }
  if (answered) throw new SignetError('host', 'Graph: the message did not arrive', 'not-sent');
  throw new SignetError('host', 'Graph: no answer to sendMail nor to the question after it', 'unconfirmed');
}

async function isInMailbox(client: GraphClient, messageId: string): Promise<boolean> {
  const filter = encodeURIComponent(`internetMessageId eq '${messageId.replaceAll("'", "''")}'`);
  const response = await client.ask(`/me/messages?$filter=${filter}&$select=id,isDraft`);
  const body: unknown = await response.json().catch(() => undefined);
  const { value } = (body ?? {}) as { readonly value?: unknown };
  if (!Array.isArray(value)) throw new SignetError('host', 'Graph: a list of messages expected', 'refused');
  return value.some((one: { readonly isDraft?: unknown } | null) => one?.isDraft !== true);
}
