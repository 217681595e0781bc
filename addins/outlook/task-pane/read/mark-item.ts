import { createQueue } from '../../host/call';
import { type Preferences } from '../../host/preferences';
import { type ReadItem } from '../../host/read-item';
import { type OpenMail } from '../../../worker/core';
import { chosenCategory, markCategory } from './category';

const queue = createQueue();

/** Shows beside a message in Outlook that it was checked, one message after the other. What fails is left out: nobody waits for it. */
export function markItem(item: ReadItem, mail: OpenMail, preferences: Pick<Preferences, 'category'>): Promise<void> {
  return queue(async () => {
    // In a mailbox of others the mark would be theirs too.
    if ((await item.owner()) === undefined) {
      await markCategory(await item.marks(), mail.view, chosenCategory(preferences));
    }
  }).catch(() => undefined);
}
