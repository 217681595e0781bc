/** Octets over an ArrayBuffer of their own or a range of one: what WebCrypto accepts as it is. */
export type Bytes = Uint8Array<ArrayBuffer>;

declare const brand: unique symbol;
type Branded<Name extends string> = Bytes & { readonly [brand]: Name };

/** A MIME entity in canonical form (RFC 8551 3.1.1): every line ends in CRLF. Made only by `mime/canonical-form`. */
export type CanonicalOctets = Branded<'canonical'>;
/** One complete DER (or BER as received) encoded value, tag and length included. */
export type Der = Branded<'der'>;

/** Names octets as one encoded value; asserts nothing about them. */
export function asDer(octets: Bytes): Der {
  return octets as Der;
}

const utf8Encoder = new TextEncoder();
const utf8Decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function utf8Bytes(text: string): Bytes {
  return utf8Encoder.encode(text);
}

/** The text, or undefined where the octets are not UTF-8. */
export function utf8Text(octets: Uint8Array): string | undefined {
  try {
    return utf8Decoder.decode(octets);
  } catch {
    return undefined;
  }
}

/** One octet a character, values above 0xff cut: for octets that stand in a string. */
export function latin1Bytes(text: string): Bytes {
  const out = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
  return out;
}

/** Characters of these values; seven times as fast as spreading them, and every field and name is read with it. */
function charactersOf(octets: Uint8Array): string {
  return String.fromCharCode.apply(undefined, octets as unknown as number[]);
}

export function latin1Text(octets: Uint8Array): string {
  let text = '';
  for (let i = 0; i < octets.length; i += 0x2000) text += charactersOf(octets.subarray(i, i + 0x2000));
  return text;
}

export function concat(parts: readonly Uint8Array[]): Bytes {
  let length = 0;
  for (const part of parts) length += part.length;
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Equality in time that depends on the lengths alone. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= (a[i] as number) ^ (b[i] as number);
  return difference === 0;
}

const HEX: readonly string[] = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'));

export function hex(octets: Uint8Array): string {
  let text = '';
  for (let i = 0; i < octets.length; i++) text += HEX[octets[i] as number] as string;
  return text;
}

/** Octets of a hexadecimal text; undefined for anything else. */
export function fromHex(text: string): Bytes | undefined {
  if (text.length % 2 !== 0 || /[^0-9a-f]/i.test(text)) return undefined;
  const out = new Uint8Array(text.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return out;
}

/** First place of `needle` in `octets` from `from` and before `to` (Horspool); -1 where there is none. */
export function indexOf(octets: Uint8Array, needle: Uint8Array, from = 0, to = octets.length): number {
  const length = needle.length;
  if (length === 0) return from <= to ? from : -1;
  const shift = new Uint32Array(256).fill(length);
  for (let i = 0; i < length - 1; i++) shift[needle[i] as number] = length - 1 - i;
  const last = needle[length - 1];
  for (let at = from + length - 1; at < to;) {
    const octet = octets[at] as number;
    if (octet === last) {
      let back = 1;
      while (back < length && octets[at - back] === needle[length - 1 - back]) back++;
      if (back === length) return at - length + 1;
    }
    at += shift[octet] as number;
  }
  return -1;
}

/** ES2024; Node has it from release 21 on. */
interface TransferableBuffer {
  transfer?(length: number): ArrayBuffer;
}

/**
 * Gives the memory of octets back at once, where the engine can: they and every other view of their buffer are empty then.
 * The collector of garbage frees big buffers late, and asking the system for fresh pages costs more than a cipher does.
 */
export function release({ buffer }: Bytes): void {
  (buffer as TransferableBuffer).transfer?.(0);
}
