import { Inflate } from 'fflate';
import { type Bytes, concat } from './bytes';

/** Octets inflated at once; what comes of them, at most 1032 times as many, is all that may pass the bound. */
const STEP = 1 << 14;
const HEADER_OCTETS = 2;
const CHECKSUM_OCTETS = 4;

/**
 * The octets that a zlib stream (RFC 1950) holds, checksum verified: 'malformed' where it is none or is damaged, 'limit'
 * as soon as it comes to more than `limit` octets. A preset dictionary is 'malformed'.
 */
export function inflateZlib(stream: Bytes, limit: number): Bytes | 'malformed' | 'limit' {
  if (!hasZlibHeader(stream)) return 'malformed';
  const end = stream.length - CHECKSUM_OCTETS;
  const inflated = inflate(stream.subarray(HEADER_OCTETS, end), limit);
  if (typeof inflated === 'string') return inflated;
  const checksum = new DataView(stream.buffer, stream.byteOffset + end).getUint32(0);
  return adler32(inflated) === checksum ? inflated : 'malformed';
}

/** RFC 1950 2.2: deflate, a valid check, no preset dictionary. */
function hasZlibHeader(stream: Bytes): boolean {
  const [method = 0, flags = 0] = stream;
  const isLongEnough = stream.length > HEADER_OCTETS + CHECKSUM_OCTETS;
  return isLongEnough && (method & 15) === 8 && (method * 256 + flags) % 31 === 0 && (flags & 32) === 0;
}

function inflate(deflated: Bytes, limit: number): Bytes | 'malformed' | 'limit' {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const inflater = new Inflate((chunk) => {
    chunks.push(chunk);
    length += chunk.length;
  });
  try {
    for (let at = 0; at < deflated.length; at += STEP) {
      inflater.push(deflated.subarray(at, at + STEP), at + STEP >= deflated.length);
      if (length > limit) return 'limit';
    }
  } catch {
    return 'malformed';
  }
  return concat(chunks);
}

const ADLER_MODULUS = 65_521;
/** The most sums that stay below 2^32 (RFC 1950 9). */
const ADLER_RUN = 5552;

/** RFC 1950 8.2. */
function adler32(octets: Bytes): number {
  let [a, b] = [1, 0];
  for (let at = 0; at < octets.length; at += ADLER_RUN) {
    const end = Math.min(at + ADLER_RUN, octets.length);
    for (let i = at; i < end; i++) {
      a += octets[i] as number;
      b += a;
    }
    a %= ADLER_MODULUS;
    b %= ADLER_MODULUS;
  }
  return b * 65_536 + a;
}
