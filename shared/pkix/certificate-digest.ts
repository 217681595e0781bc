import { type Bytes } from '../base/bytes';
import { digest, type DigestName } from '../base/digest';
import { type Certificate } from './certificate';

/** As long as the certificates, which are few: `parseCertificate` keeps them. */
const known = new WeakMap<Certificate, Map<DigestName, Bytes>>();

/** The digest of a certificate's octets, an array of the caller's own; computed once for each certificate that is kept. */
export async function certificateDigest(name: DigestName, certificate: Certificate): Promise<Bytes> {
  const digests = known.get(certificate) ?? new Map<DigestName, Bytes>();
  known.set(certificate, digests);
  const found = digests.get(name) ?? (await digest(name, certificate.der));
  digests.set(name, found);
  return found.slice();
}
