import { type Bytes, concat, latin1Bytes } from '../base/bytes';
import { MarkedLines } from './marked-lines';

export interface PartRange {
  readonly start: number;
  readonly end: number;
}

export interface MultipartSplit {
  readonly parts: readonly PartRange[];
  /** The closing delimiter was there. */
  readonly closed: boolean;
}

/** Whether text may follow the white space on a delimiter line. */
export type DelimiterReading = 'exact' | 'loose';

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
 * line of the other; read loosely, other text may follow the white space, as a note of RFC 2046 5.1.1 would have it.
 * Without closing delimiter the last part goes to the end. What stands in front of the first
 * delimiter and after the closing one is no part. At most `limit` + 1 parts are looked for.
 */
export function splitMultipart(
  source: Bytes,
  start: number,
  end: number,
  boundary: Uint8Array,
  limit: number,
  reading: DelimiterReading = 'exact',
): MultipartSplit {
  const parts: PartRange[] = [];
  const marker = new MarkedLines(concat([latin1Bytes('--'), boundary]));
  let open: Delimiter | undefined;
  for (;;) {
    const from = open === undefined ? start : open.lineEnd;
    const delimiter = findDelimiter(source, from, end, marker, open === undefined, reading);
    if (open) parts.push({ start: open.next, end: Math.max(open.next, delimiter?.breakStart ?? end) });
    if (!delimiter || delimiter.closing) return { parts, closed: delimiter !== undefined };
    if (parts.length > limit) return { parts, closed: false };
    open = delimiter;
  }
}

function findDelimiter(
  source: Bytes,
  from: number,
  end: number,
  marker: MarkedLines,
  atLineStart: boolean,
  reading: DelimiterReading,
): Delimiter | undefined {
  if (atLineStart && marker.standsAt(source, from, end)) {
    const delimiter = readDelimiter(source, from, from, end, marker.length, reading);
    if (delimiter) return delimiter;
  }
  for (let line = marker.next(source, from, end); line !== -1; line = marker.next(source, line, end)) {
    const lf = line - 1;
    const breakStart = lf > from && source[lf - 1] === CR ? lf - 1 : lf;
    const delimiter = readDelimiter(source, breakStart, line, end, marker.length, reading);
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
  reading: DelimiterReading,
): Delimiter | undefined {
  let at = line + length;
  const closing = source[at] === DASH && source[at + 1] === DASH && at + 2 <= end;
  if (closing) at += 2;
  const past = at;
  while (at < end && (source[at] === 32 || source[at] === 9)) at++;
  if (reading === 'loose' && at > past) at = textEnd(source, at, end);
  if (at >= end) return { breakStart, next: end, lineEnd: end, closing };
  if (source[at] === LF) return { breakStart, next: at + 1, lineEnd: at, closing };
  if (source[at] !== CR) return undefined;
  if (at + 1 >= end) return { breakStart, next: end, lineEnd: end, closing };
  return source[at + 1] === LF ? { breakStart, next: at + 2, lineEnd: at, closing } : undefined;
}

/** Where the line break of the line begins that `at` stands in. */
function textEnd(source: Bytes, at: number, end: number): number {
  const lf = source.indexOf(LF, at);
  if (lf === -1 || lf >= end) return end;
  return lf > at && source[lf - 1] === CR ? lf - 1 : lf;
}
