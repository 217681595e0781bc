import { installAnswer, keyFingerprint, parseCertificates, sameAddress, type Bytes } from '../../shared/index';
import { type AcmePorts } from './context';
import { AcmeFailure } from './failure';
import { type AcmeOrder } from './order';

/**
 * Puts the chain that the server issued onto the key of the order, and answers the identity's id. Throws AcmeFailure where
 * no certificate in it is for this key and this address: nothing is installed then.
 */
export async function installCertificate(
  { requestId, address }: AcmeOrder,
  chain: Bytes,
  ports: Pick<AcmePorts, 'waitingKeys' | 'vault'>,
): Promise<string> {
  const certificates = await Promise.all(
    readCertificates(chain).map(async (certificate) => ({
      certificate,
      keyId: await keyFingerprint(certificate.publicKey.spki),
    })),
  );
  const own = certificates.find(({ keyId }) => keyId === requestId)?.certificate;
  if (!own?.addresses.some((one) => sameAddress(one, address))) throw new AcmeFailure('certificate-mismatch');
  const [identity] = await installAnswer(chain, ports);
  if (!identity) throw new AcmeFailure('certificate-mismatch');
  return identity.id;
}

function readCertificates(chain: Bytes): ReturnType<typeof parseCertificates> {
  try {
    return parseCertificates(chain);
  } catch {
    throw new AcmeFailure('certificate-mismatch');
  }
}
