/** A signature that was good in path and revocation when this program looked. */
export interface SignatureRecord {
  readonly verifiedAt: Date;
}

/**
 * Remembers signatures by their `recordKey`. Only what the reader's own clock and data showed goes in; never a time
 * that a message claims. A bounded number (`LIMITS.signatureRecords`): those verified longest ago go first. Rejects with `storage`.
 */
export interface SignatureRecords {
  find(key: string): Promise<SignatureRecord | undefined>;
  /** Keeps a record; of two for one key, the earlier. */
  remember(key: string, record: SignatureRecord): Promise<void>;
  /** Forgets every record. */
  clear(): Promise<void>;
}
