/**
 * Why a verdict is what it is: a closed union, each code with a sentence in `strings.ts` and, where a comparison failed,
 * the compared values. Order here is not rank; `summary.ts` ranks.
 */
export type ReasonCode =
  // integrity
  | 'digest-mismatch'
  | 'signature-mismatch'
  | 'attributes-malformed'
  | 'content-type-mismatch'
  | 'algorithm-mismatch'
  | 'signing-certificate-mismatch'
  | 'signer-certificate-missing'
  | 'content-missing'
  | 'content-twice'
  | 'no-signers'
  | 'unsupported-algorithm'
  | 'unsupported-structure'
  | 'malformed'
  | 'limit'
  // strength
  | 'weak-algorithm'
  | 'weak-key'
  // path, RFC 5280 6.1
  | 'no-path'
  | 'not-anchored'
  | 'self-signed'
  | 'issuer-distrusted'
  | 'expired'
  | 'not-yet-valid'
  | 'bad-certificate-signature'
  | 'not-a-ca'
  | 'path-too-long'
  | 'key-usage'
  | 'extended-key-usage'
  | 'name-constraints'
  | 'unknown-critical-extension'
  | 'policy'
  | 'malformed-certificate'
  | 'unsupported-path-feature'
  // time: what a record of an earlier check says
  | 'expired-since'
  | 'revoked-since'
  | 'no-record'
  // a note: the path is valid by the user's own word, for this certificate and this address alone
  | 'pinned'
  // revocation
  | 'revoked'
  | 'revocation-undetermined'
  | 'revocation-not-checked'
  | 'authority-revoked'
  | 'revocation-required'
  | 'revocation-soft-fail'
  // which of a correspondent's keys is used
  | 'unconfirmed-key'
  // address, RFC 8550 3
  | 'address-mismatch'
  | 'address-absent'
  | 'from-ambiguous'
  | 'sender-differs'
  | 'name-shows-address'
  // RFC 9788 4.4
  | 'protected-from-mismatch'
  // what the message says of itself
  | 'signing-time-mismatch'
  // what a signature does not say
  | 'not-addressed'
  | 'reply-elsewhere'
  // place of the signature in the message, RFC 9787 4
  | 'not-root'
  | 'signed-ciphertext'
  // encryption
  | 'not-for-us'
  | 'no-keys'
  | 'decryption-failed'
  | 'not-authenticated';

export interface Reason {
  readonly code: ReasonCode;
  /** What was found, for the sentence: an address, an algorithm, a date. Never content, never a secret. */
  readonly found?: string;
  /** What was expected. */
  readonly expected?: string;
}
