import { isAddress, parseMailboxes } from '../../shared/index';
import { type Draft } from './host/compose-tabs';
import { type MailingLists } from './host/mailing-lists';

/** A draft with the members of its lists in their place, and the names that stand for nobody known here. */
export interface ExpandedDraft {
  readonly draft: Draft;
  readonly unknown: readonly { readonly name: string; readonly field: 'to' | 'cc' | 'bcc' }[];
}

/**
 * Thunderbird itself puts the members of a list in its place, but only when the message is built: this says before who
 * they are. What is no address and no list of the address books is named in `unknown`, newsgroups too, never left out in silence.
 */
export async function expandLists(draft: Draft, lists: MailingLists): Promise<ExpandedDraft> {
  const unknown: { name: string; field: 'to' | 'cc' | 'bcc' }[] = [];
  const expand = async (field: 'to' | 'cc' | 'bcc'): Promise<string> => {
    const entries = await Promise.all(
      parseMailboxes(draft[field]).map(async ({ address }): Promise<readonly string[]> => {
        if (isAddress(address)) return [address];
        const members = await lists.members(address).catch(() => undefined);
        for (const name of members?.filter((one) => !isAddress(one)) ?? [address]) unknown.push({ name, field });
        return members?.filter(isAddress) ?? [];
      }),
    );
    return entries.flat().join(', ');
  };
  if (draft.newsgroups) unknown.push({ name: draft.newsgroups, field: 'to' });
  const [to, cc, bcc] = [await expand('to'), await expand('cc'), await expand('bcc')];
  return { draft: { ...draft, to, cc, bcc }, unknown };
}
