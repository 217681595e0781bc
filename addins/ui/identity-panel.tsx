import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { focusOnce } from './focus';
import { type IdentityCore } from './identity-core';
import { IdentityFacts } from './identity-facts';
import { type AddedIdentities, IMPORT_DONE } from './import-later';
import { later, Later } from './later';
import { useIdentityStrings } from './identity-strings';
import { type Language, type StoredIdentityView } from './props';
import { PANEL_ACTIONS } from './panel-actions';

export interface IdentityPanelProps {
  readonly identities: readonly StoredIdentityView[];
  readonly core: IdentityCore;
  readonly language: Language;
  /** Addresses of the user's accounts; left out: the host knows none. */
  readonly accounts?: () => Promise<readonly string[]>;
  /** After something was added, removed or changed. */
  readonly onChanged?: () => void;
  /** Where the page shows itself what stands at the end of an import; left out: the panel does. */
  readonly onAdded?: (added: AddedIdentities) => void;
}

const noAccounts = (): Promise<readonly string[]> => Promise.resolve([]);

/** Most visits to the page are to look at what is there. */
const DETAILS = later(() => import('./identity-details'));
const STEPS = later(() => import('./import-steps'));

/** The user's identities: a list, the details of one with what can be done with it, and adding one. */
export function IdentityPanel(props: IdentityPanelProps): JSX.Element {
  const { identities, core, language } = props;
  const strings = useIdentityStrings(language).identities;
  const [shown, setShown] = useState<string>();
  const [left, setLeft] = useState<string>();
  const [done, setDone] = useState<AddedIdentities>();
  const changed = (): void => props.onChanged?.();
  const added = (ids: readonly string[]): void => {
    (props.onAdded ?? setDone)({ added: ids, isFirst: identities.length === 0 });
    changed();
  };
  const identity = identities.find(({ id }) => id === shown);
  if (identity) {
    return (
      <section class="sg-panel" aria-label={strings.heading}>
        <h2>{strings.heading}</h2>
        <Later part={DETAILS} language={language}>
          {({ IdentityDetails }) => (
            <IdentityDetails
              identity={identity}
              core={core}
              language={language}
              onChanged={changed}
              onBack={() => {
                setShown(undefined);
                setLeft(identity.id);
              }}
            />
          )}
        </Later>
      </section>
    );
  }
  return (
    <section class="sg-panel" aria-label={strings.heading}>
      <h2>{strings.heading}</h2>
      <ul class="sg-identities">
        {identities.map((one) => (
          <li key={one.id} class="sg-identity">
            <IdentityFacts identity={one} language={language} />
            <button
              type="button"
              class="sg-button sg-quiet"
              aria-label={strings.detailsLabel(one.name)}
              ref={one.id === left ? focusOnce : null}
              onClick={() => setShown(one.id)}
            >
              {strings.details}
            </button>
          </li>
        ))}
      </ul>
      {done && (
        <Later part={IMPORT_DONE} language={language}>
          {({ ImportDone }) => (
            <ImportDone {...done} identities={identities} core={core} language={language} onChanged={changed} />
          )}
        </Later>
      )}
      <Adding {...props} onBegin={() => setDone(undefined)} onEnd={added} />
      {PANEL_ACTIONS.map((Action, index) => (
        <Action
          key={index}
          core={core}
          accounts={props.accounts ?? noAccounts}
          language={language}
          onChanged={changed}
          onAdded={added}
        />
      ))}
    </section>
  );
}

function Adding(
  props: IdentityPanelProps & {
    readonly onBegin: () => void;
    readonly onEnd: (added: readonly string[]) => void;
  },
): JSX.Element {
  const { identities, core, language, onBegin, onEnd } = props;
  const strings = useIdentityStrings(language).identities;
  const [isAdding, setAdding] = useState(false);
  const begin = (): void => {
    onBegin();
    setAdding(true);
  };
  const end = (added: readonly string[]): void => {
    setAdding(false);
    onEnd(added);
  };
  return (
    <>
      {identities.length === 0 && !isAdding && <p class="sg-hint">{strings.none}</p>}
      {isAdding ? (
        <Later part={STEPS} language={language}>
          {({ ImportSteps }) => (
            <ImportSteps
              language={language}
              core={core}
              accounts={props.accounts ?? noAccounts}
              onCancel={() => setAdding(false)}
              onDone={end}
            />
          )}
        </Later>
      ) : (
        <button type="button" class={identities.length === 0 ? 'sg-button sg-primary' : 'sg-button'} onClick={begin}>
          {strings.add}
        </button>
      )}
    </>
  );
}
