/**
 * How a message fits those that came from the same address before. `usually-signed`: they were signed, and this one is
 * not, or not validly. Says nothing about what the signature is worth.
 */
export type ContinuityKind = 'first' | 'same' | 'new-certificate' | 'new-authority' | 'usually-signed';

/** What the signatures before this one had. */
export interface EarlierSigner {
  /** The authority that issued the certificate, for people. */
  readonly issuer: string;
  /** SHA-256 of the subjectPublicKeyInfo, hexadecimal. */
  readonly key: string;
  readonly first: Date;
  readonly last: Date;
}

/** Plain data. Times are those at which this program looked, never those that messages claim. */
export interface Continuity {
  readonly kind: ContinuityKind;
  /** Of From. */
  readonly address: string;
  /** When the first message with this key was seen; for `usually-signed`, the first signed one. */
  readonly since?: Date;
  /** Distinct `signed-valid` messages before this one: with this key; for `usually-signed`, with any. */
  readonly count?: number;
  /** The count is as high as is counted. */
  readonly isAtLeast?: boolean;
  /** What was there before, the newest, where it is not the same. */
  readonly was?: EarlierSigner;
  /** `new-certificate`: it began before the one that was there before, as in an old message. */
  readonly isOlder?: boolean;
}
