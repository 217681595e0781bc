import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type AcmeChoice } from '../worker/acme-calls';
import { type AcmeOptions } from '../worker/acme-options';
import { useAcmeStrings } from './acme-strings';
import { Check } from './check';
import { failureOf } from './failure';
import { type PanelActionProps } from './identity-core';
import { FailureNotice, StatusLine } from './notices';
import { type Failure } from './props';
import { useStrings } from './strings';

/** Which authority is asked, and how its mails are known; fixed where the organisation says so. */
export function AcmeOptionsForm(
  props: Pick<PanelActionProps, 'core' | 'language'> & {
    readonly choice: AcmeChoice;
    readonly onStored: () => void;
  },
): JSX.Element {
  const { core, language, choice, onStored } = props;
  const acme = useAcmeStrings(language);
  const { compose } = useStrings(language);
  const [options, setOptions] = useState(choice.options);
  const [isSaved, setSaved] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const isFixed = (name: keyof AcmeOptions): boolean => choice.fixed.includes(name);
  const change = (more: Partial<AcmeOptions>): void => {
    setSaved(false);
    setOptions({ ...options, ...more });
  };
  const store = async (): Promise<void> => {
    setFailure(undefined);
    try {
      // While the click counts: a permission can be asked for only then.
      if (options.directory !== '') await core.ordering.permit(options.directory);
      await core.ordering.store(options);
      setSaved(true);
      onStored();
    } catch (thrown) {
      setFailure(failureOf(thrown));
    }
  };
  const field = (name: 'directory' | 'mailServer', label: string): JSX.Element => (
    <label class="sg-input">
      <span>{label}</span>
      <input
        type="text"
        inputMode={name === 'directory' ? 'url' : 'text'}
        name={name}
        disabled={isFixed(name)}
        value={options[name]}
        onInput={({ currentTarget }) => change({ [name]: currentTarget.value.trim() })}
      />
    </label>
  );
  return (
    <form
      class="sg-request-form"
      onSubmit={(event) => {
        event.preventDefault();
        void store();
      }}
    >
      {field('directory', acme.directory)}
      {field('mailServer', acme.mailServer)}
      <p class="sg-hint">{acme.mailServerHelp}</p>
      <Check
        name="renews"
        isOn={options.renews}
        isDisabled={isFixed('renews')}
        onChange={(renews) => change({ renews })}
      >
        {acme.renews}
      </Check>
      {choice.fixed.length > 0 && <p class="sg-hint">{compose.setByPolicy}</p>}
      <button type="submit" class="sg-button">
        {acme.save}
      </button>
      <StatusLine text={isSaved ? acme.saved : ''} tone="positive" />
      {failure && <FailureNotice failure={failure} language={language} />}
    </form>
  );
}
