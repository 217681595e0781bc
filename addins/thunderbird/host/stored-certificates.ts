import { fromBase64, type LookUpSource } from '../../../shared/index';
import { placeOf } from '../../lookup/ask-each';
import { thunderbird } from './thunderbird';

/** Certificates of people in Thunderbird's own store, such as its own S/MIME has kept them: nobody is asked. */
export const certificateStoreSource: LookUpSource = placeOf(
  'host-store',
  async (address) =>
    (await thunderbird.signetTrust.find(address)).flatMap((text) => fromBase64(text.replace(/\s/g, '')) ?? []),
  { atOnce: 2, questions: 1_000 },
);
