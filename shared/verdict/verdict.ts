import { type Der } from '../base/bytes';
import { type Reason } from './reason';

/** The digest and the signature hold over the octets as received, and the attribute rules of RFC 5652 5.3 and 11 are met. */
export type Integrity = 'intact' | 'altered' | 'unverifiable';
/** RFC 5280 6.1 from the given anchors at the given time for the given purpose, revocation apart. */
export type PathState = 'valid' | 'invalid' | 'undetermined';
export type RevocationState = 'good' | 'revoked' | 'undetermined' | 'not-checked';
/** The certificate's addresses against From (RFC 8550 3). */
export type AddressState = 'match' | 'mismatch' | 'absent';

/** What the status of a certificate rests on. */
export interface RevocationSource {
  readonly kind: 'crl' | 'ocsp';
  /** Who signed it, RFC 4514. */
  readonly issuer: string;
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date;
  /** Enclosed in the message, given or cached by the caller, fetched for this question. */
  readonly origin: 'message' | 'given' | 'fetched';
}

/** One certificate of a validated path below its anchor. */
export interface CertificateStatus {
  readonly certificate: Der;
  readonly state: RevocationState;
  /** Left out where no data says anything of the certificate. */
  readonly source?: RevocationSource;
  readonly revokedAt?: Date;
  /** Since when the key is known or suspected to be in other hands (RFC 5280 5.3.2). */
  readonly invalidityDate?: Date;
  /** Names of RFC 5280 5.3.1, such as `keyCompromise`. */
  readonly revocationReason?: string;
}

export interface SignerIdentity {
  /** Common name of the subject, else the first address, else the whole subject. */
  readonly name: string;
  readonly addresses: readonly string[];
  readonly issuer: string;
  /** Hexadecimal, lower case. */
  readonly serial: string;
  readonly certificate: Der;
}

/** One SignerInfo. The axes are independent: none implies another. */
export interface SignatureVerdict {
  /** Path of the layer in the layer tree, such as "0.1". */
  readonly layer: string;
  /** The signed layer covers the whole message below transport wrappers and outer encryption (RFC 9787 4). */
  readonly isRoot: boolean;
  readonly integrity: Integrity;
  readonly path: PathState;
  readonly revocation: RevocationState;
  readonly address: AddressState;
  readonly reasons: readonly Reason[];
  readonly signer?: SignerIdentity;
  /** The validated path, end entity first, anchor last; left out where there is none. */
  readonly chain?: readonly Der[];
  /** One for each certificate of the path below the anchor, end entity first. */
  readonly certificateStatuses?: readonly CertificateStatus[];
  /** What the signer claims; never a time of validation. */
  readonly signingTime?: Date;
  readonly digestAlgorithm: string;
  readonly signatureAlgorithm: string;
  /** Value of SMIMECapabilities (RFC 8551 2.5.2), what the signer's program reads; only where the signature is intact. */
  readonly capabilities?: Der;
  /** Value of SMIMEEncryptionKeyPreference or of Microsoft's variant; only where the signature is intact. */
  readonly encryptionKeyPreference?: Der;
  /**
   * Names this signature for ever: SHA-256, hexadecimal, over the digest of the signed octets, the SignerInfo and the
   * certificate. Only where the signature is intact.
   */
  readonly recordKey?: string;
  /** When this program first found the same signature good in path and revocation; a record says so. */
  readonly verifiedBefore?: Date;
}

export interface RecipientSummary {
  readonly kind: 'ktri' | 'kari' | 'kekri' | 'pwri' | 'kemri';
  readonly algorithm: string;
  /** "serial@issuer", "ski:hex" or "key:hex". */
  readonly id: string;
}

/**
 * What keeps decrypted content from being changed on the way: the encryption itself (AEAD), a `signed-valid` signature
 * inside it, or nothing.
 */
export type ContentProtection = 'authenticated' | 'signed' | 'changeable';

export interface EncryptionVerdict {
  readonly state: 'none' | 'opened' | 'not-for-us' | 'failed';
  /** The content encryption detects alteration (AES-GCM). */
  readonly authenticated: boolean;
  readonly contentAlgorithm?: string;
  readonly recipients: readonly RecipientSummary[];
  /** The place in `recipients` of the reader's key that opened it; left out where it is not known or stays closed. */
  readonly openedWith?: number;
  /** Only where it was opened: of the layers that were, the outermost one that is protected speaks. */
  readonly protection?: ContentProtection;
  readonly reasons: readonly Reason[];
}

export type LayerType =
  | 'signed-clear'
  | 'signed-opaque'
  | 'enveloped'
  | 'auth-enveloped'
  | 'encrypted'
  | 'compressed'
  | 'digested'
  | 'certs-only'
  | 'mime';

export interface Layer {
  readonly path: string;
  readonly type: LayerType;
  readonly children: readonly Layer[];
}

export type SummaryState =
  'signed-valid' | 'signed-untrusted' | 'signed-invalid' | 'partly-signed' | 'uncheckable' | 'unsigned';

export interface Summary {
  readonly state: SummaryState;
  readonly encryption: EncryptionVerdict['state'];
  /** Ranked, the one to name first in front. */
  readonly reasons: readonly Reason[];
  /** The signer to name in the sentence: of the worst SignerInfo. */
  readonly signer?: SignerIdentity;
}
