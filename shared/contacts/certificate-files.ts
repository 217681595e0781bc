import { type Bytes, latin1Text } from '../base/bytes';
import { SignetError } from '../base/errors';
import { LIMITS } from '../base/limits';
import { pemBlocks } from '../base/pem';
import { type Contact, contactText } from './contact';
import { looksLikeLdif, readLdif } from './ldif';
import { looksLikeVcard, readVcards } from './vcard';

export type ContactFormat = 'vcard' | 'ldif' | 'certificates';

export interface ContactFile {
  readonly format: ContactFormat;
  readonly contacts: readonly Contact[];
  /** The file has more than is read. */
  readonly isCut: boolean;
}

const LABEL = /CERTIFICATE$|^PKCS ?#?7|^CMS$/;

/**
 * What a file with certificates of people holds, by its content and never by its name: vCard, LDIF, or certificates in
 * DER, PEM, bare base64 or PKCS #7. Each block of PEM stands for itself, so that one which is broken keeps no other out.
 * Throws `limit` above `LIMITS.contactFileOctets`. Not checked: the certificates.
 */
export function readContactFile(octets: Bytes): ContactFile {
  if (octets.length > LIMITS.contactFileOctets) {
    throw new SignetError('limit', 'a file too large to hold certificates of people', 'contactFileOctets');
  }
  if (looksLikeVcard(octets)) return cut('vcard', readVcards(octets));
  if (octets[0] !== 0x30 && looksLikeLdif(octets)) return cut('ldif', readLdif(octets));
  return ofCertificates(octets);
}

const cut = (format: ContactFormat, contacts: readonly Contact[]): ContactFile => ({
  format,
  contacts,
  isCut: contacts.length >= LIMITS.contacts,
});

/** QUIRK: Windows writes PEM as UTF-16 too. */
function ofCertificates(octets: Bytes): ContactFile {
  const isText = octets[0] === 0xff || octets[0] === 0xfe;
  const text = isText ? Uint8Array.from(contactText(octets), (one) => one.charCodeAt(0)) : octets;
  const begun = latin1Text(text).match(/-----BEGIN [A-Z0-9 #]*(?:CERTIFICATE|PKCS ?#?7[A-Z ]*|CMS)-----/g)?.length ?? 0;
  const blocks = begun === 0 ? [] : pemBlocks(text).filter(({ label }) => LABEL.test(label));
  const all = begun === 0 ? [text] : blocks.map((block) => block.octets);
  const certificates = all.slice(0, LIMITS.contacts);
  const unreadable = Math.max(0, begun - blocks.length);
  const contact = { name: '', addresses: [], certificates, elsewhere: 0, unreadable };
  return { format: 'certificates', contacts: [contact], isCut: all.length > certificates.length };
}
