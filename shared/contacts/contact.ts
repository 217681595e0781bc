import { type Bytes, latin1Text, utf8Text } from '../base/bytes';

/** One entry of a file about people: what it calls them, and the octets that it says are certificates. Nothing is checked. */
export interface Contact {
  readonly name: string;
  readonly addresses: readonly string[];
  readonly certificates: readonly Bytes[];
  /** Certificates that the entry only points to, which nobody fetches. */
  readonly elsewhere: number;
  /** Values that should have been certificates and are not in the encoding that they name. */
  readonly unreadable: number;
}

/** Octets of one file with text: UTF-8, UTF-16 with a mark in front, and for what is neither Latin-1. */
export function contactText(octets: Bytes): string {
  const [first, second] = octets;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(octets);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(octets);
  return (utf8Text(octets) ?? latin1Text(octets)).replace(/^\ufeff/, '');
}

/** Lines ended by CRLF, LF or CR. */
export const linesOf = (text: string): readonly string[] => text.split(/\r\n|\n|\r/);
