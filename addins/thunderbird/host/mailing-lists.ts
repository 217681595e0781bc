import { mainAddress } from '../../../shared/index';
import { withDeadline } from './deadline';
import { thunderbird } from './thunderbird';

/** The lists in Thunderbird's address books. */
export interface MailingLists {
  /** Addresses of the members of the one list of this name; undefined where there is none, or more than one. */
  members(name: string): Promise<readonly string[] | undefined>;
}

const CALL_MS = 10_000;

export function createMailingLists(): MailingLists {
  return { members: (name) => withDeadline('mailingLists', CALL_MS, membersOf(name)) };
}

async function membersOf(name: string): Promise<readonly string[] | undefined> {
  const { addressBooks } = thunderbird;
  const books = await addressBooks.list();
  const lists = (await Promise.all(books.map(({ id }) => addressBooks.mailingLists.list(id)))).flat();
  const [list, ...more] = lists.filter((one) => one.name === name);
  if (!list || more.length > 0) return undefined;
  const members = await addressBooks.mailingLists.listMembers(list.id);
  const addresses = members.map(({ vCard = '' }) => mainAddress(vCard));
  // A member without address gets no mail from Thunderbird either.
  return addresses.filter((address) => address !== undefined);
}
