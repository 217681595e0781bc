import { OID } from '../asn1/oids';
import { type Certificate } from './certificate';
import { sameName } from './name';

/** Organization of every test identity: whoever reads such a certificate, with whatever program, sees what it is. */
export const TEST_ORGANIZATION = 'Self-made test identity, vouched for by nobody';

/** Whether a certificate is a test identity of ours: self-issued, and it says so. Not checked: its signature. */
export function isTestCertificate({ subject, issuer }: Pick<Certificate, 'subject' | 'issuer'>): boolean {
  const marks = subject.rdns.flat().some(({ type, text }) => type === OID.organization && text === TEST_ORGANIZATION);
  return marks && sameName(subject, issuer);
}
