import { type Bytes } from '../base/bytes';
import { type FetchFailure } from './revocation-source';

/**
 * Where certificates of correspondents are looked for, besides one's own directory: cards of the host's address books, the
 * host's own certificate store, contacts and directory of Exchange, an LDAP directory, DNS (RFC 8162), a web address.
 */
export type LookUpSourceName = 'address-book' | 'host-store' | 'exchange' | 'ldap' | 'dns' | 'web';

/** Why nothing is known of an address. `not-authenticated`: DNS without DNSSEC, or a server that wants a password. */
export type LookUpFailure = FetchFailure | 'not-authenticated' | 'cancelled';

/**
 * What a source has for one address: files as they came, each a certificate in DER or PEM, several in PKCS #7, or a card
 * (vCard) with a KEY; none where
 * it knows nobody of that address. Nothing about them is checked: `takeFound` judges them.
 */
export type LookUpAnswer =
  | { readonly address: string; readonly files: readonly Bytes[] }
  | { readonly address: string; readonly failure: LookUpFailure };

/** One place where certificates are looked for. It has limits of its own: on octets, on time, on questions at one time. */
export interface LookUpSource {
  readonly name: LookUpSourceName;
  /**
   * One answer for each address, in order; never rejects. Addresses are addr-specs. Once `signal` is aborted nothing more
   * is asked, and what is open comes back as `cancelled`, at once.
   */
  ask(addresses: readonly string[], signal: AbortSignal): Promise<readonly LookUpAnswer[]>;
}

/** What came of looking for one address at one place. */
export type LookUpOutcome = 'accepted' | 'waiting' | 'none' | LookUpFailure;

/** That a place was asked, and what came of it. */
export interface LookUpRecord {
  readonly outcome: LookUpOutcome;
  readonly at: Date;
}

/** What was asked before, so that it is not asked over and over. What cannot be read was not asked. Never rejects. */
export interface LookUpRecords {
  /** The last time for each address, in order. */
  last(source: LookUpSourceName, addresses: readonly string[]): Promise<readonly (LookUpRecord | undefined)[]>;
  keep(source: LookUpSourceName, records: readonly (LookUpRecord & { readonly address: string })[]): Promise<void>;
  clear(): Promise<void>;
}
