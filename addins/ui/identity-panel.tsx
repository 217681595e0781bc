import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Bytes } from '../../shared/index';
import { focusOnce } from './focus';
import { IdentityFacts } from './identity-facts';
import { ImportSteps } from './import-steps';
import { FailureNotice, StatusLine } from './notices';
import { failureOf } from './failure';
import { type Failure, type IdentityView, type ImportOffer, type Language } from './props';
import { useStrings } from './strings';

export interface IdentityPanelProps {
  readonly identities: readonly IdentityView[];
  readonly language: Language;
  /** Reads a file; rejects with a SignetError, `passphrase` for a wrong one. Keeps nothing yet. */
  readonly onOpenFile: (octets: Bytes, passphrase: string) => Promise<ImportOffer>;
  readonly onRemove: (id: string) => Promise<void>;
  /** After something was added or removed. */
  readonly onChanged?: () => void;
}

/** The user's identities: what is there, adding one in three steps, removing one after a question. */
export function IdentityPanel(props: IdentityPanelProps): JSX.Element {
  const { identities, language, onChanged } = props;
  const strings = useStrings(language).identities;
  const [isAdding, setAdding] = useState(false);
  const [wasAdded, setWasAdded] = useState(false);
  return (
    <section class="sg-panel" aria-label={strings.heading}>
      <h2>{strings.heading}</h2>
      {identities.length === 0 && !isAdding && <p class="sg-hint">{strings.none}</p>}
      <ul class="sg-identities">
        {identities.map((identity) => (
          <IdentityRow key={identity.id} {...props} identity={identity} />
        ))}
      </ul>
      <StatusLine text={wasAdded ? strings.added : ''} tone="positive" />
      {isAdding ? (
        <ImportSteps
          language={language}
          onOpenFile={props.onOpenFile}
          onCancel={() => {
            setAdding(false);
          }}
          onDone={() => {
            setAdding(false);
            setWasAdded(true);
            onChanged?.();
          }}
        />
      ) : (
        <button
          type="button"
          class={identities.length === 0 ? 'sg-button sg-primary' : 'sg-button'}
          onClick={() => {
            setWasAdded(false);
            setAdding(true);
          }}
        >
          {strings.add}
        </button>
      )}
    </section>
  );
}

function IdentityRow(props: IdentityPanelProps & { readonly identity: IdentityView }): JSX.Element {
  const { identity, language, onRemove, onChanged } = props;
  const strings = useStrings(language).identities;
  const [isAsking, setAsking] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const remove = (): void => {
    onRemove(identity.id).then(onChanged, (thrown: unknown) => {
      setAsking(false);
      setFailure(failureOf(thrown));
    });
  };
  return (
    <li class="sg-identity">
      <IdentityFacts identity={identity} language={language} />
      {!isAsking && (
        <button
          type="button"
          class="sg-button sg-quiet"
          aria-label={strings.removeLabel(identity.name)}
          onClick={() => {
            setAsking(true);
          }}
        >
          {strings.remove}
        </button>
      )}
      {isAsking && (
        <div class="sg-question" role="alertdialog" aria-label={strings.removeTitle}>
          <strong>{strings.removeTitle}</strong>
          <p class="sg-hint">{strings.removeHelp}</p>
          <div class="sg-actions">
            <button
              type="button"
              class="sg-button sg-primary"
              ref={focusOnce}
              onClick={() => {
                setAsking(false);
              }}
            >
              {strings.keep}
            </button>
            <button type="button" class="sg-button" onClick={remove}>
              {strings.remove}
            </button>
          </div>
        </div>
      )}
      {failure && <FailureNotice failure={failure} language={language} />}
    </li>
  );
}
