import { type JSX } from 'preact';
import { Icon, type IconName } from './icons';
import { type Language, type ProtectionChoice } from './props';
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
