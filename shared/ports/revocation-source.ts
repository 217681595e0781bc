import { type Bytes, type Der } from '../base/bytes';
import { type ValidatedPath } from '../pkix/path-validation';

/** What is asked of the network: a CRL, an OCSP answer, or certificates of an issuer (caIssuers). */
export type RevocationKind = 'crl' | 'ocsp' | 'issuer';

/** One question, as it goes over the network. Plain data; it names a certificate, never a message. */
export interface RevocationRequest {
  /** What it is kept under: the same question has the same name, wherever it is asked. */
  readonly name: string;
  readonly kind: RevocationKind;
  /** As the certificate has it; nothing about it has been checked. */
  readonly url: string;
  /** OCSPRequest in DER (RFC 6960 4.1.1); only for `ocsp`. */
  readonly body?: Der;
}

/** Why nothing came. The first four: the question was never sent. A refused redirect is `no-answer`: fetch does not tell. */
export type FetchFailure =
  | 'address-refused'
  | 'not-asked-again'
  | 'too-many'
  | 'not-permitted'
  | 'too-slow'
  | 'too-large'
  | 'no-answer'
  | 'not-accepted';

/** What came of a question. Octets are as they came: `checkRevocation` judges them. */
export type RevocationAnswer =
  | { readonly request: RevocationRequest; readonly octets: Bytes }
  | { readonly request: RevocationRequest; readonly failure: FetchFailure };

/** What is stored of earlier answers, by certificate. Says nothing about trust: each use is checked anew. */
export interface RevocationStore {
  /**
   * Answers kept for the certificates of a path, at once and without the network; none where the store cannot be read.
   * They may be out of date.
   */
  cached(path: ValidatedPath): Promise<readonly KeptAnswer[]>;
  /** Keeps an answer that was accepted; the same question's older one goes. */
  keep(request: RevocationRequest, octets: Bytes, until: Date): Promise<void>;
  /** Remembers that a question brought nothing, so that it is not asked over and over. */
  keepFailure(request: RevocationRequest): Promise<void>;
  /** When a question last brought nothing; undefined where it was not asked, or brought something since. */
  failedAt(request: RevocationRequest): Promise<Date | undefined>;
}

export interface KeptAnswer {
  readonly kind: RevocationKind;
  readonly octets: Bytes;
}

/** Asks the network, under rules of its own. Absent where host or policy allow no asking. */
export interface RevocationNetwork {
  /** One answer for each request, in order; never rejects. */
  ask(requests: readonly RevocationRequest[]): Promise<readonly RevocationAnswer[]>;
}
