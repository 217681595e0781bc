import { type Bytes } from '../base/bytes';
import { type Work } from '../base/work';
import { type PermanentCopy } from './decrypt-permanently';
import { type OpenPorts } from './open-message';

/** `decryptPermanently` of decrypt-permanently.ts, loaded with the first message that is to be kept so. */
export async function decryptPermanently(octets: Bytes, ports: OpenPorts, work?: Work): Promise<PermanentCopy> {
  return (await import('./decrypt-permanently')).decryptPermanently(octets, ports, work);
}
