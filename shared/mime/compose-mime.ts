import { encodedLinesLength, encodeLines } from '../base/base64';
import { type Bytes, type CanonicalOctets, concat, hex, indexOf, latin1Bytes, utf8Bytes } from '../base/bytes';
import { SignetError } from '../base/errors';
import { canonicalForm } from './canonical-form';
import { looksLikeMessage } from './entity';
import { formatParameter } from './parameters';
import { encodeQuotedPrintable, startsFrom } from './quoted-printable';
export { composeHeader, type MessageFields, withHeader } from './compose-header';

export interface AttachmentContent {
  readonly filename: string;
  /** A media type, such as "application/pdf", perhaps with parameters. */
  readonly contentType: string;
  readonly octets: Bytes;
  /** Without angle brackets; what "cid:" in the HTML names. */
  readonly contentId?: string;
}

export interface MessageContent {
  readonly text?: string;
  readonly html?: string;
  /**
   * The text is in the flowed form of RFC 3676, which is kept: lines that go on end in a space, lines that begin with a
   * space, ">" or "From " are stuffed. `delsp`: the space at a soft break is no part of the text. Left out: fixed lines.
   */
  readonly flowed?: 'keep-space' | 'delsp';
  /** Parts the HTML shows by "cid:". */
  readonly inline?: readonly AttachmentContent[];
  readonly attachments?: readonly AttachmentContent[];
}

/**
 * The content as one MIME entity: Content-* header, empty line, body. Text and HTML are alternatives, inline parts
 * related to the HTML, attachments mixed. In a form that relays leave alone (RFC 8551 3.1.3): 7-bit, CRLF, no line over
 * 998 octets, none ending in white space or beginning with "From ". Attached messages keep their octets: as
 * message/rfc822 where they have that form themselves, else, since RFC 2046 5.2.1 lets them have no encoding, as
 * base64 of a file. Throws `malformed-mime` for a name, type or Content-ID with a line break or of no valid form.
 */
export function composeEntity(content: MessageContent): CanonicalOctets {
  const { text, html, inline = [], attachments = [] } = content;
  const bodies: Bytes[] = [];
  if (text !== undefined || html === undefined) bodies.push(textPart('plain', text ?? '', flowedParameters(content)));
  if (html !== undefined) {
    const page = textPart('html', html);
    const related = inline.map((part) => filePart(part, 'inline'));
    bodies.push(related.length === 0 ? page : composeMultipart('related; type="text/html"', [page, ...related]));
  }
  const body = bodies.length === 1 ? (bodies[0] as Bytes) : composeMultipart('alternative', bodies);
  const files = (html === undefined ? [...inline, ...attachments] : attachments).map((part) =>
    filePart(part, 'attachment'),
  );
  const entity = files.length === 0 ? body : composeMultipart('mixed', [body, ...files]);
  return canonicalForm(entity);
}

/**
 * A multipart entity around the parts, whose octets stay exactly as they are; the boundary occurs in none of them.
 * `subtypeAndParameters` stands after "multipart/", such as `signed; micalg=sha-256`. Throws `malformed-mime` for
 * line breaks in it or in the preamble.
 */
export function composeMultipart(
  subtypeAndParameters: string,
  parts: readonly Uint8Array[],
  options: MultipartOptions = {},
): Bytes {
  return concat(multipartPieces(subtypeAndParameters, parts, options));
}

export interface MultipartOptions {
  readonly preamble?: string;
  readonly boundary?: string;
}

/** The same in pieces, the parts among them as they are, for whoever writes them out one after the other. */
export function multipartPieces(
  subtypeAndParameters: string,
  parts: readonly Uint8Array[],
  options: MultipartOptions = {},
): readonly Uint8Array[] {
  const { preamble = '', boundary = freshBoundary(parts) } = options;
  if (!/^[ -~]+$/.test(subtypeAndParameters + boundary) || !/^[ -~]*$/.test(preamble)) {
    throw new SignetError('malformed-mime', 'a multipart header is not printable ASCII');
  }
  const head = `Content-Type: multipart/${subtypeAndParameters};\r\n boundary="${boundary}"\r\n\r\n`;
  const pieces: Uint8Array[] = [latin1Bytes(head + (preamble === '' ? '' : `${preamble}\r\n`))];
  for (const [i, part] of parts.entries()) pieces.push(latin1Bytes(`${i === 0 ? '' : '\r\n'}--${boundary}\r\n`), part);
  pieces.push(latin1Bytes(`\r\n--${boundary}--\r\n`));
  return pieces;
}

/** "=_" can stand in neither base64 nor quoted-printable (RFC 2045 6.7); the rest is random. */
function freshBoundary(parts: readonly Uint8Array[]): string {
  for (;;) {
    const boundary = `=_${hex(crypto.getRandomValues(new Uint8Array(16)))}`;
    if (parts.every((part) => indexOf(part, latin1Bytes(boundary)) === -1)) return boundary;
  }
}

function flowedParameters({ flowed }: MessageContent): string {
  if (flowed === undefined) return '';
  return flowed === 'delsp' ? '; format=flowed; delsp=yes' : '; format=flowed';
}

function textPart(subtype: 'plain' | 'html', text: string, more = ''): Bytes {
  const { charset, transferEncoding, body } = encodedText(text);
  const head = `Content-Type: text/${subtype}; charset=${charset}${more}\r\n`;
  return concat([latin1Bytes(`${head}Content-Transfer-Encoding: ${transferEncoding}\r\n\r\n`), body]);
}

