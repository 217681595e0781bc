import { type Der } from '../base/bytes';
import { type Certificate } from '../pkix/certificate';
import { isWeakDigest, signatureDigest } from '../pkix/signature-algorithm';
import { extendedKeyUsageAllows, usableFor } from '../pkix/usable-for';
import { dateReason } from './choose-certificates';

/**
 * What stands against an identity. `pair-mismatch`, `not-for-mail` (extended key usage) and `no-use` (key usage or kind
 * of key) leave nothing to do with it; with all others it can be imported.
 */
export type IdentityProblem =
  | 'pair-mismatch'
  | 'not-for-mail'
  | 'no-use'
  | 'identity-expired'
  | 'identity-expiring'
  | 'identity-not-yet-valid'
  | 'address-absent'
  | 'no-account'
  | 'weak-key'
  | 'weak-digest'
  | 'chain-missing'
  | 'not-trusted';

/** How long before its end an identity counts as expiring: time enough to get another. */
export const EXPIRING_DAYS = 30;
const DAY = 86_400_000;
/** NIST SP 800-131A; below that nobody should sign or be encrypted to. */
const LEAST_BITS = { modulus: 2048, curve: 224 } as const;

export interface ProblemFacts {
  readonly now: Date;
  readonly isPair: boolean;
  readonly isTrusted: boolean;
  /** Certificates that are sent along. */
  readonly chain: readonly Der[];
  /** One of its addresses is of an account, or no accounts are known. */
  readonly hasAccount: boolean;
}

/** What stands against an identity, the gravest first. */
export function problemsOf(certificate: Certificate, facts: ProblemFacts): readonly IdentityProblem[] {
  const { isPair, isTrusted, chain, hasAccount } = facts;
  const hasAddress = certificate.addresses.length > 0;
  const isForMail = extendedKeyUsageAllows(certificate);
  // Nobody checks signatures of one that makes none.
  const isOver = facts.now > certificate.notAfter;
  const hasUse = usableFor(certificate, 'sign') || usableFor(certificate, 'encrypt');
  const found: readonly (readonly [boolean, IdentityProblem | undefined])[] = [
    [!isPair, 'pair-mismatch'],
    [!isForMail, 'not-for-mail'],
    [isForMail && !hasUse, 'no-use'],
    [true, dateProblem(certificate, facts.now)],
    [!hasAddress, 'address-absent'],
    [hasAddress && !hasAccount, 'no-account'],
    [isWeakKey(certificate), 'weak-key'],
    [!certificate.isSelfIssued && isWeakDigest(signatureDigest(certificate.signatureAlgorithm)), 'weak-digest'],
    [!isOver && !isTrusted && chain.length === 0 && !certificate.isSelfIssued, 'chain-missing'],
    [!isOver && !isTrusted, 'not-trusted'],
  ];
  return found.flatMap(([holds, problem]) => (holds && problem ? [problem] : []));
}

function dateProblem(certificate: Certificate, now: Date): IdentityProblem | undefined {
  const reason = dateReason(certificate, now);
  if (reason) return reason.code === 'expired' ? 'identity-expired' : 'identity-not-yet-valid';
  return certificate.notAfter.getTime() - now.getTime() < EXPIRING_DAYS * DAY ? 'identity-expiring' : undefined;
}

function isWeakKey({ publicKey: { algorithm, bits } }: Certificate): boolean {
  if (bits === 0) return false;
  return algorithm.startsWith('rsa') || algorithm === 'dsa' ? bits < LEAST_BITS.modulus : bits < LEAST_BITS.curve;
}
