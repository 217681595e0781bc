import { randomUUID } from 'node:crypto';
import { concat, latin1Bytes, type Bytes } from '../../../../shared/base/bytes';
import { emptyResponse, errorResponse, GraphError, jsonResponse, type GraphResponse } from './graph-http';
import { readRawMessage, withFields } from './mime-header';
import { type MessageStore, type StoredMessage } from './message-store';

/** Documented (outlook-large-attachments): files from 3 MB to 150 MB, in pieces of at most 4 MB. */
const SMALLEST = 3 * 1024 * 1024;
const LARGEST = 150 * 1024 * 1024;
const PIECE = 4 * 1024 * 1024;
const UNIT = 320 * 1024;

interface Session {
  readonly key: string;
  readonly size: number;
  readonly pieces: Bytes[];
}

const ORIGIN = 'https://outlook.office.com/api/gv1.0/AttachmentSessions/';
const sessions = new Map<string, Session>();

/** Simulated upload sessions for an attachment of a draft; the address alone is the permission. */
export function openUploadSession(message: StoredMessage, body: Record<string, unknown>): GraphResponse {
  const item = (body['AttachmentItem'] ?? {}) as Record<string, unknown>;
  const size = Number(item['size']);
  if (item['attachmentType'] !== 'file' || typeof item['name'] !== 'string' || !(size >= SMALLEST && size <= LARGEST)) {
    throw new GraphError(400, 'ErrorInvalidRequest', 'The attachment item is not valid.');
  }
  const id = randomUUID();
  sessions.set(id, { key: message.key, size, pieces: [] });
  return jsonResponse(201, { uploadUrl: `${ORIGIN}${id}`, nextExpectedRanges: ['0-'] });
}

/** One PUT to such an address. Header names in lower case. */
export function answerUpload(url: string, headers: Readonly<Record<string, string>>, body: Bytes): GraphResponse {
  try {
    const session = sessions.get(url.slice(ORIGIN.length));
    if (!session) throw new GraphError(404, 'ErrorItemNotFound', 'The session is not known.');
    if ('authorization' in headers) throw new GraphError(401, 'InvalidAuthenticationToken', 'No token is taken here.');
    const [, first, last, all] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers['content-range'] ?? '') ?? [];
    const start = session.pieces.reduce((sum, { length }) => sum + length, 0);
    const isNext = Number(first) === start && Number(last) === start + body.length - 1 && Number(all) === session.size;
    const isLast = start + body.length === session.size;
    if (!isNext || body.length > PIECE || (!isLast && body.length % UNIT !== 0)) {
      throw new GraphError(416, 'InvalidRange', 'The uploaded fragment is not the expected one.');
    }
    session.pieces.push(new Uint8Array(body));
    return isLast ? emptyResponse(201) : jsonResponse(200, { nextExpectedRanges: [`${start + body.length}-`] });
  } catch (thrown) {
    if (thrown instanceof GraphError) return errorResponse(thrown);
    throw thrown;
  }
}

/**
 * Supposed, and documented by nobody: what Exchange would make on its way out of a draft that was given the class of an
 * S/MIME message, by [MS-OXOSMIME] 2.1.3. Other drafts stay as they are.
 */
export function asSmime(store: MessageStore, message: StoredMessage): Bytes {
  const octets = store.octets(message);
  const { messageClass } = store.properties(message);
  const session = [...sessions.values()].find(({ key }) => key === message.key);
  if (!messageClass?.startsWith('IPM.Note.SMIME') || !session) return octets;
  const attachment = concat(session.pieces);
  if (attachment.length !== session.size)
    throw new GraphError(400, 'ErrorInvalidRequest', 'The upload is not complete.');
  const raw = readRawMessage(octets);
  const outer = withFields({ ...raw, body: new Uint8Array() }, ({ name }) => !name.startsWith('content-'));
  const header = outer.subarray(0, outer.length - 2);
  if (messageClass === 'IPM.Note.SMIME.MultipartSigned') return concat([header, attachment]);
  // 1.2.840.113549.1.7.3, EnvelopedData.
  const isEnveloped = Buffer.from(attachment.subarray(0, 40)).includes(Buffer.from('2a864886f70d010703', 'hex'));
  const type = isEnveloped ? 'enveloped-data' : 'signed-data';
  const text = Buffer.from(attachment).toString('base64').replace(/.{76}/g, '$&\r\n');
  return concat([
    header,
    latin1Bytes(
      `Content-Type: application/pkcs7-mime; smime-type=${type}; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n${text}\r\n`,
    ),
  ]);
}
