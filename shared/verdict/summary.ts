import { countedSignatures, messageVerdict } from './message-verdict';
import { type Reason } from './reason';
import { rankReasons } from './reason-order';
import { type EncryptionVerdict, type SignatureVerdict, type Summary } from './verdict';

/**
 * The one summary of a message (RFC 9787): what its signatures come to, whether it was encrypted, and every reason in
 * the fixed order. An encrypted message that stays closed has no signatures here, and so is `unsigned`. `more`: what is
 * the matter with the message besides.
 */
export function summarize(
  signatures: readonly SignatureVerdict[],
  encryption: EncryptionVerdict,
  more: readonly Reason[] = [],
): Summary {
  const { state, deciding } = messageVerdict(signatures);
  const counted = state === 'partly-signed' ? signatures : countedSignatures(signatures);
  const first = deciding?.reasons ?? [];
  const others = counted.filter((one) => one !== deciding).flatMap(({ reasons }) => reasons);
  return {
    state,
    encryption: encryption.state,
    reasons: rankReasons([...first, ...others, ...encryption.reasons, ...more]),
    ...(deciding?.signer && { signer: deciding.signer }),
  };
}
