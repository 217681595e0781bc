import { type Bytes, type Der } from '../base/bytes';
import { type RecipientInfo } from '../cms/syntax/recipient-info';
import { type SignatureScheme } from '../cms/algorithms';

/** One private key with its certificate, named; the key itself is never part of it. */
export interface Identity {
  /** Stable name of the entry: SHA-256 of the certificate, hexadecimal. */
  readonly id: string;
  readonly certificate: Der;
  /** Certificates that came with it, leaf excluded, in no order. */
  readonly chain: readonly Der[];
  /** Where its key came from; left out: not known. */
  readonly origin?: KeyOrigin;
  /** When a copy of the key was last written to a file; left out: not since it is here. */
  readonly backedUpAt?: Date;
}

/** From a file of the user's, made here, or given by the organisation. */
export type KeyOrigin = 'file' | 'here' | 'organisation';

/**
 * Holds private keys. It signs and unwraps; nothing above it ever sees key material.
 * Rejections: `locked` (a passphrase is needed first), `storage` (the store is lost or of a newer version),
 * `no-private-key` (the identity is not here).
 */
export interface KeyStore {
  identities(): Promise<readonly Identity[]>;
  /** The signature value as CMS carries it (RFC 5652 5.6; ECDSA in DER, RFC 5754 3.3). `toBeSigned` is hashed by the store. */
  sign(identityId: string, scheme: SignatureScheme, toBeSigned: Bytes): Promise<Bytes>;
  /**
   * The content-encryption key of the first RecipientInfo that is for one of our keys, tried in order, a bounded number of
   * them (LIMITS.unwrapAttempts).
   * Rejects with `no-matching-recipient` where none is ours and `decryption-failed` where one is but does not open
   * (RSAES-PKCS1-v1_5 never rejects: implicit rejection gives a wrong key instead).
   */
  unwrap(recipients: readonly RecipientInfo[]): Promise<Bytes>;
}

/** What is stored of an identity. The private key is a PKCS #8 PrivateKeyInfo; its octets stay the caller's. */
export interface NewIdentity {
  readonly certificate: Der;
  readonly chain: readonly Der[];
  readonly privateKey: Bytes;
  /** Left out: `file`. */
  readonly origin?: KeyOrigin;
}

/** The side of the store that import and export use. What takes in or lends a key rejects with `locked`. */
export interface IdentityVault {
  /** Stores an identity under its certificate; the same certificate again replaces the entry. */
  add(identity: NewIdentity): Promise<Identity>;
  remove(identityId: string): Promise<void>;
  /**
   * Lends the PKCS #8 PrivateKeyInfo for one use, for export and nothing else: its octets are overwritten when `use` is
   * over. Rejects with `no-private-key` where the identity is not here, as the store's other calls do, and as `use` does.
   */
  withPrivateKey<Result>(identityId: string, use: (privateKey: Bytes) => Promise<Result>): Promise<Result>;
  /** Notes that a copy of the key was written to a file just now. */
  noteBackup(identityId: string): Promise<void>;
}

/** What a key without certificate is kept for. */
export type WaitingPurpose = 'request' | 'acme-order' | 'acme-account';

/** A private key that has no certificate, named; the key itself is never part of it. */
export interface WaitingKey {
  /** SHA-256 of the SubjectPublicKeyInfo, hexadecimal. */
  readonly id: string;
  readonly purpose: WaitingPurpose;
  readonly spki: Der;
  /** The CertificationRequest (RFC 2986) that asks for its certificate; an account's key has none. */
  readonly request?: Der;
  readonly created: Date;
}

/**
 * Holds private keys until their certificates come, protected as those of identities are. Rejections: `locked`,
 * `storage`, `no-private-key` (the key is not here).
 */
export interface WaitingKeys {
  /** Oldest first. */
  all(): Promise<readonly WaitingKey[]>;
  add(key: Omit<WaitingKey, 'id' | 'created'> & { readonly privateKey: Bytes }): Promise<WaitingKey>;
  remove(id: string): Promise<void>;
  /** Lends the PKCS #8 PrivateKeyInfo for one use: its octets are overwritten when `use` is over. */
  withPrivateKey<Result>(id: string, use: (privateKey: Bytes) => Promise<Result>): Promise<Result>;
}

/** How long keys stay usable after the passphrase was entered: minutes without use, or until the program ends. */
export type UnlockTime = number | 'session';

/** How the private keys are protected, and whether they can be used now. */
export interface VaultState {
  /** `device`: by the browser profile alone. */
  readonly protection: 'device' | 'passphrase';
  /** Until a passphrase is entered, or set, each use of a key rejects with `locked`. */
  readonly isLocked: boolean;
  /** The organisation wants a passphrase. */
  readonly isRequired: boolean;
  readonly unlockTime: UnlockTime;
  /** The organisation has set it. */
  readonly isTimeFixed: boolean;
  /** The longest that the organisation leaves to the user; left out: any. */
  readonly longestTime?: UnlockTime;
}

/** The lock on the private keys. What it rejects with for a wrong passphrase is `passphrase`, whatever is wrong with it. */
export interface KeyLock {
  state(): Promise<VaultState>;
  /** Nothing where no passphrase is set. */
  unlock(passphrase: string): Promise<void>;
  /** Ends every use of keys in all windows, and forgets those in memory. */
  lock(): Promise<void>;
  /** Puts all keys under `next`, all or none; `current` is asked for where there is one. Unlocks. */
  setPassphrase(passphrases: { readonly next: string; readonly current?: string }): Promise<void>;
  /** Puts all keys back under the browser profile alone. Rejects with `malformed-policy` where the organisation wants a passphrase. */
  removePassphrase(current: string): Promise<void>;
  setUnlockTime(time: UnlockTime): Promise<void>;
}
