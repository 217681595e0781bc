import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Bytes } from '../../shared/index';
import { failureOf } from './failure';
import { focusOnce } from './focus';
import { Foreign } from './foreign';
import { IdentityFacts } from './identity-facts';
import { Busy, FailureNotice, Notice } from './notices';
import { type Failure, type ImportOffer, type Language } from './props';
import { useStrings } from './strings';

interface ChosenFile {
  readonly name: string;
  readonly octets: Bytes;
}

/** Where the user is. A step back loses nothing but the step. */
type Step =
  | { readonly at: 'file' }
  | { readonly at: 'passphrase'; readonly file: ChosenFile }
  | { readonly at: 'confirm'; readonly file: ChosenFile; readonly offer: ImportOffer };

/** A PFX with a chain is some kilobytes; what is over this is another kind of file. */
const LARGEST_FILE = 4 << 20;

export interface ImportStepsProps {
  readonly language: Language;
  readonly onOpenFile: (octets: Bytes, passphrase: string) => Promise<ImportOffer>;
  readonly onCancel: () => void;
  readonly onDone: () => void;
}

/** File, password, confirmation. Nothing is kept before the last button. */
export function ImportSteps(props: ImportStepsProps): JSX.Element {
  const { language, onOpenFile, onCancel, onDone } = props;
  const { identities: strings, common } = useStrings(language);
  const [step, setStep] = useState<Step>({ at: 'file' });
  const [failure, setFailure] = useState<Failure | 'too-big'>();
  const [isBusy, setBusy] = useState(false);

  const attempt = async (action: () => Promise<void>): Promise<void> => {
    setFailure(undefined);
    setBusy(true);
    try {
      await action();
    } catch (thrown) {
      const found = failureOf(thrown);
      setFailure(found);
      if (found.code === 'malformed-pfx') setStep({ at: 'file' });
    }
    setBusy(false);
  };
  const choose = (file: File): Promise<void> =>
    attempt(async () => {
      if (file.size > LARGEST_FILE) setFailure('too-big');
      else {
        const octets = new Uint8Array(await file.arrayBuffer());
        setStep({ at: 'passphrase', file: { name: file.name, octets } });
      }
    });
  const open = (file: ChosenFile, passphrase: string): Promise<void> =>
    attempt(async () => {
      setStep({ at: 'confirm', file, offer: await onOpenFile(file.octets, passphrase) });
    });

  const number = { file: 1, passphrase: 2, confirm: 3 }[step.at];
  return (
    <section class="sg-steps" aria-label={strings.add} aria-busy={isBusy}>
      <p class="sg-hint">{common.stepOf(number, 3)}</p>
      {step.at === 'file' && <FileStep language={language} onChoose={choose} />}
      {step.at === 'passphrase' && (
        <PassphraseStep
          language={language}
          file={step.file}
          isWrong={failure !== undefined && failure !== 'too-big' && failure.code === 'passphrase'}
          isBusy={isBusy}
          onPassphrase={(passphrase) => open(step.file, passphrase)}
        />
      )}
      {step.at === 'confirm' && (
        <ConfirmStep
          language={language}
          offer={step.offer}
          isBusy={isBusy}
          onAccept={() => attempt(() => step.offer.accept().then(onDone))}
        />
      )}
      {failure === 'too-big' && <Notice tone="error">{strings.tooBig}</Notice>}
      {failure !== undefined && failure !== 'too-big' && <FailureNotice failure={failure} language={language} />}
      {isBusy && <Busy language={language} />}
      <button type="button" class="sg-button sg-quiet" disabled={isBusy} onClick={onCancel}>
        {common.cancel}
      </button>
    </section>
  );
}

function FileStep(props: {
  readonly language: Language;
  readonly onChoose: (file: File) => Promise<void>;
}): JSX.Element {
  const { identities: strings } = useStrings(props.language);
  return (
    <>
      <h3>{strings.chooseTitle}</h3>
      <p class="sg-hint">{strings.chooseHelp}</p>
      <label class="sg-button sg-primary sg-file">
        {strings.chooseFile}
        <input
          type="file"
          accept=".p12,.pfx,application/x-pkcs12"
          ref={focusOnce}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = '';
            if (file) void props.onChoose(file);
          }}
        />
      </label>
    </>
  );
}

function PassphraseStep(props: {
  readonly language: Language;
  readonly file: ChosenFile;
  readonly isWrong: boolean;
  readonly isBusy: boolean;
  readonly onPassphrase: (passphrase: string) => Promise<void>;
}): JSX.Element {
  const { identities: strings, common } = useStrings(props.language);
  const [passphrase, setPassphrase] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void props.onPassphrase(passphrase);
      }}
    >
      <h3>{strings.passphraseTitle}</h3>
      <p class="sg-hint">
        <Foreign>{props.file.name}</Foreign>
      </p>
      <label class="sg-input">
        <span>{strings.passphrase}</span>
        <input
          type="password"
          autocomplete="off"
          value={passphrase}
          aria-invalid={props.isWrong}
          aria-describedby="sg-passphrase-help"
          ref={focusOnce}
          onInput={(event) => {
            setPassphrase(event.currentTarget.value);
          }}
        />
      </label>
      <p class="sg-hint" id="sg-passphrase-help">
        {strings.passphraseHelp}
      </p>
      <button type="submit" class="sg-button sg-primary" disabled={props.isBusy}>
        {common.next}
      </button>
    </form>
  );
}

function ConfirmStep(props: {
  readonly language: Language;
  readonly offer: ImportOffer;
  readonly isBusy: boolean;
  readonly onAccept: () => Promise<void>;
}): JSX.Element {
  const { identities: strings } = useStrings(props.language);
  const { identities } = props.offer;
  if (identities.length === 0) return <Notice tone="attention">{strings.foundNothing}</Notice>;
  return (
    <>
      <h3>{strings.confirmTitle}</h3>
      {identities.map((identity) => (
        <IdentityFacts key={identity.id} identity={identity} language={props.language} />
      ))}
      <p class="sg-hint">{strings.confirmHelp}</p>
      <button
        type="button"
        class="sg-button sg-primary"
        disabled={props.isBusy}
        ref={focusOnce}
        onClick={() => void props.onAccept()}
      >
        {strings.accept}
      </button>
    </>
  );
}
