import { type JSX } from 'preact';
import { Foreign } from './foreign';
import { Icon, type IconName } from './icons';
import { type Language, type ProtectionChoice, type RecipientRow } from './props';
import { Reasons } from './reasons';
import { useStrings } from './strings';

/** Two buttons that stay down: sign, encrypt. `locked` names what a policy decided. */
export function ProtectionToggles(props: {
  readonly choice: ProtectionChoice;
  readonly onChange: (choice: ProtectionChoice) => void;
  readonly language: Language;
  readonly isDisabled?: boolean;
  readonly locked?: Partial<ProtectionChoice>;
}): JSX.Element {
  const { choice, onChange, language, isDisabled, locked } = props;
  const { compose } = useStrings(language);
  const toggle = (name: keyof ProtectionChoice, icon: IconName, label: string, hint: string): JSX.Element => (
    <button
      type="button"
      class="sg-toggle"
      aria-pressed={choice[name]}
      disabled={isDisabled === true || locked?.[name] === true}
      onClick={() => {
        onChange({ ...choice, [name]: !choice[name] });
      }}
    >
      <span class="sg-toggle-top">
        <Icon name={icon} />
        <span class="sg-toggle-label">{label}</span>
        <span class="sg-switch" aria-hidden="true" />
      </span>
      <span class="sg-hint">{locked?.[name] === true ? compose.setByPolicy : hint}</span>
    </button>
  );
  return (
    <div class="sg-toggles" role="group" aria-label={compose.heading}>
      {toggle('sign', 'pen', compose.sign, compose.signHint)}
      {toggle('encrypt', choice.encrypt ? 'lock' : 'lock-open', compose.encrypt, compose.encryptHint)}
    </div>
  );
}

const ROW_ICONS: Readonly<Record<RecipientRow['state'], IconName>> = {
  ready: 'lock',
  missing: 'lock-open',
  unusable: 'warning',
  checking: 'key',
};

/** Each recipient of a draft with whether encrypted mail reaches them, and why not. */
export function RecipientList(props: {
  readonly recipients: readonly RecipientRow[];
  readonly language: Language;
}): JSX.Element {
  const { compose } = useStrings(props.language);
  if (props.recipients.length === 0) return <p class="sg-hint">{compose.noRecipients}</p>;
  const missing = props.recipients.filter(({ state }) => state === 'missing' || state === 'unusable').length;
  const isChecking = props.recipients.some(({ state }) => state === 'checking');
  return (
    <section class="sg-group" aria-label={compose.recipients} aria-busy={isChecking}>
      <h3>{compose.recipients}</h3>
      <ul class="sg-people">
        {props.recipients.map((row) => (
          <Row key={`${row.field ?? ''} ${row.address}`} row={row} language={props.language} />
        ))}
      </ul>
      {!isChecking && (
        <p class="sg-hint" role="status">
          {missing === 0 ? compose.allReady : compose.notReady(missing)}
        </p>
      )}
    </section>
  );
}

function Row({ row, language }: { readonly row: RecipientRow; readonly language: Language }): JSX.Element {
  const { compose } = useStrings(language);
  return (
    <li data-state={row.state} class={`sg-recipient sg-recipient-${row.state}`}>
      <Icon name={ROW_ICONS[row.state]} />
      <span>
        {row.field !== undefined && row.field !== 'to' && <span class="sg-field">{compose.fields[row.field]} </span>}
        <Foreign>{row.name === undefined || row.name === '' ? row.address : row.name}</Foreign>
        {row.name !== undefined && row.name !== '' && (
          <span class="sg-second">
            <Foreign>{row.address}</Foreign>
          </span>
        )}
        <span class="sg-state">{compose[row.state]}</span>
        {row.state === 'missing' && <span class="sg-second">{compose.missingHelp}</span>}
        {row.reasons !== undefined && <Reasons reasons={row.reasons} language={language} />}
      </span>
    </li>
  );
}
