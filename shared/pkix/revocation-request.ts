import { type Bytes } from '../base/bytes';
import { type RevocationSource } from '../verdict/verdict';
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
