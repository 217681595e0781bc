import { SignetError } from '../base/errors';
import { contents, isConstructed, readTlv, TAG, type Tlv } from './der';

function malformed(what: string): SignetError {
  return new SignetError('malformed-der', what);
}

/**
 * Takes the elements of one SEQUENCE (or SET) in the order of its ASN.1 module. Elements are read when taken, so the
 * rest of a long one costs nothing. Throws `malformed-der`, naming the structure and the element.
 */
export class ElementReader {
  readonly #value: Tlv;
  readonly #name: string;
  #at: number;

  /** `tag` is the identifier octet that the whole must have: an implicit tag replaces SEQUENCE. */
  constructor(value: Tlv, name: string, tag: number = TAG.sequence) {
    if (value.tag !== tag) throw malformed(`${name} has another tag than expected`);
    this.#value = value;
    this.#name = name;
    this.#at = value.contentStart;
  }

  get atEnd(): boolean {
    return this.#at >= this.#value.contentEnd;
  }

  /** The next element where it has one of the tags (any, where none are named); else nothing is taken. */
  takeIf(...tags: readonly number[]): Tlv | undefined {
    if (this.atEnd) return undefined;
    const tag = this.#value.octets[this.#at] as number;
    if (tags.length > 0 && !tags.includes(tag)) return undefined;
    const element = readTlv(this.#value.octets, this.#at, this.#value.contentEnd, 1);
    this.#at = element.end;
    return element;
  }

  take(element: string, ...tags: readonly number[]): Tlv {
    const found = this.takeIf(...tags);
    if (!found) throw malformed(`${this.#name}: ${element} was expected`);
    return found;
  }

  /** Refuses elements after the last one that the module knows. */
  end(): void {
    if (!this.atEnd) throw malformed(`${this.#name} is longer than its definition`);
  }
}

/** The one value inside an EXPLICIT tag. */
export function inside(value: Tlv, what: string): Tlv {
  if (!isConstructed(value)) throw malformed(`${what}: an explicit tag without a value`);
  const inner = readTlv(value.octets, value.contentStart, value.contentEnd, 1);
  if (inner.end !== value.contentEnd) throw malformed(`${what}: an explicit tag with more than one value`);
  return inner;
}

/** Content of a BIT STRING of whole octets. */
export function bitStringOctets(value: Tlv): Uint8Array<ArrayBuffer> {
  const content = contents(value);
  if (value.tag !== TAG.bitString || content[0] !== 0) throw malformed('a bit string of whole octets was expected');
  return content.subarray(1);
}

/** Content octets of a non-negative INTEGER without leading zeros: a big-endian number. */
export function unsignedInteger(value: Tlv): Uint8Array<ArrayBuffer> {
  const content = contents(value);
  if (value.tag !== TAG.integer || content.length === 0 || (content[0] as number) > 0x7f) {
    throw malformed('a non-negative integer was expected');
  }
  let from = 0;
  while (from < content.length - 1 && content[from] === 0) from++;
  return content.subarray(from);
}
