import { fromBase64, toBase64 } from '../base/base64';
import { type Bytes, latin1Bytes, latin1Text, utf8Bytes, utf8Text } from '../base/bytes';
import { LIMITS } from '../base/limits';
import { decodeQuotedPrintable } from '../mime/quoted-printable';
import { type Contact, contactText, linesOf } from './contact';

/** Whether octets begin as vCard does. */
export function looksLikeVcard(octets: Bytes): boolean {
  return /^\s*BEGIN\s*:\s*VCARD/i.test(contactText(octets.subarray(0, 256)));
}

/**
 * The cards of a file that have keys: vCard 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350). KEY in base64, as a `data:` URI, in
 * quoted-printable or as text; OpenPGP keys are passed over, and what stands at a URL is counted and never fetched. At most
 * `LIMITS.contacts` cards. Not checked: what the octets are.
 */
export function readVcards(octets: Bytes): readonly Contact[] {
  const found: Contact[] = [];
  for (const card of cardsOf(contactText(octets))) {
    const contact = contactOf(card);
    if (contact) found.push(contact);
    if (found.length >= LIMITS.contacts) break;
  }
  return found;
}

/** The address of a card: its first preferred EMAIL, else its first (RFC 6350 6.4.2, RFC 2426 3.3.2); undefined where it has none. */
export function mainAddress(card: string): string | undefined {
  const [properties = []] = cardsOf(card);
  const emails = properties.filter((one) => one.name === 'EMAIL' && textOf(one) !== '');
  const main = emails.find(isPreferred) ?? emails[0];
  return main && textOf(main);
}

const isPreferred = ({ parameters }: Property): boolean =>
  parameters.some((one) => /^(?:PREF(?:=1)?|TYPE=.*\bPREF\b.*)$/.test(one));

interface Property {
  /** Upper case, without its group. */
  readonly name: string;
  /** Upper case, each `NAME=VALUE` or, as 2.1 has it, `VALUE`. */
  readonly parameters: readonly string[];
  readonly value: string;
}

/** The properties of each card; a card inside a card (AGENT of 2.1) belongs to it. */
function* cardsOf(text: string): Generator<readonly Property[]> {
  let card: Property[] = [];
  for (const line of logicalLines(text)) {
    const property = propertyOf(line);
    if (!property) continue;
    if (isCard(property, 'BEGIN')) card = [];
    else if (isCard(property, 'END')) {
      if (card.length > 0) yield card;
      card = [];
    } else card.push(property);
  }
}

const isCard = ({ name, value }: Property, which: 'BEGIN' | 'END'): boolean =>
  name === which && value.trim().toUpperCase() === 'VCARD';

const QUOTED_PRINTABLE = /^[^:]*QUOTED-PRINTABLE[^:]*:/i;
const BASE64 = /^[^:]*;(?:ENCODING=)?(?:B|BASE64)(?:;[^:]*)?:/i;
/** Characters of a line that are looked at for its encoding. */
const HEAD = 256;

/**
 * Unfolded: a line that begins with white space continues the one before (RFC 6350 3.2), as does one behind a soft line
 * break. QUIRK: programs of 2.1 write lines of base64 that begin with none.
 */
function* logicalLines(text: string): Generator<string> {
  let parts: string[] = [];
  let encoding: 'quoted-printable' | 'base64' | undefined;
  for (const line of linesOf(text)) {
    const last = parts.at(-1) ?? '';
    if (encoding === 'quoted-printable' && last.endsWith('=')) {
      parts[parts.length - 1] = last.slice(0, -1);
      parts.push(line);
    } else if (/^[ \t]/.test(line) && parts.length > 0) parts.push(line.slice(1));
    else if (encoding === 'base64' && /^[A-Za-z0-9+/]+=*$/.test(line)) parts.push(line);
    else {
      if (parts.length > 0) yield parts.join('');
      parts = [line];
      encoding = encodingOf(line.slice(0, HEAD));
    }
  }
  yield parts.join('');
}

function encodingOf(head: string): 'quoted-printable' | 'base64' | undefined {
  if (QUOTED_PRINTABLE.test(head)) return 'quoted-printable';
  return BASE64.test(head) ? 'base64' : undefined;
}

function propertyOf(line: string): Property | undefined {
  const colon = outsideQuotes(line, ':');
  if (colon < 1) return undefined;
  const [name = '', ...parameters] = splitOutsideQuotes(line.slice(0, colon));
  return {
    name: name
      .slice(name.lastIndexOf('.') + 1)
      .trim()
      .toUpperCase(),
    parameters: parameters.map((one) => one.trim().toUpperCase()),
    value: line.slice(colon + 1),
  };
}

