import { type Bytes } from '../base/bytes';
import { readTlv } from '../asn1/der';
import { readCertificationRequest } from '../asn1/library-structures';
import { nameText } from './name-text';
import { type KeyAlgorithm, readPublicKey } from './public-key';
import { verifySignature } from './signature-check';

/** What a certification request asks for. */
export interface CertificationRequestFacts {
  /** RFC 4514. */
  readonly subject: string;
  readonly keyAlgorithm: KeyAlgorithm;
  /** Whether whoever made it has the private key. RFC 2986 3. */
  readonly signature: 'good' | 'bad' | 'unsupported';
}

/** Facts of a CSR in DER (RFC 2986 4); of them the signature is checked. Rejects with `malformed-der`, `limit`. */
export async function certificationRequestFacts(octets: Bytes): Promise<CertificationRequestFacts> {
  const { subject, spki, signatureAlgorithm, signed, signature } = await readCertificationRequest(octets);
  return {
    subject: nameText(subject),
    keyAlgorithm: readPublicKey(readTlv(spki)).algorithm,
    signature: await verifySignature({ algorithm: signatureAlgorithm, spki, signed, signature }),
  };
}
