import { concat, type Bytes, type Der } from '../base/bytes';
import { SignetError } from '../base/errors';
import { LIMITS, type LimitName } from '../base/limits';

/**
 * A bounded walker over BER/DER values and a small DER writer. Content is never copied by reading: a value is a range.
 * Big payloads go through here and never through the ASN.1 library. X.690 8.1.
 */
export interface Tlv {
  readonly octets: Bytes;
  /** Identifier octet: class, constructed bit and tag number (low form only; S/MIME uses no other). */
  readonly tag: number;
  readonly start: number;
  readonly contentStart: number;
  readonly contentEnd: number;
  /** Past the value, end-of-contents octets included. */
  readonly end: number;
  readonly indefinite: boolean;
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Identifier octet of a context-specific tag. */
export function contextTag(number: number, form: 'primitive' | 'constructed' = 'constructed'): number {
  return (form === 'constructed' ? 0xa0 : 0x80) | number;
}

function malformed(what: string): SignetError {
  return new SignetError('malformed-der', what);
}

interface Head {
  readonly tag: number;
  readonly contentStart: number;
  /** -1: indefinite. */
  readonly length: number;
}

function readHead(octets: Bytes, at: number, limit: number): Head {
  if (at + 2 > limit) throw malformed('a value ends before its length');
  const tag = octets[at] as number;
  if ((tag & 0x1f) === 0x1f) throw malformed('a tag number above 30');
  const first = octets[at + 1] as number;
  if (first < 0x80) return { tag, contentStart: at + 2, length: first };
  if (first === 0x80) {
    if ((tag & 0x20) === 0) throw malformed('indefinite length on a primitive value');
    return { tag, contentStart: at + 2, length: -1 };
  }
  const count = first & 0x7f;
  if (count > 6 || at + 2 + count > limit) throw malformed('a length of more than six octets, or cut off');
  let length = 0;
  for (let i = 0; i < count; i++) length = length * 256 + (octets[at + 2 + i] as number);
  return { tag, contentStart: at + 2 + count, length };
}

/** Where the end-of-contents octets stand. Values are passed over without an object for each: there may be many. */
function endOfIndefinite(octets: Bytes, from: number, limit: number, depth: number): number {
  let at = from;
  let open = 0;
  for (let values = 0; values < LIMITS.indefiniteValues; values++) {
    if (at + 2 > limit) throw malformed('an indefinite length without its end');
    if (octets[at] === 0 && octets[at + 1] === 0) {
      if (open === 0) return at;
      open--;
      at += 2;
      continue;
    }
    const { contentStart, length } = readHead(octets, at, limit);
    if (length < 0 && depth + ++open > LIMITS.derDepth) throw tooDeep();
    at = length < 0 ? contentStart : contentStart + length;
    if (at > limit) throw malformed('a value is longer than what holds it');
  }
  throw new SignetError('limit', 'an indefinite length around too many values', 'indefiniteValues');
}

const tooDeep = (): SignetError => new SignetError('limit', 'ASN.1 values nested too deeply', 'derDepth');

/** The value at `at`, which must end at or before `limit`. Throws `malformed-der`. */
export function readTlv(octets: Bytes, at = 0, limit = octets.length, depth = 0): Tlv {
  if (depth > LIMITS.derDepth) throw tooDeep();
  const { tag, contentStart, length } = readHead(octets, at, limit);
  const contentEnd = length < 0 ? endOfIndefinite(octets, contentStart, limit, depth) : contentStart + length;
  const end = length < 0 ? contentEnd + 2 : contentEnd;
  if (end > limit) throw malformed('a value is longer than what holds it');
  return { octets, tag, start: at, contentStart, contentEnd, end, indefinite: length < 0 };
}

/** The values inside a constructed one, in order. */
export function children(value: Tlv): Tlv[] {
  const found: Tlv[] = [];
  for (let at = value.contentStart; at < value.contentEnd;) {
    const child = readTlv(value.octets, at, value.contentEnd, 1);
    found.push(child);
    at = child.end;
  }
  return found;
}

/** The same where there are no more than the limit of that name. Throws `limit`, `malformed-der`. */
export function boundedChildren(value: Tlv, limit: LimitName): Tlv[] {
  const found: Tlv[] = [];
  for (let at = value.contentStart; at < value.contentEnd;) {
    if (found.length === LIMITS[limit]) throw new SignetError('limit', `more ${limit} than are read`, limit);
    const child = readTlv(value.octets, at, value.contentEnd, 1);
    found.push(child);
    at = child.end;
  }
  return found;
}

export function isConstructed(value: Tlv): boolean {
  return (value.tag & 0x20) !== 0;
}

/** The whole value as received, without copying. */
export function encoded(value: Tlv): Der {
  return value.octets.subarray(value.start, value.end) as Der;
}

/** The content octets, without copying. */
export function contents(value: Tlv): Bytes {
  return value.octets.subarray(value.contentStart, value.contentEnd);
}

/**
 * An OCTET STRING (or one under an implicit tag) as one range, however it was cut in pieces (X.690 8.7.3). Copies, once,
 * only where it arrived in several pieces. Throws `malformed-der` on pieces of another type and `limit` on deep nesting.
 */
export function octetString(value: Tlv): Bytes {
  if (!isConstructed(value)) return contents(value);
  const only = onlyPiece(value);
  if (only) return contents(only);
  const out = new Uint8Array(value.contentEnd - value.contentStart);
  return out.subarray(0, copyPieces(value, out, 0, 1));
}

/** QUIRK: NSS writes one big primitive OCTET STRING inside an indefinite one. */
function onlyPiece(value: Tlv): Tlv | undefined {
  if (value.contentStart === value.contentEnd) return undefined;
  const first = readTlv(value.octets, value.contentStart, value.contentEnd, 1);
  return first.end === value.contentEnd && first.tag === TAG.octetString ? first : undefined;
}

function copyPieces(value: Tlv, out: Bytes, from: number, depth: number): number {
  let to = from;
  for (let at = value.contentStart; at < value.contentEnd;) {
    const piece = readTlv(value.octets, at, value.contentEnd, depth);
    if (piece.tag === TAG.octetString) {
      out.set(contents(piece), to);
      to += piece.contentEnd - piece.contentStart;
    } else if (piece.tag === (TAG.octetString | 0x20)) to = copyPieces(piece, out, to, depth + 1);
    else throw malformed('a piece of an octet string of another type');
    at = piece.end;
  }
  return to;
}

/** Dotted form of an OBJECT IDENTIFIER's content octets (X.690 8.19). Throws `malformed-der`, also on arcs of over 64 octets. */
export function oidText(content: Uint8Array): string {
  const arcs = subidentifiers(content);
  const first = arcs[0];
  if (first === undefined) throw malformed('an empty object identifier');
  const root = typeof first === 'number' && first < 80 ? Math.floor(first / 40) : 2;
  const second = typeof first === 'number' ? first - 40 * root : first - 80n;
  return [root, second, ...arcs.slice(1)].join('.');
}

/** Numbers, and BigInts for the arcs that need one (those under 2.25 are 128 bits long). */
function subidentifiers(content: Uint8Array): (number | bigint)[] {
  const found: (number | bigint)[] = [];
  let value: number | bigint = 0;
  let start = 0;
  for (let i = 0; i < content.length; i++) {
    const octet = content[i] as number;
    if (i === start && octet === 0x80) throw malformed('an object identifier with a padded arc');
    if (i - start > 64) throw malformed('an object identifier with an arc of over 64 octets');
    if (typeof value === 'number' && value > 0x3fff_ffff_ffff) value = BigInt(value);
    if (typeof value === 'number') value = value * 128 + (octet & 0x7f);
    else value = value * 128n + BigInt(octet & 0x7f);
    if ((octet & 0x80) !== 0) continue;
    found.push(value);
    value = 0;
    start = i + 1;
  }
  if (start !== content.length) throw malformed('an object identifier is cut off');
  return found;
}

export function readOid(value: Tlv): string {
  if (value.tag !== TAG.oid) throw malformed('an object identifier was expected');
  return oidText(contents(value));
}

/** A non-negative INTEGER that fits a JavaScript number exactly. */
export function readSmallInteger(value: Tlv): number {
  const content = contents(value);
  if (value.tag !== TAG.integer || content.length === 0 || content.length > 6 || (content[0] as number) > 0x7f) {
    throw malformed('a small integer was expected');
  }
  return content.reduce((total, octet) => total * 256 + octet, 0);
}

/** Octets of tag and length in front of `length` content octets. */
export function headOctets(tag: number, length: number): Bytes {
  if (length < 0x80) return Uint8Array.of(tag, length);
  const digits: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  return Uint8Array.of(tag, 0x80 | digits.length, ...digits);
}

/** One DER value of `tag` around the given parts. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Der {
  const length = parts.reduce((total, part) => total + part.length, 0);
  return concat([headOctets(tag, length), ...parts]) as Der;
}

/** The parts of one DER value of `tag` around the given parts, none of them copied: its head comes first. */
export function framed(tag: number, parts: readonly Uint8Array[]): readonly Uint8Array[] {
  return [
    headOctets(
      tag,
      parts.reduce((total, part) => total + part.length, 0),
    ),
    ...parts,
  ];
}

export const sequence = (...parts: readonly Uint8Array[]): Der => der(TAG.sequence, ...parts);

/** A SET OF in DER: its values sorted by their encodings (X.690 11.6). */
export function setOf(values: readonly Uint8Array[]): Der {
  return der(TAG.set, ...[...values].sort(compareEncodings));
}

export function compareEncodings(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Identifiers that were written before; so many at most. */
const OIDS_KEPT = 256;
const writtenOids = new Map<string, Der>();

/** An OBJECT IDENTIFIER, an array of the caller's own. */
export function oid(dotted: string): Der {
  const known = writtenOids.get(dotted);
  if (known) return known.slice() as Der;
  const written = encodeOid(dotted);
  if (writtenOids.size < OIDS_KEPT) writtenOids.set(dotted, written.slice() as Der);
  return written;
}

function encodeOid(dotted: string): Der {
  const arcs = dotted.split('.').map(BigInt);
  const [first, second, ...rest] = arcs;
  if (first === undefined || second === undefined) throw malformed('an object identifier needs two arcs');
  const octets = [first * 40n + second, ...rest].flatMap((arc) => {
    const digits = [Number(arc & 0x7fn)];
    for (let left = arc >> 7n; left > 0n; left >>= 7n) digits.unshift(Number(left & 0x7fn) | 0x80);
    return digits;
  });
  return der(TAG.oid, Uint8Array.from(octets));
}

/** An INTEGER of a non-negative number or of unsigned big-endian octets. */
export function integer(value: number | Uint8Array): Der {
  const octets = typeof value === 'number' ? numberOctets(value) : value;
  let from = 0;
  while (from < octets.length - 1 && octets[from] === 0) from++;
  const trimmed = octets.subarray(from);
  return ((trimmed[0] ?? 0) & 0x80) !== 0 ? der(TAG.integer, Uint8Array.of(0), trimmed) : der(TAG.integer, trimmed);
}

function numberOctets(value: number): Bytes {
  const digits: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  return Uint8Array.from(digits.length === 0 ? [0] : digits);
}

export const nullValue = (): Der => der(TAG.null);
export const octets = (content: Uint8Array): Der => der(TAG.octetString, content);
/** A BIT STRING of whole octets. */
export const bitString = (content: Uint8Array): Der => der(TAG.bitString, Uint8Array.of(0), content);

/** Time as RFC 5280 4.1.2.5 and RFC 5652 11.3 want it: UTCTime up to 2049, GeneralizedTime after. Whole seconds. */
export function time(at: Date): Der {
  const digits = at.toISOString().replace(/[-:T]/g, '').slice(0, 14);
  const year = at.getUTCFullYear();
  const [tag, text] = year >= 1950 && year < 2050 ? [TAG.utcTime, digits.slice(2)] : [TAG.generalizedTime, digits];
  return der(
    tag,
    Uint8Array.from(`${text}Z`, (c) => c.charCodeAt(0)),
  );
}

/** A UTCTime or GeneralizedTime in UTC, seconds required, fractions allowed only in BER GeneralizedTime. */
export function readTime(value: Tlv): Date {
  const text = String.fromCharCode(...contents(value).subarray(0, 40));
  const match = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:\.\d+)?(Z|[+-]\d{4})$/.exec(text);
  const isUtc = value.tag === TAG.utcTime;
  if (!match || (!isUtc && value.tag !== TAG.generalizedTime) || match[1]?.length !== (isUtc ? 2 : 4)) {
    throw malformed('a time was expected');
  }
  const [, yearText = '', month, day, hour, minute, second = '00', zone = 'Z'] = match;
  const year = isUtc ? Number(yearText) + (Number(yearText) < 50 ? 2000 : 1900) : Number(yearText);
  const offset = zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3)}`;
  const at = new Date(`${String(year).padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}${offset}`);
  if (Number.isNaN(at.getTime())) throw malformed('a time that does not exist');
  return at;
}
