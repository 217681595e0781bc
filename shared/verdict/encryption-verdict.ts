import { hex } from '../base/bytes';
import { errorCode } from '../base/errors';
import { type RecipientIdentifier, type RecipientInfo } from '../cms/syntax/recipient-info';
import { type Certificate } from '../pkix/certificate';
import { nameText } from '../pkix/name-text';
import { type Reason } from './reason';
import { type ContentProtection, type EncryptionVerdict, type RecipientSummary, type SummaryState } from './verdict';

/** The verdict on a message without an encrypted layer. */
export const NOT_ENCRYPTED: EncryptionVerdict = { state: 'none', authenticated: false, recipients: [], reasons: [] };

export interface EnvelopeFacts {
  readonly authenticated: boolean;
  readonly contentAlgorithm?: string;
  readonly recipients: readonly RecipientSummary[];
}

function identifierText(identifier: RecipientIdentifier): string {
  if (identifier.kind === 'ski') return `ski:${hex(identifier.keyIdentifier)}`;
  return `${identifier.serial}@${nameText(identifier.issuer)}`;
}

/** Every recipient that an envelope names, in order; one entry for each key of a key agreement. */
export function recipientSummaries(recipients: readonly RecipientInfo[]): readonly RecipientSummary[] {
  return recipients.flatMap(({ kind, identifiers, keyIdentifier, keyEncryptionAlgorithm: algorithm }) => {
    if (kind === 'other') return [];
    const shared = keyIdentifier ? `key:${hex(keyIdentifier)}` : '';
    const ids = identifiers.length === 0 ? [shared] : identifiers.map(identifierText);
    return ids.map((id) => ({ kind, algorithm, id }));
  });
}

/**
 * An envelope that was opened. Without authentication (AES-CBC) alteration is not detected by it (RFC 8551 6); where the
 * encryption is weak, others may have read it.
 */
export function openedEnvelope(facts: EnvelopeFacts, isWeak: boolean): EncryptionVerdict {
  const { authenticated, contentAlgorithm: found = '' } = facts;
  const reasons: readonly Reason[] = [
    ...(isWeak ? [{ code: 'weak-algorithm', found } as const] : []),
    ...(authenticated ? [] : [{ code: 'not-authenticated' } as const]),
  ];
  return { ...facts, state: 'opened', reasons };
}

/** An envelope that stays closed, and why. One reason for every failed decryption: the cause is never told. */
export function closedEnvelope(facts: EnvelopeFacts, reason: Reason): EncryptionVerdict {
  const isOthers = reason.code === 'not-for-us' || reason.code === 'no-keys';
  return { ...facts, state: isOthers ? 'not-for-us' : 'failed', reasons: [reason] };
}

/**
 * The verdict on all encrypted layers of a message, outermost first, which the outermost one speaks for. `state`: of its
 * signatures; a signature that holds from outside the encryption is never `signed-valid`. `own`: the reader's
 * certificates; where several of their keys might have opened it, none is named.
 */
export function encryptionVerdict(
  layers: readonly EncryptionVerdict[],
  state: SummaryState,
  own: readonly Certificate[],
): EncryptionVerdict {
  const [outermost = NOT_ENCRYPTED] = layers;
  if (outermost.state !== 'opened') return outermost;
  const isOpen = layers.every((layer) => layer.state === 'opened');
  const openedWith = openingRecipient(outermost.recipients, own);
  return {
    ...outermost,
    ...(openedWith !== undefined && { openedWith }),
    ...(isOpen && { protection: contentProtection(layers, state) }),
  };
}

/** One authenticated layer is enough: all of the content is inside it. */
function contentProtection(layers: readonly EncryptionVerdict[], state: SummaryState): ContentProtection {
  if (layers.some(({ authenticated }) => authenticated)) return 'authenticated';
  return state === 'signed-valid' ? 'signed' : 'changeable';
}

function openingRecipient(recipients: readonly RecipientSummary[], own: readonly Certificate[]): number | undefined {
  const names = new Set(own.flatMap(recipientNames));
  const [only, ...more] = recipients.flatMap(({ id }, place) => (names.has(id) ? [place] : []));
  return more.length === 0 ? only : undefined;
}

/** The identifiers by which an envelope may name the owner of a certificate, as `recipientSummaries` writes them. */
export function recipientNames(certificate: Certificate): readonly string[] {
  const { serial, issuer, subjectKeyIdentifier: key } = certificate;
  return [`${serial}@${issuer.text}`, ...(key ? [`ski:${hex(key)}`] : [])];
}

/** The reason that stands for a thrown value while an envelope was opened; undefined for faults that are not the message's. */
export function reasonOfFailure(thrown: unknown): Reason | undefined {
  const subject = (thrown as { subject?: string }).subject;
  switch (errorCode(thrown)) {
    case 'no-matching-recipient':
      return { code: 'not-for-us' };
    case 'no-private-key':
      return { code: 'no-keys' };
    case 'unsupported':
      return { code: 'unsupported-algorithm', ...(subject !== undefined && { found: subject }) };
    case 'limit':
      return { code: 'limit', ...(subject !== undefined && { found: subject }) };
    case 'malformed-cms':
    case 'malformed-der':
    case 'malformed-mime':
      return { code: 'malformed' };
    case 'locked':
    case 'cancelled':
    case 'storage':
    case 'host':
      return undefined;
    default:
      return { code: 'decryption-failed' };
  }
}
