import { decodeBase64 } from '../base/base64';
import { type Bytes } from '../base/bytes';
import { decodeQuotedPrintable } from './quoted-printable';

/** Encodings that leave the octets as they are (RFC 2045 6.2). */
export function isIdentity(encoding: string): boolean {
  return encoding === '7bit' || encoding === '8bit' || encoding === 'binary';
}

/** The mechanism a Content-Transfer-Encoding value names: its first word in lower case; absent is "7bit" (RFC 2045 6.1). */
export function transferEncodingOf(value: string | undefined): string {
  const name =
    value
      ?.replace(/\([^()]*\)/g, ' ')
      .trim()
      .replace(/^"|"$/g, '')
      .split(/[\s;,]/)[0]
      ?.toLowerCase() ?? '';
  if (name === '') return '7bit';
  // QUIRK: "7-bit", "8-bit" and the x- names of the 1990s.
  return OTHER_NAMES.get(name) ?? name;
}

const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['7-bit', '7bit'],
  ['7bits', '7bit'],
  ['8-bit', '8bit'],
  ['8bits', '8bit'],
  ['base-64', 'base64'],
  ['quoted_printable', 'quoted-printable'],
  ['quotedprintable', 'quoted-printable'],
  ['uuencode', 'x-uuencode'],
  ['uue', 'x-uuencode'],
  ['x-uue', 'x-uuencode'],
]);

export function isKnownEncoding(encoding: string): boolean {
  return isIdentity(encoding) || encoding === 'base64' || encoding === 'quoted-printable' || encoding === 'x-uuencode';
}

/** The octets with the encoding undone; the same array for the identity encodings and for one that is unknown. */
export function decodeTransferEncoding(octets: Bytes, encoding: string): Bytes {
  if (encoding === 'base64') return decodeBase64(octets).octets;
  if (encoding === 'quoted-printable') return decodeQuotedPrintable(octets).octets;
  if (encoding === 'x-uuencode') return decodeUuencode(octets);
  return octets;
}

/** The file between "begin" and "end" lines; the octets as they are where there is no "begin". */
function decodeUuencode(octets: Bytes): Bytes {
  const out = new Uint8Array(octets.length);
  let to = 0;
  let begun = false;
  for (let at = 0; at < octets.length;) {
    const lf = octets.indexOf(10, at);
    const next = lf === -1 ? octets.length : lf + 1;
    if (!begun) begun = startsWith(octets, at, 'begin ');
    else if (startsWith(octets, at, 'end')) break;
    else to = decodeUuLine(octets, at, next, out, to);
    at = next;
  }
  return begun ? out.subarray(0, to) : octets;
}

function decodeUuLine(octets: Bytes, at: number, next: number, out: Uint8Array, start: number): number {
  const value = (i: number): number => (i < next ? ((octets[i] as number) - 32) & 63 : 0);
  const length = value(at);
  if (next - at < 2 || octets[at] === 13) return start;
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
