import {
  type Der,
  type EncryptionVerdict,
  type ErrorCode,
  type Layer,
  type Locale,
  type MailPurpose,
  type Reason,
  type SignatureVerdict,
  type Summary,
} from '../../shared/index';

/** Languages that the screens speak; any other locale is shown in English. */
export type Language = Locale;

/** Who a message says it is from, as the From field has it. Claims only: neither part is proved by anything. */
export interface Correspondent {
  readonly name: string;
  readonly address: string;
}

/** What the verdict card needs of an opened message; `ViewedMessage` of the core fits. */
export interface VerdictView {
  readonly from: readonly Correspondent[];
  readonly summary: Summary;
  readonly signatures: readonly SignatureVerdict[];
  readonly encryption: EncryptionVerdict;
  /** What is signed and encrypted around what. Left out: not shown. */
  readonly layers?: readonly Layer[];
  /** What its Date says; a claim. */
  readonly date?: Date | undefined;
}

/** A host that shows another rendering of the message than the one that was checked. */
export type Rendering = 'outlook' | 'thunderbird';

/**
 * One recipient of a draft. `reasons` say more of why they cannot be encrypted to. `list`: a group that the host does not open;
 * `open`: by rule they get a message of their own that is not encrypted.
 */
export interface RecipientRow {
  readonly address: string;
  readonly name?: string;
  readonly field?: 'to' | 'cc' | 'bcc';
  readonly state:
    | 'ready'
    | 'missing'
    | 'unconfirmed'
    | 'expired'
    | 'revoked'
    | 'untrusted'
    | 'unusable'
    | 'checking'
    | 'list'
    | 'open';
  readonly reasons?: readonly Reason[];
  /** By an exception of the user's no message to them is signed. */
  readonly isNeverSigned?: boolean;
  /** Where it is `unconfirmed`: the certificate whose key waits for the user, by SHA-256 in hexadecimal. */
  readonly waiting?: string;
}

/** What the user asked for; locked where a policy decides. */
export interface ProtectionChoice {
  readonly sign: boolean;
  readonly encrypt: boolean;
}

/** An identity as the panel lists it. */
export interface IdentityView {
  /** Made here to try things out: nobody vouches for it. */
  readonly isTest?: boolean;
  readonly id: string;
  readonly name: string;
  readonly addresses: readonly string[];
  readonly issuer: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly state: 'usable' | 'expired' | 'not-yet-valid';
  readonly uses: readonly MailPurpose[];
  readonly keyAlgorithm: string;
  /** 0 where unknown. */
  readonly keyBits: number;
}

/** An identity of the key store. Its id is the fingerprint of its certificate, SHA-256 in hexadecimal. */
export interface StoredIdentityView extends IdentityView {
  /** Its key was made here: no file has brought it. */
  readonly isMadeHere?: boolean;
  readonly certificate: Der;
  readonly chain: readonly Der[];
  /** When a copy of the key was last known to be elsewhere; left out: none is known. */
  readonly backedUpAt?: Date;
}

/** A failure for people: looked up by code, its subject named. */
export interface Failure {
  readonly code: ErrorCode;
  readonly subject?: string | undefined;
}

/**
 * How a body is kept apart from the screen around it. `frame`: a sandboxed document of its own. `shadow`: a closed shadow
 * tree, for hosts whose documents may hold no frames (Thunderbird's message pane).
 */
export type BodyIsolation = 'frame' | 'shadow';

export type Tone = 'positive' | 'attention' | 'neutral' | 'error';
