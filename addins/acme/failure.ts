/** What stands between an order and its certificate; each has a sentence for people in the screens' catalogue. */
export type AcmeProblem =
  // Here
  | 'elsewhere'
  | 'switched-off'
  // The way to the server
  | 'no-answer'
  | 'not-permitted'
  | 'address-refused'
  | 'too-large'
  | 'not-acme'
  // What the server says
  | 'bad-nonce'
  | 'rate-limited'
  | 'server-error'
  | 'still-working'
  | 'terms'
  | 'external-account'
  | 'external-key'
  | 'account-refused'
  | 'address-rejected'
  | 'no-mail-challenge'
  | 'unauthorized'
  | 'refused'
  // The challenge
  | 'challenge-expired'
  | 'challenge-invalid'
  | 'response-incorrect'
  | 'mail-wrong-sender'
  | 'mail-wrong-recipient'
  | 'mail-not-automatic'
  | 'mail-not-authentic'
  | 'mail-without-token'
  | 'mail-missing'
  | 'mail-not-read'
  | 'mail-not-sent'
  // The certificate
  | 'request-rejected'
  | 'order-invalid'
  | 'certificate-mismatch';

/** What ends or stops an order. `detail`: the server's own words, for people, not to be believed. */
export class AcmeFailure extends Error {
  readonly problem: AcmeProblem;
  readonly detail: string | undefined;

  constructor(problem: AcmeProblem, detail?: string) {
    super(problem);
    this.name = 'AcmeFailure';
    this.problem = problem;
    this.detail = detail?.slice(0, 300);
  }
}
