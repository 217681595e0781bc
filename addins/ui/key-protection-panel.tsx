import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type KeyLock, type UnlockTime, type VaultState } from '../../shared/index';
import { Choice } from './choice';
import { failureOf } from './failure';
import { useKeyStrings } from './key-strings';
import { NewPassphraseForm } from './new-passphrase-form';
import { FailureNotice, StatusLine } from './notices';
import { type Failure, type Language } from './props';
import { RemovePassphraseForm } from './remove-passphrase-form';
import { UnlockForm } from './unlock-form';

export interface KeyProtectionProps {
  readonly keys: KeyLock;
  readonly language: Language;
  /** After keys were locked or unlocked, or their protection was changed. */
  readonly onChanged?: (() => void) | undefined;
  /** Calls when another page did that; gives what ends it. */
  readonly watch?: ((changed: () => void) => () => void) | undefined;
}

type Step = 'rest' | 'unlock' | 'set' | 'remove';

/** How private keys are protected, in plain words, and everything that can be done about it. */
export function KeyProtectionPanel(props: KeyProtectionProps): JSX.Element {
  const { keys, language, onChanged, watch } = props;
  const strings = useKeyStrings(language);
  const [state, setState] = useState<VaultState>();
  const [step, setStep] = useState<Step>('rest');
  const [told, setTold] = useState('');
  const [failure, setFailure] = useState<Failure>();
  const fail = (thrown: unknown): void => setFailure(failureOf(thrown));
  const load = (): Promise<void> => keys.state().then(setState, fail);
  useEffect(() => {
    void load();
    return watch?.(() => void load());
  }, []);
  const done = (text: string): void => {
    onChanged?.();
    void load().then(() => {
      setStep('rest');
      setTold(text);
    });
  };
  const lock = (): void => void keys.lock().then(() => done(''), fail);
  const cancel = (): void => setStep('rest');
  const hasPassphrase = state?.protection === 'passphrase';
  return (
    <section class="sg-panel sg-keys" aria-label={strings.heading} aria-busy={state === undefined}>
      <h2>{strings.heading}</h2>
      {state && <p class="sg-hint">{hasPassphrase ? strings.passphrase : strings.device}</p>}
      {state?.isRequired && <p class="sg-hint">{strings.required}</p>}
      {hasPassphrase && <StatusLine text={state.isLocked ? strings.locked : strings.unlocked} />}
      {step === 'unlock' && (
        <UnlockForm keys={keys} language={language} why="settings" onUnlocked={() => done('')} onCancel={cancel} />
      )}
      {step === 'set' && (
        <NewPassphraseForm
          language={language}
          hasCurrent={hasPassphrase}
          onSet={(next, current) => keys.setPassphrase({ next, ...(hasPassphrase && { current }) })}
          onDone={() => done(strings.wasSet)}
          onCancel={cancel}
        />
      )}
      {step === 'remove' && (
        <RemovePassphraseForm
          language={language}
          onRemove={(current) => keys.removePassphrase(current)}
          onDone={() => done(strings.wasRemoved)}
          onCancel={cancel}
        />
      )}
      {step === 'rest' && state && <Actions state={state} language={language} onStep={setStep} onLock={lock} />}
      <StatusLine text={told} tone="positive" />
      {state && (hasPassphrase || state.isRequired) && (
        <TimeChoice
          state={state}
          language={language}
          onChoose={(time) => void keys.setUnlockTime(time).then(load, fail)}
        />
      )}
      {failure && <FailureNotice failure={failure} language={language} />}
    </section>
  );
}

function Actions(props: {
  readonly state: VaultState;
  readonly language: Language;
  readonly onStep: (step: Step) => void;
  readonly onLock: () => void;
}): JSX.Element {
  const { state, language, onStep, onLock } = props;
  const strings = useKeyStrings(language);
  const button = (text: string, press: () => void, isFirst = false): JSX.Element => (
    <button type="button" class={isFirst ? 'sg-button sg-primary' : 'sg-button'} onClick={press}>
      {text}
    </button>
  );
  if (state.protection === 'device') {
    return <div class="sg-actions">{button(strings.set, () => onStep('set'), state.isRequired)}</div>;
  }
  return (
    <div class="sg-actions">
      {state.isLocked ? button(strings.unlock, () => onStep('unlock'), true) : button(strings.lockNow, onLock, true)}
      {button(strings.change, () => onStep('set'))}
      {!state.isRequired && button(strings.remove, () => onStep('remove'))}
    </div>
  );
}

const TIMES: readonly UnlockTime[] = ['session', 60, 15, 5];

function TimeChoice(props: {
  readonly state: VaultState;
  readonly language: Language;
  readonly onChoose: (time: UnlockTime) => void;
}): JSX.Element {
  const { state, language, onChoose } = props;
  const strings = useKeyStrings(language);
  const { longestTime = 'session' } = state;
  const allowed = TIMES.filter((time) => longestTime === 'session' || (time !== 'session' && time <= longestTime));
  const times = allowed.includes(state.unlockTime) ? allowed : [state.unlockTime, ...allowed];
  const textOf = (time: UnlockTime): string => (time === 'session' ? strings.session : strings.afterMinutes(time));
  const texts = Object.fromEntries(times.map((time) => [String(time), textOf(time)]));
  return (
    <>
      <Choice
        name="unlockTime"
        label={strings.unlockTime}
        values={times.map(String)}
        texts={texts}
        value={String(state.unlockTime)}
        isDisabled={state.isTimeFixed}
        onChange={(value) => onChoose(value === 'session' ? value : Number(value))}
      />
      <p class="sg-hint">{state.isTimeFixed ? strings.fixed : strings.timeHelp}</p>
    </>
  );
}
