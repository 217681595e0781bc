import { equal, type Der } from '../base/bytes';
import { preferredCertificate } from '../cms/capabilities';
import { type CertificateDirectory } from '../ports/certificate-directory';
import { matchAddress } from '../pkix/email-binding';
import { type OpenedMessage } from '../smime/open-context';
import { type SignatureVerdict } from '../verdict/verdict';
import { readable } from './trust';

/**
 * Keeps what a message teaches of its sender, where its signature is good in every way; of any other nothing: the
 * signer's certificate, the one they want to be encrypted to, those of the authorities on its validated path, and what
 * their program reads. Other authorities' certificates in the message are signed by nobody: anyone may have put them in. It gives no trust: each use validates anew, and nothing that was there before is replaced but older
 * capabilities. Gives the address that is newly reachable encrypted.
 */
export async function learnCorrespondent(
  { summary, signatures, certificates }: Pick<OpenedMessage, 'summary' | 'signatures' | 'certificates'>,
  directory: CertificateDirectory,
  now: Date,
): Promise<string | undefined> {
  const { signer } = summary;
  if (summary.state !== 'signed-valid' || !signer) return undefined;
  const [address] = signer.addresses;
  const isNew = address !== undefined && (await directory.find(address)).length === 0;
  const signature = signatures.find(
    (one) => one.isRoot && one.signer && equal(one.signer.certificate, signer.certificate),
  );
  const preferred = address === undefined ? undefined : encryptionCertificate(signature, certificates, address);
  const kept = [signer.certificate, ...(preferred ? [preferred] : []), ...authorities(signature)];
  for (const certificate of new Set(kept)) await directory.add(certificate);
  await learnCapabilities(signer.addresses, signature, directory, now);
  return isNew ? address : undefined;
}

/** Between the signer and the anchor. */
const authorities = (signature: SignatureVerdict | undefined): readonly Der[] => (signature?.chain ?? []).slice(1, -1);

/** The certificate that the signer prefers, among those that came with the message, where it is of the same address. */
function encryptionCertificate(
  signature: SignatureVerdict | undefined,
  certificates: readonly Der[],
  address: string,
): Der | undefined {
  const preference = signature?.encryptionKeyPreference;
  const preferred = preference && preferredCertificate(preference, readable(certificates));
  return preferred && matchAddress(preferred, address) === 'match' ? preferred.der : undefined;
}

/** A time that a clock ahead of ours signed would keep newer capabilities out until it has come. */
async function learnCapabilities(
  addresses: readonly string[],
  signature: SignatureVerdict | undefined,
  directory: CertificateDirectory,
  now: Date,
): Promise<void> {
  const { capabilities, signingTime } = signature ?? {};
  if (!capabilities || !signingTime) return;
  const signedAt = signingTime > now ? now : signingTime;
  for (const address of addresses) await directory.rememberCapabilities(address, { capabilities, signedAt });
}
