import { fromBase64 } from '../base/base64';
import { type Bytes, latin1Bytes, utf8Text } from '../base/bytes';
import { LIMITS } from '../base/limits';
import { type Contact, contactText, linesOf } from './contact';

/** Whether octets begin as LDIF does (RFC 2849): comments apart, with a version or a distinguished name. */
export function looksLikeLdif(octets: Bytes): boolean {
  const lines = linesOf(contactText(octets.subarray(0, 1 << 16)));
  const first = lines.find((line) => line.trim() !== '' && !/^[# ]/.test(line));
  return first !== undefined && /^(?:version|dn)\s*::?/i.test(first);
}

/** Types of attributes with certificates, without their options (RFC 4523 4.1, RFC 2798 2.8). */
const CERTIFICATES: ReadonlySet<string> = new Set(['usercertificate', 'usersmimecertificate', 'cacertificate']);

/**
 * The entries of LDIF (RFC 2849) that have certificates: `userCertificate`, `userSMIMECertificate` and `cACertificate`, with
 * `;binary` or without. Lines are unfolded; values in base64 are decoded; a value at a URL is counted and never fetched.
 * Records that delete, rename or modify are passed over. At most `LIMITS.contacts` entries. Not checked: anything else.
 */
export function readLdif(octets: Bytes): readonly Contact[] {
  const found: Contact[] = [];
  for (const record of recordsOf(contactText(octets))) {
    const contact = contactOf(record);
    if (contact) found.push(contact);
    if (found.length >= LIMITS.contacts) break;
  }
  return found;
}

/** The unfolded lines of each record, comments left out. */
function* recordsOf(text: string): Generator<readonly string[]> {
  let record: string[] = [];
  for (const line of linesOf(text)) {
    if (line === '') {
      if (record.length > 0) yield record;
      record = [];
    } else if (line.startsWith(' ') && record.length > 0) {
      record.push(`${record.pop() ?? ''}${line.slice(1)}`);
    } else record.push(line);
  }
  if (record.length > 0) yield record;
}

interface Line {
  /** Lower case, without options. */
  readonly type: string;
  readonly form: 'plain' | 'base64' | 'url';
  readonly value: string;
}

/** `attribute: value`, `attribute:: base64`, `attribute:< url`; undefined for a comment and for what is neither. */
function lineOf(line: string): Line | undefined {
  const colon = line.indexOf(':');
  if (line.startsWith('#') || colon < 1) return undefined;
  const [type = ''] = line.slice(0, colon).trim().toLowerCase().split(';');
  const mark = line[colon + 1];
  const form = mark === ':' ? 'base64' : mark === '<' ? 'url' : 'plain';
  return { type, form, value: line.slice(colon + (form === 'plain' ? 1 : 2)).trim() };
}

function contactOf(record: readonly string[]): Contact | undefined {
  const lines = record.flatMap((line) => lineOf(line) ?? []);
  const change = lines.find(({ type }) => type === 'changetype')?.value.toLowerCase();
  if (change !== undefined && change !== 'add') return undefined;
  const ofCertificates = lines.filter(({ type }) => CERTIFICATES.has(type)).slice(0, LIMITS.contactCertificates);
  if (ofCertificates.length === 0) return undefined;
  const read = ofCertificates.filter(({ form }) => form !== 'url').map(octetsOf);
  const texts = (...types: readonly string[]): readonly string[] =>
    types.flatMap((name) => lines.filter(({ type }) => type === name).flatMap((line) => textOf(line) ?? []));
  return {
    name: texts('cn', 'displayname', 'dn')[0] ?? '',
    addresses: texts('mail').slice(0, LIMITS.contactCertificates),
    certificates: read.filter((one) => one !== undefined),
    elsewhere: ofCertificates.filter(({ form }) => form === 'url').length,
    unreadable: read.filter((one) => one === undefined).length,
  };
}

/** QUIRK: some write PEM without encoding it, its lines folded. */
function octetsOf({ form, value }: Line): Bytes | undefined {
  if (form === 'base64') return fromBase64(value.replace(/\s+/g, ''));
  return value === '' ? undefined : latin1Bytes(value);
}

function textOf({ form, value }: Line): string | undefined {
  if (form === 'url') return undefined;
  const octets = form === 'base64' ? fromBase64(value) : undefined;
  return form === 'base64' ? octets && utf8Text(octets) : value;
}
