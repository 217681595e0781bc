import { type Bytes, latin1Bytes, utf8Bytes } from '../base/bytes';
import { SignetError } from '../base/errors';
import { LIMITS } from '../base/limits';
import { type Header, type HeaderDefect, readHeader } from './header';
import { splitMultipart } from './multipart';
import { cleanFilename, isPlainlyWritten, type ParameterizedValue, parseParameterized } from './parameters';
import { decodeTransferEncoding, isIdentity, isKnownEncoding, transferEncodingOf } from './transfer-encoding';
export type { ParameterizedValue } from './parameters';

/** What is wrong with an entity and was read past. */
export type EntityDefect =
  | HeaderDefect
  /** Content-Type, Content-Transfer-Encoding, Content-Disposition or the boundary stands there twice; the first counts. */
  | 'duplicate-field'
  | 'malformed-content-type'
  | 'unknown-transfer-encoding'
  /** A multipart with an encoding of its own (RFC 2045 6.4 forbids it); it was not decoded. */
  | 'encoded-multipart'
  | 'boundary-missing'
  /** The boundary is written so that other programs may read another one, and so find other parts. */
  | 'unclear-boundary'
  /** A multipart without one delimiter line; it has no children. */
  | 'no-parts'
  | 'closing-delimiter-missing'
  /** No part was found but by delimiter lines with text behind them, which other programs take for text. */
  | 'loose-delimiter'
  /** Parts or a message lie deeper than LIMITS.mimeDepth; they were not read. */
  | 'nested-too-deep'
  /** An encoded message that would pass LIMITS.nestedMessageOctets; it was not read. */
  | 'nested-too-large';

/** A MIME entity (RFC 2045 2.4) as ranges over the octets it was read from; nothing is copied or decoded. */
export interface Entity {
  readonly source: Bytes;
  readonly start: number;
  readonly bodyStart: number;
  readonly end: number;
  readonly header: Header;
  readonly contentType: ParameterizedValue;
  /** Lower case; "7bit" where absent. */
  readonly transferEncoding: string;
  readonly disposition: ParameterizedValue | undefined;
  /** For display: it may hold folders, which whoever saves under it must drop. */
  readonly filename: string | undefined;
  /** A multipart's parts; the one message of message/rfc822, whose `source` is another where it was encoded. */
  readonly children: readonly Entity[];
  readonly defects: readonly EntityDefect[];
}

interface Scope {
  /** Entities that may still be read. */
  left: number;
  /** Octets of encoded messages that may still be decoded. */
  octetsLeft: number;
}

/**
 * Reads a whole message or entity into its tree. Tolerant: whatever the octets, there is an entity, and `defects` says
 * what was read past. What is nested too deep or too large is left unread. Throws only `limit`: too many parts, a header too long
 * (LIMITS).
 */
export function parseEntity(octets: Bytes): Entity {
  const scope: Scope = { left: LIMITS.mimeParts, octetsLeft: LIMITS.nestedMessageOctets };
  return readEntity(octets, pastByteOrderMark(octets), octets.length, TEXT, 0, scope);
}

/** Header and body exactly as received: for a part of multipart/signed the octets that the signature covers. */
export function entityOctets(e: Entity): Bytes {
  return e.source.subarray(e.start, e.end);
}

/** The body as received, its transfer encoding still on. */
export function bodyOctets(e: Entity): Bytes {
  return e.source.subarray(e.bodyStart, e.end);
}

/** The body with its transfer encoding undone; as received where the encoding is unknown or the entity a multipart. */
export function decodedBody(e: Entity): Bytes {
  return isMultipart(e) ? bodyOctets(e) : decodeTransferEncoding(bodyOctets(e), e.transferEncoding);
}

export function isMultipart(e: Entity): boolean {
  return e.contentType.value.startsWith('multipart/');
}

/** Entities whose body is a message of its own (RFC 2046 5.2.1, RFC 6532 3.7; message/news is RFC 5537's old name). */
export function isMessage(e: Entity): boolean {
  return MESSAGES.has(e.contentType.value);
}

const MESSAGES = new Set(['message/rfc822', 'message/global', 'message/news']);
const TEXT: ParameterizedValue = { value: 'text/plain', parameters: new Map() };
const MESSAGE: ParameterizedValue = { value: 'message/rfc822', parameters: new Map() };
const MESSAGE_FIELDS = new Set(
  'from to cc subject date sender reply-to message-id mime-version received return-path delivered-to content-type'.split(
    ' ',
  ),
);

/** The octets begin like an RFC 5322 message or a MIME entity: fields in front, one of them well known. */
export function looksLikeMessage(octets: Bytes): boolean {
  try {
    const { header } = readHeader(octets, pastByteOrderMark(octets), Math.min(octets.length, LIMITS.headerOctets));
    return header.fields.some((field) => MESSAGE_FIELDS.has(field.name));
  } catch {
    return false;
  }
}

