import { type Bytes } from '../base/bytes';
import { readRevocationList } from '../asn1/library-structures';
import { nameText } from './name-text';

/** What a CRL says of itself. */
export interface RevocationListFacts {
  /** RFC 4514. */
  readonly issuer: string;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | undefined;
  /** Serial numbers listed. */
  readonly entries: number;
}

/** Facts of a CRL in DER (RFC 5280 5.1), none of them checked. Rejects with `malformed-der`, `limit`. */
export async function revocationListFacts(octets: Bytes): Promise<RevocationListFacts> {
  const parts = await readRevocationList(octets);
  return { ...parts, issuer: nameText(parts.issuer) };
}
