import { decodeBase64, toBase64 } from '../base/base64';
import { concat, utf8Bytes } from '../base/bytes';
import { SignetError } from '../base/errors';
import { decodeText } from './text-decoding';

const WORD = /=\?([^?\s]+)\?([bBqQ])\?([^?]*)\?=/g;

interface Word {
  readonly charset: string;
  readonly octets: Uint8Array;
}

/**
 * The text with its encoded words decoded (RFC 2047 6.2): white space between two of them is dropped, and neighbours of
 * one charset are joined before decoding. QUIRK: Exchange and others cut a character in two. Control characters in
 * the result become spaces, so that no word can smuggle in a line break or NUL.
 */
export function decodeEncodedWords(value: string): string {
  let out = '';
  let run: Word[] = [];
  let past = 0;
  const flush = (): void => {
    out += wordsText(run);
    run = [];
  };
  for (const match of value.matchAll(WORD)) {
    const between = value.slice(past, match.index);
    const word = readWord(match[1] as string, match[2] as string, match[3] as string);
    const adjacent = run.length > 0 && /^\s*$/.test(between);
    if (!adjacent || run[0]?.charset !== word.charset) flush();
    if (!adjacent) out += between;
    run.push(word);
    past = match.index + match[0].length;
  }
  flush();
  return withoutControls(out + value.slice(past));
}

/** Words of one charset. Each of a charset with shift states begins and ends in ASCII (RFC 2047 3): these stand alone. */
function wordsText(run: readonly Word[]): string {
  const [head] = run;
  if (!head) return '';
  if (/^(?:iso-2022-|hz-|utf-7)/.test(head.charset))
    return run.map((word) => decodeText(word.octets, word.charset)).join('');
  return decodeText(concat(run.map((word) => word.octets)), head.charset);
}

function readWord(charset: string, encoding: string, text: string): Word {
  // RFC 2231 5: a language may follow the charset.
  const name = (charset.split('*')[0] as string).toLowerCase();
  const octets = utf8Bytes(text);
  return { charset: name, octets: encoding.toLowerCase() === 'b' ? decodeBase64(octets).octets : fromQ(octets) };
}

function fromQ(octets: Uint8Array): Uint8Array {
  const out = new Uint8Array(octets.length);
  let to = 0;
  for (let i = 0; i < octets.length; i++) {
    const octet = octets[i] as number;
    const value = octet === 0x3d ? hexValue(octets[i + 1], octets[i + 2]) : -1;
    if (value >= 0) i += 2;
    out[to++] = value >= 0 ? value : octet === 0x5f ? 0x20 : octet;
  }
  return out.subarray(0, to);
}

function hexValue(high: number | undefined, low: number | undefined): number {
  if (high === undefined || low === undefined) return -1;
  const text = String.fromCharCode(high, low);
  return /^[0-9a-f]{2}$/i.test(text) ? parseInt(text, 16) : -1;
}

/** Each control character (C0, DEL, C1 and the line separators of Unicode) as one space. */
export function withoutControls(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, ' ');
}

/** Refuses what could end a header field early: CR, LF and NUL. Throws `malformed-mime`, naming `what`. */
export function refuseLineBreaks(text: string, what: string): void {
  if (/[\r\n\0]/.test(text)) throw new SignetError('malformed-mime', `${what} holds a line break or NUL`);
}

/** Octets of UTF-8 in one encoded word: 52 characters of base64 and 12 around them stay under 75 (RFC 2047 2). */
const WORD_OCTETS = 39;
/** Where a line is folded: 78 less the longest field name we write. */
const FOLD_COLUMN = 60;
/** A word that cannot be folded must stay well under the 998 octets of RFC 5322 2.1.1. */
const LONGEST_WORD = 900;

/**
 * Unstructured text as the value of a header field: folded where it is long, as encoded words (UTF-8, base64) where it
 * is not plain ASCII or could be taken for one. Decoding gives the same text. Throws `malformed-mime` for line breaks.
 */
export function encodeUnstructured(text: string): string {
  refuseLineBreaks(text, 'a header value');
  return isPlain(text) ? foldWords(text) : encodeWords(text);
}

function isPlain(text: string): boolean {
  if (!/^[ -~]*$/.test(text) || text.includes('=?') || text.trim() !== text) return false;
  return text.length <= FOLD_COLUMN || text.split(' ').every((word) => word !== '' && word.length <= LONGEST_WORD);
}

/** Line breaks in front of single spaces, so that unfolding gives the same text. */
export function foldWords(text: string): string {
  let out = '';
  let column = 0;
  for (const word of text.split(' ')) {
    const joint = out === '' ? '' : column + word.length > FOLD_COLUMN && column > 0 ? '\r\n ' : ' ';
    if (joint.length === 3) column = 0;
    out += joint + word;
    column += word.length + 1;
  }
  return out;
}

/** The text as one or more encoded words, one a line. */
export function encodeWords(text: string): string {
  const words: string[] = [];
  let chunk = '';
  let length = 0;
  const flush = (): void => {
    if (chunk !== '') words.push(`=?UTF-8?B?${toBase64(utf8Bytes(chunk))}?=`);
    chunk = '';
    length = 0;
  };
  for (const character of text) {
    const octets = utf8Bytes(character).length;
    if (length + octets > WORD_OCTETS) flush();
    chunk += character;
    length += octets;
  }
  flush();
  return words.join('\r\n ');
}
