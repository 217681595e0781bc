import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type KeyLock } from '../../shared/index';
import { failureOf } from './failure';
import { useKeyStrings, type KeyStrings } from './key-strings';
import { NewPassphraseForm } from './new-passphrase-form';
import { Busy, FailureNotice } from './notices';
import { PassphraseField } from './passphrase-field';
import { type Failure, type Language } from './props';

export interface UnlockProps {
  readonly keys: Pick<KeyLock, 'unlock' | 'setPassphrase'>;
  readonly language: Language;
  /** What the keys are needed for. */
  readonly why: keyof KeyStrings['why'];
  /** The organisation wants a passphrase and none is set yet: it is set here instead of entered. */
  readonly isUnset?: boolean;
  readonly onUnlocked: () => void;
  readonly onCancel?: () => void;
}

/** Asks for the passphrase in the place of what needs it. The passphrase is forgotten once it was tried. */
export function UnlockForm(props: UnlockProps): JSX.Element {
  const { keys, language, why, isUnset = false, onUnlocked, onCancel } = props;
  const strings = useKeyStrings(language);
  const title = isUnset ? strings.setTitle : strings.unlockTitle;
  return (
    <section class="sg-question sg-unlock" aria-label={title}>
      <strong>{title}</strong>
      <p class="sg-hint">{isUnset ? strings.required : strings.why[why]}</p>
      {isUnset ? (
        <NewPassphraseForm
          language={language}
          hasCurrent={false}
          onSet={(next) => keys.setPassphrase({ next })}
          onDone={onUnlocked}
          {...(onCancel && { onCancel })}
        />
      ) : (
        <EnterForm {...props} />
      )}
    </section>
  );
}

function EnterForm({ keys, language, onUnlocked, onCancel }: UnlockProps): JSX.Element {
  const strings = useKeyStrings(language);
  const [passphrase, setPassphrase] = useState('');
  const [failure, setFailure] = useState<Failure>();
  const [isBusy, setBusy] = useState(false);
  const [tries, setTries] = useState(0);
  const unlock = (): void => {
    if (isBusy) return;
    setBusy(true);
    setFailure(undefined);
    keys.unlock(passphrase).then(onUnlocked, (thrown: unknown) => {
      setBusy(false);
      setFailure(failureOf(thrown));
      setTries((count) => count + 1);
    });
    setPassphrase('');
  };
  return (
    <form
      aria-busy={isBusy}
      onSubmit={(event) => {
        event.preventDefault();
        unlock();
      }}
    >
      <PassphraseField
        key={tries}
        name="passphrase"
        label={strings.enter}
        value={passphrase}
        problem={failure?.code === 'passphrase' ? strings.wrong : undefined}
        hasFocus
        onChange={setPassphrase}
      />
      {failure && failure.code !== 'passphrase' && <FailureNotice failure={failure} language={language} />}
      {isBusy && <Busy language={language} />}
      <div class="sg-actions">
        <button type="submit" class="sg-button sg-primary" disabled={isBusy}>
          {strings.unlock}
        </button>
        {onCancel && (
          <button type="button" class="sg-button" onClick={onCancel}>
            {strings.notNow}
          </button>
        )}
      </div>
    </form>
  );
}
