import { type Bytes } from '../base/bytes';
import { type Work } from '../base/work';
import { type Clock } from '../ports/clock';
import { type KeyStore } from '../ports/key-store';
import { type RevocationStore } from '../ports/revocation-source';
import { type SignatureRecords } from '../ports/signature-records';
import { type TrustStore } from '../ports/trust-store';
import { type OpenedMessage, type RevocationContext } from '../smime/open-context';
import { openOctets } from '../smime/open-message';
import { type RevocationRule } from '../verdict/signature-verdict';
import { keptItems } from './revocation-questions';
import { readable, readTrust } from './trust';

export interface OpenPorts {
  /** Left out: encrypted messages stay closed. */
  readonly keyStore?: KeyStore;
  readonly trustStore: TrustStore;
  /** Left out: no signature is known from before. */
  readonly signatureRecords?: SignatureRecords;
  readonly clock: Clock;
  /** Answers of earlier about revocation. Left out: only what the message encloses is known. */
  readonly revocationStore?: Pick<RevocationStore, 'cached'>;
  /** What is made of a certificate whose status is not known. Left out: nothing is required. */
  readonly revocationRule?: () => Promise<RevocationRule>;
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
    revocation: await revocationOf(ports),
    ...(keyStore && {
      unwrap: (recipients) => keyStore.unwrap(recipients),
      own: async () => readable((await keyStore.identities()).map(({ certificate }) => certificate)),
    }),
    ...(signatureRecords && { verifiedBefore: async (key) => (await signatureRecords.find(key))?.verifiedAt }),
  });
}

async function revocationOf({ revocationStore, revocationRule }: OpenPorts): Promise<RevocationContext> {
  return {
    data: { items: [] },
    ...((await revocationRule?.()) ?? { required: false }),
    ...(revocationStore && { cached: (path) => keptItems(path, revocationStore) }),
  };
}
