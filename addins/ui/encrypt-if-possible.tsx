import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Check } from './check';
import { failureOf } from './failure';
import { FailureNotice } from './notices';
import { type Failure, type Language } from './props';
import { useStrings } from './strings';

/** Whether new messages are encrypted by themselves where everybody can read that; stored as soon as it is changed. */
export function EncryptIfPossible(props: {
  /** `isLocked`: an organisation decided. */
  readonly load: () => Promise<{ readonly isOn: boolean; readonly isLocked: boolean }>;
  readonly save: (isOn: boolean) => Promise<void>;
  readonly language: Language;
}): JSX.Element {
  const { load, save, language } = props;
  const { thunderbird: strings } = useStrings(language);
  const [state, setState] = useState<{ readonly isOn: boolean; readonly isLocked: boolean }>();
  const [failure, setFailure] = useState<Failure>();
  const fail = (thrown: unknown): void => setFailure(failureOf(thrown));
  useEffect(() => void load().then(setState, fail), []);
  if (failure) return <FailureNotice failure={failure} language={language} />;
  return (
    <section class="sg-panel" aria-label={strings.defaultsHeading}>
      <h2>{strings.defaultsHeading}</h2>
      <Check
        name="encryptIfPossible"
        isDisabled={state?.isLocked !== false}
        isOn={state?.isOn === true}
        onChange={(isOn) => void save(isOn).then(() => setState({ isOn, isLocked: false }), fail)}
      >
        {strings.encryptIfPossible}
      </Check>
      <p class="sg-hint">{strings.defaultsHelp}</p>
    </section>
  );
}
