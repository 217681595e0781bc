import { type Der } from '../base/bytes';
import { sameAddress } from '../mime/address';
import { type Certificate, type KeyAlgorithm } from '../pkix/certificate';
import { certificateFingerprint } from '../pkix/certificate-fingerprint';
import { type PathVerdict } from '../pkix/path-validation';
import { isTestCertificate } from '../pkix/test-certificate';
import { type MailPurpose, usableFor } from '../pkix/usable-for';
import { type Reason } from '../verdict/reason';
import { dateReason } from './choose-certificates';
import { type IdentityProblem, problemsOf } from './identity-problems';

/** One identity of a file, for people to confirm. Holds no key. */
export interface IdentityPreview {
  /** SHA-256 of the certificate, hexadecimal: the id it will have. */
  readonly id: string;
  readonly name: string;
  readonly addresses: readonly string[];
  /** Those of `addresses` that are the user's own accounts; undefined where the host named none. */
  readonly accounts: readonly string[] | undefined;
  readonly issuer: string;
  /** Made by this program to try things out: nobody vouches for it. */
  readonly isTest?: boolean;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly uses: readonly MailPurpose[];
  readonly keyAlgorithm: KeyAlgorithm;
  /** 0 where unknown. */
  readonly keyBits: number;
  readonly state: 'usable' | 'expired' | 'not-yet-valid';
  /** There is a valid path to an anchor that is trusted here. */
  readonly isTrusted: boolean;
  /** Why there is none. */
  readonly reasons: readonly Reason[];
  readonly problems: readonly IdentityProblem[];
  /** It proved to be a pair, and mail can be signed or read with it. */
  readonly isImportable: boolean;
}

/** What is known of a certificate that somebody wants to make an identity of. */
export interface PreviewedCertificate {
  readonly certificate: Certificate;
  /** Its path at the time of `now`, or at the nearest time within its dates. */
  readonly verdict: PathVerdict;
  /** What is sent along with it. */
  readonly chain: readonly Der[];
  /** The key was proved to belong to it. */
  readonly isPair: boolean;
}

/** What is said of an identity before it is kept. `accounts`: addresses of the user; none where the host names none. */
export async function previewOf(
  { certificate, verdict, chain, isPair }: PreviewedCertificate,
  { now, accounts }: { readonly now: Date; readonly accounts: readonly string[] },
): Promise<IdentityPreview> {
  const uses = (['sign', 'encrypt'] as const).filter((purpose) => usableFor(certificate, purpose));
  const own = certificate.addresses.filter((one) => accounts.some((account) => sameAddress(one, account)));
  const isTrusted = verdict.state === 'valid';
  const hasAccount = accounts.length === 0 || own.length > 0;
  return {
    id: await certificateFingerprint(certificate.der),
    name: certificate.subject.commonName ?? certificate.addresses[0] ?? certificate.subject.text,
    addresses: certificate.addresses,
    accounts: accounts.length > 0 ? own : undefined,
    issuer: certificate.issuer.commonName ?? certificate.issuer.text,
    ...(isTestCertificate(certificate) && { isTest: true }),
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    uses,
    keyAlgorithm: certificate.publicKey.algorithm,
    keyBits: certificate.publicKey.bits,
    state: stateOf(certificate, now),
    isTrusted,
    reasons: verdict.state === 'valid' ? [] : verdict.reasons,
    problems: problemsOf(certificate, { now, isPair, isTrusted, chain, hasAccount }),
    isImportable: isPair && uses.length > 0,
  };
}

function stateOf(certificate: Certificate, now: Date): IdentityPreview['state'] {
  const reason = dateReason(certificate, now);
  return reason === undefined ? 'usable' : reason.code === 'expired' ? 'expired' : 'not-yet-valid';
}
