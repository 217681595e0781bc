import { decodeBase64 } from '../base/base64';
import { type Bytes } from '../base/bytes';
import { decodeQuotedPrintable } from './quoted-printable';
import { decodeUuencode } from './uuencode';

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
