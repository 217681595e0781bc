/**
 * What stops the core, as a closed union. What a message *is* (altered, not for us, untrusted) is a value, not an error.
 * Each code has one sentence for people in `strings.ts`.
 */
export type ErrorCode =
  | 'malformed-mime'
  | 'malformed-cms'
  | 'malformed-der'
  | 'malformed-certificate'
  | 'malformed-pfx'
  | 'malformed-policy'
  | 'unsupported'
  | 'limit'
  | 'decryption-failed'
  | 'no-matching-recipient'
  | 'passphrase'
  | 'no-private-key'
  | 'pair-mismatch'
  | 'identity-unusable'
  | 'not-backed-up'
  | 'recipient-certificate'
  | 'request-field'
  | 'no-waiting-key'
  | 'acme'
  | 'locked'
  | 'cancelled'
  | 'storage'
  | 'host'
  | 'defect';

/**
 * The one error class of the core. `message` names the element and what was expected, in English, for support;
 * it never holds content, a passphrase or key material. `subject` is what a sentence for people may name:
 * an algorithm, a limit, an address.
 */
export class SignetError extends Error {
  readonly code: ErrorCode;
  readonly subject: string | undefined;

  constructor(code: ErrorCode, message: string, subject?: string) {
    super(message);
    this.name = 'SignetError';
    this.code = code;
    this.subject = subject;
  }
}

/** The code of any thrown value; what is not ours is a `defect`. */
export function errorCode(thrown: unknown): ErrorCode {
  return thrown instanceof SignetError ? thrown.code : 'defect';
}
