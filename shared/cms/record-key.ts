import { type Bytes, concat, equal, hex } from '../base/bytes';
import { digest, type DigestName } from '../base/digest';
import { isWeakDigest } from '../pkix/signature-check';
import { type Certificate } from '../pkix/certificate';
import { certificateDigest } from '../pkix/certificate-digest';
import { type ContentDigests } from './content-digests';
import { type SignedAttributes } from './signed-attributes';

export interface RecordedSignature {
  /** The SignerInfo as received. */
  readonly signerInfo: Bytes;
  readonly certificate: Certificate;
  readonly attributes: SignedAttributes | undefined;
  /** What digestAlgorithm names. */
  readonly digest: DigestName | undefined;
  readonly digests: ContentDigests;
}

/**
 * A name for an intact signature, by which it is known again: SHA-256 over SignerInfo, the certificate's digest
 * and the digest of what was signed. Never depends on the header around it. A digest that can be forged is not built upon.
 */
export async function recordKey(signature: RecordedSignature): Promise<string> {
  const { signerInfo, certificate, digest: named, digests } = signature;
  const name = named === undefined || isWeakDigest(named) ? 'sha256' : named;
  const signed = await digests.of(name, await signedPlace(signature));
  // The first is as long as it says and the second as long as ever, so that no other three give the same octets.
  return hex(await digest('sha256', concat([signerInfo, await certificateDigest('sha256', certificate), signed])));
}

/** Which alternative was signed, so that bare line feeds in a mail store change nothing; without attributes the one received. */
async function signedPlace({ attributes, digest: named, digests }: RecordedSignature): Promise<number> {
  if (!attributes || !named) return 0;
  for (let i = 0; i < digests.alternatives.length; i++) {
    if (equal(await digests.of(named, i), attributes.messageDigest)) return i;
  }
  return 0;
}
