import { type Bytes, type Der, hex, latin1Text, utf8Text } from '../base/bytes';
import { SignetError } from '../base/errors';
import { children, contents, encoded, readOid, TAG, type Tlv } from '../asn1/der';
import { OID } from '../asn1/oids';

export interface NameAttribute {
  /** Dotted. */
  readonly type: string;
  /** The value as text; undefined where it is no character string. */
  readonly text: string | undefined;
  /** What two values are compared by: text folded after RFC 4518, else the encoding. */
  readonly comparable: string;
}

/** An X.501 distinguished name. RFC 5280 4.1.2.4. */
export interface Name {
  readonly der: Der;
  /** RFC 4514, for people. */
  readonly text: string;
  readonly commonName: string | undefined;
  /** Relative distinguished names in the order of the encoding. */
  readonly rdns: readonly (readonly NameAttribute[])[];
  /** Each RDN folded for comparison. */
  readonly comparable: readonly string[];
}

const SHORT_NAMES: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.42': 'GN',
  '2.5.4.65': 'pseudonym',
  '2.5.4.97': 'organizationIdentifier',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  [OID.emailAddress]: 'emailAddress',
};

const CHARACTER_STRINGS: Readonly<Record<number, (octets: Bytes) => string | undefined>> = {
  [TAG.utf8String]: utf8Text,
  [TAG.printableString]: latin1Text,
  [TAG.ia5String]: latin1Text,
  0x12: latin1Text, // NumericString
  0x14: latin1Text, // TeletexString: in practice ISO 8859-1
  0x1a: latin1Text, // VisibleString
  0x1c: utf32Text, // UniversalString
  0x1e: utf16Text, // BMPString
};

function utf16Text(octets: Bytes): string | undefined {
  return octets.length % 2 === 0 ? new TextDecoder('utf-16be').decode(octets) : undefined;
}

function utf32Text(octets: Bytes): string | undefined {
  if (octets.length % 4 !== 0) return undefined;
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  let text = '';
  for (let at = 0; at < octets.length; at += 4) {
    const point = view.getUint32(at);
    if (point > 0x10ffff) return undefined;
    text += String.fromCodePoint(point);
  }
  return text;
}

/** The text of any ASN.1 character string; undefined for other types and for octets that are not of the type. */
export function characterString(value: Tlv): string | undefined {
  return CHARACTER_STRINGS[value.tag]?.(contents(value));
}

/** Case and insignificant space folded, compatibility forms composed: RFC 4518 as far as names in use need it. */
export function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ');
}

/** Reads a Name. Throws `malformed-certificate` or `malformed-der`. */
export function readName(value: Tlv): Name {
  if (value.tag !== TAG.sequence) throw new SignetError('malformed-certificate', 'a name is not a SEQUENCE');
  const rdns = children(value).map(readRdn);
  const all = rdns.flat();
  return {
    der: encoded(value),
    text: [...rdns].reverse().map(rdnText).join(','),
    commonName: all.filter((attribute) => attribute.type === OID.commonName).at(-1)?.text,
    rdns,
    comparable: rdns.map((rdn) =>
      rdn
        .map((attribute) => `${attribute.type}=${attribute.comparable}`)
        .sort()
        .join('\0+'),
    ),
  };
}

function readRdn(set: Tlv): readonly NameAttribute[] {
  const attributes = children(set);
  if (set.tag !== TAG.set || attributes.length === 0) {
    throw new SignetError('malformed-certificate', 'a relative distinguished name is not a filled SET');
  }
  return attributes.map((attribute) => {
    const [type, value] = children(attribute);
    if (!type || !value) throw new SignetError('malformed-certificate', 'a name attribute lacks its value');
    const text = characterString(value);
    const comparable = text === undefined ? `#${hex(encoded(value))}` : `"${foldText(text)}`;
    return { type: readOid(type), text, comparable };
  });
}

function rdnText(rdn: readonly NameAttribute[]): string {
  return rdn
    .map(
      ({ type, text, comparable }) => `${SHORT_NAMES[type] ?? type}=${text === undefined ? comparable : escape(text)}`,
    )
    .join('+');
}

/** RFC 4514 2.4; control characters in hexadecimal, so that a name cannot break the line it is shown in. */
function escape(text: string): string {
  return text
    .replace(/[\\"+,;<>]/g, '\\$&')
    .replace(/^[ #]/, '\\$&')
    .replace(/(?<!\\) $/, '\\ ')
    .replace(/\p{Cc}/gu, (c) => `\\${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** Name comparison of RFC 5280 7.1: same attributes in the same order, character strings folded whatever their type. */
export function sameName(a: Name, b: Name): boolean {
  return a.comparable.length === b.comparable.length && isWithin(a, b);
}

/** A text that two names share when they are the same. */
export function comparableName(name: Name): string {
  return name.comparable.join('\0,');
}

/** `name` is at or below `subtree`: it begins with all its RDNs (RFC 5280 4.2.1.10). */
export function isWithin(name: Name, subtree: Name): boolean {
  return subtree.comparable.every((rdn, i) => rdn === name.comparable[i]);
}
