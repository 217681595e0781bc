import { fromBase64 } from '../base/base64';
import { type Bytes } from '../base/bytes';
import { SignetError } from '../base/errors';

/** A value of a property list; numbers, dates and booleans are left as their text. */
export type PropertyListValue = string | Bytes | readonly PropertyListValue[] | PropertyListDictionary;
export interface PropertyListDictionary {
  readonly entries: ReadonlyMap<string, PropertyListValue>;
}

const MAX_DEPTH = 24;
const MAX_VALUES = 20_000;
const PREDEFINED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function malformed(what: string): SignetError {
  return new SignetError('malformed-pfx', what);
}

/**
 * A property list in XML, as configuration profiles are written. No entities but the five of XML, no declarations but
 * the document type's name: nothing expands. Throws `malformed-pfx`, and `limit` for too many or too deep values.
 */
export function readPropertyList(text: string): PropertyListValue {
  const reader = new Reader(text);
  reader.prologue();
  reader.open('plist');
  const value = reader.value(0);
  reader.close('plist');
  return value;
}

interface Tag {
  readonly name: string;
  readonly kind: 'open' | 'close' | 'empty';
}

class Reader {
  readonly #text: string;
  #at = 0;
  #values = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** XML declaration, comments and a document type without internal subset. */
  prologue(): void {
    for (;;) {
      this.#skip();
      const rest = this.#text.slice(this.#at, this.#at + 9);
      if (rest.startsWith('<?xml')) this.#past('?>');
      else if (rest.startsWith('<!DOCTYPE')) this.#documentType();
      else return;
    }
  }

  #documentType(): void {
    const start = this.#at;
    this.#past('>');
    if (this.#text.slice(start, this.#at).includes('[')) throw malformed('a property list that declares entities');
  }

  open(name: string): void {
    const tag = this.#tag();
    if (tag.name !== name || tag.kind !== 'open') throw malformed(`a property list without ${name}`);
  }

  close(name: string): void {
    const tag = this.#tag();
    if (tag.name !== name || tag.kind !== 'close') throw malformed(`a property list whose ${name} does not end`);
  }

  value(depth: number): PropertyListValue {
    const tag = this.#tag();
    if (tag.kind === 'close') throw malformed('a property list lacks a value');
    return this.#valueOf(tag, depth);
  }

  #valueOf({ name, kind }: Tag, depth: number): PropertyListValue {
    if (depth > MAX_DEPTH || ++this.#values > MAX_VALUES) {
      throw new SignetError('limit', 'a property list with too many or too deep values', 'profile');
    }
    if (name === 'dict') return { entries: kind === 'empty' ? new Map() : this.#dictionary(depth) };
    if (name === 'array') return kind === 'empty' ? [] : this.#array(depth);
    if (kind === 'empty') return name === 'data' ? new Uint8Array(0) : name === 'string' ? '' : name;
    const text = this.#content(name);
    if (name !== 'data') return text;
    const octets = fromBase64(text.replace(/\s+/g, ''));
    if (!octets) throw malformed('data of a property list that are not base64');
    return octets;
  }

  #array(depth: number): readonly PropertyListValue[] {
    const found: PropertyListValue[] = [];
    for (let tag = this.#tag(); !isEnd(tag, 'array'); tag = this.#tag()) found.push(this.#valueOf(tag, depth + 1));
    return found;
  }

  #dictionary(depth: number): ReadonlyMap<string, PropertyListValue> {
    const found = new Map<string, PropertyListValue>();
    for (let tag = this.#tag(); !isEnd(tag, 'dict'); tag = this.#tag()) {
      if (tag.name !== 'key' || tag.kind !== 'open') throw malformed('a dictionary without key');
      const key = this.#content('key');
      found.set(key, this.value(depth + 1));
    }
    return found;
  }

  /** Text up to the end of its element, which holds no other. */
  #content(name: string): string {
    const end = this.#text.indexOf('<', this.#at);
    if (end < 0) throw malformed('a property list is cut off');
    const text = this.#text.slice(this.#at, end);
    this.#at = end;
    this.close(name);
    return text.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|\w{1,8});/g, (_, reference: string) => character(reference));
  }

  #tag(): Tag {
    this.#skip();
    const found = /^<(\/?)([A-Za-z]{1,16})(?:\s[^<>]{0,200})?(\/?)>/.exec(this.#text.slice(this.#at, this.#at + 256));
    const [whole = '', slash, name = '', empty] = found ?? [];
    if (!found) throw malformed('a property list with something that is no element');
    this.#at += whole.length;
    return { name, kind: slash ? 'close' : empty ? 'empty' : 'open' };
  }

  /** White space and comments. */
  #skip(): void {
    for (;;) {
      while (/\s/.test(this.#text.charAt(this.#at))) this.#at++;
      if (!this.#text.startsWith('<!--', this.#at)) return;
      this.#past('-->');
    }
  }

  #past(mark: string): void {
    const at = this.#text.indexOf(mark, this.#at);
    if (at < 0) throw malformed('a property list is cut off');
    this.#at = at + mark.length;
  }
}

const isEnd = ({ name, kind }: Tag, wanted: string): boolean => kind === 'close' && name === wanted;

function character(reference: string): string {
  if (!reference.startsWith('#')) {
    const known = Object.hasOwn(PREDEFINED, reference) ? PREDEFINED[reference] : undefined;
    if (known === undefined) throw malformed('a property list that uses an entity of its own');
    return known;
  }
  const code = reference.startsWith('#x') ? parseInt(reference.slice(2), 16) : Number(reference.slice(1));
  if (code > 0x10ffff) throw malformed('a property list with a character that is none');
  return String.fromCodePoint(code);
}
