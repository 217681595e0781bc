import { type Reason, type ReasonCode } from './reason';

/**
 * The one order in which reasons are named, most telling first: what was altered, what could not be checked, whose
 * signature it is, what it rests on, how strong it is, and last what was not looked at.
 */
const ORDER: Readonly<Record<ReasonCode, number>> = {
  'digest-mismatch': 1,
  'signature-mismatch': 2,
  'signing-certificate-mismatch': 3,
  'content-type-mismatch': 4,
  'algorithm-mismatch': 5,
  'attributes-malformed': 6,
  'content-twice': 10,
  'content-missing': 11,
  'no-signers': 12,
  'signer-certificate-missing': 13,
  'unsupported-algorithm': 14,
  'unsupported-structure': 15,
  malformed: 16,
  limit: 17,
  'decryption-failed': 20,
  'not-for-us': 21,
  'no-keys': 22,
  'not-root': 30,
  'signed-ciphertext': 31,
  'from-ambiguous': 32,
  'protected-from-mismatch': 33,
  'address-mismatch': 34,
  'address-absent': 35,
  'sender-differs': 36,
  'name-shows-address': 37,
  'signing-time-mismatch': 38,
  'unconfirmed-key': 39,
  revoked: 40,
  'authority-revoked': 40,
  'bad-certificate-signature': 41,
  'self-signed': 42,
  'not-anchored': 43,
  'no-path': 44,
  'issuer-distrusted': 44,
  expired: 45,
  'no-record': 46,
  'not-yet-valid': 46,
  'not-a-ca': 47,
  'path-too-long': 48,
  'key-usage': 49,
  'extended-key-usage': 50,
  'name-constraints': 51,
  policy: 52,
  'unknown-critical-extension': 53,
  'malformed-certificate': 54,
  'unsupported-path-feature': 55,
  'weak-algorithm': 60,
  'weak-key': 61,
  'expired-since': 63,
  'revoked-since': 64,
  'reply-elsewhere': 65,
  'not-addressed': 66,
  'revocation-required': 69,
  'revocation-undetermined': 70,
  pinned: 71,
  'revocation-soft-fail': 70,
  'not-authenticated': 71,
  'revocation-not-checked': 72,
};

/** Reasons in the fixed order, each told once. */
export function rankReasons(reasons: readonly Reason[]): readonly Reason[] {
  const seen = new Set<string>();
  return reasons
    .filter((reason) => {
      const key = JSON.stringify([reason.code, reason.found, reason.expected]);
      return !seen.has(key) && seen.add(key);
    })
    .sort((a, b) => ORDER[a.code] - ORDER[b.code]);
}
