import { type Der } from '../base/bytes';

/** What a correspondent's program said it reads. */
export interface KnownCapabilities {
  /** The value of SMIMECapabilities as received (RFC 8551 2.5.2). */
  readonly capabilities: Der;
  /** When its owner signed that. */
  readonly signedAt: Date;
}

/** Finds and keeps certificates of correspondents. Finding promises nothing about trust. */
export interface CertificateDirectory {
  /** Every certificate known for an addr-spec, in no order. */
  find(address: string): Promise<readonly Der[]>;
  /** Keeps a certificate under each of its addresses; the same one again changes nothing. */
  add(certificate: Der): Promise<void>;
  /** The newest capabilities known for an addr-spec; undefined where it never told any. */
  capabilitiesOf(address: string): Promise<KnownCapabilities | undefined>;
  /** Keeps capabilities of an addr-spec unless newer ones are there (RFC 8551 2.7.1). */
  rememberCapabilities(address: string, known: KnownCapabilities): Promise<void>;
}
