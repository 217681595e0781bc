import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { failureOf } from './failure';
import { focusOnce } from './focus';
import { FailureNotice, StatusLine } from './notices';
import { type Failure, type Language } from './props';
import { useSettingsStrings } from './settings-strings';

/** What is kept of senders and signatures, in words, and a button that erases it after a question. */
export function ForgetPanel(props: {
  readonly erase: () => Promise<void>;
  readonly language: Language;
  readonly onChanged?: () => void;
}): JSX.Element {
  const { erase, language, onChanged } = props;
  const { forget: strings } = useSettingsStrings(language);
  const [state, setState] = useState<'idle' | 'asking' | 'erased'>('idle');
  const [failure, setFailure] = useState<Failure>();
  const confirm = (): void => {
    setFailure(undefined);
    erase().then(
      () => {
        setState('erased');
        onChanged?.();
      },
      (thrown: unknown) => {
        setState('idle');
        setFailure(failureOf(thrown));
      },
    );
  };
  return (
    <section class="sg-panel sg-forget" aria-label={strings.heading}>
      <h2>{strings.heading}</h2>
      <p class="sg-hint">{strings.help}</p>
      {state === 'asking' ? (
        <div class="sg-question" role="alertdialog" aria-label={strings.title}>
          <strong>{strings.title}</strong>
          <p class="sg-hint">{strings.consequence}</p>
          <div class="sg-actions">
            <button type="button" class="sg-button sg-primary" ref={focusOnce} onClick={() => setState('idle')}>
              {strings.keep}
            </button>
            <button type="button" class="sg-button" onClick={confirm}>
              {strings.erase}
            </button>
          </div>
        </div>
      ) : (
        <button type="button" class="sg-button" onClick={() => setState('asking')}>
          {strings.ask}
        </button>
      )}
      <StatusLine text={state === 'erased' ? strings.erased : ''} tone="positive" />
      {failure && <FailureNotice failure={failure} language={language} />}
    </section>
  );
}
