import { comparableAddress } from '../base/comparable-address';
import { LIMITS } from '../base/limits';
import { type Certificate } from './certificate';

/**
 * Whether a certificate names an addr-spec (RFC 8550 3). Domains are compared without case and across IDNA forms
 * (RFC 9598 5), local parts without regard to ASCII case: stricter is RFC 5280's rule, but providers do not tell
 * "Bob@" from "bob@", and a sender's client picks the case. `absent`: the certificate names no address at all.
 * Not checked: that the certificate may be used for mail, or is valid.
 */
export function matchAddress(certificate: Certificate, address: string): 'match' | 'mismatch' | 'absent' {
  if (certificate.addresses.length === 0) return 'absent';
  const wanted = comparableAddress(address);
  if (wanted === undefined) return 'mismatch';
  return certificate.addresses.some((one) => comparableAddress(one) === wanted) ? 'match' : 'mismatch';
}

/** The first addresses of a certificate, `LIMITS.certificateAddresses` at most, in the form in which they are compared, each once. */
export function comparableAddresses({ addresses }: Pick<Certificate, 'addresses'>): readonly string[] {
  const found = new Set<string>();
  for (const one of addresses) {
    const address = comparableAddress(one);
    if (address !== undefined) found.add(address);
    if (found.size >= LIMITS.certificateAddresses) break;
  }
  return [...found];
}
