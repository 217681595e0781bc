import { equal, type Bytes } from '../base/bytes';
import { readTlv } from '../asn1/der';
import { type Certificate } from '../pkix/certificate';
import { readName, sameName } from '../pkix/name';
import { type RecipientIdentifier } from './syntax/recipient-info';

/** The identifier names this certificate: issuer and serial number, or its subjectKeyIdentifier extension. */
export function matchesCertificate(id: RecipientIdentifier, certificate: Certificate): boolean {
  if (id.kind === 'ski') {
    return certificate.subjectKeyIdentifier !== undefined && equal(id.keyIdentifier, certificate.subjectKeyIdentifier);
  }
  if (trimmed(id.serial) !== trimmed(certificate.serial)) return false;
  return equal(id.issuer, certificate.issuer.der) || isSameName(id.issuer, certificate);
}

/** QUIRK: some writers encode the issuer anew, with other string types than the certificate has. */
function isSameName(issuer: Bytes, certificate: Certificate): boolean {
  try {
    return sameName(readName(readTlv(issuer)), certificate.issuer);
  } catch {
    return false;
  }
}

/** QUIRK: serial numbers written with more leading zero octets than INTEGER needs. */
const trimmed = (serial: string): string => serial.replace(/^(00)+(?=..)/, '');
