import { type Bytes, type CanonicalOctets, concat } from '../base/bytes';

const LF = 10;
const CR = 13;

/** Every CR is followed by LF and every LF follows a CR (RFC 8551 3.1.1). */
export function isCanonical(octets: Bytes): boolean {
  return loneBreaks(octets) === 0;
}

/**
 * The octets with every line break, CRLF, lone LF or lone CR, as CRLF (RFC 8551 3.1.1); the same array where it is
 * canonical already. Says nothing of encodings: the binary encoding of RFC 2045 does not survive it.
 */
export function canonicalForm(octets: Bytes): CanonicalOctets {
  const lone = loneBreaks(octets);
  if (lone === 0) return octets as CanonicalOctets;
  const out = new Uint8Array(octets.length + lone);
  let to = 0;
  for (let i = 0; i < octets.length; i++) {
    const octet = octets[i] as number;
    if (octet !== LF && octet !== CR) {
      out[to++] = octet;
      continue;
    }
    if (octet === CR && octets[i + 1] === LF) i++;
    out[to++] = CR;
    out[to++] = LF;
  }
  return out as CanonicalOctets;
}

/**
 * Lines in front of canonical octets from `start` on, which must be where one of their lines begins: canonical again,
 * without another look at what may be long.
 */
export function linesBefore(lines: Bytes, octets: CanonicalOctets, start: number): CanonicalOctets {
  return concat([canonicalForm(lines), octets.subarray(start)]) as CanonicalOctets;
}

/**
 * Octets as received, with the CRs back that a store with Unix line ends took away; undefined where none is missing,
 * and where a CR stands alone: no reader of MIME sees the end of a line there, so a signature that holds for the
 * canonical form would hold for other header fields and other parts than the ones shown.
 */
export function restoredForm(octets: Bytes): CanonicalOctets | undefined {
  for (let at = octets.indexOf(CR); at !== -1; at = octets.indexOf(CR, at + 1)) {
    if (octets[at + 1] !== LF) return undefined;
  }
  const canonical = canonicalForm(octets);
  return canonical === octets ? undefined : canonical;
}

/** CRs without LF and LFs without CR. */
function loneBreaks(octets: Bytes): number {
  const lead = -octets.byteOffset & 3;
  const length = Math.max(0, octets.length - lead) >> 2;
  const words = length > 0 ? new Int32Array(octets.buffer, octets.byteOffset + lead, length) : new Int32Array(0);
  let lone = 0;
  for (let i = 0; i < octets.length;) {
    if (((i - lead) & 3) === 0) i = lead + 4 * pastQuiet(words, (i - lead) >> 2);
    for (const end = Math.min(octets.length, i + 4 - ((i - lead) & 3)); i < end; i++) {
      const octet = octets[i] as number;
      if (octet !== LF && octet !== CR) continue;
      if (octet === CR && octets[i + 1] === LF) i++;
      else lone++;
    }
  }
  return lone;
}

/** Passes over words of octets of 16 and more, four at a time: none is a line break, and nearly all of most mail. */
function pastQuiet(words: Int32Array, from: number): number {
  let at = from;
  for (; at + 4 <= words.length; at += 4) {
    const low = lowOctets(words[at] as number) | lowOctets(words[at + 1] as number);
    if ((low | lowOctets(words[at + 2] as number) | lowOctets(words[at + 3] as number)) !== 0) break;
  }
  while (at < words.length && lowOctets(words[at] as number) === 0) at++;
  return at;
}

/** Not 0 where one of four octets is below 16. */
function lowOctets(four: number): number {
  const high = four & 0xf0f0f0f0;
  return (high - 0x01010101) & ~high & 0x80808080;
}
