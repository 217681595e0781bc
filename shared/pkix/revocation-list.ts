import { type Bytes } from '../base/bytes';
import { readCrl } from './crl';
import { countEntries } from './crl-entries';

/** What a CRL says of itself. */
export interface RevocationListFacts {
  /** RFC 4514. */
  readonly issuer: string;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | undefined;
  /** Serial numbers listed. */
  readonly entries: number;
}

/** Facts of a CRL in DER (RFC 5280 5.1), none of them checked. Throws `malformed-der`, `limit`. */
export function revocationListFacts(octets: Bytes): RevocationListFacts {
  const list = readCrl(octets);
  const { issuer, thisUpdate, nextUpdate } = list;
  return { issuer: issuer.text, thisUpdate, nextUpdate, entries: countEntries(list) };
}
