import { type Bytes } from '../base/bytes';
import { type Reason } from '../verdict/reason';
import { type CertificateStatus, type RevocationSource, type RevocationState } from '../verdict/verdict';
import { type Certificate } from './certificate';
import { type ExpansionBudget } from './path-building';
import { type ValidatedPath } from './path-validation';

/** CRLs (RFC 5280 5) and OCSP responses (RFC 6960) in DER, as received: nothing of them is believed before it is checked. */
export interface RevocationData {
  readonly items: readonly RevocationItem[];
}

export interface RevocationItem {
  readonly kind: RevocationSource['kind'];
  readonly octets: Bytes;
  readonly origin: RevocationSource['origin'];
}

export interface StatusRequest {
  readonly path: ValidatedPath;
  readonly data: RevocationData;
  /** Untrusted certificates that may be those of CRL issuers and OCSP responders. */
  readonly candidates: readonly Certificate[];
  readonly at: Date;
  /** Shared with the path building of the same message; left out: this request alone counts. */
  readonly budget?: ExpansionBudget;
}

export interface RevocationVerdict {
  readonly state: RevocationState;
  /** One for each certificate below the anchor, end entity first. */
  readonly statuses: readonly CertificateStatus[];
  readonly reasons: readonly Reason[];
}

/** The verdict where there is no validated path whose certificates could be asked about. */
export function withoutPath({ items }: RevocationData): RevocationVerdict {
  return verdictOf(items.length > 0 ? 'undetermined' : 'not-checked', []);
}

/**
 * The status of every certificate of a validated path below its anchor. `good` only where each is; `revoked` where one is;
 * `not-checked` where there is none: nobody can revoke an anchor.
 * Depends on the request alone, fetches nothing. Never throws.
 */
export function checkRevocation({ path, data }: StatusRequest): Promise<RevocationVerdict> {
  const below = path.certificates.slice(0, -1);
  const state: RevocationState = below.length > 0 && data.items.length > 0 ? 'undetermined' : 'not-checked';
  const statuses = below.map(({ der }) => ({ certificate: der, state }));
  return Promise.resolve(verdictOf(state, statuses));
}

const REASONS: Readonly<Record<RevocationState, readonly Reason[]>> = {
  good: [],
  revoked: [{ code: 'revoked' }],
  undetermined: [{ code: 'revocation-undetermined' }],
  'not-checked': [{ code: 'revocation-not-checked' }],
};

function verdictOf(state: RevocationState, statuses: readonly CertificateStatus[]): RevocationVerdict {
  return { state, statuses, reasons: REASONS[state] };
}
