import { type JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { FailureOrUnlock } from './failure-or-unlock';
import { focusOnce } from './focus';
import { Foreign, Sentence } from './foreign';
import { type IdentityCore } from './identity-core';
import { useIdentityStrings, type IdentityStrings } from './identity-strings';
import { ImportPreviewView } from './import-preview';
import { type ChosenFile, type ImportState, type ImportStep, useImport } from './import-state';
import { Busy, Notice } from './notices';
import { type Failure, type Language } from './props';
import { useStrings } from './strings';

export interface ImportStepsProps {
  readonly language: Language;
  readonly core: Pick<IdentityCore, 'openIdentityFiles' | 'keys'>;
  /** Addresses of the user's accounts; empty where the host knows none. */
  readonly accounts: () => Promise<readonly string[]>;
  readonly onCancel: () => void;
  /** With the ids of what was added. */
  readonly onDone: (added: readonly string[]) => void;
}

/** File, password where one is needed, confirmation. Nothing is kept before the last button. */
export function ImportSteps({ language, core, accounts, onCancel, onDone }: ImportStepsProps): JSX.Element {
  const { common } = useStrings(language);
  const own = useIdentityStrings(language);
  const { identities: strings } = own;
  const state = useImport(core, accounts, onDone);
  const { step, failure, isBusy } = state;
  const cancel = (): void => {
    state.stop();
    onCancel();
  };
  return (
    <section class="sg-steps" aria-label={strings.add} aria-busy={isBusy}>
      <p class="sg-hint">{common.stepOf(...numberOf(state))}</p>
      {step.at === 'file' && <FileStep language={language} step={step} onChoose={state.choose} />}
      {step.at === 'passphrase' && <PassphraseStep language={language} state={state} files={step.files} />}
      {step.at === 'confirm' && (
        <ImportPreviewView language={language} offer={step.offer} isBusy={isBusy} onAccept={state.accept} />
      )}
      {failure === 'too-big' && <Notice tone="error">{strings.tooBig}</Notice>}
      {failure === 'closed' && <Notice tone="attention">{own.closed}</Notice>}
      {typeof failure === 'object' && (
        <ImportFailure failure={failure} keys={core.keys} language={language} onUnlocked={state.accept} />
      )}
      {isBusy && <Busy language={language} />}
      <button type="button" class="sg-button sg-quiet" onClick={cancel}>
        {common.cancel}
      </button>
    </section>
  );
}

/** The step and how many there are: two where no password is needed. */
function numberOf({ step, hadPassphrase }: ImportState): [number, number] {
  if (step.at === 'file') return [1, 3];
  if (step.at === 'passphrase') return [2, 3];
  return hadPassphrase ? [3, 3] : [2, 2];
}

/** What went wrong, with what to do about a file of another program. What is added is put under the passphrase. */
function ImportFailure(props: {
  readonly failure: Failure;
  readonly keys: IdentityCore['keys'];
  readonly language: Language;
  readonly onUnlocked: () => Promise<void>;
}): JSX.Element {
  const { failure, keys, language, onUnlocked } = props;
  const { foreignFile } = useIdentityStrings(language);
  const { code, subject = '' } = failure;
  const isForeign = code === 'unsupported' && Object.hasOwn(foreignFile, subject);
  if (!isForeign) {
    const accept = (): void => void onUnlocked();
    return <FailureOrUnlock failure={failure} keys={keys} language={language} why="keep" onUnlocked={accept} />;
  }
  return <Notice tone="error">{foreignFile[subject as keyof IdentityStrings['foreignFile']]}</Notice>;
}

const ACCEPTED = '.p12,.pfx,.pem,.key,.cer,.crt,.der,.p7b,.p7c,.mobileconfig,application/x-pkcs12';

/** A button for files, which the keyboard reaches, and a place to drop them. */
function FileStep(props: {
  readonly language: Language;
  readonly step: Extract<ImportStep, { at: 'file' }>;
  readonly onChoose: (files: readonly File[]) => Promise<void>;
}): JSX.Element {
  const { language, step, onChoose } = props;
  const { identities: strings } = useIdentityStrings(language);
  const own = useIdentityStrings(language);
  const [isOver, setOver] = useState(false);
  const take = (list: FileList | null | undefined): void => {
    const files = [...(list ?? [])];
    if (files.length > 0) void onChoose(files);
  };
  return (
    <div
      class={isOver ? 'sg-drop sg-drop-over' : 'sg-drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        event.stopPropagation();
        setOver(false);
        take(event.dataTransfer?.files);
      }}
    >
      <h3>{strings.chooseTitle}</h3>
      <p class="sg-hint">{strings.chooseHelp}</p>
      {step.missing && (
        <>
          <Notice tone="attention">{own.halfFile[step.missing]}</Notice>
          <FileNames files={step.files} language={language} />
        </>
      )}
      <label class="sg-button sg-primary sg-file">
        {step.missing ? own.chooseOther : strings.chooseFile}
        <input
          type="file"
          multiple
          accept={ACCEPTED}
          ref={focusOnce}
          onChange={(event) => {
            take(event.currentTarget.files);
            event.currentTarget.value = '';
          }}
        />
      </label>
      <p class="sg-hint">{own.dropHint}</p>
    </div>
  );
}

function FileNames(props: { readonly files: readonly ChosenFile[]; readonly language: Language }): JSX.Element {
  const names = props.files.map(({ name }) => name);
  const { chosenFiles } = useIdentityStrings(props.language);
  return (
    <p class="sg-hint">
      <Sentence text={chosenFiles(names.join(', '))} foreign={names} />
    </p>
  );
}

function PassphraseStep(props: {
  readonly language: Language;
  readonly state: ImportState;
  readonly files: readonly ChosenFile[];
}): JSX.Element {
  const { state, files } = props;
  const { common } = useStrings(props.language);
  const { identities: strings } = useIdentityStrings(props.language);
  const input = useRef<HTMLInputElement | null>(null);
  const isWrong = typeof state.failure === 'object' && state.failure.code === 'passphrase';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void state.enter(input.current?.value ?? '');
      }}
    >
      <h3>{strings.passphraseTitle}</h3>
      <p class="sg-hint">
        <Foreign>{files.map(({ name }) => name).join(', ')}</Foreign>
      </p>
      <label class="sg-input">
        <span>{strings.passphrase}</span>
        <input
          type="password"
          autocomplete="off"
          aria-invalid={isWrong}
          aria-describedby="sg-passphrase-help"
          ref={(element) => {
            input.current = element;
            focusOnce(element);
          }}
        />
      </label>
      <p class="sg-hint" id="sg-passphrase-help">
        {strings.passphraseHelp}
      </p>
      <button type="submit" class="sg-button sg-primary" disabled={state.isBusy}>
        {common.next}
      </button>
    </form>
  );
}
