import { type JSX } from 'preact';
import { Foreign, Sentence } from './foreign';
import { Icon } from './icons';
import { type Language, type RecipientRow } from './props';
import { canRead } from './recipient-list';
import { useRecipientStrings } from './recipient-strings';

/**
 * Who could read a draft if it left encrypted as it is: the sender with their own certificates, everybody in To and Cc,
 * and those in Bcc, each by a message of their own. Only for a draft in which nobody is missing: any other does not leave.
 */
export function WhoWillRead(props: {
  readonly recipients: readonly RecipientRow[];
  /** The sender's address, and how many certificates of theirs are encrypted to. */
  readonly own: { readonly address: string; readonly certificates: number };
  readonly language: Language;
}): JSX.Element {
  const { recipients, own, language } = props;
  const strings = useRecipientStrings(language);
  const isComplete = recipients.length > 0 && recipients.every(canRead) && own.certificates > 0;
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
            <Reader key={`${row.field ?? ''} ${row.address}`} row={row} apart={strings.apart} />
          ))}
        </ul>
      )}
    </details>
  );
}

function Reader({ row, apart }: { readonly row: RecipientRow; readonly apart: string }): JSX.Element {
  const { name = '', address, field = 'to' } = row;
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
        {field === 'bcc' && <span class="sg-second">{apart}</span>}
      </span>
    </li>
  );
}
