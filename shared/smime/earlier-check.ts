import { type PathVerdict } from '../pkix/path-validation';
import { type RevocationVerdict } from '../pkix/revocation';
import { type Reason } from '../verdict/reason';
import { type CertificateStatus } from '../verdict/verdict';
import { isPinned } from './signer-path';

/** What a certificate is worth at one time. */
export interface JudgedCertificate {
  /** Undefined where no certificate of the signer is known. */
  readonly path: PathVerdict | undefined;
  readonly revocation: RevocationVerdict;
}

export interface EarlierCheck {
  /** When this program found the very signature good in path and revocation; undefined where no record says so. */
  readonly verifiedAt: Date | undefined;
  readonly now: Date;
  /** Judges the certificate at another time, with today's anchors and revocation data. */
  readonly judgeAt: (at: Date) => Promise<JudgedCertificate>;
}

export interface JudgedInTime extends JudgedCertificate {
  /** Said beside the reasons of path and revocation. */
  readonly notes: readonly Reason[];
  readonly verifiedBefore?: Date;
}

/**
 * What a signature is worth now that was seen before (RFC 8550 4.3 leaves this to the reader): its path holds where it
 * was valid when a record says that it was verified, and revocation for a harmless cause since leaves it good. A record of
 * the future, as after a clock was set back, is none; nor is any for a path by the user's own word, whose issuer nobody
 * asked then or asks now. Where an expired certificate has no record, that is said: the
 * signing time proves nothing.
 */
export async function withEarlierCheck(today: JudgedCertificate, check: EarlierCheck): Promise<JudgedInTime> {
  const verifiedAt = check.verifiedAt && check.verifiedAt <= check.now ? check.verifiedAt : undefined;
  const expired = reasonsOf(today.path).find(({ code }) => code === 'expired');
  if (!verifiedAt) return { ...today, notes: expired ? [{ code: 'no-record' }] : [] };
  const judged = expired ? await check.judgeAt(verifiedAt) : today;
  if (judged.path?.state !== 'valid' || isPinned(judged.path)) {
    return { ...today, verifiedBefore: verifiedAt, notes: [] };
  }
  const revocation = revocationSince(judged.revocation, verifiedAt, expired !== undefined);
  return {
    path: judged.path,
    revocation: revocation.verdict,
    verifiedBefore: verifiedAt,
    notes: [...(expired ? [expiredSince(expired, verifiedAt)] : []), ...revocation.notes],
  };
}

function reasonsOf(path: PathVerdict | undefined): readonly Reason[] {
  return path === undefined || path.state === 'valid' ? [] : path.reasons;
}

function expiredSince({ found }: Reason, verifiedAt: Date): Reason {
  return { code: 'expired-since', ...(found !== undefined && { found }), expected: verifiedAt.toISOString() };
}

/**
 * Revocation of a path that was good at `verifiedAt`. Authorities take expired certificates out of their lists (RFC 5280
 * 3.3), so that for those the record stands where nothing speaks against it; for others today's answer does.
 */
function revocationSince(
  today: RevocationVerdict,
  verifiedAt: Date,
  isExpired: boolean,
): { readonly verdict: RevocationVerdict; readonly notes: readonly Reason[] } {
  const revoked = today.statuses.filter(({ state }) => state === 'revoked');
  if (today.state !== 'revoked') return { verdict: isExpired ? good(today) : today, notes: [] };
  const isHarmless = revoked.length > 0 && revoked.every((status) => leavesGood(status, verifiedAt));
  if (!isHarmless) return { verdict: today, notes: [] };
  return { verdict: good(today), notes: revoked.map((status) => revokedSince(status, verifiedAt)) };
}

const good = ({ statuses }: RevocationVerdict): RevocationVerdict => ({ state: 'good', statuses, reasons: [] });

function revokedSince({ revokedAt }: CertificateStatus, verifiedAt: Date): Reason {
  return {
    code: 'revoked-since',
    ...(revokedAt && { found: revokedAt.toISOString() }),
    expected: verifiedAt.toISOString(),
  };
}

/** Reasons of RFC 5280 5.3.1 for which the key was its owner's all the same. */
const HARMLESS: ReadonlySet<string> = new Set(['superseded', 'cessationOfOperation', 'affiliationChanged']);

/**
 * Whether a signature verified at `verifiedAt` outlives the revocation: the key is known to have been bad only from a
 * later day (RFC 5280 5.3.2), or it was withdrawn for a harmless cause; and that was done later. No cause given counts as
 * compromise.
 */
function leavesGood(
  { revokedAt, invalidityDate, revocationReason = '' }: CertificateStatus,
  verifiedAt: Date,
): boolean {
  if (revokedAt === undefined || revokedAt <= verifiedAt) return false;
  return invalidityDate ? invalidityDate > verifiedAt : HARMLESS.has(revocationReason);
}
