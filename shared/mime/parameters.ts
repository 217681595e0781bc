import { concat, utf8Bytes } from '../base/bytes';
import { decodeEncodedWords, refuseLineBreaks, withoutControls } from './encoded-word';
import { decodeText } from './text-decoding';

/** A value with parameters: Content-Type, Content-Disposition (RFC 2045 5.1, RFC 2183). */
export interface ParameterizedValue {
  /** Lower case. */
  readonly value: string;
  /** Names in lower case; values with continuations joined and charsets decoded (RFC 2231). The first of equals counts. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Names of parameters that stand there more than once, in whatever form; left out: none does. */
  readonly repeated?: ReadonlySet<string>;
}

/**
 * Reads a field value with parameters. Tolerant: unquoted values may hold spaces and slashes, comments are dropped,
 * empty parameters passed over. Never throws.
 */
export function parseParameterized(text: string): ParameterizedValue {
  const segments = splitSegments(text);
  const plain = new Map<string, string>();
  const extended = new Map<string, string>();
  const pieces = new Map<string, Map<number, Piece>>();
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const segment of segments.slice(1)) {
    const equals = segment.indexOf('=');
    const name = segment.slice(0, Math.max(0, equals)).trim().toLowerCase();
    const [, key, star, index = '0', encoded] = NAME_FORM.exec(name) ?? [];
    if (key === undefined) continue;
    const place = `${key}*${index}`;
    if (seen.has(place)) repeated.add(key);
    seen.add(place);
    const value = unquoted(segment.slice(equals + 1));
    if (star === undefined) putFirst(plain, key, value);
    else if (star === '*') putFirst(extended, key, joinPieces([{ encoded: true, value }]));
    else {
      const list = pieces.get(key) ?? new Map<number, Piece>();
      pieces.set(key, list);
      putFirst(list, Number(index), { encoded: encoded !== undefined, value });
    }
  }
  // The forms of RFC 2231 are preferred over a plain one given for old readers (RFC 5987 4.2 says so outright).
  const joined = [...pieces].flatMap(([name, list]) =>
    list.has(0) ? [[name, joinPieces(inOrder(list))] as const] : [],
  );
  const parameters = new Map([...plain, ...joined, ...extended]);
  const value = (segments[0] ?? '').trim().toLowerCase();
  return repeated.size > 0 ? { value, parameters, repeated } : { value, parameters };
}

/**
 * Whether a parameter stands in a field once and so that every program reads the value that we read: printable ASCII, in
 * quotes or without anything that asks for them, nothing escaped, no comment beside it (RFC 2045 5.1).
 */
