import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type RenewalReminder } from '../../shared/index';
import { type OwnIdentities } from '../worker/own-identities';
import { later, Later } from './later';
import { type Language } from './props';

/** Most of the time there are none. */
const VIEW = later(() => import('./reminder-view'));

/**
 * That an identity ends soon, with what to do; each can be put off until the next threshold. Never in the way: it is said
 * in a pause, and nothing waits for an answer. What cannot be read is left out.
 */
export function RenewalReminders(props: {
  readonly reminders: OwnIdentities['reminders'];
  readonly language: Language;
  /** Changes when identities were added or removed. */
  readonly generation?: number;
}): JSX.Element | null {
  const { reminders, language, generation } = props;
  const [list, setList] = useState<readonly RenewalReminder[]>([]);
  useEffect(() => {
    let isGone = false;
    reminders.read().then(
      (found) => !isGone && setList(found),
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [reminders, generation]);
  const dismiss = (reminder: RenewalReminder): void => {
    setList((before) => before.filter((one) => one !== reminder));
    void reminders.dismiss(reminder).catch(() => undefined);
  };
  if (list.length === 0) return null;
  return (
    <div class="sg-reminders">
      {list.map((reminder) => (
        <Later key={reminder.id} part={VIEW} language={language}>
          {({ ReminderView }) => (
            <ReminderView reminder={reminder} language={language} onDismiss={() => dismiss(reminder)} />
          )}
        </Later>
      ))}
    </div>
  );
}
