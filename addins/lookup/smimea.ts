import { comparableAddress, hex, utf8Bytes, type Bytes } from '../../shared/index';

/** Octets of the hash that stands for a local part (RFC 8162 3). */
const HASH_OCTETS = 28;

/**
 * The name under which certificates for an addr-spec stand (RFC 8162 3): the local part as it is written, without quotes,
 * hashed; the domain in A-labels. Undefined for what has no such name.
 */
export async function smimeaName(address: string): Promise<string | undefined> {
  const comparable = comparableAddress(address);
  if (comparable === undefined) return undefined;
  const domain = comparable.slice(comparable.lastIndexOf('@') + 1);
  const local = unquoted(address.slice(0, address.lastIndexOf('@'))).normalize('NFC');
  const digest = await crypto.subtle.digest('SHA-256', utf8Bytes(local));
  return `${hex(new Uint8Array(digest).subarray(0, HASH_OCTETS))}._smimecert.${domain}`;
}

function unquoted(local: string): string {
  const inside = /^"(.*)"$/s.exec(local)?.[1];
  return inside === undefined ? local : inside.replace(/\\(.)/gs, '$1');
}

/**
 * The certificates in the data of SMIMEA records (RFC 6698 2.1, RFC 8162 2): those given whole (selector 0, matching type
 * 0), of every usage: the person's own (1, 3) and those of authorities (0, 2), which help to build a path and become no
 * trust anchor. A hash, or a key alone, is no certificate.
 */
export function certificatesOf(records: readonly Bytes[]): readonly Bytes[] {
  return records.flatMap((data) => {
    const [usage = 255, selector, matching] = data;
    return usage <= 3 && selector === 0 && matching === 0 ? [data.slice(3)] : [];
  });
}