/** QUIRK: some gateways put a UTF-8 byte order mark in front of a message. */
function pastByteOrderMark(octets: Bytes): number {
  return octets[0] === 0xef && octets[1] === 0xbb && octets[2] === 0xbf ? 3 : 0;
}

function readEntity(
  source: Bytes,
  start: number,
  end: number,
  preset: ParameterizedValue,
  depth: number,
  scope: Scope,
): Entity {
  if (scope.left-- <= 0) throw new SignetError('limit', 'a message has too many parts', 'mimeParts');
  const section = readHeader(source, start, end);
  const { header } = section;
  const defects: EntityDefect[] = [...section.defects];
  const contentType = readContentType(header, preset, defects);
  const dispositionText = header.first('content-disposition');
  const disposition = dispositionText === undefined ? undefined : parseParameterized(dispositionText);
  const base = {
    source,
    start,
    bodyStart: section.bodyStart,
    end,
    header,
    contentType,
    transferEncoding: transferEncodingOf(header.first('content-transfer-encoding')),
    disposition,
    filename: cleanFilename(disposition?.parameters.get('filename') ?? contentType.parameters.get('name')),
    children: [],
    defects,
  };
  noteDefects(base);
  return { ...base, children: readChildren(base, depth, scope) };
}

function noteDefects(e: Entity & { defects: EntityDefect[] }): void {
  const once = ['content-type', 'content-transfer-encoding', 'content-disposition'];
  if (once.some((name) => e.header.all(name).length > 1) || e.contentType.repeated?.has('boundary')) {
    e.defects.push('duplicate-field');
  }
  const boundary = isMultipart(e) ? e.contentType.parameters.get('boundary')?.trimStart() : undefined;
  if (boundary && !isPlainlyWritten(e.header.first('content-type') ?? '', 'boundary', boundary)) {
    e.defects.push('unclear-boundary');
  }
  if (!isKnownEncoding(e.transferEncoding)) e.defects.push('unknown-transfer-encoding');
  else if (isMultipart(e) && !isIdentity(e.transferEncoding)) e.defects.push('encoded-multipart');
}

/** RFC 2045 5.2: what is absent or cannot be read is the preset, text/plain. */
function readContentType(header: Header, preset: ParameterizedValue, defects: EntityDefect[]): ParameterizedValue {
  const text = header.first('content-type');
  if (text === undefined) return preset;
  const parsed = parseParameterized(text);
  if (/^[^\s/;,]+\/[^\s/;,]+$/.test(parsed.value)) return parsed;
  defects.push('malformed-content-type');
  return { value: 'text/plain', parameters: parsed.parameters };
}

function readChildren(e: Entity & { defects: EntityDefect[] }, depth: number, scope: Scope): readonly Entity[] {
  if (!isMultipart(e) && !isMessage(e)) return [];
  if (depth >= LIMITS.mimeDepth) {
    e.defects.push('nested-too-deep');
    return [];
  }
  if (isMultipart(e)) return readParts(e, depth, scope);
  if (isIdentity(e.transferEncoding)) return [readEntity(e.source, e.bodyStart, e.end, TEXT, depth + 1, scope)];
  // QUIRK: RFC 2046 5.2.1 allows no encoding here; Exchange and web mailers write base64 all the same.
  scope.octetsLeft -= e.end - e.bodyStart;
  if (scope.octetsLeft < 0) {
    e.defects.push('nested-too-large');
    return [];
  }
  const source = decodedBody(e);
  return [readEntity(source, 0, source.length, TEXT, depth + 1, scope)];
}

function readParts(e: Entity & { defects: EntityDefect[] }, depth: number, scope: Scope): readonly Entity[] {
  const boundary = e.contentType.parameters.get('boundary') ?? '';
  // A line break can only come in as %0A; no line holds one.
  if (boundary.trim() === '' || boundary.includes('\n')) {
    e.defects.push('boundary-missing');
    return [];
  }
  const preset = e.contentType.value === 'multipart/digest' ? MESSAGE : TEXT;
  for (const reading of ['exact', 'loose'] as const) {
    for (const octets of boundaryOctets(boundary)) {
      const split = splitMultipart(e.source, e.bodyStart, e.end, octets, scope.left, reading);
      if (split.parts.length === 0) continue;
      if (reading === 'loose') e.defects.push('loose-delimiter');
      if (!split.closed) e.defects.push('closing-delimiter-missing');
      return split.parts.map((part) => readEntity(e.source, part.start, part.end, preset, depth + 1, scope));
    }
  }
  e.defects.push('no-parts');
  return [];
}

/**
 * The octets a boundary may stand for, in the order to try them. QUIRK: some write it in raw 8-bit octets, some end it
 * in spaces, which RFC 2046 5.1.1 forbids and which others write in the header alone.
 */
function boundaryOctets(boundary: string): readonly Uint8Array[] {
  const spellings = [...new Set([boundary, boundary.trimEnd()])];
  return spellings.flatMap((text) =>
    utf8Bytes(text).length === text.length ? [utf8Bytes(text)] : [utf8Bytes(text), latin1Bytes(text)],
  );
}
