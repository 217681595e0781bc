import { type DismissedReminders, type RenewalReminder } from '../../shared/index';
import { type Settings } from '../storage/index';

const SETTING = 'dismissed-reminders';

/** What the user does not want to hear again before the next threshold; what is no threshold is left out. */
export async function dismissedReminders(settings: Pick<Settings, 'get'>): Promise<DismissedReminders> {
  const stored = ((await settings.get(SETTING)) ?? {}) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(stored).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}

export async function dismissReminder(
  settings: Settings,
  { id, threshold }: Pick<RenewalReminder, 'id' | 'threshold'>,
): Promise<void> {
  await settings.set(SETTING, { ...(await dismissedReminders(settings)), [id]: threshold });
}
