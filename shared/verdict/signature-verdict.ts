import { type SignerInfoVerdict } from '../cms/verify';
import { type Certificate } from '../pkix/certificate';
import { matchAddress } from '../pkix/email-binding';
import { type PathVerdict } from '../pkix/path-validation';
import { type RevocationVerdict } from '../pkix/revocation';
import { type Reason } from './reason';
import { addressesIn } from '../mime/address';
import { rankReasons } from './reason-order';
import { type AddressState, type SignatureVerdict, type SignerIdentity } from './verdict';

/** Whose message it claims to be. */
export interface ClaimedSender {
  /** Every addr-spec of every From field; undefined where nothing claims a sender (a bare CMS file). */
  readonly from: readonly string[] | undefined;
  /** From does not name one sender, and only one, to every program. */
  readonly isAmbiguous?: boolean;
  /** Its display name. */
  readonly name?: string | undefined;
  /** Every addr-spec of the Sender fields (RFC 5322 3.6.2). */
  readonly sentBy?: readonly string[];
  /** What the protected From names where that is not the sender outside (RFC 9788 4.4.1.1). */
  readonly contradictedBy?: string | undefined;
  /** What its Date says; undefined where it has none, invalid where no one time can be read from it. */
  readonly date?: Date | undefined;
  /** An address asked for besides. */
  readonly required?: string | undefined;
}

export interface SignatureFacts {
  readonly layer: string;
  readonly isRoot: boolean;
  readonly signerInfo: SignerInfoVerdict;
  /** Undefined where no certificate of the signer is known. */
  readonly path: PathVerdict | undefined;
  readonly revocation: RevocationVerdict;
  /** Left out: nothing is required. */
  readonly revocationRule?: RevocationRule;
  /** What an earlier check of the same signature adds. */
  readonly notes?: readonly Reason[];
  readonly verifiedBefore?: Date;
  readonly sender: ClaimedSender;
  /** What the place of the layer adds, such as `signed-ciphertext`. */
  readonly placeReasons?: readonly Reason[];
}

interface AddressVerdict {
  readonly state: AddressState;
  readonly reasons: readonly Reason[];
}

/** Who a certificate names. Display only: nothing of it is proved by this. */
export function signerIdentity(certificate: Certificate): SignerIdentity {
  return {
    name: certificate.subject.commonName ?? certificate.addresses[0] ?? certificate.subject.text,
    addresses: certificate.addresses,
    issuer: certificate.issuer.text,
    serial: certificate.serial,
    certificate: certificate.der,
  };
}

/**
 * RFC 8550 3: the addresses of the certificate against From. Several From addresses are never a match, because a reader
 * sees one of them and the signer may own another. Nor is one that the protected From contradicts: mail programs show
 * the one outside.
 */
export function addressVerdict(certificate: Certificate | undefined, sender: ClaimedSender): AddressVerdict {
  if (certificate === undefined) return { state: 'absent', reasons: [] };
  const { from, required } = sender;
  const asked = [...(from ?? []), ...(required === undefined ? [] : [required])];
  const found = certificate.addresses.join(', ');
  if (certificate.addresses.length === 0) return { state: 'absent', reasons: [{ code: 'address-absent' }] };
  if (from !== undefined && (from.length !== 1 || sender.isAmbiguous)) {
    return { state: 'mismatch', reasons: [{ code: 'from-ambiguous', found: from.join(', ') }] };
  }
  if (from !== undefined && sender.contradictedBy !== undefined) {
    const reason = {
      code: 'protected-from-mismatch',
      found: sender.contradictedBy,
      expected: from.join(', '),
    } as const;
    return { state: 'mismatch', reasons: [reason] };
  }
  if (asked.length === 0) return { state: 'absent', reasons: [] };
  const missed = asked.find((address) => matchAddress(certificate, address) !== 'match');
  if (missed === undefined) return { state: 'match', reasons: appearances(certificate, sender) };
  return { state: 'mismatch', reasons: [{ code: 'address-mismatch', found, expected: missed }] };
}

/**
 * What programs may show as the sender beside a From that matches: a Sender who is somebody else (shown as "on behalf
 * of"), and a display name that looks like an address. One of the certificate's own addresses is no lie.
 */
function appearances(certificate: Certificate, { name = '', sentBy = [] }: ClaimedSender): readonly Reason[] {
  const isOther = (address: string): boolean => matchAddress(certificate, address) !== 'match';
  const senders = sentBy.filter(isOther);
  const names = addressesIn(name).filter(isOther);
  return [
    ...(senders.length > 0 ? [{ code: 'sender-differs', found: senders.join(', ') } as const] : []),
    ...(names.length > 0 ? [{ code: 'name-shows-address', found: names.join(', ') } as const] : []),
  ];
}

