import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { failureOf } from './failure';
import { useKeyStrings } from './key-strings';
import { Busy, FailureNotice } from './notices';
import { PassphraseField } from './passphrase-field';
import { type Failure, type Language } from './props';
import { useStrings } from './strings';

/** Asks whether the passphrase is to go, and for the passphrase. */
export function RemovePassphraseForm(props: {
  readonly language: Language;
  readonly onRemove: (current: string) => Promise<void>;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}): JSX.Element {
  const { language, onRemove, onDone, onCancel } = props;
  const strings = useKeyStrings(language);
  const { common } = useStrings(language);
  const [current, setCurrent] = useState('');
  const [failure, setFailure] = useState<Failure>();
  const [isBusy, setBusy] = useState(false);
  const remove = (): void => {
    if (isBusy) return;
    setBusy(true);
    setFailure(undefined);
    onRemove(current).then(onDone, (thrown: unknown) => {
      setBusy(false);
      setFailure(failureOf(thrown));
    });
    setCurrent('');
  };
  return (
    <form
      class="sg-question"
      aria-label={strings.removeTitle}
      aria-busy={isBusy}
      onSubmit={(event) => {
        event.preventDefault();
        remove();
      }}
    >
      <strong>{strings.removeTitle}</strong>
      <p class="sg-hint">{strings.removeHelp}</p>
      <PassphraseField
        name="current"
        label={strings.enter}
        value={current}
        problem={failure?.code === 'passphrase' ? strings.wrong : undefined}
        hasFocus
        onChange={setCurrent}
      />
      {failure && failure.code !== 'passphrase' && <FailureNotice failure={failure} language={language} />}
      {isBusy && <Busy language={language} />}
      <div class="sg-actions">
        <button type="button" class="sg-button sg-primary" disabled={isBusy} onClick={onCancel}>
          {common.cancel}
        </button>
        <button type="submit" class="sg-button" disabled={isBusy}>
          {strings.removeIt}
        </button>
      </div>
    </form>
  );
}
