import { parseCertificate, type CertificateDirectory, type Der, type OpenedMessage } from '../../../../shared/index';

/**
 * Keeps the signer's certificate, and the authorities' that came with it, of a message whose signature is good in every
 * way; of any other nothing. Gives the address that is newly reachable encrypted. What is kept is validated anew at each
 * use, and nothing that was there before is replaced.
 */
export async function harvest(
  { summary, certificates }: OpenedMessage,
  directory: CertificateDirectory,
): Promise<string | undefined> {
  const { signer } = summary;
  if (summary.state !== 'signed-valid' || !signer) return undefined;
  const [address] = signer.addresses;
  const known = address === undefined ? [] : await directory.find(address);
  const isNew = address !== undefined && known.length === 0;
  for (const certificate of [signer.certificate, ...certificates.filter(isAuthority)]) await directory.add(certificate);
  return isNew ? address : undefined;
}

function isAuthority(certificate: Der): boolean {
  try {
    return parseCertificate(certificate).basicConstraints?.ca === true;
  } catch {
    return false;
  }
}
