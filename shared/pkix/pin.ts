import { type Der } from '../base/bytes';

/**
 * One certificate that the user confirmed for one address, knowingly: a signature by exactly these octets on a message
 * from exactly this address has a valid path, whoever issued it. It is no anchor and no issuer, and speaks for no other
 * address; dates, key usage and revocation count as ever.
 */
export interface Pin {
  readonly certificate: Der;
  readonly address: string;
}
