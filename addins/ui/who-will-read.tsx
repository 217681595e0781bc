import { type JSX } from 'preact';
import { Foreign, Sentence } from './foreign';
import { Icon } from './icons';
import { type Language, type RecipientRow } from './props';
import { isServed } from './recipient-list';
import { useRecipientStrings } from './recipient-strings';

/**
 * Who could read a draft if it left encrypted as it is: the sender with their own certificates, everybody in To and Cc,
 * and those in Bcc, each by a message of their own; whom rules have it go to unencrypted too. Only for a draft in which nobody is missing: any other does not leave.
 */
export function WhoWillRead(props: {
  readonly recipients: readonly RecipientRow[];
  /** The sender's address, and how many certificates of theirs are encrypted to. */
  readonly own: { readonly address: string; readonly certificates: number };
  readonly language: Language;
}): JSX.Element {
  const { recipients, own, language } = props;
  const strings = useRecipientStrings(language);
  const isComplete = recipients.length > 0 && recipients.every(isServed) && own.certificates > 0;
  return (
    <details class="sg-details sg-readers">
      <summary>{strings.whoWillRead}</summary>
      {!isComplete && <p class="sg-hint">{strings.nobodyYet}</p>}
      {isComplete && (
        <ul class="sg-people">
          <li data-reader="own">
            <Icon name="key" />
            <span>
              <Sentence text={strings.you(own.address)} foreign={[own.address]} />
              <span class="sg-second">{strings.ownKeys(own.certificates)}</span>
            </span>
          </li>
          {recipients.map((row) => (
            <Reader key={`${row.field ?? ''} ${row.address}`} row={row} strings={strings} />
          ))}
        </ul>
      )}
    </details>
  );
}

function Reader(props: {
  readonly row: RecipientRow;
  readonly strings: ReturnType<typeof useRecipientStrings>;
}): JSX.Element {
  const { row, strings } = props;
  const { name = '', address, field = 'to', state } = row;
  return (
    <li data-reader={field}>
      <Icon name="person" />
      <span>
        <Foreign>{name === '' ? address : name}</Foreign>
        {name !== '' && name !== address && (
          <span class="sg-second">
            <Foreign>{address}</Foreign>
          </span>
        )}
        {state === 'open' && <span class="sg-second">{strings.inClear}</span>}
        {state !== 'open' && field === 'bcc' && <span class="sg-second">{strings.apart}</span>}
      </span>
    </li>
  );
}
