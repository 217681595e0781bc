import { type Der } from '../base/bytes';
import { type Certificate, parseCertificate } from '../pkix/certificate';
import { type PathVerdict, validatePath } from '../pkix/path-validation';
import { usableFor } from '../pkix/usable-for';
import { type Clock } from '../ports/clock';
import { type Identity } from '../ports/key-store';
import { type TrustStore } from '../ports/trust-store';
import { type Reason } from '../verdict/reason';
import { readable, readTrust, type Trust } from './trust';

/** Who stands behind an identity, as far as this machine knows. Plain data. */
export interface IdentityTrust {
  /** A valid path: end entity first, anchor last. */
  readonly isTrusted: boolean;
  /** The valid path; else the certificate and what came with it. */
  readonly chain: readonly Der[];
  /** Why there is no valid path; where there is, what is weak in it. */
  readonly reasons: readonly Reason[];
}

/**
 * Whether the issuers of an own certificate are trusted here, at the time of the clock or, outside its dates, at the
 * nearest time within them: that it is out of date is another matter. It gives nothing: who receives mail judges for
 * themselves. Not checked: revocation. Throws `malformed-certificate`, and what the trust store rejects with.
 */
export async function identityTrust(
  identity: Pick<Identity, 'certificate' | 'chain'>,
  trustStore: TrustStore,
  clock: Clock,
): Promise<IdentityTrust> {
  const certificate = parseCertificate(identity.certificate);
  const verdict = await pathOfOwn(certificate, readable(identity.chain), await readTrust(trustStore), clock.now());
  if (verdict.state !== 'valid') {
    return { isTrusted: false, chain: [certificate.der, ...identity.chain], reasons: verdict.reasons };
  }
  return { isTrusted: true, chain: verdict.path.certificates.map(({ der }) => der), reasons: verdict.notes };
}

/** The path of an own certificate within its dates, for what it may be used for. */
export function pathOfOwn(
  certificate: Certificate,
  chain: readonly Certificate[],
  trust: Trust,
  now: Date,
): Promise<PathVerdict> {
  return validatePath({
    certificate,
    candidates: [...chain, ...trust.intermediates],
    anchors: trust.anchors,
    anchorIndex: trust.anchorIndex,
    at: withinDates(certificate, now),
    purpose: usableFor(certificate, 'sign') ? 'sign' : usableFor(certificate, 'encrypt') ? 'encrypt' : 'any',
  });
}

function withinDates({ notBefore, notAfter }: Certificate, now: Date): Date {
  return now > notAfter ? notAfter : now < notBefore ? notBefore : now;
}
