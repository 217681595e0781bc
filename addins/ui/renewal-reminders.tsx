import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type RenewalReminder } from '../../shared/index';
import { type OwnIdentities } from '../worker/own-identities';
import { Sentence } from './foreign';
import { dayText } from './formats';
import { Notice } from './notices';
import { type Language } from './props';
import { useStrings } from './strings';

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
        <Reminder key={reminder.id} reminder={reminder} language={language} onDismiss={() => dismiss(reminder)} />
      ))}
    </div>
  );
}

function Reminder(props: {
  readonly reminder: RenewalReminder;
  readonly language: Language;
  readonly onDismiss: () => void;
}): JSX.Element {
  const { addresses, notAfter, daysLeft, threshold } = props.reminder;
  const { renewal } = useStrings(props.language);
  const names = addresses.join(', ');
  const day = dayText(notAfter, props.language);
  const days = threshold === 0 ? 0 : Math.max(1, daysLeft);
  return (
    <div data-reminder={threshold}>
      <Notice
        tone="attention"
        isQuiet
        actions={
          <button type="button" class="sg-button" onClick={props.onDismiss}>
            {threshold === 0 ? renewal.dismissLast : renewal.dismiss}
          </button>
        }
      >
        <strong>
          <Sentence text={renewal.title(names, days)} foreign={addresses} />
        </strong>
        <p>{threshold === 0 ? renewal.expiredHelp(day) : renewal.help(day)}</p>
      </Notice>
    </div>
  );
}
