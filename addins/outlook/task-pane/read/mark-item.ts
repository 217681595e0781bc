import { type Language } from '../../../ui/index';
import { createQueue } from '../../host/call';
import { type Preferences } from '../../host/preferences';
import { type ReadItem } from '../../host/read-item';
import { type OpenMail } from '../../../worker/core';
import { barOf } from './bar';
import { chosenCategory, markCategory } from './category';

const queue = createQueue();

/**
 * Shows beside a message in Outlook what the pane found, and that it was checked; without `mail`, that nothing is found yet. One
 * message after the other. What fails is left out: nobody waits for it.
 */
export function markItem(
  item: ReadItem,
  mail: OpenMail | undefined,
  preferences: Pick<Preferences, 'category'>,
  language: Language,
): Promise<void> {
  return queue(async () => {
    const marks = await item.marks();
    await marks.showBar(mail && barOf(mail, language)).catch(() => undefined);
    // In a mailbox of others the mark would be theirs too.
    if (mail && (await item.owner()) === undefined) {
      await markCategory(marks, mail.view, chosenCategory(preferences));
    }
  }).catch(() => undefined);
}
