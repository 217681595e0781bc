import { type Bytes } from '../base/bytes';
import { type Work } from '../base/work';
import { type Clock } from '../ports/clock';
import { type KeyStore } from '../ports/key-store';
import { type SignatureRecords } from '../ports/signature-records';
import { type TrustStore } from '../ports/trust-store';
import { type OpenedMessage } from '../smime/open-context';
import { openOctets } from '../smime/open-message';
import { readable, readTrust } from './trust';

export interface OpenPorts {
  /** Left out: encrypted messages stay closed. */
  readonly keyStore?: KeyStore;
  readonly trustStore: TrustStore;
  /** Left out: no signature is known from before. */
  readonly signatureRecords?: SignatureRecords;
  readonly clock: Clock;
}

/**
 * Opens a message as a reader meets it: its original octets, the user's keys and trust, and the time now. Throws only
 * `limit` for what a message holds, and `cancelled`; `locked`, `storage` and `host` come from the ports.
 */
export async function openMessage(octets: Bytes, ports: OpenPorts, work: Work = {}): Promise<OpenedMessage> {
  const { keyStore, trustStore, clock, signatureRecords } = ports;
  const trust = await readTrust(trustStore);
  return openOctets(octets, {
    ...trust,
    now: clock.now(),
    work,
    ...(keyStore && {
      unwrap: (recipients) => keyStore.unwrap(recipients),
      own: async () => readable((await keyStore.identities()).map(({ certificate }) => certificate)),
    }),
    ...(signatureRecords && { verifiedBefore: async (key) => (await signatureRecords.find(key))?.verifiedAt }),
  });
}
