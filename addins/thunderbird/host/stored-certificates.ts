import { fromBase64, type Bytes, type LookUpSource } from '../../../shared/index';
import { askTogether } from '../../lookup/ask-each';
import { experiment } from './experiment';

/**
 * Certificates of people in Thunderbird's own store, such as its own S/MIME has kept them: nobody is asked. The store is
 * read once for all addresses of a look-up.
 */
export const certificateStoreSource: LookUpSource = {
  name: 'host-store',
  ask: (addresses, signal) => askTogether(addresses, signal, storedFor, { questions: 1_000 }),
};

async function storedFor(addresses: readonly string[]): Promise<readonly (readonly Bytes[])[]> {
  const found = await experiment('signetTrust').find(addresses);
  return found.map((texts) => texts.flatMap((text) => fromBase64(text.replace(/\s/g, '')) ?? []));
}
