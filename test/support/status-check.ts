import { type Der } from '../../shared/base/bytes';
import { parseCertificate } from '../../shared/pkix/certificate';
import { validatePath } from '../../shared/pkix/path-validation';
import { checkRevocation, type RevocationVerdict } from '../../shared/pkix/revocation';
import { type Party } from './test-ca';

export interface StatusQuestion {
  readonly end: Party;
  readonly anchor: Der;
  readonly at: Date;
  readonly crls?: readonly Der[];
  readonly ocsp?: readonly Der[];
  /** Certificates of CRL issuers and responders. */
  readonly candidates?: readonly Der[];
}

/** What revocation data comes to for a party whose path is valid; throws where it is not. */
export async function checkStatus(question: StatusQuestion): Promise<RevocationVerdict> {
  const { end, anchor, at, crls = [], ocsp = [], candidates = [] } = question;
  const all = [...candidates, ...end.chain].map(parseCertificate);
  const certificate = parseCertificate(end.certificate);
  const anchors = [parseCertificate(anchor)];
  const verdict = await validatePath({ certificate, candidates: all, anchors, at, purpose: 'sign' });
  if (verdict.state !== 'valid') throw new Error('the path is not valid');
  const of = (kind: 'crl' | 'ocsp') => (octets: Der) => ({ kind, octets, origin: 'given' }) as const;
  const data = { items: [...crls.map(of('crl')), ...ocsp.map(of('ocsp'))] };
  return checkRevocation({ path: verdict.path, data, candidates: all, at });
}
