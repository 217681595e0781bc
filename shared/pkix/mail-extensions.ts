import { type Der, utf8Bytes } from '../base/bytes';
import { comparableDomain } from '../base/domain';
import { contextTag, der, octets, oid, sequence, TAG } from '../asn1/der';
import { OID } from '../asn1/oids';

/** What a certificate for mail is to be used for. One pair of keys for both, or one pair for each. */
export type CertificateUse = 'both' | 'sign' | 'encrypt';

/** Bits of KeyUsage by number, RFC 5280 4.2.1.3. */
const DIGITAL_SIGNATURE = 0;
const KEY_ENCIPHERMENT = 2;
const KEY_AGREEMENT = 4;

function usageBits(use: CertificateUse, isRsa: boolean): readonly number[] {
  const encryption = isRsa ? KEY_ENCIPHERMENT : KEY_AGREEMENT;
  return { both: [DIGITAL_SIGNATURE, encryption], sign: [DIGITAL_SIGNATURE], encrypt: [encryption] }[use];
}

export function extension(id: string, value: Uint8Array, criticality?: 'critical'): Der {
  const flag = criticality ? [der(TAG.boolean, Uint8Array.of(0xff))] : [];
  return sequence(oid(id), ...flag, octets(value));
}

/** KeyUsage (critical), extKeyUsage with emailProtection, subjectAltName with the addresses: RFC 8550 4.4. */
export function mailExtensions(
  addresses: readonly string[],
  use: CertificateUse,
  keyType: 'rsa' | 'ec',
): readonly Der[] {
  return [
    extension(OID.keyUsage, bitList(usageBits(use, keyType === 'rsa')), 'critical'),
    extension(OID.extKeyUsage, sequence(oid(OID.emailProtection))),
    extension(OID.subjectAltName, sequence(...addresses.map(mailName))),
  ];
}

/** A BIT STRING of named bits in DER: no zero bits at the end (X.690 11.2.2). */
function bitList(numbers: readonly number[]): Der {
  const bits = numbers.reduce((all, number) => all | (0x80 >> number), 0);
  return der(TAG.bitString, Uint8Array.of(Math.log2(bits & -bits), bits));
}

/**
 * An address as a GeneralName: rfc822Name, or SmtpUTF8Mailbox where the part before "@" is not ASCII, which is the only
 * case for it (RFC 9598 3). The domain is in A-labels in both. Not checked: that it is an address.
 */
export function mailName(address: string): Der {
  const at = address.lastIndexOf('@');
  const [local, domain] = [address.slice(0, at), comparableDomain(address.slice(at + 1))];
  const text = utf8Bytes(`${local}@${domain}`);
  if (/^[\x20-\x7e]*$/.test(local)) return der(contextTag(1, 'primitive'), text);
  return der(contextTag(0), oid(OID.smtpUtf8Mailbox), der(contextTag(0), der(TAG.utf8String, text)));
}
