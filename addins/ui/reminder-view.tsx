import { type JSX } from 'preact';
import { type RenewalReminder } from '../../shared/index';
import { Sentence } from './foreign';
import { dayText } from './formats';
import { useIdentityStrings } from './identity-strings';
import { Notice } from './notices';
import { type Language } from './props';

/** One reminder: when, what to do, and the button that puts it off. */
export function ReminderView(props: {
  readonly reminder: RenewalReminder;
  readonly language: Language;
  readonly onDismiss: () => void;
}): JSX.Element {
  const { addresses, notAfter, daysLeft, threshold } = props.reminder;
  const { renewal } = useIdentityStrings(props.language);
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
