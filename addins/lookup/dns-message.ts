import { latin1Bytes, latin1Text, type Bytes } from '../../shared/index';

/** Type of SMIMEA records (RFC 8162 2). */
export const TYPE_SMIMEA = 53;
const TYPE_CNAME = 5;
const CLASS_IN = 1;
/** Records read of one answer. */
const RECORDS = 64;
/** Octets of a name on the wire (RFC 1035 2.3.4). */
const NAME_OCTETS = 255;

/** What a DNS answer says of one name and type. */
export interface DnsAnswer {
  /** 0: no error, 3: no such name (RFC 1035 4.1.1). */
  readonly code: number;
  /** The resolver found every record to be signed as its zone says (RFC 4035 3.2.3). */
  readonly isAuthentic: boolean;
  /** Data of the records of the name, or of the name that it is an alias of. */
  readonly records: readonly Bytes[];
}

/**
 * A query for one name, as DNS over HTTPS carries it (RFC 8484 4.1: id 0), with the AD bit set, which asks for the
 * answer's (RFC 6840 5.7). Undefined for what is no name.
 */
export function encodeQuery(name: string, type: number): Bytes | undefined {
  const labels = name.split('.').map(latin1Bytes);
  const isName = labels.every(({ length }) => length > 0 && length < 64) && /^[\x21-\x7e]+$/.test(name);
  if (!isName || name.length > NAME_OCTETS - 2) return undefined;
  const header = [0, 0, 0x01, 0x20, 0, 1, 0, 0, 0, 0, 0, 0];
  const question = labels.flatMap((label) => [label.length, ...label]);
  return Uint8Array.of(...header, ...question, 0, type >> 8, type & 0xff, 0, CLASS_IN);
}

/**
 * Reads an answer to `encodeQuery(name, type)`. Undefined for whatever is no whole answer to that question. Records of other
 * names are passed over; whether they are signed the resolver alone says.
 */
export function readAnswer(octets: Bytes, name: string, type: number): DnsAnswer | undefined {
  try {
    return answerOf(new Reader(octets), name.toLowerCase(), type);
  } catch (thrown) {
    if (thrown instanceof RangeError) return undefined;
    throw thrown;
  }
}

interface DnsRecord {
  readonly owner: string;
  readonly type: number;
  readonly data: Bytes;
  /** Of an alias. */
  readonly target: string | undefined;
}

function answerOf(reader: Reader, name: string, type: number): DnsAnswer | undefined {
  reader.number(2);
  const flags = reader.number(2);
  const [questions, answers] = [reader.number(2), reader.number(2)];
  reader.number(4);
  const isWhole = (flags & 0x8000) !== 0 && (flags & 0x7800) === 0 && (flags & 0x0200) === 0;
  if (!isWhole || questions !== 1 || reader.name() !== name || reader.number(2) !== type) return undefined;
  if (reader.number(2) !== CLASS_IN || answers > RECORDS) return undefined;
  const records = Array.from({ length: answers }, () => reader.record());
  let owner = name;
  for (const { owner: alias, target } of records) if (alias === owner && target !== undefined) owner = target;
  return {
    code: flags & 0x0f,
    isAuthentic: (flags & 0x20) !== 0,
    records: records.filter((one) => one.type === type && one.owner === owner).map(({ data }) => data),
  };
}

/** Reads forward; throws RangeError where there is nothing more, or what stands there is no name. */
class Reader {
  readonly #octets: Bytes;
  #at = 0;

  constructor(octets: Bytes) {
    this.#octets = octets;
  }

  number(size: number): number {
    return this.#take(size).reduce((value, octet) => value * 256 + octet, 0);
  }

  /** Lower case; a dot inside a label makes a text that equals no name we ask for, as it has a backslash before it. */
  name(): string {
    const { text, next } = readName(this.#octets, this.#at);
    this.#at = next;
    return text;
  }

  record(): DnsRecord {
    const owner = this.name();
    const type = this.number(2);
    const isInternet = this.number(2) === CLASS_IN;
    this.number(4);
    const length = this.number(2);
    const start = this.#at;
    const data = this.#take(length);
    const isAlias = isInternet && type === TYPE_CNAME;
    const target = isAlias ? readName(this.#octets, start).text : undefined;
    return { owner, type: isInternet ? type : -1, data, target };
  }

  #take(size: number): Bytes {
    if (this.#at + size > this.#octets.length) throw new RangeError('the answer ends too early');
    this.#at += size;
    return this.#octets.subarray(this.#at - size, this.#at);
  }
}

/** A name with its pointers followed (RFC 1035 4.1.4), each to a place before the last, so that it ends. */
function readName(octets: Bytes, start: number): { readonly text: string; readonly next: number } {
  const labels: string[] = [];
  let at = start;
  let next: number | undefined;
  let before = start;
  let length = 0;
  for (;;) {
    const size = octets[at];
    if (size === undefined) throw new RangeError('a name ends too early');
    if (size === 0) return { text: labels.join('.'), next: next ?? at + 1 };
    if (size >= 0xc0) {
      const target = (size & 0x3f) * 256 + (octets[at + 1] ?? 0);
      next ??= at + 2;
      if (target >= before) throw new RangeError('a pointer that leads on');
      before = at = target;
      continue;
    }
    length += size + 1;
    if (size > 63 || length > NAME_OCTETS || at + size >= octets.length) throw new RangeError('a label is too long');
    labels.push(
      latin1Text(octets.subarray(at + 1, at + 1 + size))
        .toLowerCase()
        .replaceAll('.', '\\.'),
    );
    at += size + 1;
  }
}