export interface EncodedOctets {
  readonly transferEncoding: '7bit' | 'quoted-printable' | 'base64';
  readonly body: Bytes;
}

export interface EncodedText extends EncodedOctets {
  readonly charset: string;
}

/** Text as the body of a text part, in a form that relays leave alone; line breaks of every kind become CRLF. */
export function encodedText(text: string): EncodedText {
  return { charset: 'utf-8', ...octetsForRelays(utf8Bytes(text)) };
}

/** The same of text that is octets already, in whatever charset. */
export function octetsForRelays(text: Bytes): EncodedOctets {
  const octets = canonicalForm(text);
  if (isPlainSafe(octets)) return { transferEncoding: '7bit', body: octets };
  // Base64 is the shorter one where more than a sixth is not ASCII.
  if (nonAscii(octets) * 6 > octets.length) return encodedFile(octets);
  return { transferEncoding: 'quoted-printable', body: encodeQuotedPrintable(octets) };
}

/** Octets of any kind as a body. */
export function encodedFile(octets: Uint8Array): EncodedOctets {
  const body = new Uint8Array(encodedLinesLength(octets.length));
  encodeLines(octets, body, 0);
  return { transferEncoding: 'base64', body };
}

function base64Body(octets: Uint8Array): Bytes {
  const head = latin1Bytes('Content-Transfer-Encoding: base64\r\n\r\n');
  const out = new Uint8Array(head.length + encodedLinesLength(octets.length));
  out.set(head);
  encodeLines(octets, out, head.length);
  return out;
}

function nonAscii(octets: Uint8Array): number {
  let count = 0;
  for (const octet of octets) if (octet > 126) count++;
  return count;
}

/** Longest line, without its CRLF (RFC 5322 2.1.1). */
const LONGEST_LINE = 998;

/**
 * The octets can stand in a signed part without encoding: printable ASCII and tabs in CRLF lines of at most 998, none
 * ending in white space or beginning with "From " or ".".
 */
export function isPlainSafe(octets: Uint8Array): boolean {
  return isRelaySafe(octets) && octets[0] !== DOT && indexOf(octets, DOT_LINE) === -1;
}

const DOT = 46;
const DOT_LINE = Uint8Array.of(13, 10, DOT);

/** The same but for lines that begin with ".", which mail relays leave alone: what is built elsewhere is not changed for it. */
export function isRelaySafe(octets: Uint8Array): boolean {
  let lineStart = 0;
  for (let i = 0; i < octets.length; i++) {
    const octet = octets[i] as number;
    if (octet === 13 && octets[i + 1] === 10) {
      if (i - lineStart > LONGEST_LINE || endsBlank(octets, lineStart, i)) return false;
      lineStart = i + 2;
      i++;
    } else if (octet > 126 || (octet < 32 && octet !== 9)) return false;
    else if (octet === 70 && i === lineStart && startsFrom(octets, i)) return false;
  }
  return octets.length - lineStart <= LONGEST_LINE && !endsBlank(octets, lineStart, octets.length);
}

function endsBlank(octets: Uint8Array, lineStart: number, end: number): boolean {
  return end > lineStart && (octets[end - 1] === 32 || octets[end - 1] === 9);
}

function filePart(file: AttachmentContent, disposition: 'attachment' | 'inline'): Bytes {
  const message = /^message\/rfc822\s*(?:;|$)/i.test(file.contentType) ? canonicalForm(file.octets) : undefined;
  const asMessage = message !== undefined && isRelaySafe(message) && looksLikeMessage(message);
  const head = fileHeader(file, asMessage ? 'message/rfc822' : fileType(file.contentType), disposition);
  if (!asMessage) return concat([latin1Bytes(head), base64Body(file.octets)]);
  return concat([latin1Bytes(`${head}Content-Transfer-Encoding: 7bit\r\n\r\n`), message]);
}

/** With its parameters it must fit on one line. */
const LONGEST_TYPE = 500;

/** Composite types may have no encoding (RFC 2045 6.4): what is to be kept octet for octet goes as a file. */
function fileType(contentType: string): string {
  if (contentType === '') return 'application/octet-stream';
  if (
    contentType.length > LONGEST_TYPE ||
    !/^[!#$&^_.+\-A-Za-z0-9]+\/[!#$&^_.+\-A-Za-z0-9]+(?:\s*;[ -~]*)?$/.test(contentType)
  ) {
    throw new SignetError('malformed-mime', 'an attachment has no valid media type');
  }
  return /^(?:message|multipart)\//i.test(contentType)
    ? 'application/octet-stream'
    : contentType.replace(/[;\s]+$/, '');
}

function fileHeader(file: AttachmentContent, type: string, disposition: string): string {
  const name = file.filename === '' ? '' : formatParameter('name', file.filename);
  const filename = file.filename === '' ? '' : formatParameter('filename', file.filename);
  let head = `Content-Type: ${type}${/;\s*name\*?\s*=/i.test(type) ? '' : name}\r\n`;
  head += `Content-Disposition: ${disposition}${filename}\r\n`;
  if (file.contentId === undefined) return head;
  const id = file.contentId.replace(/^<|>$/g, '');
  if (!/^[!-;=?-~]{1,500}$/.test(id)) throw new SignetError('malformed-mime', 'a Content-ID is not printable ASCII');
  return `${head}Content-ID: <${id}>\r\n`;
}
