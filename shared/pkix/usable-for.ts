import { OID } from '../asn1/oids';
import { type Certificate, type KeyUsage } from './certificate';
import { PURE_ALGORITHMS } from './pure-algorithms';

export type MailPurpose = 'sign' | 'encrypt';

const SIGN_ONLY: readonly string[] = ['rsa-pss', 'dsa', ...PURE_ALGORITHMS.values()];
const AGREE_ONLY: readonly string[] = ['x25519', 'x448', OID.dhPublicNumber, OID.dhKeyAgreement];
/** RFC 9935 5. */
const ENCIPHER_ONLY: readonly string[] = ['ml-kem-512', 'ml-kem-768', 'ml-kem-1024'];

/**
 * Whether key type, key usage and extended key usage of an end-entity certificate allow signing or receiving encrypted
 * mail (RFC 8550 4.4.2, 4.4.4). Absent extensions allow. Not checked: path, dates, addresses.
 */
export function usableFor(certificate: Certificate, purpose: MailPurpose): boolean {
  return keyUsageAllows(certificate, purpose) && extendedKeyUsageAllows(certificate);
}

/** The usages of which one is needed; empty where the key type cannot serve the purpose. */
export function neededKeyUsages(certificate: Certificate, purpose: MailPurpose): readonly KeyUsage[] {
  const { algorithm } = certificate.publicKey;
  if (purpose === 'sign') {
    const isUnable = AGREE_ONLY.includes(algorithm) || ENCIPHER_ONLY.includes(algorithm);
    return isUnable ? [] : ['digitalSignature', 'nonRepudiation'];
  }
  if (SIGN_ONLY.includes(algorithm)) return [];
  const agrees =
    AGREE_ONLY.includes(algorithm) || algorithm.startsWith('ec-') || /^1\.3\.(132\.0|36\.3)\./.test(algorithm);
  return agrees ? ['keyAgreement'] : ['keyEncipherment'];
}

export function keyUsageAllows(certificate: Certificate, purpose: MailPurpose): boolean {
  const needed = neededKeyUsages(certificate, purpose);
  const { keyUsage } = certificate;
  return needed.length > 0 && (keyUsage === undefined || needed.some((usage) => keyUsage.has(usage)));
}

/** emailProtection, any purpose, or no restriction (RFC 8550 4.4.4). */
export function extendedKeyUsageAllows(certificate: Certificate): boolean {
  const { extendedKeyUsage } = certificate;
  return (
    extendedKeyUsage === undefined ||
    extendedKeyUsage.includes(OID.emailProtection) ||
    extendedKeyUsage.includes(OID.anyExtendedKeyUsage)
  );
}
