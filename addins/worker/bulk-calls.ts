import { decryptPermanently, type OpenPorts, type PermanentCopy } from '../../shared/index';
import { Transferred, type Handlers } from './protocol';

/** What pages ask about many messages, one after the other, that nobody is looking at. Nothing is learned from them. */
export type BulkCalls = {
  readonly decryptPermanently: { readonly request: Blob; readonly answer: PermanentCopy };
};

export function bulkHandlers(ports: OpenPorts): Handlers<BulkCalls> {
  return {
    async decryptPermanently(message, work) {
      const found = await decryptPermanently(await octetsOf(message), ports, work);
      return found.kind === 'copy' ? new Transferred(found, [found.octets]) : found;
    },
  };
}

const octetsOf = async (message: Blob): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await message.arrayBuffer());
