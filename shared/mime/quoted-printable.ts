import { type Bytes } from '../base/bytes';

const EQUALS = 61;
const LF = 10;
const CR = 13;
const SP = 32;
const HT = 9;

/**
 * Octets of quoted-printable (RFC 2045 6.7). White space at line ends is dropped; an "=" that begins neither an octet
 * nor a soft line break stays as it is. `clean` is false where one did.
 */
export function decodeQuotedPrintable(input: Uint8Array): { readonly octets: Bytes; readonly clean: boolean } {
  const out = new Uint8Array(input.length);
  let to = 0;
  let clean = true;
  let kept = 0;
  for (let i = 0; i < input.length; i++) {
    const octet = input[i] as number;
    if (octet === EQUALS) {
      const value = (hexDigit(input[i + 1]) << 4) | hexDigit(input[i + 2]);
      const soft = value < 0 ? softBreakEnd(input, i + 1) : -1;
      if (value >= 0) {
        out[to++] = value;
        i += 2;
      } else if (soft !== -1) i = soft - 1;
      else {
        out[to++] = octet;
        clean = false;
      }
      kept = to;
    } else if (octet === LF) {
      const crlf = to > kept && out[to - 1] === CR;
      to = crlf ? to - 1 : to;
      while (to > kept && (out[to - 1] === SP || out[to - 1] === HT)) to--;
      if (crlf) out[to++] = CR;
      out[to++] = LF;
      kept = to;
    } else out[to++] = octet;
  }
  while (to > kept && (out[to - 1] === SP || out[to - 1] === HT)) to--;
  return { octets: out.subarray(0, to), clean };
}

/** -1 for what is no hexadecimal digit. */
function hexDigit(octet: number | undefined): number {
  if (octet === undefined) return -1;
  if (octet >= 48 && octet <= 57) return octet - 48;
  const upper = octet & ~32;
  return upper >= 65 && upper <= 70 ? upper - 55 : -1;
}

/** Past the line break of a soft line break whose "=" stands in front of `at`; -1 where there is none. */
function softBreakEnd(input: Uint8Array, at: number): number {
  let i = at;
  while (input[i] === SP || input[i] === HT) i++;
  if (i >= input.length) return input.length;
  if (input[i] === CR && (input[i + 1] === LF || i + 1 === input.length)) i++;
  return i >= input.length ? input.length : input[i] === LF ? i + 1 : -1;
}

const LONGEST_LINE = 76;
/** Octets that never need encoding behind the first of a line. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, octet) => (octet > SP && octet < 127 && octet !== EQUALS ? 1 : 0));
const HEX = '0123456789ABCDEF';

/**
 * Quoted-printable of text lines ended by CRLF. Beyond RFC 2045 6.7 no line begins with "From " or ".", which mail
 * stores and relays rewrite (RFC 8551 3.1.3), and none ends in white space. CR and LF outside CRLF are encoded.
 */
export function encodeQuotedPrintable(input: Uint8Array): Bytes {
  const out = new Uint8Array(input.length * 3 + Math.ceil((input.length * 3) / (LONGEST_LINE - 3)) * 3 + 16);
  let to = 0;
  let column = 0;
  for (let i = 0; i < input.length; i++) {
    const octet = input[i] as number;
    if (PLAIN[octet] === 1 && column > 0 && column < LONGEST_LINE - 1) {
      out[to++] = octet;
      column++;
      continue;
    }
    if (octet === CR && input[i + 1] === LF) {
      out[to++] = CR;
      out[to++] = LF;
      i++;
      column = 0;
      continue;
    }
    const wide = column === 0 ? mustEncodeFirst(input, i) : mustEncode(input, i);
    if (column + (wide ? 3 : 1) > LONGEST_LINE - 1) {
      out[to++] = EQUALS;
      out[to++] = CR;
      out[to++] = LF;
      column = 0;
      i--;
      continue;
    }
    if (wide) {
      out[to++] = EQUALS;
      out[to++] = HEX.charCodeAt(octet >> 4);
      out[to++] = HEX.charCodeAt(octet & 15);
    } else out[to++] = octet;
    column += wide ? 3 : 1;
  }
  return out.subarray(0, to);
}

function mustEncode(input: Uint8Array, i: number): boolean {
  const octet = input[i] as number;
  if (octet === SP || octet === HT) return i + 1 >= input.length || (input[i + 1] === CR && input[i + 2] === LF);
  return octet < 33 || octet > 126 || octet === EQUALS;
}

/** At the beginning of a line: also "." and the F of "From ". */
function mustEncodeFirst(input: Uint8Array, i: number): boolean {
  return input[i] === 46 || startsFrom(input, i) || mustEncode(input, i);
}

/** "From " at `i`. */
export function startsFrom(input: Uint8Array, i: number): boolean {
  return input[i] === 70 && input[i + 1] === 114 && input[i + 2] === 111 && input[i + 3] === 109 && input[i + 4] === SP;
}
