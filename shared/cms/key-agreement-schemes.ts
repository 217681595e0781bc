import { type DigestName } from './digest';

/**
 * Digest of the X9.63 key derivation by scheme: dhSinglePass-stdDH (RFC 5753 7.1.4) and dhSinglePass-cofactorDH
 * (7.1.5), which are one where the cofactor is 1, as it is on the NIST curves.
 */
const SCHEMES: Readonly<Record<string, DigestName>> = {
  '1.3.133.16.840.63.0.2': 'sha1',
  '1.3.132.1.11.0': 'sha224',
  '1.3.132.1.11.1': 'sha256',
  '1.3.132.1.11.2': 'sha384',
  '1.3.132.1.11.3': 'sha512',
  '1.3.133.16.840.63.0.3': 'sha1',
  '1.3.132.1.14.0': 'sha224',
  '1.3.132.1.14.1': 'sha256',
  '1.3.132.1.14.2': 'sha384',
  '1.3.132.1.14.3': 'sha512',
};

/** Undefined where the scheme is not one of elliptic curves with the X9.63 derivation. */
export function keyAgreementDigest(id: string): DigestName | undefined {
  return SCHEMES[id];
}
