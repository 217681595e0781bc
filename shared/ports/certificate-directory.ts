import { type Der } from '../base/bytes';

/** What a correspondent's program said it reads. */
export interface KnownCapabilities {
  /** The value of SMIMECapabilities as received (RFC 8551 2.5.2). */
  readonly capabilities: Der;
  /** When its owner signed that. */
  readonly signedAt: Date;
}

/**
 * How a certificate came: with a signed message that was good; from a file of the user's; from a look-up, and which;
 * from the organisation. `unrecorded`: before that was noted.
 */
export type CertificateSource =
  | { readonly kind: 'harvested' | 'imported' | 'administrator' | 'unrecorded' }
  | { readonly kind: 'looked-up'; readonly from: string };

/**
 * Why a key is used for an address: no other was known, it is that of an accepted certificate, one whose key was accepted
 * signed that it is to be used, the user confirmed it, the organisation publishes it.
 */
export type AcceptanceGround = 'first' | 'same-key' | 'signed-by-accepted' | 'confirmed' | 'administrator';

export interface Acceptance {
  /** As `comparableAddress` has it. */
  readonly address: string;
  readonly ground: AcceptanceGround;
  readonly at: Date;
}

/** A certificate of the directory. Nothing here says that it is trusted: each use validates its path anew. */
export interface KnownCertificate {
  /** SHA-256 of the certificate, hexadecimal. */
  readonly fingerprint: string;
  readonly certificate: Der;
  readonly role: 'person' | 'authority';
  readonly firstSeen: Date;
  /** Each way in which it came, once, the earliest first; never empty. */
  readonly sources: readonly CertificateSource[];
  /** Addresses that its key is used for. */
  readonly accepted: readonly Acceptance[];
  /**
   * Addresses of the certificate, as `comparableAddress` has them, that were known under another key: until that is
   * settled nothing is encrypted to this one for them.
   */
  readonly waiting: readonly string[];
  /** When the user said that it is to be used although it has expired. */
  readonly expiredAllowedAt?: Date;
}

/** Which entries of the directory a change looks at: those of any of the addresses, and those named. */
export interface DirectoryScope {
  /** Addr-specs. */
  readonly addresses: readonly string[];
  readonly fingerprints: readonly string[];
}

/**
 * Finds and keeps certificates of correspondents. Only stores: what may be used for whom is decided by the journeys that
 * write (`keep-certificates.ts`). An entry that cannot be read is not there; a change that looks at an address of such a one
 * sees an entry without certificate that waits for it, to be told that a key was known. Rejects with `storage`.
 */
export interface CertificateDirectory {
  /** Every certificate known for an addr-spec, in no order. */
  find(address: string): Promise<readonly KnownCertificate[]>;
  /**
   * Keeps the entries that `change` makes of those in its scope, each under each address of its certificate; others stay.
   * Atomic between windows. `change` must be pure: it may be called more than once. Rejects with `malformed-certificate`.
   */
  update(
    scope: DirectoryScope,
    change: (known: readonly KnownCertificate[]) => readonly KnownCertificate[],
  ): Promise<void>;
  /** The newest capabilities known for an addr-spec; undefined where it never told any. */
  capabilitiesOf(address: string): Promise<KnownCapabilities | undefined>;
  /** Keeps capabilities of an addr-spec unless newer ones are there (RFC 8551 2.7.1). */
  rememberCapabilities(address: string, known: KnownCapabilities): Promise<void>;
}

/** What a list of correspondents shows. */
export interface DirectoryQuery {
  /** Beginnings of words of addresses and names, all of which must fit; empty: everybody. */
  readonly text: string;
  /** Only addresses behind this one, as a page before ended. */
  readonly after?: string;
  /** Addresses. */
  readonly limit: number;
}

/** One address with its certificates. */
export interface DirectoryAddress {
  readonly address: string;
  readonly certificates: readonly KnownCertificate[];
}

/** The directory as people look through it. */
export interface BrowsableDirectory extends CertificateDirectory {
  /** Addresses in the order of their letters, authorities left out. */
  page(query: DirectoryQuery): Promise<readonly DirectoryAddress[]>;
  /** Addresses with a certificate whose key waits to be confirmed, at most `limit`. */
  waiting(limit: number): Promise<readonly DirectoryAddress[]>;
  /** How many certificates of people there are. */
  count(): Promise<number>;
  /** Takes a certificate away; one that is not there is no error. */
  remove(fingerprint: string): Promise<void>;
}
