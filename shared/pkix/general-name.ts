import { type Bytes, latin1Text, utf8Text } from '../base/bytes';
import { SignetError } from '../base/errors';
import { children, contents, readOid, TAG, type Tlv } from '../asn1/der';
import { OID } from '../asn1/oids';
import { type Name, readName } from './name';

/** RFC 5280 4.2.1.6; `smtp-utf8` is the otherName of RFC 9598. Texts are as encoded, not normalised. */
export type GeneralName =
  | { readonly kind: 'rfc822' | 'dns' | 'uri' | 'smtp-utf8'; readonly text: string }
  | { readonly kind: 'directory'; readonly name: Name }
  | { readonly kind: 'ip'; readonly octets: Bytes }
  | { readonly kind: 'other'; readonly type: string }
  | { readonly kind: 'x400' | 'edi' | 'registered-id' };

const TEXT_KINDS: Readonly<Record<number, 'rfc822' | 'dns' | 'uri'>> = { 0x81: 'rfc822', 0x82: 'dns', 0x86: 'uri' };

/** Reads one GeneralName. Throws `malformed-certificate` for an unknown form or characters the form does not have. */
export function readGeneralName(value: Tlv): GeneralName {
  const textKind = TEXT_KINDS[value.tag];
  if (textKind) return { kind: textKind, text: plainText(contents(value)) };
  switch (value.tag) {
    case 0xa0:
      return readOtherName(value);
    case 0xa3:
      return { kind: 'x400' };
    case 0xa4:
      return { kind: 'directory', name: readName(only(value)) };
    case 0xa5:
      return { kind: 'edi' };
    case 0x87:
      return { kind: 'ip', octets: contents(value) };
    case 0x88:
      return { kind: 'registered-id' };
    default:
      throw new SignetError('malformed-certificate', 'a general name of unknown form');
  }
}

/** GeneralNames in a SEQUENCE; at least one. */
export function readGeneralNames(sequence: Tlv): readonly GeneralName[] {
  const names = children(sequence);
  if (sequence.tag !== TAG.sequence || names.length === 0) {
    throw new SignetError('malformed-certificate', 'general names are not a filled SEQUENCE');
  }
  return names.map(readGeneralName);
}

function readOtherName(value: Tlv): GeneralName {
  const [type, wrapped] = children(value);
  if (!type || wrapped?.tag !== 0xa0) throw new SignetError('malformed-certificate', 'an otherName without a value');
  const id = readOid(type);
  if (id !== OID.smtpUtf8Mailbox) return { kind: 'other', type: id };
  const text = only(wrapped).tag === TAG.utf8String ? utf8Text(contents(only(wrapped))) : undefined;
  if (text === undefined || /\p{Cc}/u.test(text)) {
    throw new SignetError('malformed-certificate', 'an SmtpUTF8Mailbox that is no UTF8String');
  }
  return { kind: 'smtp-utf8', text };
}

function only(value: Tlv): Tlv {
  const [first, second] = children(value);
  if (!first || second) throw new SignetError('malformed-certificate', 'an explicit tag holds one value');
  return first;
}

/** IA5String without control characters: a NUL would cut the name short in other software. */
function plainText(octets: Bytes): string {
  if (octets.some((octet) => octet < 0x20 || octet > 0x7e)) {
    throw new SignetError('malformed-certificate', 'a general name with characters outside printable ASCII');
  }
  return latin1Text(octets);
}
