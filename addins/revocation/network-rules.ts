import { isAddressLiteral, isPublicAddress } from './public-address';

/** Every bound on what is asked of the network for the sake of certificates. */
export const NETWORK_LIMITS = {
  /** Octets read of one answer. */
  answerOctets: 10 << 20,
  /** For one question: name look-up, connection and the whole answer. */
  milliseconds: 5_000,
  /** Questions for one message, in one go. */
  questions: 12,
  /** Questions under way at one time. */
  atOnce: 4,
  /** Characters of an address. */
  urlLength: 2_048,
  /** Characters of an OCSP request by GET (RFC 6960 A.1, RFC 5019 5). */
  getLength: 255,
} as const;

/** Names that belong to a machine or a network of one's own (RFC 6761, 6762, 7788, 8375, 9476; ICANN's "internal"). */
const OWN_SUFFIXES: readonly string[] = [
  'localhost',
  'localdomain',
  'local',
  'internal',
  'intranet',
  'private',
  'corp',
  'home',
  'lan',
  'arpa',
  'alt',
  'onion',
  'invalid',
];

/**
 * The address of a certificate as one that may be asked; undefined where it may not: http or https on port 80 or 443, no
 * user name or password, no host of a network of one's own, neither by name nor by address in any notation (a URL parser
 * brings decimal, octal, hexadecimal and short ones into one form). What the name resolves to is not checked here.
 */
export function permittedUrl(text: string): URL | undefined {
  const url = text.length > NETWORK_LIMITS.urlLength ? undefined : parsed(text);
  if (!url) return undefined;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  if (!['', '80', '443'].includes(url.port) || url.username !== '' || url.password !== '') return undefined;
  if (!isPublicHost(url.hostname)) return undefined;
  url.hash = '';
  return url;
}

/** QUIRK: `URL.canParse` of Node 20, in which the relay runs, says no to letters beyond ASCII once it was called often. */
function parsed(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

function isPublicHost(host: string): boolean {
  const name = host.replace(/\.$/, '');
  if (isAddressLiteral(name)) return isPublicAddress(name);
  const labels = name.split('.');
  return labels.length > 1 && labels.every((label) => label !== '') && !OWN_SUFFIXES.includes(labels.at(-1) ?? '');
}

/** Whether a host's addresses, as a resolver gave them, may be asked: all of them, and at least one. */
export function mayBeAsked(addresses: readonly string[]): boolean {
  return addresses.length > 0 && addresses.every((address) => isPublicAddress(address));
}