function outsideQuotes(text: string, wanted: string, from = 0): number {
  let isQuoted = false;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '"') isQuoted = !isQuoted;
    else if (text[at] === wanted && !isQuoted) return at;
  }
  return -1;
}

function splitOutsideQuotes(text: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = outsideQuotes(text, ';'); at !== -1; at = outsideQuotes(text, ';', from)) {
    parts.push(text.slice(from, at));
    from = at + 1;
  }
  return [...parts, text.slice(from)];
}

function contactOf(card: readonly Property[]): Contact | undefined {
  const keys = card.filter((one) => one.name === 'KEY' && !isOpenPgp(one)).slice(0, LIMITS.contactCertificates);
  if (keys.length === 0) return undefined;
  const isElsewhere = ({ value }: Property): boolean => /^\s*(?:https?|ftp|ldaps?|file|cid):/i.test(value);
  const read = keys.filter((one) => !isElsewhere(one)).map(octetsOf);
  const texts = (name: string): readonly string[] =>
    card
      .filter((one) => one.name === name)
      .map(textOf)
      .filter((text) => text !== '');
  return {
    name: texts('FN')[0] ?? texts('N')[0] ?? '',
    addresses: texts('EMAIL')
      .map((one) => one.replace(/^mailto:/i, ''))
      .slice(0, LIMITS.contactCertificates),
    certificates: read.filter((one) => one !== undefined),
    elsewhere: keys.filter(isElsewhere).length,
    unreadable: read.filter((one) => one === undefined).length,
  };
}

function isOpenPgp({ parameters, value }: Property): boolean {
  return (
    parameters.some((one) => /(?:^|=|,)"?(?:PGP|OPENPGP|APPLICATION\/PGP-KEYS)/.test(one)) ||
    /^\s*data:application\/pgp/i.test(value)
  );
}

const hasEncoding = ({ parameters }: Property, ...names: readonly string[]): boolean =>
  parameters.some((one) => names.includes(one.replace(/^ENCODING=/, '').replaceAll('"', '')));

const isQuotedPrintable = (property: Property): boolean => hasEncoding(property, 'QUOTED-PRINTABLE');

/** Undefined where the value is not in the encoding that it names. */
function octetsOf(property: Property): Bytes | undefined {
  const { value } = property;
  if (isQuotedPrintable(property)) return decodeQuotedPrintable(latin1Bytes(value)).octets;
  const data = /^\s*data:[^,]*?;base64(?:\\)?,/i.exec(value);
  const encoded = data ? value.slice(data[0].length) : hasEncoding(property, 'B', 'BASE64') ? value : undefined;
  if (encoded !== undefined) return fromBase64(encoded.replace(/\s+/g, ''));
  return value.trim() === '' ? undefined : latin1Bytes(unescaped(value));
}

function textOf(property: Property): string {
  if (!isQuotedPrintable(property)) return unescaped(property.value).trim();
  const { octets } = decodeQuotedPrintable(latin1Bytes(property.value));
  return unescaped(utf8Text(octets) ?? latin1Text(octets)).trim();
}

const unescaped = (value: string): string =>
  value.replace(/\\([nN,;:\\])/g, (_, one: string) => (one.toLowerCase() === 'n' ? '\n' : one));

/**
 * A card of version 3.0 (RFC 2426), which mail programs of all ages read: name, addresses, and the certificate as KEY. Lines
 * are folded at 75 octets.
 */
export function encodeVcard(contact: Pick<Contact, 'name' | 'addresses' | 'certificates'>): string {
  const name = escaped(contact.name === '' ? (contact.addresses[0] ?? '') : contact.name);
  const lines = [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `FN:${name}`,
    `N:${name};;;;`,
    ...contact.addresses.map((address) => `EMAIL;TYPE=INTERNET:${escaped(address)}`),
    ...contact.certificates.map((one) => `KEY;TYPE=X509;ENCODING=b:${toBase64(one)}`),
    'END:VCARD',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

const escaped = (text: string): string => text.replace(/[\\,;]/g, '\\$&').replace(/\r\n|\n|\r/g, '\\n');

/** At 75 octets, and never inside a character. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const character of line) {
    const size = utf8Bytes(character).length;
    if (octets + size > 74) {
      parts.push(part);
      part = '';
      octets = 0;
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join('\r\n ');
}
