import { type Bytes, concat, latin1Bytes } from '../base/bytes';

export interface PartRange {
  readonly start: number;
  readonly end: number;
}

export interface MultipartSplit {
  readonly parts: readonly PartRange[];
  /** The closing delimiter was there. */
  readonly closed: boolean;
}

interface Delimiter {
  /** Where the line break that belongs to it begins; the beginning of the line where there is none. */
  readonly breakStart: number;
  /** Past the delimiter line's own line break. */
  readonly next: number;
  /** Where that line break begins: it may belong to the next delimiter as well. */
  readonly lineEnd: number;
  readonly closing: boolean;
}

const LF = 10;
const CR = 13;
const DASH = 45;

/**
 * Splits `source[start, end)`, a multipart body, at its delimiter lines (RFC 2046 5.1.1). A part is precisely the
 * octets between a delimiter line's line break and the line break that belongs to the next delimiter. A delimiter is a
 * whole line: "--boundary" or "--boundary--" and white space, so that a boundary that is another's prefix matches no
 * line of the other. Without closing delimiter the last part goes to the end. What stands in front of the first
 * delimiter and after the closing one is no part. At most `limit` + 1 parts are looked for.
 */
export function splitMultipart(
  source: Bytes,
  start: number,
  end: number,
  boundary: Uint8Array,
  limit: number,
): MultipartSplit {
  const parts: PartRange[] = [];
  const marker = concat([latin1Bytes('--'), boundary]);
  let open: Delimiter | undefined;
  for (;;) {
    const delimiter = findDelimiter(source, open === undefined ? start : open.lineEnd, end, marker, open === undefined);
    if (open) parts.push({ start: open.next, end: Math.max(open.next, delimiter?.breakStart ?? end) });
    if (!delimiter || delimiter.closing) return { parts, closed: delimiter !== undefined };
    if (parts.length > limit) return { parts, closed: false };
    open = delimiter;
  }
}

/**
 * Line by line, so that no octet is compared twice whatever the boundary: a search that slides along takes quadratic
 * time for one of a single character repeated.
 */
function findDelimiter(
  source: Bytes,
  from: number,
  end: number,
  marker: Uint8Array,
  atLineStart: boolean,
): Delimiter | undefined {
  if (atLineStart && startsWith(source, from, end, marker)) {
    const delimiter = readDelimiter(source, from, from, end, marker.length);
    if (delimiter) return delimiter;
  }
  for (let at = source.indexOf(LF, from); at !== -1 && at < end; at = source.indexOf(LF, at + 1)) {
    if (!startsWith(source, at + 1, end, marker)) continue;
    const breakStart = at > from && source[at - 1] === CR ? at - 1 : at;
    const delimiter = readDelimiter(source, breakStart, at + 1, end, marker.length);
    if (delimiter) return delimiter;
  }
  return undefined;
}

/** The delimiter line at `line` where nothing but "--" and white space follows the boundary. */
function readDelimiter(
  source: Bytes,
  breakStart: number,
  line: number,
  end: number,
  length: number,
): Delimiter | undefined {
  let at = line + length;
  const closing = source[at] === DASH && source[at + 1] === DASH && at + 2 <= end;
  if (closing) at += 2;
  while (at < end && (source[at] === 32 || source[at] === 9)) at++;
  if (at >= end) return { breakStart, next: end, lineEnd: end, closing };
  if (source[at] === LF) return { breakStart, next: at + 1, lineEnd: at, closing };
  if (source[at] !== CR) return undefined;
  if (at + 1 >= end) return { breakStart, next: end, lineEnd: end, closing };
  return source[at + 1] === LF ? { breakStart, next: at + 2, lineEnd: at, closing } : undefined;
}

function startsWith(source: Bytes, at: number, end: number, text: Uint8Array): boolean {
  if (at + text.length > end) return false;
  for (let i = 0; i < text.length; i++) if (source[at + i] !== text[i]) return false;
  return true;
}
