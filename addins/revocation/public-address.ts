/**
 * Whether an address is one of the public Internet. Everything not known to be is not: private, loopback, link-local,
 * unique-local, shared (CGNAT), multicast, benchmarking and reserved addresses, and IPv6 addresses that carry such an IPv4
 * address inside. Addresses for documentation (RFC 5737, RFC 3849) count as public: nobody answers there.
 * Reads the forms that a URL parser or a resolver gives out (dotted decimal, RFC 5952 and other full spellings, brackets).
 */
export function isPublicAddress(text: string): boolean {
  const v4 = ipv4Number(text);
  if (v4 !== undefined) return isPublicIpv4(v4);
  const v6 = ipv6Groups(text.replace(/^\[|\]$/g, ''));
  return v6 !== undefined && isPublicIpv6(v6);
}

/** Whether a text is an address rather than a name. */
export function isAddressLiteral(text: string): boolean {
  return ipv4Number(text) !== undefined || text.includes(':');
}

/**
 * What one customer of a network has: of an IPv6 address the first 64 bits, of any other text the text. An IPv4 address
 * inside an IPv6 one is that IPv4 address.
 */
export function customerOf(address: string): string {
  const groups = ipv6Groups(address);
  if (!groups) return address;
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  const octets = groups.slice(6).flatMap((group) => [group >> 8, group & 0xff]);
  return mapped
    ? octets.join('.')
    : groups
        .slice(0, 4)
        .map((group) => group.toString(16))
        .join(':');
}

/** IANA's registry of special-purpose addresses: first address and bits of its prefix. */
const SPECIAL_IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

function isPublicIpv4(address: number): boolean {
  return !SPECIAL_IPV4.some(([first, bits]) => {
    const size = 2 ** (32 - bits);
    const start = ipv4Number(first) ?? 0;
    return address >= start && address < start + size;
  });
}

/** Dotted decimal of four numbers. */
function ipv4Number(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((value, part) => value * 256 + Number(part), 0);
}

/** Eight numbers of 16 bits; undefined for what is no IPv6 address, or has a zone. */
function ipv6Groups(text: string): readonly number[] | undefined {
  const dotted = /^(.*:)([^:]*\.[^:]*)$/.exec(text);
  const inner = dotted ? ipv4Number(dotted[2] ?? '') : undefined;
  if (dotted && inner === undefined) return undefined;
  const spelled =
    dotted && inner !== undefined
      ? `${dotted[1]}${Math.floor(inner / 65_536).toString(16)}:${(inner % 65_536).toString(16)}`
      : text;
  const halves = spelled.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...head, ...Array<string>(missing).fill('0'), ...(tail ?? [])];
  return all.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) ? all.map((group) => parseInt(group, 16)) : undefined;
}

/**
 * The IPv4 address that an IPv6 one stands for: IPv4-mapped, of the well-known prefix of NAT64 (RFC 6052), or 6to4.
 */
export function carriedIpv4(address: string): string | undefined {
  const groups = ipv6Groups(address);
  const number = groups && carried(groups);
  return number === undefined
    ? undefined
    : [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}

function carried(groups: readonly number[]): number | undefined {
  const [a = 0, b = 0] = groups;
  const at = (high: number): number => (groups[high] ?? 0) * 65_536 + (groups[high + 1] ?? 0);
  const isZero = (from: number, to: number): boolean => groups.slice(from, to).every((group) => group === 0);
  if (isZero(0, 5) && groups[5] === 0xffff) return at(6);
  if (a === 0x64 && b === 0xff9b && isZero(2, 6)) return at(6);
  return a === 0x2002 ? at(1) : undefined;
}

function isPublicIpv6(groups: readonly number[]): boolean {
  const [a = 0, b = 0, c = 0] = groups;
  const inside = carried(groups);
  if (inside !== undefined) return isPublicIpv4(inside);
  // Global unicast is 2000::/3; of it, 2001::/23 is Teredo, ORCHID and other special use.
  if (a < 0x2000 || a > 0x3fff) return false;
  if (a === 0x2001 && b < 0x200) return false;
  // Direct delegation of AS112 (RFC 7534), and 5f00::/16 is outside 2000::/3.
  return !(a === 0x2620 && b === 0x4f && c === 0x8000);
}
