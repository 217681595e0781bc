import { type SenderRecord } from '../verdict/continuity';

/**
 * Keeps, for each address, what its earlier messages had. Local to this machine. A bounded number of addresses
 * (`LIMITS.senders`): those not seen for longest go first. Rejects with `storage`.
 */
export interface SenderHistory {
  /** Spellings of one mailbox are one address. */
  find(address: string): Promise<SenderRecord | undefined>;
  /**
   * Replaces what is kept of an address by what `change` makes of it, atomically between windows; undefined from
   * `change` leaves all as it is. `change` must be pure: it may be called more than once.
   */
  update(address: string, change: (record: SenderRecord | undefined) => SenderRecord | undefined): Promise<void>;
  /** How many addresses are known to have encrypted last to a certificate of ours, by its SHA-256 in hexadecimal. */
  writersTo(certificate: string): Promise<number>;
  /** Forgets every address. */
  clear(): Promise<void>;
}
