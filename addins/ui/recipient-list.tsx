import { type JSX } from 'preact';
import { Foreign } from './foreign';
import { Icon, type IconName } from './icons';
import { type Language, type RecipientRow } from './props';
import { Reasons } from './reasons';
import { useRecipientStrings } from './recipient-strings';

/** Each state has a shape of its own: colour alone tells nobody anything. */
const ICONS: Readonly<Record<RecipientRow['state'], IconName>> = {
  ready: 'lock',
  checking: 'search',
  missing: 'lock-open',
  unconfirmed: 'key',
  expired: 'clock',
  revoked: 'stop',
  untrusted: 'shield-question',
  unusable: 'warning',
  list: 'people',
  open: 'note',
};

/** Longer lists show by themselves only those who need something. */
const SHOWN = 12;

/** Nothing is lacking for them. */
export const isServed = ({ state }: RecipientRow): boolean => state === 'ready' || state === 'open';
export const canRead = ({ state }: RecipientRow): boolean => state === 'ready';
export const isChecking = ({ state }: RecipientRow): boolean => state === 'checking';

/** Each recipient of a draft with whether encrypted mail reaches them, and why not. */
export function RecipientList(props: {
  readonly recipients: readonly RecipientRow[];
  readonly language: Language;
}): JSX.Element {
  const { recipients, language } = props;
  const strings = useRecipientStrings(language);
  if (recipients.length === 0) return <p class="sg-hint">{strings.none}</p>;
  const isBusy = recipients.some(isChecking);
  const missing = recipients.filter((row) => !isServed(row)).length;
  const ready = recipients.every(canRead) ? strings.allReady : strings.allServed;
  const isQuiet = (row: RecipientRow): boolean => canRead(row) && row.isNeverSigned !== true;
  const quiet = recipients.length > SHOWN ? recipients.filter(isQuiet) : [];
  const shown = quiet.length > 0 ? recipients.filter((row) => !isQuiet(row)) : recipients;
  return (
    <section class="sg-group" aria-label={strings.heading} aria-busy={isBusy}>
      <h3>{strings.heading}</h3>
      <Rows rows={shown.slice(0, MOST)} language={language} />
      {quiet.length > 0 && (
        <details class="sg-details">
          <summary>{strings.others(quiet.length)}</summary>
          <Rows rows={quiet.slice(0, MOST)} language={language} />
        </details>
      )}
      {!isBusy && (
        <p class="sg-hint" role="status">
          {missing === 0 ? ready : strings.notReady(missing)}
        </p>
      )}
    </section>
  );
}

/** The recipients of a draft that is not encrypted for whom something of their own holds. */
export function SignExceptions(props: {
  readonly addresses: readonly string[];
  readonly language: Language;
}): JSX.Element | null {
  const { addresses, language } = props;
  const { heading } = useRecipientStrings(language);
  if (addresses.length === 0) return null;
  return (
    <ul class="sg-people" aria-label={heading}>
      {addresses.slice(0, MOST).map((address) => (
        <li key={address} class="sg-recipient">
          <Icon name="person" />
          <span>
            <Foreign>{address}</Foreign>
            <NeverSigned language={language} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function NeverSigned({ language }: { readonly language: Language }): JSX.Element {
  return (
    <span class="sg-second sg-exception" data-exception="never-sign">
      <Icon name="pen-off" /> {useRecipientStrings(language).neverSigned}
    </span>
  );
}

/** Rows drawn: nobody reads more, and the sum stands below. */
const MOST = 500;

function Rows({ rows, language }: { readonly rows: readonly RecipientRow[]; readonly language: Language }) {
  if (rows.length === 0) return null;
  return (
    <ul class="sg-people">
      {rows.map((row) => (
        <Row key={`${row.field ?? ''} ${row.address}`} row={row} language={language} />
      ))}
    </ul>
  );
}

function Row({ row, language }: { readonly row: RecipientRow; readonly language: Language }): JSX.Element {
  const strings = useRecipientStrings(language);
  const { name = '', field, address, state, reasons } = row;
  return (
    <li data-state={state} class={`sg-recipient sg-recipient-${state}`}>
      <Icon name={ICONS[state]} />
      <span>
        {field !== undefined && field !== 'to' && <span class="sg-field">{strings.fields[field]} </span>}
        <Foreign>{name === '' ? address : name}</Foreign>
        {name !== '' && name !== address && (
          <span class="sg-second">
            <Foreign>{address}</Foreign>
          </span>
        )}
        <span class="sg-state">{strings.state[state]}</span>
        {row.isNeverSigned === true && <NeverSigned language={language} />}
        {state === 'list' && <span class="sg-second">{strings.listHelp}</span>}
        {state === 'unconfirmed' && <span class="sg-second">{strings.unconfirmedHelp}</span>}
        {reasons !== undefined && <Reasons reasons={reasons} language={language} />}
      </span>
    </li>
  );
}
