import { type SignatureVerdict, type SummaryState } from './verdict';

/** How far one signature is from perfect; the order of the states from worst to best. */
type SignatureStanding = 'signed-invalid' | 'uncheckable' | 'signed-untrusted' | 'signed-valid';

const WORST_FIRST: readonly SignatureStanding[] = ['signed-invalid', 'uncheckable', 'signed-untrusted', 'signed-valid'];

/** Reasons that bar the positive mark although every axis is good. */
const BARS: ReadonlySet<string> = new Set(['weak-algorithm', 'weak-key', 'signed-ciphertext', 'not-root']);

/**
 * What one signature is worth by itself. `signed-valid` demands every axis; revocation that nobody gave data for is not
 * held against it, and is said.
 */
export function standing(signature: SignatureVerdict): SignatureStanding {
  if (signature.integrity === 'altered') return 'signed-invalid';
  if (signature.integrity === 'unverifiable') return 'uncheckable';
  const holds =
    signature.path === 'valid' &&
    (signature.revocation === 'good' || signature.revocation === 'not-checked') &&
    signature.address === 'match' &&
    !signature.reasons.some(({ code }) => BARS.has(code));
  return holds ? 'signed-valid' : 'signed-untrusted';
}

export interface MessageVerdict {
  readonly state: SummaryState;
  /** The signature that decided. */
  readonly deciding?: SignatureVerdict;
}

/** RFC 9787 4: only signatures at the root count, and the worst of them speaks for the message. */
export function messageVerdict(signatures: readonly SignatureVerdict[]): MessageVerdict {
  const root = signatures.filter(({ isRoot }) => isRoot);
  for (const state of WORST_FIRST) {
    const deciding = root.find((signature) => standing(signature) === state);
    if (deciding) return { state, deciding };
  }
  const [part] = signatures;
  return part ? { state: 'partly-signed', deciding: part } : { state: 'unsigned' };
}
