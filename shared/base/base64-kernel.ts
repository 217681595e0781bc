import moduleOctets from './base64-kernel.wat';
import { type Bytes } from './bytes';

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly out: WebAssembly.Global<'i32'>;
  readonly made: WebAssembly.Global<'i32'>;
  encode(lines: number): void;
  decode(length: number): number;
}

/** Octets and characters of a line, line end included. */
const LINE_INPUT = 57;
const LINE_LENGTH = 78;
/** What goes in at a time; memory has room for it, and for what comes out. */
const LINES = 4_608;
const CHARACTERS = 1 << 18;
/** The kernel stops at most so many octets before the end of what it could read on. */
const BLOCK = 16;

/** Where the caller goes on. */
export interface Progress {
  readonly from: number;
  readonly to: number;
}

/**
 * base64-kernel.wat in this realm. It holds 704 KiB; what went through is overwritten with zeros after each call.
 */
class Base64Kernel {
  readonly #code: Exports;
  readonly #memory: Uint8Array;
  readonly #out: number;

  constructor(code: Exports) {
    this.#code = code;
    this.#memory = new Uint8Array(code.memory.buffer);
    this.#out = code.out.value;
  }

  /** Writes the whole lines of `input` into `out` from `at`. */
  encodeLines(input: Uint8Array, out: Uint8Array, at: number): Progress {
    const end = input.length - (input.length % LINE_INPUT);
    let to = at;
    for (let from = 0; from < end; from += LINES * LINE_INPUT) {
      const part = input.subarray(from, Math.min(end, from + LINES * LINE_INPUT));
      this.#memory.set(part);
      this.#code.encode(part.length / LINE_INPUT);
      const length = (part.length / LINE_INPUT) * LINE_LENGTH;
      this.#give(out, to, length);
      to += length;
    }
    this.#clear(end);
    return { from: end, to };
  }

  /** Reads whole groups of characters and the line ends between them; stops where it finds anything else. */
  decode(input: Uint8Array, at: number, out: Uint8Array, start: number): Progress {
    let from = at;
    let to = start;
    for (let isGoing = true; isGoing;) {
      const part = input.subarray(from, from + CHARACTERS);
      this.#memory.set(part);
      const read = this.#code.decode(part.length);
      const made = this.#code.made.value;
      this.#give(out, to, made);
      from += read;
      to += made;
      isGoing = part.length === CHARACTERS && read > CHARACTERS - BLOCK;
    }
    this.#clear(input.length - at);
    return { from, to };
  }

  #give(out: Uint8Array, at: number, length: number): void {
    out.set(this.#memory.subarray(this.#out, this.#out + length), at);
  }

  /** `used`: octets that went in. What comes out is less than half as much again. */
  #clear(used: number): void {
    const most = Math.min(used, LINES * LINE_INPUT) + BLOCK;
    this.#memory.fill(0, 0, most);
    this.#memory.fill(0, this.#out, this.#out + most + (most >> 1));
  }
}

let found: { readonly kernel: Base64Kernel | undefined } | undefined;

/** Undefined where the engine has no WebAssembly with 128-bit vectors, or a content security policy forbids it. */
export function base64Kernel(): Base64Kernel | undefined {
  found ??= { kernel: start() };
  return found.kernel;
}

function start(): Base64Kernel | undefined {
  try {
    const octets: Bytes = Uint8Array.from(atob(moduleOctets), (character) => character.charCodeAt(0));
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(octets));
    return new Base64Kernel(exports as unknown as Exports);
  } catch {
    return undefined;
  }
}
