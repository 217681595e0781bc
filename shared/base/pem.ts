import { type Bytes, latin1Text } from './bytes';
import { fromBase64, toBase64 } from './base64';

export interface PemBlock {
  readonly label: string;
  /** RFC 1421 header lines in front of the base64 ("DEK-Info: ..."), as they stand; normally none. */
  readonly headers: readonly string[];
  readonly octets: Bytes;
}

const BEGIN = /-----BEGIN ([A-Z0-9 .#]{1,64})-----/g;

/**
 * The textual encodings in `octets`, in order (RFC 7468, read in its lax form: text around the blocks and any line
 * length). Blocks that are not base64 are left out. Not checked: what the octets are.
 */
export function pemBlocks(octets: Uint8Array): readonly PemBlock[] {
  const found: PemBlock[] = [];
  const text = latin1Text(octets);
  for (const { 0: line, 1: label = '', index } of text.matchAll(BEGIN)) {
    const start = index + line.length;
    const end = text.indexOf('-----', start);
    if (end === -1 || !text.startsWith(`-----END ${label}-----`, end)) continue;
    const body = text.slice(start, end);
    const lines = body.split(/\r\n?|\n/).map((line) => line.trim());
    const headers = lines.filter((line) => line.includes(':'));
    const decoded = fromBase64(lines.filter((line) => !line.includes(':')).join(''));
    if (decoded !== undefined) found.push({ label, headers, octets: decoded });
  }
  return found;
}

/** Octets in the strict textual encoding of RFC 7468 3: lines of 64 characters, ended by LF. */
export function pemText(label: string, octets: Uint8Array): string {
  const lines = toBase64(octets).match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
