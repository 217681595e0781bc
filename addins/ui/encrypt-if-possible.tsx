import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Check } from './check';
import { failureOf } from './failure';
import { FailureNotice } from './notices';
import { type Failure, type Language } from './props';
import { useStrings } from './strings';

/** Whether new messages are encrypted by themselves where everybody can read that; stored as soon as it is changed. */
export function EncryptIfPossible(props: {
  readonly load: () => Promise<boolean>;
  readonly save: (isOn: boolean) => Promise<void>;
  readonly language: Language;
}): JSX.Element {
  const { load, save, language } = props;
  const { thunderbird: strings } = useStrings(language);
  const [isOn, setOn] = useState<boolean>();
  const [failure, setFailure] = useState<Failure>();
  const fail = (thrown: unknown): void => setFailure(failureOf(thrown));
  useEffect(() => void load().then(setOn, fail), []);
  if (failure) return <FailureNotice failure={failure} language={language} />;
  return (
    <section class="sg-panel" aria-label={strings.defaultsHeading}>
      <h2>{strings.defaultsHeading}</h2>
      <Check
        name="encryptIfPossible"
        isDisabled={isOn === undefined}
        isOn={isOn === true}
        onChange={(wanted) => void save(wanted).then(() => setOn(wanted), fail)}
      >
        {strings.encryptIfPossible}
      </Check>
      <p class="sg-hint">{strings.defaultsHelp}</p>
    </section>
  );
}
