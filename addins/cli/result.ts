import {
  type AddressState,
  type ContentProtection,
  type EncryptionVerdict,
  type ErrorCode,
  type FieldProtection,
  type HeaderProtection,
  type IdentityProblem,
  type Integrity,
  type KeyUsage,
  type Layer,
  type PathState,
  type RecipientSummary,
  type RevocationSource,
  type RevocationState,
  type SummaryState,
} from '../../shared/index';
import { type InputKind } from './kind';

/** One answer of the inspector, as it goes out in JSON; docs/inspect.md has the meaning of each field. */
export interface InspectResult {
  readonly schema: 1;
  readonly id?: string;
  readonly file: string;
  readonly kind: InputKind;
  readonly error?: { readonly code: ErrorCode; readonly message: string };
  readonly summary?: { readonly state: SummaryState; readonly sentence: string };
  readonly from?: readonly string[];
  readonly date?: string;
  readonly layers?: readonly Layer[];
  readonly signatures?: readonly SignatureResult[];
  readonly encryption?: EncryptionResult;
  readonly protectedHeaders?: ProtectedHeadersResult;
  readonly text?: string;
  readonly structure?: StructureResult;
  readonly certificate?: CertificateResult;
  readonly path?: { readonly state: PathState; readonly reasons: readonly string[] };
  readonly revocation?: RevocationState;
  readonly chain?: readonly ChainResult[];
  readonly keys?: number;
  readonly certificates?: number;
  readonly identities?: readonly IdentityResult[];
  readonly revocationList?: RevocationListResult;
  readonly request?: RequestResult;
}

/** Of a CRL: what it says of itself, unchecked. */
export interface RevocationListResult {
  readonly issuer: string;
  readonly thisUpdate: string;
  readonly nextUpdate?: string;
  readonly entries: number;
}

/** Of a CSR. */
export interface RequestResult {
  readonly subject: string;
  readonly keyAlgorithm: string;
  readonly signature: 'good' | 'bad' | 'unsupported';
}

export interface SignatureResult {
  readonly layer: string;
  readonly isRoot: boolean;
  readonly integrity: Integrity;
  readonly path: PathState;
  readonly revocation: RevocationState;
  readonly address: AddressState;
  readonly reasons: readonly string[];
  readonly signer?: {
    readonly name: string;
    readonly addresses: readonly string[];
    readonly issuer: string;
    readonly serial: string;
  };
  readonly signingTime?: string;
  readonly digestAlgorithm: string;
  readonly signatureAlgorithm: string;
  /** The validated path, end entity first; left out where there is none. */
  readonly chain?: readonly ChainResult[];
  /** Where there is no validated path: the certificate that signed, whoever made it. */
  readonly signerCertificate?: CertificateResult;
}

export interface EncryptionResult {
  readonly state: EncryptionVerdict['state'];
  readonly authenticated: boolean;
  readonly contentAlgorithm?: string;
  readonly recipients: readonly RecipientSummary[];
  readonly openedWith?: number;
  readonly protection?: ContentProtection;
  readonly reasons: readonly string[];
}

export interface ProtectedHeadersResult {
  readonly hp: 'clear' | 'cipher' | 'legacy';
  readonly fields: Readonly<Record<string, string>>;
  readonly differs: readonly string[];
  readonly form: HeaderProtection['form'];
  /** As the outer header says it. */
  readonly outer: Readonly<Record<string, string>>;
  readonly protection: Readonly<Record<string, FieldProtection>>;
  /** Names of the fields that the composer kept out of the outer header, or wrote otherwise there. */
  readonly confidential: readonly string[];
  readonly policy?: string;
  readonly fromMatches: boolean;
  readonly legacyDisplay: boolean;
}

export interface StructureResult {
  readonly type: string;
  readonly charset?: string;
  readonly filename?: string;
  readonly disposition?: string;
  /** Decoded octets. */
  readonly size: number;
  readonly children: readonly StructureResult[];
}

/** What a certificate says of itself. */
export interface CertificateResult {
  readonly subject: string;
  readonly issuer: string;
  readonly serial: string;
  /** Those that count (RFC 8550 3). */
  readonly addresses: readonly string[];
  /** Further ones in the subject, which do not count beside those of subjectAltName. */
  readonly otherAddresses?: readonly string[];
  readonly otherNames: readonly string[];
  readonly notBefore: string;
  readonly notAfter: string;
  readonly keyAlgorithm: string;
  readonly keyBits: number;
  /** Of keyUsage, then of extKeyUsage. */
  readonly usages: readonly string[];
  /** Left out: no such extension, so anything. */
  readonly keyUsages?: readonly KeyUsage[];
  readonly purposes?: readonly string[];
  readonly policies: readonly string[];
  readonly isCa: boolean;
  readonly pathLength?: number;
  readonly isSelfIssued: boolean;
  readonly signatureAlgorithm: string;
  readonly signatureDigest?: string;
  /** SHA-256, hexadecimal. */
  readonly fingerprint: string;
  readonly defects: readonly string[];
}

/** One certificate of a validated path. */
export interface ChainResult extends CertificateResult {
  readonly role: 'end-entity' | 'authority' | 'anchor';
  /** Left out of the anchor: nobody can revoke it. */
  readonly revocation?: StatusResult;
}

/** Whether one certificate was revoked, and what that rests on. */
export interface StatusResult {
  readonly state: RevocationState;
  readonly source?: {
    readonly kind: RevocationSource['kind'];
    readonly issuer: string;
    readonly thisUpdate: string;
    readonly nextUpdate?: string;
    readonly origin: RevocationSource['origin'];
  };
  readonly revokedAt?: string;
  readonly invalidityDate?: string;
  readonly reason?: string;
}

export interface IdentityResult {
  readonly addresses: readonly string[];
  readonly notAfter: string;
  readonly keyAlgorithm: string;
  /** What stands against it, as the import warns. */
  readonly problems: readonly IdentityProblem[];
}

/** Exit status of one result: 0 nothing is wrong, 1 something is, 2 the file could not be opened. */
export function exitStatus(result: InspectResult): 0 | 1 | 2 {
  if (result.error) return result.error.code === 'host' ? 2 : 1;
  if (result.path && result.path.state !== 'valid') return 1;
  const { encryption, signatures = [] } = result;
  const isLocked = encryption?.state === 'not-for-us' && encryption.reasons.includes('no-keys');
  if (encryption && !isLocked && (encryption.state === 'failed' || encryption.state === 'not-for-us')) return 1;
  return counted(signatures).every((signature) => isSound(signature, result)) ? 0 : 1;
}

const BARS = ['weak-algorithm', 'weak-key', 'signing-time-mismatch', 'signed-ciphertext', 'unsupported-structure'];

/** A signature from outside around encryption does not count where there is another. */
function counted(signatures: readonly SignatureResult[]): readonly SignatureResult[] {
  const inside = signatures.filter(({ reasons }) => !reasons.includes('signed-ciphertext'));
  return inside.length > 0 ? inside : signatures;
}

/** Nothing is wrong with a signature by itself; in a message it must be that of the sender as well. */
function isSound(signature: SignatureResult, { kind }: InspectResult): boolean {
  const holds =
    signature.integrity === 'intact' &&
    signature.path === 'valid' &&
    (signature.revocation === 'good' || signature.revocation === 'not-checked') &&
    !signature.reasons.some((code) => BARS.includes(code));
  return holds && (signature.address === 'match' || (kind === 'cms' && signature.address === 'absent'));
}
