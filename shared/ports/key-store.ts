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
}

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

/** The side of the store that import uses. */
export interface IdentityVault {
  /** Stores a PKCS #8 PrivateKeyInfo under its certificate; the same certificate again replaces the entry. */
  add(identity: { certificate: Der; chain: readonly Der[]; privateKey: Bytes }): Promise<Identity>;
  remove(identityId: string): Promise<void>;
}
