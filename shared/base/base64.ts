import { base64Kernel } from './base64-kernel';
import { type Bytes, latin1Text } from './bytes';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Two characters, low octet first, for each 12 bits. */
const PAIRS = new Uint16Array(4096);
/** Value of each character; 64 for what base64 does not use, 65 for '='. */
const VALUES = new Uint8Array(256).fill(64);
const NO_PAIR = 4096;
/** The 12 bits of each two characters, the first in the low octet; NO_PAIR where one of them is not of base64. */
const PAIR_VALUES = new Uint16Array(1 << 16).fill(NO_PAIR);
for (let i = 0; i < 4096; i++) {
  const pair = ALPHABET.charCodeAt(i >> 6) | (ALPHABET.charCodeAt(i & 63) << 8);
  PAIRS[i] = pair;
  PAIR_VALUES[pair] = i;
}
for (let i = 0; i < 64; i++) VALUES[ALPHABET.charCodeAt(i)] = i;
VALUES[0x3d] = 65;

/** Octets of input that fill one line of 76 characters. */
export const LINE_INPUT = 57;

/** From so many octets on the kernel is worth starting. */
const WORTH = 1 << 14;

/** Octets that `encodeLines` writes for `length` octets of input: 76 columns, each line ended by CRLF (RFC 2045 6.8). */
export function encodedLinesLength(length: number): number {
  return Math.ceil(length / 3) * 4 + Math.ceil(length / LINE_INPUT) * 2;
}

/** Writes base64 lines of `input` into `out` from `at`; returns the place past them. Whole lines only if `input` is a multiple of 57. */
export function encodeLines(input: Uint8Array, out: Uint8Array, at: number): number {
  const kernel = input.length < WORTH ? undefined : base64Kernel();
  if (!kernel) return encodeRest(input, out, at);
  const { from, to } = kernel.encodeLines(input, out, at);
  return encodeRest(input.subarray(from), out, to);
}

function encodeRest(input: Uint8Array, out: Uint8Array, at: number): number {
  const source = viewOf(input);
  const target = viewOf(out);
  let to = at;
  let from = 0;
  // Four octets are read for three: the last line has none behind it.
  for (; from + LINE_INPUT < input.length; from += LINE_INPUT) {
    // Two groups of three at a time, nine times, and then one.
    let i = from;
    for (const end = from + LINE_INPUT - 3; i < end; i += 6) {
      const first = source.getUint32(i) >>> 8;
      const second = source.getUint32(i + 3) >>> 8;
      target.setUint32(to, (PAIRS[first >> 12] as number) | ((PAIRS[first & 4095] as number) << 16), true);
      target.setUint32(to + 4, (PAIRS[second >> 12] as number) | ((PAIRS[second & 4095] as number) << 16), true);
      to += 8;
    }
    const last = source.getUint32(i) >>> 8;
    target.setUint32(to, (PAIRS[last >> 12] as number) | ((PAIRS[last & 4095] as number) << 16), true);
    to += 4;
    target.setUint16(to, 0x0d0a);
    to += 2;
  }
  if (from === input.length) return to;
  to = encodeLine(input, from, input.length, out, to);
  target.setUint16(to, 0x0d0a);
  return to + 2;
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
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

/** Base64 without line breaks, as octets. */
export function base64Octets(octets: Uint8Array): Bytes {
  const out = new Uint8Array(Math.ceil(octets.length / 3) * 4);
  encodeLine(octets, 0, octets.length, out, 0);
  return out;
}

/** Base64 without line breaks, as text. */
export function toBase64(octets: Uint8Array): string {
  return latin1Text(base64Octets(octets));
}

/**
 * Octets of base64 text given as octets. White space and characters outside the alphabet are passed over (RFC 2045 6.8);
 * decoding ends at the first padding. `clean` is false where something other than white space was passed over or the
 * last group is cut off.
 */
export function decodeBase64(input: Uint8Array): { readonly octets: Bytes; readonly clean: boolean } {
  const out = new Uint8Array(Math.floor((input.length * 3) / 4) + 3);
  const source = viewOf(input);
  const target = viewOf(out);
  let at = 0;
  let bits = 0;
  let held = 0;
  let clean = true;
  let i = 0;
  const length = input.length;
  let kernel = length < WORTH ? undefined : base64Kernel();
  while (i < length) {
    if (kernel && held === 0) {
      const { from, to } = kernel.decode(input, i, out, at);
      // Where it is stopped often, starting it costs more than it saves.
      if (from - i < WORTH) kernel = undefined;
      i = from;
      at = to;
      if (i >= length) break;
    }
    // Eight good characters at once: the whole of a big payload but its line ends. One octet too many is written.
    for (; held === 0 && i + 8 <= length; i += 8, at += 6) {
      const four = source.getUint32(i, true);
      const more = source.getUint32(i + 4, true);
      const a = PAIR_VALUES[four & 0xffff] as number;
      const b = PAIR_VALUES[four >>> 16] as number;
      const c = PAIR_VALUES[more & 0xffff] as number;
      const d = PAIR_VALUES[more >>> 16] as number;
      if (((a | b | c | d) & NO_PAIR) !== 0) break;
      target.setUint32(at, (a << 20) | (b << 8));
      target.setUint32(at + 3, (c << 20) | (d << 8));
    }
    for (; held === 0 && i + 4 <= length; i += 4, at += 3) {
      const four = source.getUint32(i, true);
      const a = PAIR_VALUES[four & 0xffff] as number;
      const b = PAIR_VALUES[four >>> 16] as number;
      if (((a | b) & NO_PAIR) !== 0) break;
      target.setUint32(at, (a << 20) | (b << 8));
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
