import {
  type Bytes,
  type EncryptionVerdict,
  type ErrorCode,
  type Locale,
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

/** What the verdict card needs of an opened message; `OpenedMessage` of the core fits. */
export interface VerdictView {
  readonly from: readonly Correspondent[];
  readonly summary: Summary;
  readonly signatures: readonly SignatureVerdict[];
  readonly encryption: EncryptionVerdict;
}

/** One holder of a key that opens the message. */
export interface Reader {
  /** Name, address or, where neither is known, the key identifier of the recipient. */
  readonly label: string;
  readonly address?: string;
  readonly isUser: boolean;
  /** False where only the key identifier is known. */
  readonly isKnown: boolean;
}

/** One recipient of a draft. `reasons` say why `unusable`. */
export interface RecipientRow {
  readonly address: string;
  readonly name?: string;
  readonly field?: 'to' | 'cc' | 'bcc';
  readonly state: 'ready' | 'missing' | 'unusable' | 'checking';
  readonly reasons?: readonly Reason[];
}

/** What the user asked for; locked where a policy decides. */
export interface ProtectionChoice {
  readonly sign: boolean;
  readonly encrypt: boolean;
}

/** An identity as the panel lists it. */
export interface IdentityView {
  readonly id: string;
  readonly name: string;
  readonly addresses: readonly string[];
  readonly issuer: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly state: 'usable' | 'expired' | 'not-yet-valid';
}

/** What was found in a file, shown before anything is kept; `accept` stores it. */
export interface ImportOffer {
  readonly identities: readonly IdentityView[];
  accept(): Promise<void>;
}

/** A failure for people: looked up by code, its subject named. */
export interface Failure {
  readonly code: ErrorCode;
  readonly subject?: string | undefined;
}

/** An image that came inside the message, named by its Content-ID without angle brackets. */
export interface InlineImage {
  readonly contentId: string;
  readonly contentType: string;
  readonly octets: Bytes;
}

/** One text of a message. Parts are shown one by one and never joined, so that none can quote another (EFAIL). */
export type BodyPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'html'; readonly html: string; readonly images: readonly InlineImage[] };

export interface AttachmentView {
  readonly filename: string;
  readonly contentType: string;
  /** Octets, about. */
  readonly size: number;
  /** Asked for only when the user saves it. */
  readonly octets: () => Bytes | Promise<Bytes>;
}

export interface MessageBody {
  readonly parts: readonly BodyPart[];
  readonly attachments: readonly AttachmentView[];
}

/**
 * How a body is kept apart from the screen around it. `frame`: a sandboxed document of its own. `shadow`: a closed shadow
 * tree, for hosts whose documents may hold no frames (Thunderbird's message pane).
 */
export type BodyIsolation = 'frame' | 'shadow';

export type Tone = 'positive' | 'attention' | 'neutral' | 'error';
