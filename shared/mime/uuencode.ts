import { type Bytes, latin1Text } from '../base/bytes';
import { LIMITS } from '../base/limits';
import { type PartRange } from './multipart';

/** A file that stands uuencoded in a text: from its "begin" line to past its "end" line. */
export interface UuencodedFile extends PartRange {
  /** As the "begin" line gives it. */
  readonly name: string;
}

const CR = 13;
const LF = 10;
/** Characters of a "begin" line that are looked at; a file name is shorter. */
const BEGIN_LENGTH = 512;

/**
 * The files that stand uuencoded in a text (POSIX uuencode). Only what is whole is one: a "begin" line with mode and
 * name, data lines of the length their first character says, and an "end" line; all else is text. QUIRK: Outlook still
 * offers this form for files in plain text. At most LIMITS.uuencodedFiles are
 * looked for; the others stay text.
 */
export function uuencodedFiles(octets: Bytes): readonly UuencodedFile[] {
  const files: UuencodedFile[] = [];
  let open: { readonly start: number; readonly name: string } | undefined;
  for (let at = 0, next = 0; at < octets.length && files.length < LIMITS.uuencodedFiles; at = next) {
    next = lineEnd(octets, at);
    if (!open) open = beginLine(octets, at, next);
    else if (isEndLine(octets, at, next)) {
      files.push({ ...open, end: next });
      open = undefined;
    } else if (!isDataLine(octets, at, next)) open = undefined;
  }
  return files;
}

/** The file between "begin" and "end" lines, whole or not; the octets as they are where there is no "begin". */
export function decodeUuencode(octets: Bytes): Bytes {
  const out = new Uint8Array(octets.length);
  let to = 0;
  let begun = false;
  for (let at = 0, next = 0; at < octets.length; at = next) {
    next = lineEnd(octets, at);
    if (!begun) begun = startsWith(octets, at, 'begin ');
    else if (startsWith(octets, at, 'end')) break;
    else to = decodeLine(octets, at, next, out, to);
  }
  return begun ? out.subarray(0, to) : octets;
}

function lineEnd(octets: Bytes, at: number): number {
  const lf = octets.indexOf(LF, at);
  return lf === -1 ? octets.length : lf + 1;
}

function beginLine(
  octets: Bytes,
  at: number,
  next: number,
): { readonly start: number; readonly name: string } | undefined {
  if (!startsWith(octets, at, 'begin ') || next - at > BEGIN_LENGTH) return undefined;
  const name = /^begin [0-7]{3,4} ([^\r\n]*[^\s])\s*$/.exec(latin1Text(octets.subarray(at, next)))?.[1];
  return name === undefined ? undefined : { start: at, name };
}

function isEndLine(octets: Bytes, at: number, next: number): boolean {
  return next - at <= 5 && /^end\r?\n?$/.test(latin1Text(octets.subarray(at, next)));
}

/** Characters of the alphabet, no more than the length in front says and a check character. Spaces at ends get lost. */
function isDataLine(octets: Bytes, at: number, next: number): boolean {
  let end = next;
  while (end > at && (octets[end - 1] === LF || octets[end - 1] === CR)) end--;
  if (end === at) return true;
  if (end - at - 1 > Math.ceil(valueOf(octets[at] as number) / 3) * 4 + 1) return false;
  for (let i = at; i < end; i++) if ((octets[i] as number) < 32 || (octets[i] as number) > 96) return false;
  return true;
}

function valueOf(octet: number): number {
  return (octet - 32) & 63;
}

function decodeLine(octets: Bytes, at: number, next: number, out: Uint8Array, start: number): number {
  const value = (i: number): number => (i < next ? valueOf(octets[i] as number) : 0);
  const length = value(at);
  if (next - at < 2 || octets[at] === CR) return start;
  let to = start;
  for (let i = at + 1; to - start < length && i < next; i += 4) {
    const bits = (value(i) << 18) | (value(i + 1) << 12) | (value(i + 2) << 6) | value(i + 3);
    for (let shift = 16; shift >= 0 && to - start < length; shift -= 8) out[to++] = (bits >> shift) & 0xff;
  }
  return to;
}

function startsWith(octets: Bytes, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (octets[at + i] !== text.charCodeAt(i)) return false;
  return true;
}
