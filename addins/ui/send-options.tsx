import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type OwnDevices, type Protection } from '../../shared/index';
import { Check } from './check';
import { Choice } from './choice';
import { failureOf } from './failure';
import { FailureNotice } from './notices';
import { type Failure, type Language } from './props';
import { useSettingsStrings } from './settings-strings';

interface Options extends Pick<Protection, 'form' | 'tripleWrap' | 'headerPolicy' | 'legacyDisplay'> {
  readonly ownDevices?: OwnDevices;
}

const POLICIES = ['hcp_baseline', 'hcp_shy', 'hcp_no_confidentiality'] as const;
const FORMS = ['clear', 'opaque'] as const;

/** What of the header is hidden, and in which form is signed; stored as soon as it is changed. */
export function SendOptionsPanel(props: {
  readonly load: () => Promise<Options>;
  readonly save: (options: Options) => Promise<void>;
  readonly language: Language;
}): JSX.Element {
  const { load, save, language } = props;
  const { sendOptions: strings } = useSettingsStrings(language);
  const [options, setOptions] = useState<Options>();
  const [failure, setFailure] = useState<Failure>();
  const fail = (thrown: unknown): void => setFailure(failureOf(thrown));
  useEffect(() => void load().then(setOptions, fail), []);
  const change = (more: Partial<Options>): void => {
    const changed = { ...options, ...more };
    save(changed).then(() => setOptions(changed), fail);
  };
  const check = (name: string, label: string, isOn: boolean | undefined, asked: (on: boolean) => Partial<Options>) => (
    <Check
      name={name}
      isDisabled={options === undefined}
      isOn={isOn === true}
      onChange={(wanted) => change(asked(wanted))}
    >
      {label}
    </Check>
  );
  const device = (name: keyof OwnDevices): JSX.Element =>
    check(name, strings.devices[name], options?.ownDevices?.[name], (on) => ({
      ownDevices: { ...options?.ownDevices, [name]: on },
    }));
  if (failure) return <FailureNotice failure={failure} language={language} />;
  return (
    <section class="sg-panel sg-send-options" aria-label={strings.heading} aria-busy={options === undefined}>
      <h2>{strings.heading}</h2>
      <Choice
        name="headerPolicy"
        label={strings.hides}
        values={POLICIES}
        texts={strings.policy}
        isDisabled={options === undefined}
        value={options?.headerPolicy ?? 'hcp_baseline'}
        onChange={(headerPolicy) => change({ headerPolicy })}
      />
      {check('legacyDisplay', strings.legacyDisplay, options?.legacyDisplay, (legacyDisplay) => ({ legacyDisplay }))}
      <Choice
        name="form"
        label={strings.form}
        values={FORMS}
        texts={strings.forms}
        isDisabled={options === undefined}
        value={options?.form ?? 'clear'}
        onChange={(form) => change({ form })}
      />
      {check('tripleWrap', strings.tripleWrap, options?.tripleWrap, (tripleWrap) => ({ tripleWrap }))}
      <p>{strings.ownDevices}</p>
      {device('gcm')}
      {device('oaep')}
    </section>
  );
}
