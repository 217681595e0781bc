import { latin1Bytes, type Bytes } from '../../shared/base/bytes';

/* DNS on the wire (RFC 1035 4), as a server writes it, without compression. */

export function dnsName(name: string): Bytes {
  const labels = name.split('.').map(latin1Bytes);
  return Uint8Array.of(...labels.flatMap((label) => [label.length, ...label]), 0);
}

const pair = (value: number): readonly number[] => [value >> 8, value & 0xff];

export function dnsRecord(owner: string, type: number, data: Uint8Array, classNumber = 1): Bytes {
  return Uint8Array.of(
    ...dnsName(owner),
    ...pair(type),
    ...pair(classNumber),
    0,
    0,
    0,
    60,
    ...pair(data.length),
    ...data,
  );
}

export interface DnsAnswerOptions {
  readonly name: string;
  readonly type: number;
  readonly records: readonly Bytes[];
  /** Left out: a response that the resolver found to be signed. */
  readonly flags?: number;
}

export function dnsAnswer({ name, type, records, flags = 0x81a0 }: DnsAnswerOptions): Bytes {
  const header = [0, 0, ...pair(flags), 0, 1, ...pair(records.length), 0, 0, 0, 0];
  return Uint8Array.of(...header, ...dnsName(name), ...pair(type), 0, 1, ...records.flatMap((one) => [...one]));
}

/** The name that a query asks for. */
export function queriedName(query: Uint8Array): string {
  const labels: string[] = [];
  for (let at = 12; (query[at] ?? 0) > 0; at += (query[at] ?? 0) + 1) {
    labels.push(String.fromCharCode(...query.subarray(at + 1, at + 1 + (query[at] ?? 0))));
  }
  return labels.join('.');
}
