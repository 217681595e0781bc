import { type Bytes, latin1Text, utf8Text } from '../base/bytes';
import { SignetError } from '../base/errors';
import { LIMITS } from '../base/limits';
export { decodeEncodedWords, encodeUnstructured } from './encoded-word';

export interface HeaderField {
  /** Lower case. */
  readonly name: string;
  /** Where the field's name begins in the source. */
  readonly start: number;
  /** Past the line break of its last line. */
  readonly end: number;
  /** Unfolded and trimmed; octets read as UTF-8 where valid, else one character each. Encoded words stay as they are. */
  readonly value: string;
}

export interface Header {
  readonly fields: readonly HeaderField[];
  /** Value of the first field of that name (any case). */
  first(name: string): string | undefined;
  /** Values of all fields of that name, in order. */
  all(name: string): readonly string[];
}

export type HeaderDefect =
  /** A line that is no field, or one with a CR or NUL inside: other programs may read another header. */
  'malformed-header-line' | 'header-unterminated';

export interface HeaderSection {
  readonly header: Header;
  /** First octet past the empty line; the end of the range where there is none. */
  readonly bodyStart: number;
  readonly defects: readonly HeaderDefect[];
}

const LF = 10;
const CR = 13;
const SP = 32;
const HT = 9;
const COLON = 58;

/**
 * Reads the header section in front of `source[start, end)` (RFC 5322 2.2, RFC 2045 3). Lines may end in CRLF or LF.
 * A line that is neither a field nor a continuation is passed over, unless it is the very first or no empty line ever
 * follows: then the body begins with it, so that no text is lost. Throws `limit` for a section beyond LIMITS.
 */
export function readHeader(source: Bytes, start: number, end: number): HeaderSection {
  const fields: HeaderField[] = [];
  const first = skipEnvelopeLine(source, start, end);
  let open: OpenField | undefined;
  let bad: { readonly at: number; readonly fields: number } | undefined;
  let clean = true;
  for (let at = first, next = at; at < end; at = next) {
    next = nextLine(source, at, end);
    const empty = isEmptyLine(source, at, next);
    clean &&= empty || isClean(source, at, next);
    if (!empty && open && isWhite(source[at])) {
      checkLimits(fields.length, next - start);
      continue;
    }
    if (open) fields.push(closeField(source, open, at));
    if (empty)
      return { header: createHeader(fields), bodyStart: next, defects: bad || !clean ? ['malformed-header-line'] : [] };
    const colon = fieldColon(source, at, next);
    open = colon === -1 ? undefined : { start: at, colon };
    if (!open) bad ??= { at: at === first ? start : at, fields: fields.length };
    if (bad?.at === start) break;
    checkLimits(fields.length, next - start);
  }
  if (bad)
    return { header: createHeader(fields.slice(0, bad.fields)), bodyStart: bad.at, defects: ['malformed-header-line'] };
  if (open) fields.push(closeField(source, open, end));
  const defects: HeaderDefect[] = clean ? [] : ['malformed-header-line'];
  if (fields.length > 0) defects.push('header-unterminated');
  return { header: createHeader(fields), bodyStart: end, defects };
}

interface OpenField {
  readonly start: number;
  readonly colon: number;
}

function closeField(source: Bytes, { start, colon }: OpenField, end: number): HeaderField {
  const name = latin1Text(source.subarray(start, colon)).trimEnd().toLowerCase();
  return { name, start, end, value: unfolded(source, colon + 1, end) };
}

function isWhite(octet: number | undefined): boolean {
  return octet === SP || octet === HT;
}

/** Past the LF that ends the line at `at`; `end` where none follows. */
export function nextLine(source: Bytes, at: number, end: number): number {
  const lf = source.indexOf(LF, at);
  return lf === -1 || lf >= end ? end : lf + 1;
}

function isEmptyLine(source: Bytes, at: number, next: number): boolean {
  const octet = source[at];
  return octet === LF || (octet === CR && (next === at + 1 || source[at + 1] === LF));
}

/** RFC 5322 2.2: no CR outside of the line break, and no NUL (4.1 has it as obsolete). */
function isClean(source: Bytes, at: number, next: number): boolean {
  const line = source.subarray(at, next);
  const cr = line.indexOf(CR);
  return (cr === -1 || cr >= line.length - 2) && !line.includes(0);
}

/**
 * QUIRK: the "From " line of an mbox stands in front of the header; quoted ">From " comes from careless exports. With a
 * colon behind the white space it is a field (RFC 5322 4.5.2).
 */
function skipEnvelopeLine(source: Bytes, start: number, end: number): number {
  const head = latin1Text(source.subarray(start, Math.min(start + 6, end)));
  if (!head.startsWith('From ') && head !== '>From ') return start;
  const next = nextLine(source, start, end);
  return fieldColon(source, start, next) === -1 ? next : start;
}

/**
 * Place of the colon of a field line; -1 where the line is none. A name is printable ASCII (RFC 5322 2.2); white space
 * in front of the colon is the obsolete form of 4.5.
 */
function fieldColon(source: Bytes, at: number, next: number): number {
  let i = at;
  while (i < next && (source[i] as number) > SP && (source[i] as number) < 127 && source[i] !== COLON) i++;
  const nameEnd = i;
  while (i < next && (source[i] === SP || source[i] === HT)) i++;
  return nameEnd > at && i < next && source[i] === COLON ? i : -1;
}

function checkLimits(fields: number, octets: number): void {
  if (octets > LIMITS.headerOctets) throw new SignetError('limit', 'a header section is too long', 'headerOctets');
  if (fields > LIMITS.headerFields) throw new SignetError('limit', 'a header has too many fields', 'headerFields');
}

function unfolded(source: Bytes, start: number, end: number): string {
  const octets = source.subarray(start, end);
  const text = utf8Text(octets) ?? latin1Text(octets);
  return text.replace(/\r?\n/g, '').trim();
}

/** The header of these fields. */
export function createHeader(fields: readonly HeaderField[]): Header {
  return {
    fields,
    first: (name) => fields.find((field) => field.name === name.toLowerCase())?.value,
    all: (name) => fields.filter((field) => field.name === name.toLowerCase()).map((field) => field.value),
  };
}
