import { type ReasonCode } from './reason';
import { type SignatureVerdict, type SummaryState } from './verdict';

/** How far one signature is from perfect; the order of the states from worst to best. */
type SignatureStanding = 'signed-invalid' | 'uncheckable' | 'signed-untrusted' | 'signed-valid';

const WORST_FIRST: readonly SignatureStanding[] = ['signed-invalid', 'uncheckable', 'signed-untrusted', 'signed-valid'];

/** Reasons that bar the positive mark although every axis is good. */
const BARS: ReadonlySet<ReasonCode> = new Set([
  'weak-algorithm',
  'weak-key',
  'signing-time-mismatch',
  'sender-differs',
  'name-shows-address',
  'signed-ciphertext',
  'unsupported-structure',
  'not-root',
  'revocation-required',
]);

/**
 * What one signature is worth by itself. `signed-valid` demands every axis; revocation that nobody gave data for is not
 * held against it, and is said.
 */
export function standing(signature: SignatureVerdict): SignatureStanding {
  if (signature.integrity === 'altered') return 'signed-invalid';
  if (signature.integrity === 'unverifiable') return 'uncheckable';
  const holds =
    signature.path === 'valid' &&
    revocationHolds(signature) &&
    signature.address === 'match' &&
    !signature.reasons.some(({ code }) => BARS.has(code));
  return holds ? 'signed-valid' : 'signed-untrusted';
}

/** What could not be found out holds only where the caller has said that it may. */
function revocationHolds({ revocation, reasons }: SignatureVerdict): boolean {
  if (revocation === 'undetermined') return reasons.some(({ code }) => code === 'revocation-soft-fail');
  return revocation === 'good' || revocation === 'not-checked';
}

export interface MessageVerdict {
  readonly state: SummaryState;
  /** The signature that decided. */
  readonly deciding?: SignatureVerdict;
}

/**
 * The signatures that speak for the message: those at the root (RFC 9787 4). One from outside around encryption is of a
 * hop (RFC 2634 1.1) and anyone can take it off, so it does not count where there is one inside.
 */
export function countedSignatures(signatures: readonly SignatureVerdict[]): readonly SignatureVerdict[] {
  const root = signatures.filter(({ isRoot }) => isRoot);
  const inside = root.filter(({ reasons }) => !reasons.some(({ code }) => code === 'signed-ciphertext'));
  return inside.length > 0 ? inside : root;
}

/** The signature that decides what the message is worth. */
export function deciding(signatures: readonly SignatureVerdict[]): SignatureVerdict | undefined {
  return messageVerdict(signatures).deciding;
}

/** The worst of the signatures that count speaks for the message. */
export function messageVerdict(signatures: readonly SignatureVerdict[]): MessageVerdict {
  const counted = countedSignatures(signatures);
  for (const state of WORST_FIRST) {
    const deciding = counted.find((signature) => standing(signature) === state);
    if (deciding) return { state, deciding };
  }
  const [part] = signatures;
  return part ? { state: 'partly-signed', deciding: part } : { state: 'unsigned' };
}
