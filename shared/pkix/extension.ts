import { type Bytes } from '../base/bytes';
import { SignetError } from '../base/errors';
import { children, contents, readOid, readSmallInteger, readTlv, TAG, type Tlv } from '../asn1/der';

export interface Extension {
  /** Dotted. */
  readonly id: string;
  readonly critical: boolean;
  /** Content of extnValue: the encoding of the extension's own type. */
  readonly value: Bytes;
}

/** Bits of KeyUsage by position, RFC 5280 4.2.1.3. */
const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;
export type KeyUsage = (typeof KEY_USAGES)[number];

export interface BasicConstraints {
  readonly ca: boolean;
  /** Certificates of authorities that may follow, self-issued ones not counted. */
  readonly pathLength?: number;
}

function malformed(what: string): SignetError {
  return new SignetError('malformed-certificate', what);
}

/** The one value an extension holds; nothing may follow it. */
export function extensionValue(octets: Bytes): Tlv {
  const value = readTlv(octets);
  if (value.end !== octets.length) throw malformed('an extension with octets after its value');
  return value;
}

function sequenceItems(octets: Bytes): Tlv[] {
  const value = extensionValue(octets);
  if (value.tag !== TAG.sequence) throw malformed('an extension is not a SEQUENCE');
  return children(value);
}

/** Extensions ::= SEQUENCE OF Extension, RFC 5280 4.1. */
export function readExtensions(sequence: Tlv): readonly Extension[] {
  if (sequence.tag !== TAG.sequence) throw malformed('extensions are not a SEQUENCE');
  return children(sequence).map((extension) => {
    const parts = children(extension);
    const [id, second] = parts;
    const flag = second?.tag === TAG.boolean ? second : undefined;
    const value = flag ? parts[2] : second;
    if (!id || value?.tag !== TAG.octetString) throw malformed('an extension without value');
    return { id: readOid(id), critical: flag !== undefined && contents(flag)[0] !== 0, value: contents(value) };
  });
}

export function readKeyUsage(octets: Bytes): ReadonlySet<KeyUsage> {
  const value = extensionValue(octets);
  const [unused, ...bits] = contents(value);
  if (value.tag !== TAG.bitString || unused === undefined || unused > 7) throw malformed('keyUsage is no BIT STRING');
  const set = new Set(KEY_USAGES.filter((_, i) => (((bits[i >> 3] ?? 0) << (i & 7)) & 0x80) !== 0));
  if (set.size === 0) throw malformed('keyUsage without any bit');
  return set;
}

export function readExtendedKeyUsage(octets: Bytes): readonly string[] {
  const purposes = sequenceItems(octets).map(readOid);
  if (purposes.length === 0) throw malformed('extKeyUsage without any purpose');
  return purposes;
}

export function readBasicConstraints(octets: Bytes): BasicConstraints {
  const items = sequenceItems(octets);
  const flag = items[0]?.tag === TAG.boolean ? items.shift() : undefined;
  const ca = flag !== undefined && contents(flag)[0] !== 0;
  const [length, more] = items;
  if (more) throw malformed('basicConstraints with unknown fields');
  return length === undefined ? { ca } : { ca, pathLength: readSmallInteger(length) };
}

export function readSubjectKeyIdentifier(octets: Bytes): Bytes {
  const value = extensionValue(octets);
  if (value.tag !== TAG.octetString) throw malformed('subjectKeyIdentifier is no OCTET STRING');
  return contents(value);
}

/** keyIdentifier of an AuthorityKeyIdentifier, RFC 5280 4.2.1.1. */
export function readAuthorityKeyIdentifier(octets: Bytes): Bytes | undefined {
  const identifier = sequenceItems(octets).find((item) => item.tag === 0x80);
  return identifier && contents(identifier);
}
