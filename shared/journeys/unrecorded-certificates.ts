import { type Der, equal } from '../base/bytes';
import { comparableAddresses } from '../pkix/email-binding';
import { type KnownCertificate } from '../ports/certificate-directory';
import { readable } from './trust';

/** Certificates that came within this time of one another count as having come together. */
const TOGETHER_MILLISECONDS = 2_000;

/** An entry of before it was noted how certificates came. */
export interface UnrecordedCertificate {
  readonly fingerprint: string;
  readonly certificate: Der;
  readonly role: KnownCertificate['role'];
  readonly firstSeen: Date;
}

/**
 * The same entries with what is noted today: for each address the key that came first is accepted, with what came
 * together with it; others wait. One that cannot be read is left out.
 */
export function withAcceptance(entries: readonly UnrecordedCertificate[]): readonly KnownCertificate[] {
  const read = entries.flatMap((entry) => {
    const [certificate] = readable([entry.certificate]);
    const addresses = certificate && entry.role === 'person' ? comparableAddresses(certificate) : [];
    return certificate ? [{ entry, addresses, spki: certificate.publicKey.spki }] : [];
  });
  const first = new Map<string, (typeof read)[number]>();
  for (const one of read) {
    for (const address of one.addresses) {
      const present = first.get(address);
      if (!present || one.entry.firstSeen < present.entry.firstSeen) first.set(address, one);
    }
  }
  return read.map(({ entry, addresses, spki }) => {
    const isFirst = (address: string): boolean => {
      const earliest = first.get(address);
      if (!earliest) return false;
      const after = entry.firstSeen.getTime() - earliest.entry.firstSeen.getTime();
      return after < TOGETHER_MILLISECONDS || equal(spki, earliest.spki);
    };
    const { fingerprint, certificate, role, firstSeen } = entry;
    return {
      fingerprint,
      certificate,
      role,
      firstSeen,
      sources: [{ kind: 'unrecorded' }],
      accepted: addresses.filter(isFirst).map((address) => ({ address, ground: 'first', at: firstSeen })),
      waiting: addresses.filter((address) => !isFirst(address)),
    };
  });
}
