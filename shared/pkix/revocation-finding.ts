import { type CertificateStatus, type RevocationSource } from '../verdict/verdict';

/** What one CRL or OCSP response, its signature checked, comes to for one certificate. */
export interface Finding extends Omit<CertificateStatus, 'certificate'> {
  readonly state: 'good' | 'revoked' | 'undetermined';
  readonly source?: RevocationSource;
  /** What is historic in the signature of a `good` one (`sha1`, `dsa`): it may have been forged. */
  readonly weak?: string;
}

/** Clocks of readers go wrong by minutes; the time of an answer that was just made must not make it one of the future. */
const CLOCK_SKEW = 300_000;
/** For how long an answer counts that does not say when the next is due: it was new when it was asked for (RFC 6960 4.2.2.1). */
const WITHOUT_NEXT = 86_400_000;

/** When something was said, and until when it counts. */
export interface Period {
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date | undefined;
}

/** Said before `at`, and nothing newer is due yet. */
export function isCurrent({ thisUpdate, nextUpdate }: Period, at: Date): boolean {
  const until = nextUpdate?.getTime() ?? thisUpdate.getTime() + WITHOUT_NEXT;
  return isSaid(thisUpdate, at) && at.getTime() <= until;
}

function isSaid(thisUpdate: Date, at: Date): boolean {
  return thisUpdate.getTime() <= at.getTime() + CLOCK_SKEW;
}

/**
 * Whether a revocation that was said then holds at `at`. It outlives what said it, a hold (RFC 5280 5.3.1) apart, which
 * may have been lifted; of what was said later, only what happened before counts.
 */
export function isRevokedAt(revokedAt: Date, reason: string | undefined, said: Period, at: Date): boolean {
  if (isCurrent(said, at)) return true;
  if (!isSaid(said.thisUpdate, at)) return revokedAt.getTime() <= at.getTime() && reason !== 'certificateHold';
  return reason !== 'certificateHold';
}

/** The finding that counts: a revocation, the earliest; else a good one, if possible not weak, the newest; else the newest of any kind. */
export function decide(findings: readonly Finding[]): Finding | undefined {
  const of = (state: Finding['state']): readonly Finding[] => findings.filter((one) => one.state === state);
  const [revoked] = [...of('revoked')].sort((a, b) => time(a.revokedAt) - time(b.revokedAt));
  const [good] = [...of('good')].sort((a, b) => Number('weak' in a) - Number('weak' in b) || newestFirst(a, b));
  return revoked ?? good ?? [...findings].sort(newestFirst)[0];
}

const time = (date: Date | undefined): number => date?.getTime() ?? 0;

function newestFirst(a: Finding, b: Finding): number {
  return time(b.source?.thisUpdate) - time(a.source?.thisUpdate);
}
