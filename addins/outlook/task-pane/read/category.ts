import { type ViewedMessage } from '../../../../shared/index';
import { type Language } from '../../../ui/index';
import { type ItemMarks } from '../../host/item-marks';
import { type Preferences } from '../../host/preferences';

/** Says that a message was looked at and nothing of what came out: senders, rules and whoever has the mailbox can set it too. */
export const CATEGORY_NAMES: Readonly<Record<Language, string>> = {
  en: 'Signet checked: open to see',
  de: 'Signet geprüft: zum Ansehen öffnen',
};

const OURS: readonly unknown[] = Object.values(CATEGORY_NAMES);

/** The category that the user wants on checked messages, in the language in which it was switched on; undefined: none. */
export function chosenCategory(preferences: Pick<Preferences, 'category'>): string | undefined {
  const name = preferences.category();
  return typeof name === 'string' && OURS.includes(name) ? name : undefined;
}

/**
 * Gives a message that was checked its category, and takes ours from one that has nothing to do with S/MIME, or where none is
 * wanted. What stood there before is not believed. Rejects with `host`; then it is as it was, or nearly.
 */
export async function markCategory(
  marks: ItemMarks,
  { summary, encryption }: Pick<ViewedMessage, 'summary' | 'encryption'>,
  wanted: string | undefined,
): Promise<void> {
  const isSmime = summary.state !== 'unsigned' || encryption.state !== 'none';
  const name = isSmime ? wanted : undefined;
  const there = await marks.categories();
  if (there === undefined) return;
  const wrong = there.filter((one) => OURS.includes(one) && one !== name);
  if (wrong.length > 0) await marks.removeCategories(wrong);
  if (name !== undefined && !there.includes(name)) await marks.addCategory(name);
}