/** Milliseconds: what Thunderbird allows between the signing time and Date. */
const HOUR = 3_600_000;

/**
 * A signature of another hour may have been taken from another message; a Date that only other programs read may hide
 * that. Says nothing where either time is missing.
 */
function timeReasons({ signingTime }: SignerInfoVerdict, { date }: ClaimedSender): readonly Reason[] {
  if (!signingTime || !date || Math.abs(signingTime.getTime() - date.getTime()) <= HOUR) return [];
  return [{ code: 'signing-time-mismatch', found: minuteOf(signingTime), expected: minuteOf(date) }];
}

/** Such as "2026-01-26 14:38 UTC". */
function minuteOf(time: Date): string {
  return Number.isNaN(time.getTime()) ? '' : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** What a caller makes of a certificate whose revocation is not known. */
export interface RevocationRule {
  /** `not-checked` and `undetermined` bar the positive mark (hard fail). */
  readonly required: boolean;
  /**
   * `undetermined` does not bar it either, and is said, unless the message brought more than is checked. Left out: it does.
   * Without meaning where `required`.
   */
  readonly softFail?: boolean;
}

function revocationReasons({ state, reasons }: RevocationVerdict, rule: RevocationRule): readonly Reason[] {
  if (state === 'good' || state === 'revoked') return reasons;
  if (rule.required) return [{ code: 'revocation-required' }, ...reasons];
  const isFlooded = reasons.some(({ code }) => code === 'limit');
  return state === 'undetermined' && rule.softFail && !isFlooded ? [{ code: 'revocation-soft-fail' }] : reasons;
}

function pathReasons(path: PathVerdict | undefined): readonly Reason[] {
  if (path === undefined) return [];
  return path.state === 'valid' ? path.notes : path.reasons;
}

/** Brings the independent axes of one SignerInfo together; decides nothing that the axes do not say. */
export function signatureVerdict(facts: SignatureFacts): SignatureVerdict {
  const { signerInfo, path } = facts;
  const address = addressVerdict(signerInfo.certificate, facts.sender);
  const reasons = [
    ...signerInfo.reasons,
    ...pathReasons(path),
    ...address.reasons,
    ...(signerInfo.certificate === undefined
      ? []
      : revocationReasons(facts.revocation, facts.revocationRule ?? { required: false })),
    ...(facts.isRoot ? timeReasons(signerInfo, facts.sender) : [{ code: 'not-root' } as const]),
    ...(facts.notes ?? []),
    ...(facts.placeReasons ?? []),
  ];
  return {
    layer: facts.layer,
    isRoot: facts.isRoot,
    integrity: signerInfo.integrity,
    path: path?.state ?? 'undetermined',
    revocation: facts.revocation.state,
    address: address.state,
    reasons: rankReasons(reasons),
    ...(signerInfo.certificate && { signer: signerIdentity(signerInfo.certificate) }),
    ...(path?.state === 'valid' && {
      chain: path.path.certificates.map(({ der }) => der),
      certificateStatuses: facts.revocation.statuses,
    }),
    ...(signerInfo.signingTime && { signingTime: signerInfo.signingTime }),
    ...(facts.verifiedBefore && { verifiedBefore: facts.verifiedBefore }),
    digestAlgorithm: signerInfo.digestAlgorithm,
    signatureAlgorithm: signerInfo.signatureAlgorithm,
    ...(signerInfo.capabilities && { capabilities: signerInfo.capabilities }),
    ...(signerInfo.recordKey !== undefined && { recordKey: signerInfo.recordKey }),
    ...(signerInfo.encryptionKeyPreference && { encryptionKeyPreference: signerInfo.encryptionKeyPreference }),
  };
}

/** A layer that looks signed and of which no SignerInfo could be read. */
export function uncheckableSignature(layer: string, isRoot: boolean, reasons: readonly Reason[]): SignatureVerdict {
  return {
    layer,
    isRoot,
    integrity: 'unverifiable',
    path: 'undetermined',
    revocation: 'not-checked',
    address: 'absent',
    reasons: rankReasons(isRoot ? reasons : [...reasons, { code: 'not-root' }]),
    digestAlgorithm: 'unknown',
    signatureAlgorithm: 'unknown',
  };
}
