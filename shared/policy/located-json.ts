import { LIMITS } from '../base/limits';

/** A JSON value (RFC 8259) that knows where in its text it begins: `at` counts UTF-16 units from 0. */
export type JsonNode =
  | { readonly kind: 'text'; readonly value: string; readonly at: number }
  | { readonly kind: 'number'; readonly value: number; readonly at: number }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly at: number }
  | { readonly kind: 'null'; readonly at: number }
  | { readonly kind: 'list'; readonly items: readonly JsonNode[]; readonly at: number }
  | { readonly kind: 'object'; readonly members: readonly JsonMember[]; readonly at: number };

export interface JsonMember {
  readonly name: string;
  /** Where the name begins. */
  readonly at: number;
  readonly value: JsonNode;
}

/** Why a text is no JSON that is read. */
export type JsonFault =
  | { readonly code: 'syntax'; readonly at: number; readonly expected: string }
  | { readonly code: 'too-deep'; readonly at: number }
  | { readonly code: 'duplicate-key'; readonly at: number; readonly name: string };

/** Both counted from 1, as editors count; a column is one UTF-16 unit. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Reads one JSON text as RFC 8259 has it: no comments, no trailing commas; a name that an object has twice is a fault, since
 * programs differ in which of the two they take. Nesting is bounded by `policyDepth`; the caller bounds the length.
 */
export function locateJson(text: string): JsonNode | JsonFault {
  try {
    return new Reader(text).document();
  } catch (thrown) {
    if (thrown instanceof Stop) return thrown.fault;
    throw thrown;
  }
}

export function isJsonFault(one: JsonNode | JsonFault): one is JsonFault {
  return 'code' in one;
}

/** Lines end with LF, CR LF or CR. */
export function positionOf(text: string, at: number): Position {
  const before = text.slice(0, at).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

class Stop extends Error {
  readonly fault: JsonFault;
  constructor(fault: JsonFault) {
    super(fault.code);
    this.fault = fault;
  }
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORDS = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const;

class Reader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): JsonNode {
    // QUIRK: editors on Windows put a byte order mark first, which RFC 8259 8.1 lets a reader pass over.
    if (this.#text.startsWith('\uFEFF')) this.#at = 1;
    const node = this.#value();
    this.#space();
    if (this.#at < this.#text.length) this.#stop('the end of the text');
    return node;
  }

  #value(): JsonNode {
    this.#space();
    const at = this.#at;
    switch (this.#text[at]) {
      case '{':
        return this.#nested(() => ({ kind: 'object', members: this.#members(), at }));
      case '[':
        return this.#nested(() => ({ kind: 'list', items: this.#items(), at }));
      case '"':
        return { kind: 'text', value: this.#string(), at };
      default:
        return this.#word(at) ?? this.#number(at);
    }
  }

  #nested(read: () => JsonNode): JsonNode {
    if (++this.#depth > LIMITS.policyDepth) throw new Stop({ code: 'too-deep', at: this.#at });
    this.#at++;
    const node = read();
    this.#depth--;
    return node;
  }

  #members(): JsonMember[] {
    const members: JsonMember[] = [];
    const names = new Set<string>();
    this.#separated('}', () => {
      const at = this.#at;
      if (this.#text[at] !== '"') this.#stop('a name in double quotes');
      const name = this.#string();
      if (names.has(name)) throw new Stop({ code: 'duplicate-key', at, name });
      names.add(name);
      this.#space();
      if (this.#text[this.#at] !== ':') this.#stop('a colon');
      this.#at++;
      members.push({ name, at, value: this.#value() });
    });
    return members;
  }

  #items(): JsonNode[] {
    const items: JsonNode[] = [];
    this.#separated(']', () => items.push(this.#value()));
    return items;
  }

  /** What stands between commas, up to and with `end`. */
  #separated(end: string, read: () => unknown): void {
    this.#space();
    if (this.#text[this.#at] === end) {
      this.#at++;
      return;
    }
    for (;;) {
      this.#space();
      read();
      this.#space();
      const next = this.#text[this.#at];
      if (next !== ',' && next !== end) this.#stop(`a comma or ${end}`);
      this.#at++;
      if (next === end) return;
    }
  }

  #string(): string {
    const start = this.#at;
    let at = start + 1;
    for (; this.#text[at] !== '"'; at++) {
      const code = this.#text.charCodeAt(at);
      if (!(code >= 0x20)) this.#stop('a closing double quote on the same line', start);
      if (code === 0x5c) at++;
    }
    this.#at = at + 1;
    try {
      return JSON.parse(this.#text.slice(start, this.#at)) as string;
    } catch {
      return this.#stop('a text with the escapes of JSON', start);
    }
  }

  #word(at: number): JsonNode | undefined {
    const found = WORDS.find(([word]) => this.#text.startsWith(word, at));
    if (!found) return undefined;
    const [word, value] = found;
    this.#at += word.length;
    return value === null ? { kind: 'null', at } : { kind: 'boolean', value, at };
  }

  #number(at: number): JsonNode {
    NUMBER.lastIndex = at;
    const digits = NUMBER.exec(this.#text)?.[0];
    if (digits === undefined) return this.#stop('a value');
    this.#at += digits.length;
    return { kind: 'number', value: Number(digits), at };
  }

  #space(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at++;
    }
  }

  #stop(expected: string, at = this.#at): never {
    throw new Stop({ code: 'syntax', at, expected });
  }
}
