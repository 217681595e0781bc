import { messageVerdict } from './message-verdict';
import { rankReasons } from './reason-order';
import { type EncryptionVerdict, type SignatureVerdict, type Summary } from './verdict';

/**
 * The one summary of a message (RFC 9787): what its signatures come to, whether it was encrypted, and every reason in
 * the fixed order. An encrypted message that stays closed has no signatures here, and so is `unsigned`.
 */
export function summarize(signatures: readonly SignatureVerdict[], encryption: EncryptionVerdict): Summary {
  const { state, deciding } = messageVerdict(signatures);
  const counted = state === 'partly-signed' ? signatures : signatures.filter(({ isRoot }) => isRoot);
  const first = deciding?.reasons ?? [];
  const others = counted.filter((one) => one !== deciding).flatMap(({ reasons }) => reasons);
  return {
    state,
    encryption: encryption.state,
    reasons: rankReasons([...first, ...others, ...encryption.reasons]),
    ...(deciding?.signer && { signer: deciding.signer }),
  };
}
