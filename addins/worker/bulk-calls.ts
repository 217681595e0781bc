import { decryptPermanently, openMessage, type OpenPorts, type PermanentCopy, type Summary } from '../../shared/index';
import { Transferred, type Handlers } from './protocol';

/** What pages ask about many messages, one after the other, that nobody is looking at. Nothing is learned from them. */
export type BulkCalls = {
  readonly decryptPermanently: { readonly request: Blob; readonly answer: PermanentCopy };
  /** What a message is worth without any key: what is encrypted stays closed. */
  readonly glance: { readonly request: Blob; readonly answer: Summary };
};

export function bulkHandlers(ports: OpenPorts): Handlers<BulkCalls> {
  const { trustStore, clock, signatureRecords, revocationStore, revocationRule } = ports;
  const keyless: OpenPorts = {
    trustStore,
    clock,
    ...(signatureRecords && { signatureRecords }),
    ...(revocationStore && { revocationStore }),
    ...(revocationRule && { revocationRule }),
  };
  return {
    glance: async (message, work) => (await openMessage(await octetsOf(message), keyless, work)).summary,
    async decryptPermanently(message, work) {
      const found = await decryptPermanently(await octetsOf(message), ports, work);
      return found.kind === 'copy' ? new Transferred(found, [found.octets]) : found;
    },
  };
}

const octetsOf = async (message: Blob): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await message.arrayBuffer());
