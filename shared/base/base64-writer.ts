import { encodedLinesLength, encodeLines, LINE_INPUT } from './base64';
import { type Bytes, latin1Bytes, release } from './bytes';

/**
 * A header and base64 lines over octets that come in pieces, as if they were one, in one array: each octet of a payload is
 * read once and written once.
 */
export class Base64Writer {
  readonly #out: Bytes;
  readonly #carry = new Uint8Array(LINE_INPUT);
  /** Octets of a line that the next piece goes on with. */
  #held = 0;
  #at: number;

  /** `length`: of all pieces together. The header is ASCII. */
  constructor(header: string, length: number) {
    this.#out = new Uint8Array(header.length + encodedLinesLength(length));
    this.#out.set(latin1Bytes(header));
    this.#at = header.length;
  }

  write(part: Uint8Array): void {
    let from = 0;
    if (this.#held > 0) {
      from = Math.min(LINE_INPUT - this.#held, part.length);
      this.#carry.set(part.subarray(0, from), this.#held);
      this.#held += from;
      if (this.#held < LINE_INPUT) return;
      this.#at = encodeLines(this.#carry, this.#out, this.#at);
    }
    const whole = from + Math.floor((part.length - from) / LINE_INPUT) * LINE_INPUT;
    this.#at = encodeLines(part.subarray(from, whole), this.#out, this.#at);
    this.#held = part.length - whole;
    this.#carry.set(part.subarray(whole));
  }

  /** Writes a piece that nobody reads any more. */
  take(part: Bytes): void {
    this.write(part);
    release(part);
  }

  /** The whole, once every piece is written. */
  end(): Bytes {
    this.#at = encodeLines(this.#carry.subarray(0, this.#held), this.#out, this.#at);
    this.#held = 0;
    return this.#out;
  }
}
