import { type Bytes } from './bytes';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Two characters, low octet first, for each 12 bits. */
const PAIRS = new Uint16Array(4096);
/** Value of each character; 64 for what base64 does not use, 65 for '='. */
const VALUES = new Uint8Array(256).fill(64);
for (let i = 0; i < 4096; i++) PAIRS[i] = ALPHABET.charCodeAt(i >> 6) | (ALPHABET.charCodeAt(i & 63) << 8);
for (let i = 0; i < 64; i++) VALUES[ALPHABET.charCodeAt(i)] = i;
VALUES[0x3d] = 65;

/** Octets of input that fill one line of 76 characters. */
export const LINE_INPUT = 57;

/** Octets that `encodeLines` writes for `length` octets of input: 76 columns, each line ended by CRLF (RFC 2045 6.8). */
export function encodedLinesLength(length: number): number {
  return Math.ceil(length / 3) * 4 + Math.ceil(length / LINE_INPUT) * 2;
}

/** Writes base64 lines of `input` into `out` from `at`; returns the place past them. Whole lines only if `input` is a multiple of 57. */
export function encodeLines(input: Uint8Array, out: Uint8Array, at: number): number {
  let to = at;
  for (let from = 0; from < input.length; from += LINE_INPUT) {
    to = encodeLine(input, from, Math.min(from + LINE_INPUT, input.length), out, to);
    out[to++] = 13;
    out[to++] = 10;
  }
  return to;
}

function encodeLine(input: Uint8Array, from: number, end: number, out: Uint8Array, at: number): number {
  let to = at;
  let i = from;
  for (; i + 3 <= end; i += 3) {
    const bits = ((input[i] as number) << 16) | ((input[i + 1] as number) << 8) | (input[i + 2] as number);
    const high = PAIRS[bits >> 12] as number;
    const low = PAIRS[bits & 4095] as number;
    out[to] = high;
    out[to + 1] = high >> 8;
    out[to + 2] = low;
    out[to + 3] = low >> 8;
    to += 4;
  }
  const left = end - i;
  if (left === 0) return to;
  const bits = ((input[i] as number) << 16) | (left === 2 ? (input[i + 1] as number) << 8 : 0);
  const high = PAIRS[bits >> 12] as number;
  out[to++] = high;
  out[to++] = high >> 8;
  out[to++] = left === 2 ? (PAIRS[bits & 4095] as number) & 0xff : 0x3d;
  out[to++] = 0x3d;
  return to;
}

/** Base64 without line breaks, as text. */
export function toBase64(octets: Uint8Array): string {
  const out = new Uint8Array(Math.ceil(octets.length / 3) * 4);
  encodeLine(octets, 0, octets.length, out, 0);
  let text = '';
  for (let i = 0; i < out.length; i += 0x2000) text += String.fromCharCode(...out.subarray(i, i + 0x2000));
  return text;
}

/**
 * Octets of base64 text given as octets. White space and characters outside the alphabet are passed over (RFC 2045 6.8);
 * decoding ends at the first padding. `clean` is false where something other than white space was passed over or the
 * last group is cut off.
 */
export function decodeBase64(input: Uint8Array): { readonly octets: Bytes; readonly clean: boolean } {
  const out = new Uint8Array(Math.floor((input.length * 3) / 4) + 3);
  let at = 0;
  let bits = 0;
  let held = 0;
  let clean = true;
  let i = 0;
  const length = input.length;
  while (i < length) {
    // Four good characters at once: the whole of a big payload but its line ends.
    while (held === 0 && i + 4 <= length) {
      const a = VALUES[input[i] as number] as number;
      const b = VALUES[input[i + 1] as number] as number;
      const c = VALUES[input[i + 2] as number] as number;
      const d = VALUES[input[i + 3] as number] as number;
      if ((a | b | c | d) > 63) break;
      out[at] = (a << 2) | (b >> 4);
      out[at + 1] = (b << 4) | (c >> 2);
      out[at + 2] = (c << 6) | d;
      at += 3;
      i += 4;
    }
    if (i >= length) break;
    const octet = input[i++] as number;
    const value = VALUES[octet] as number;
    if (value < 64) {
      bits = (bits << 6) | value;
      if (++held === 4) {
        out[at++] = bits >> 16;
        out[at++] = bits >> 8;
        out[at++] = bits;
        held = 0;
        bits = 0;
      }
    } else if (value === 65) break;
    else if (octet !== 13 && octet !== 10 && octet !== 32 && octet !== 9) clean = false;
  }
  if (held === 1) clean = false;
  if (held === 2) out[at++] = bits >> 4;
  if (held === 3) {
    out[at++] = bits >> 10;
    out[at++] = bits >> 2;
  }
  return { octets: out.subarray(0, at), clean };
}

/** Octets of base64 text; undefined where it is not base64. */
export function fromBase64(text: string): Bytes | undefined {
  const input = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) input[i] = text.charCodeAt(i) > 255 ? 0 : text.charCodeAt(i);
  const { octets, clean } = decodeBase64(input);
  return clean ? octets : undefined;
}
