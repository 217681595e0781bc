import { type Der } from '../base/bytes';

/** Finds and keeps certificates of correspondents. Finding promises nothing about trust. */
export interface CertificateDirectory {
  /** Every certificate known for an addr-spec, in no order. */
  find(address: string): Promise<readonly Der[]>;
  /** Keeps a certificate under each of its addresses; the same one again changes nothing. */
  add(certificate: Der): Promise<void>;
}
