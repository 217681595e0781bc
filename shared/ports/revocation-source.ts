import { type Bytes, type Der } from '../base/bytes';

/** What is asked of the network: a CRL, an OCSP answer, or certificates of an issuer (caIssuers). */
export type RevocationKind = 'crl' | 'ocsp' | 'issuer';

/** One question, as it goes over the network. Plain data; it names a certificate, never a message. */
export interface RevocationQuestion {
  /** What its answer is kept under: the same for one certificate or list, wherever it is asked. */
  readonly name: string;
  readonly kind: RevocationKind;
  /** As the certificate has it; nothing about it has been checked. */
  readonly url: string;
  /** OCSPRequest in DER (RFC 6960 4.1.1); only for `ocsp`. */
  readonly body?: Der;
}

/** Why nothing came. The first three: the question was never sent. A redirect is `no-answer`: fetch does not tell. */
export type FetchFailure =
  'address-refused' | 'too-many' | 'not-permitted' | 'too-slow' | 'too-large' | 'no-answer' | 'not-accepted';

/** What came of a question. Octets are as they came: `checkRevocation` judges them. */
export type RevocationAnswer =
  | { readonly question: RevocationQuestion; readonly octets: Bytes }
  | { readonly question: RevocationQuestion; readonly failure: FetchFailure };

/** An answer of earlier; it may be out of date. */
export interface KeptAnswer {
  readonly kind: RevocationKind;
  readonly octets: Bytes;
}

/**
 * Answers of earlier, at once and without the network. Says nothing about trust: each use is checked anew. What cannot be
 * read is not there; what cannot be written is left. Never rejects.
 */
export interface RevocationStore {
  /** Those of the named answers that are there. */
  cached(names: readonly string[]): Promise<readonly KeptAnswer[]>;
  /** Keeps an answer that was accepted in place of an older one; `until`: when it will be out of date. */
  keep(question: RevocationQuestion, octets: Bytes, until: Date): Promise<void>;
  /** Remembers that a question brought nothing, so that it is not asked over and over. */
  keepFailure(question: RevocationQuestion): Promise<void>;
  /** When a question last brought nothing; undefined where it was not asked, or brought something since. */
  failedAt(question: RevocationQuestion): Promise<Date | undefined>;
}

/** Asks the network, under rules of its own. Absent where host or policy allow no asking. */
export interface RevocationNetwork {
  /** One answer for each question, in order; never rejects. */
  ask(questions: readonly RevocationQuestion[]): Promise<readonly RevocationAnswer[]>;
}
