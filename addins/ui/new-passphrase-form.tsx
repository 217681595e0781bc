import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Check } from './check';
import { failureOf } from './failure';
import { useKeyStrings } from './key-strings';
import { Busy, FailureNotice, StatusLine } from './notices';
import { PassphraseField } from './passphrase-field';
import { passphraseStrength } from './passphrase-strength';
import { type Failure, type Language, type Tone } from './props';
import { useStrings } from './strings';

const TONES = { short: 'attention', weak: 'attention', fair: 'neutral', strong: 'positive' } as const satisfies Record<
  ReturnType<typeof passphraseStrength>,
  Tone
>;

/** A new passphrase, twice, with a hint of what it is worth; and the one until now where there is one. */
export function NewPassphraseForm(props: {
  readonly language: Language;
  readonly hasCurrent: boolean;
  readonly onSet: (next: string, current: string) => Promise<void>;
  readonly onDone: () => void;
  readonly onCancel?: () => void;
}): JSX.Element {
  const { language, hasCurrent, onSet, onDone, onCancel } = props;
  const strings = useKeyStrings(language);
  const { common } = useStrings(language);
  const [typed, setTyped] = useState({ current: '', next: '', repeat: '' });
  const [isShown, setShown] = useState(false);
  const [isDifferent, setDifferent] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const [isBusy, setBusy] = useState(false);
  const change = (more: Partial<typeof typed>): void => {
    setTyped((now) => ({ ...now, ...more }));
    setDifferent(false);
  };
  const strength = passphraseStrength(typed.next);
  const submit = (): void => {
    if (isBusy) return;
    setFailure(undefined);
    if (typed.next !== typed.repeat) {
      setDifferent(true);
      return;
    }
    setBusy(true);
    onSet(typed.next, typed.current).then(onDone, (thrown: unknown) => {
      setBusy(false);
      setFailure(failureOf(thrown));
    });
  };
  const isWrong = failure?.code === 'passphrase' && failure.subject !== 'short';
  const isShort = failure?.code === 'passphrase' && failure.subject === 'short';
  return (
    <form
      aria-busy={isBusy}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {hasCurrent && (
        <PassphraseField
          name="current"
          label={strings.current}
          value={typed.current}
          problem={isWrong ? strings.wrong : undefined}
          isShown={isShown}
          hasFocus
          onChange={(current) => change({ current })}
        />
      )}
      <PassphraseField
        name="next"
        label={strings.next}
        value={typed.next}
        problem={isShort ? strings.strength.short : undefined}
        help={strings.nextHelp}
        isShown={isShown}
        hasFocus={!hasCurrent}
        onChange={(next) => change({ next })}
      />
      <StatusLine
        text={typed.next === '' ? '' : strings.strength[strength]}
        tone={typed.next === '' ? 'neutral' : TONES[strength]}
      />
      <PassphraseField
        name="repeat"
        label={strings.repeat}
        value={typed.repeat}
        problem={isDifferent ? strings.different : undefined}
        isShown={isShown}
        onChange={(repeat) => change({ repeat })}
      />
      <Check isOn={isShown} onChange={setShown}>
        {strings.show}
      </Check>
      {failure && failure.code !== 'passphrase' && <FailureNotice failure={failure} language={language} />}
      {isBusy && <Busy language={language} />}
      <div class="sg-actions">
        <button type="submit" class="sg-button sg-primary" disabled={isBusy || strength === 'short'}>
          {strings.save}
        </button>
        {onCancel && (
          <button type="button" class="sg-button" disabled={isBusy} onClick={onCancel}>
            {common.cancel}
          </button>
        )}
      </div>
    </form>
  );
}
