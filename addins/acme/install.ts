import { errorCode, installAnswer, type Bytes, type ErrorCode } from '../../shared/index';
import { type AcmePorts } from './context';
import { AcmeFailure } from './failure';
import { type AcmeOrder } from './order';

/** What no other try makes good: the chain is not for this order. */
const MISMATCHES: readonly ErrorCode[] = [
  'malformed-certificate',
  'malformed-der',
  'limit',
  'no-waiting-key',
  'identity-unusable',
  'pair-mismatch',
];

/**
 * Puts the chain that the server issued onto the key of the order and no other, and answers the identity's id: the same,
 * however often it is done. Throws AcmeFailure where no certificate in it is for this key and the address that was asked
 * for: nothing is installed then.
 */
export async function installCertificate(
  { requestId }: Pick<AcmeOrder, 'requestId'>,
  chain: Bytes,
  ports: Pick<AcmePorts, 'waitingKeys' | 'vault' | 'trustStore' | 'clock'>,
): Promise<string> {
  try {
    const { installed } = await installAnswer(chain, ports, { keyId: requestId, proof: 'order' });
    const [identity] = installed;
    if (!identity) throw new AcmeFailure('certificate-mismatch');
    return identity.id;
  } catch (thrown) {
    if (MISMATCHES.includes(errorCode(thrown))) throw new AcmeFailure('certificate-mismatch');
    throw thrown;
  }
}
