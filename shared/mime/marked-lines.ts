import { type Bytes } from '../base/bytes';

const LF = 10;

/**
 * Looks for lines that begin with a marker, which holds no line feed. Horspool's search for line feed and marker, so that
 * most octets of a payload are never looked at; but compared from the front, so that a place without line feed costs one
 * look and a line is compared once: linear time for a marker of a single character repeated, too.
 */
export class MarkedLines {
  readonly #marker: Uint8Array;
  /** How far the search may go on from an octet that stands where the marker would end. */
  readonly #shift: Uint32Array;

  constructor(marker: Uint8Array) {
    this.#marker = marker;
    this.#shift = new Uint32Array(256).fill(marker.length + 1);
    this.#shift[LF] = marker.length;
    for (let i = 0; i < marker.length - 1; i++) this.#shift[marker[i] as number] = marker.length - 1 - i;
  }

  get length(): number {
    return this.#marker.length;
  }

  /** Where the first such line begins whose line feed in front stands at or after `from`; it ends before `end`. -1: none. */
  next(source: Bytes, from: number, end: number): number {
    const { length } = this.#marker;
    const shift = this.#shift;
    const last = this.#marker[length - 1];
    for (let at = from + length; at < end;) {
      const octet = source[at] as number;
      if (octet === last && source[at - length] === LF && this.standsAt(source, at - length + 1, end)) {
        return at - length + 1;
      }
      at += shift[octet] as number;
    }
    return -1;
  }

  standsAt(source: Bytes, at: number, end: number): boolean {
    const marker = this.#marker;
    if (at + marker.length > end) return false;
    for (let i = 0; i < marker.length; i++) if (source[at + i] !== marker[i]) return false;
    return true;
  }
}
