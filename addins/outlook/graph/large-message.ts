import {
  bodyOctets,
  concat,
  decodedBody,
  decodeEncodedWords,
  parseEntity,
  parseMailboxes,
  SignetError,
  utf8Bytes,
  type Bytes,
  type WireMessage,
} from '../../../shared/index';
import { createDraftRemover } from './draft-remover';
import { asksToWait, mailboxPath, refusal, waitFor, type GraphClient } from './graph-client';

/** Upload sessions take multiples of this (outlook-large-attachments). */
const UNIT = 320 * 1024;
/** Below the documented 4 MB of one piece. */
const PIECE = 10 * UNIT;
const SEND_ATTEMPTS = 4;
const SEND_TIMEOUT_MS = 120_000;

/** Exchange's own form of an S/MIME message ([MS-OXOSMIME] 2.1.3): its class and its one attachment. */
interface SmimeItem {
  readonly messageClass: 'IPM.Note.SMIME' | 'IPM.Note.SMIME.MultipartSigned';
  readonly contentType: string;
  readonly octets: Bytes;
}

/**
 * EXPERIMENT, never run against Exchange, and documented by nobody: sends a message over Graph's 4 MB of MIME as a draft
 * that says of itself, by the extended property of its class (PidTagMessageClass, 0x001A), that its attachment
 * `smime.p7m` is the whole message, as Exchange itself keeps one. The attachment goes up by an upload session. Of the outer
 * header only From, To, Cc, Subject and Message-ID arrive as written: the rest is the server's.
 *
 * Rejects as `createGraphTransport` does, and with `limit` for what is not S/MIME; then no draft is left where the server lets it
 * be removed.
 */
export async function postLarge(
  client: GraphClient,
  upload: typeof fetch,
  message: WireMessage,
): Promise<'accepted' | 'doubtful'> {
  const { header } = parseEntity(message.octets);
  const item = smimeItem(message.octets);
  const people = (name: string): object[] =>
    parseMailboxes(header.first(name) ?? '').map(({ name, address }) => ({ emailAddress: { name, address } }));
  const draft = await json(client, `${mailboxPath()}/messages`, {
    subject: decodeEncodedWords(header.first('subject') ?? ''),
    from: people('from')[0],
    toRecipients: people('to'),
    ccRecipients: people('cc'),
    internetMessageId: message.messageId,
    singleValueExtendedProperties: [{ id: 'String 0x001A', value: item.messageClass }],
  });
  const path = `${mailboxPath()}/messages/${encodeURIComponent(textOf(draft['id']))}`;
  try {
    const { contentType, octets } = item;
    const session = await json(client, `${path}/attachments/createUploadSession`, {
      AttachmentItem: { attachmentType: 'file', name: 'smime.p7m', size: octets.length, contentType },
    });
    await putPieces(upload, textOf(session['uploadUrl']), octets);
    return await send(client, path);
  } catch (thrown) {
    await createDraftRemover(client)
      .remove(textOf(draft['id']))
      .catch(() => undefined);
    throw thrown;
  }
}

function smimeItem(message: Bytes): SmimeItem {
  const entity = parseEntity(message);
  const { value, parameters } = entity.contentType;
  if (value === 'multipart/signed') {
    const field = utf8Bytes(`Content-Type: ${entity.header.first('content-type') ?? ''}\r\n\r\n`);
    const octets = concat([field, bodyOctets(entity)]);
    return { messageClass: 'IPM.Note.SMIME.MultipartSigned', contentType: value, octets };
  }
  const isKnown = /^(enveloped|signed)-data$/i.test(parameters.get('smime-type') ?? '');
  if (value !== 'application/pkcs7-mime' || !isKnown) {
    throw new SignetError('limit', 'not a form that Exchange keeps as S/MIME', 'large-message');
  }
  return { messageClass: 'IPM.Note.SMIME', contentType: value, octets: decodedBody(entity) };
}

/** The address of a session carries its own permission: no token goes there. */
async function putPieces(upload: typeof fetch, url: string, octets: Bytes): Promise<void> {
  if (!/^https:\/\//i.test(url)) throw new SignetError('host', 'Graph: no address to upload to', 'refused');
  for (let start = 0; start < octets.length; start += PIECE) {
    const piece = octets.subarray(start, start + PIECE);
    const response = await upload(url, {
      method: 'PUT',
      headers: {
        'Content-Type': 'application/octet-stream',
        'Content-Range': `bytes ${start}-${start + piece.length - 1}/${octets.length}`,
      },
      body: piece,
    }).catch(() => undefined);
    if (!response) throw new SignetError('host', 'Graph: no answer to a piece', 'not-sent');
    if (!response.ok) throw await refusal(response);
  }
}

/** From here on it may have been sent: the draft, which is then the sent message, is left alone where nobody knows. */
async function send(client: GraphClient, path: string): Promise<'accepted' | 'doubtful'> {
  for (let attempt = 1; ; attempt++) {
    const response = await client.request(`${path}/send`, { method: 'POST', timeoutMs: SEND_TIMEOUT_MS });
    if (response?.ok) return 'accepted';
    if (!response || response.status >= 500) return 'doubtful';
    if (attempt === SEND_ATTEMPTS || !asksToWait(response)) throw await refusal(response);
    await client.sleep(waitFor(response));
  }
}

async function json(client: GraphClient, path: string, body: object): Promise<Readonly<Record<string, unknown>>> {
  const request = { method: 'POST', contentType: 'application/json', body: JSON.stringify(body) } as const;
  const response = await client.ask(path, request);
  const answer: unknown = await response.json().catch(() => undefined);
  if (typeof answer === 'object' && answer !== null) return answer as Readonly<Record<string, unknown>>;
  throw new SignetError('host', 'Graph: an object expected', 'refused');
}

function textOf(value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new SignetError('host', 'Graph: a text expected', 'refused');
}
