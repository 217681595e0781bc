import { utf8Bytes, type Bytes, type LookUpSource } from '../../../shared/index';
import { placeOf } from '../../lookup/ask-each';
import { thunderbird } from './thunderbird';

/** Cards of one address that are looked at. */
const CARDS = 8;
/** A search goes over all books at once. */
const LIMITS = { atOnce: 3, questions: 1_000 };

/**
 * The cards of Thunderbird's own address books, those of CardDAV as they are stored here: nobody is asked. The file of an
 * answer is a card (RFC 6350), its KEY with it. QUIRK: Thunderbird searches the first two addresses of a card.
 */
export const addressBookSource: LookUpSource = placeOf('address-book', cardsOf, LIMITS);

async function cardsOf(address: string): Promise<readonly Bytes[]> {
  const query = { searchString: address, includeRemote: false };
  const contacts = await thunderbird.addressBooks.contacts.query(query);
  return contacts
    .map(({ vCard }) => vCard)
    .filter((card) => /^(?:[\w-]+\.)?KEY[;:]/im.test(card))
    .slice(0, CARDS)
    .map((card) => utf8Bytes(withoutPictures(card)));
}

/** A picture may be larger than all that is read of a card. Continued lines begin with white space (RFC 6350 3.2). */
const withoutPictures = (card: string): string =>
  card.replace(/^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND)[;:].*(?:\r?\n[ \t].*)*\r?\n/gim, '');
