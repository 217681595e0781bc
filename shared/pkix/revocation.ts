import { type Der } from '../base/bytes';
import { type Reason } from '../verdict/reason';
import { type CertificateStatus, type RevocationState } from '../verdict/verdict';
import { type Certificate } from './certificate';
import { type Finding } from './revocation-finding';
import { type RevocationData, type RevocationItem, type StatusRequest } from './revocation-request';

export type { RevocationData, RevocationItem, StatusRequest };

export interface RevocationVerdict {
  readonly state: RevocationState;
  /** One for each certificate below the anchor, end entity first. */
  readonly statuses: readonly CertificateStatus[];
  readonly reasons: readonly Reason[];
}

/** The verdict where there is no validated path whose certificates could be asked about. */
export function withoutPath({ items }: RevocationData): RevocationVerdict {
  return { state: items.length > 0 ? 'undetermined' : 'not-checked', ...WITHOUT_PATH[items.length > 0 ? 1 : 0] };
}

const WITHOUT_PATH = [
  { statuses: [], reasons: [{ code: 'revocation-not-checked' }] },
  { statuses: [], reasons: [{ code: 'revocation-undetermined' }] },
] as const;

/**
 * The status of every certificate of a validated path below its anchor, from CRLs (RFC 5280 6.3) and OCSP responses
 * (RFC 6960). `good` only where each is; `revoked` where one is, whatever else is said of it; `not-checked` where there is
 * no data, or no certificate below the anchor: nobody can revoke an anchor. A certificate that no data is about is
 * `not-checked` in its own status. Data that is forged, out of date, out of scope or unreadable makes nothing good;
 * what has a historic signature is `weak-algorithm` besides.
 * Depends on the request alone, fetches nothing, bounded by LIMITS. Never throws.
 */
export async function checkRevocation(request: StatusRequest): Promise<RevocationVerdict> {
  const below = request.path.certificates.slice(0, -1);
  if (below.length === 0 || request.data.items.length === 0) {
    const statuses = below.map(({ der }) => ({ certificate: der, state: 'not-checked' }) as const);
    return { state: 'not-checked', statuses, reasons: [{ code: 'revocation-not-checked' }] };
  }
  const { RevocationChecker } = await import('./revocation-checker');
  const checker = new RevocationChecker(request);
  const findings = await checker.findings().catch(() => below.map(() => UNDETERMINED));
  const statuses = below.map(({ der }, i) => statusOf(der, findings[i]));
  const state = overall(statuses);
  const weak = findings.flatMap((finding) => finding?.weak ?? []);
  if (state === 'good') return { state, statuses, reasons: weak.map((found) => ({ code: 'weak-algorithm', found })) };
  return { state, statuses, reasons: reasonsOf(state, below, statuses, checker.isExhausted) };
}

function statusOf(certificate: Der, finding: Finding | undefined): CertificateStatus {
  if (!finding) return { certificate, state: 'not-checked' };
  const { state, source, revokedAt, invalidityDate, revocationReason } = finding;
  return {
    certificate,
    state,
    ...(source && { source }),
    ...(revokedAt && { revokedAt }),
    ...(invalidityDate && { invalidityDate }),
    ...(revocationReason !== undefined && { revocationReason }),
  };
}

const UNDETERMINED: Finding = { state: 'undetermined' };

function overall(statuses: readonly CertificateStatus[]): 'good' | 'revoked' | 'undetermined' {
  if (statuses.some(({ state }) => state === 'revoked')) return 'revoked';
  return statuses.every(({ state }) => state === 'good') ? 'good' : 'undetermined';
}

function reasonsOf(
  state: 'revoked' | 'undetermined',
  below: readonly Certificate[],
  statuses: readonly CertificateStatus[],
  isExhausted: boolean,
): readonly Reason[] {
  if (state === 'revoked') {
    return statuses.flatMap((status, i): readonly Reason[] => {
      if (status.state !== 'revoked') return [];
      return i === 0 ? [{ code: 'revoked' }] : [{ code: 'authority-revoked', found: below[i]?.subject.text ?? '' }];
    });
  }
  const limit = { code: 'limit', found: 'messageExpansions' } as const;
  return [{ code: 'revocation-undetermined' }, ...(isExhausted ? [limit] : [])];
}