export function isPlainlyWritten(field: string, name: string, value: string): boolean {
  const [, after, more] = field.split(new RegExp(`${name}\\s*=\\s*`, 'i'));
  if (after === undefined || more !== undefined || !/^[ !#-[\]-~]*[!#-[\]-~]$/.test(value)) return false;
  const needsQuotes = /[\s(),;<>]/.test(value);
  const written = after.startsWith('"') || needsQuotes ? `"${value}"` : value;
  return after.startsWith(written) && /^\s*(?:;|$)/.test(after.slice(written.length));
}

/** A name, "*" for the extended form, or "*" and a number, with another "*" where that piece is encoded (RFC 2231 7). */
const NAME_FORM = /^([^*]+?)\s*(\*(?:(0|[1-9]\d{0,3})(\*)?)?)?$/;

interface Piece {
  readonly encoded: boolean;
  readonly value: string;
}

function putFirst<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void {
  if (!map.has(key)) map.set(key, value);
}

/** Pieces by number up to the first gap. */
function inOrder(list: ReadonlyMap<number, Piece>): readonly Piece[] {
  const found: Piece[] = [];
  for (let piece = list.get(0); piece; piece = list.get(found.length)) found.push(piece);
  return found;
}

/** The text between semicolons, comments removed, quoted strings kept with their quotes. */
function splitSegments(text: string): readonly string[] {
  const segments: string[] = [];
  let raw = '';
  let named = false;
  let quoted = false;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i] as string;
    if (character === '\\' && (quoted || depth > 0)) {
      if (depth === 0) raw += character + (text[i + 1] ?? '');
      i++;
    } else if (character === '"' && depth === 0) {
      quoted = !quoted;
      named = false;
      raw += character;
    } else if (quoted) raw += character;
    else if (character === '(' && (depth > 0 || (!named && /[\s;")]/.test(text[i - 1] ?? ' ')))) depth++;
    else if (depth > 0) depth -= character === ')' ? 1 : 0;
    else if (character === ';') {
      segments.push(raw);
      raw = '';
      named = startsName(text, i + 1);
    } else raw += character;
  }
  segments.push(raw);
  return segments;
}

const NAME = /\s{0,100}(?:file)?name\*?\s{0,100}=/iy;

/** QUIRK: "filename=report (1).pdf" without quotes holds no comment. */
function startsName(text: string, at: number): boolean {
  NAME.lastIndex = at;
  return NAME.test(text);
}

function unquoted(text: string): string {
  const value = text.trim();
  if (!value.startsWith('"')) return value;
  let out = '';
  for (let i = 1; i < value.length && value[i] !== '"'; i++) {
    if (value[i] === '\\') i++;
    out += value[i] ?? '';
  }
  return out;
}

/** RFC 2231 3 and 4.1: the charset stands in the first piece, where that is an encoded one. */
function joinPieces(list: readonly Piece[]): string {
  let charset: string | undefined;
  let octets: Uint8Array[] = [];
  let out = '';
  const flush = (): void => {
    if (octets.length > 0) out += decodeText(concat(octets), charset);
    octets = [];
  };
  for (const [i, piece] of list.entries()) {
    if (!piece.encoded) {
      flush();
      out += piece.value;
      continue;
    }
    const marked = i === 0 ? /^([^']*)'[^']*'(.*)$/s.exec(piece.value) : undefined;
    if (marked) charset = marked[1];
    octets.push(percentDecoded(marked?.[2] ?? piece.value));
  }
  flush();
  return out;
}

function percentDecoded(text: string): Uint8Array {
  const plain = utf8Bytes(text);
  const out: number[] = [];
  for (let i = 0; i < plain.length; i++) {
    const hexadecimal = plain[i] === 0x25 ? String.fromCharCode(plain[i + 1] ?? 0, plain[i + 2] ?? 0) : '';
    if (/^[0-9a-f]{2}$/i.test(hexadecimal)) {
      out.push(parseInt(hexadecimal, 16));
      i += 2;
    } else out.push(plain[i] as number);
  }
  return Uint8Array.from(out);
}

/**
 * The name a part gives its file, for display: encoded words decoded (QUIRK: Outlook writes them in parameters, against
 * RFC 2047 5), without controls and the marks that turn the direction of writing. It may
 * still hold folders: whoever saves under it must drop them.
 */
export function cleanFilename(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const shown = withoutControls(decodeEncodedWords(name))
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .trim();
  return shown === '' ? undefined : shown;
}

/** Octets of one piece of a long value: RFC 2231 3 lets a value go over lines of 76. */
const PIECE_LENGTH = 50;

/**
 * One parameter, with the "; " and line break in front: quoted where it is ASCII, else by RFC 2231, in pieces where it
 * is long. Throws `malformed-mime` for line breaks.
 */
export function formatParameter(name: string, value: string): string {
  refuseLineBreaks(value, `parameter ${name}`);
  if (/^[ -~]*$/.test(value) && value.length <= PIECE_LENGTH)
    return `;\r\n ${name}="${value.replace(/["\\]/g, '\\$&')}"`;
  const encoded = [...latin1Pairs(value)];
  const pieces: string[] = [];
  let piece = `utf-8''`;
  for (const octet of encoded) {
    if (piece.length + octet.length > PIECE_LENGTH + 7) {
      pieces.push(piece);
      piece = '';
    }
    piece += octet;
  }
  pieces.push(piece);
  if (pieces.length === 1) return `;\r\n ${name}*=${piece}`;
  return pieces.map((text, i) => `;\r\n ${name}*${i}*=${text}`).join('');
}

/** Each octet of the UTF-8 form as an attribute-char or %XX. */
function* latin1Pairs(value: string): Generator<string> {
  for (const octet of utf8Bytes(value)) {
    const character = String.fromCharCode(octet);
    yield /[A-Za-z0-9.\-_~]/.test(character) ? character : `%${octet.toString(16).toUpperCase().padStart(2, '0')}`;
  }
}
