import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { findCertificates, type Certificate } from '../../../shared/index';
import {
  Check,
  dayText,
  FailureNotice,
  failureOf,
  Foreign,
  useIdentityStrings,
  useStrings,
  type Failure,
  type Language,
} from '../../ui/index';
import { type Core } from '../../worker/core';

interface State {
  readonly authorities: readonly Certificate[];
  readonly isOn: boolean;
  readonly isFixed: boolean;
}

/** The authorities that Thunderbird's own store brings, and whether they count; taken away where they were added. */
export function StorePanel(props: {
  readonly store: Core['hostAnchors'];
  readonly language: Language;
  readonly onChanged: () => void;
}): JSX.Element {
  const { store, language, onChanged } = props;
  const { thunderbird: strings } = useStrings(language);
  const { identities: words } = useIdentityStrings(language);
  const [state, setState] = useState<State>();
  const [failure, setFailure] = useState<Failure>();
  const fail = (thrown: unknown): void => setFailure(failureOf(thrown));
  useEffect(() => void load(store).then(setState, fail), []);
  const choose = (isOn: boolean): void => {
    if (!state) return;
    store.choose(isOn).then(() => {
      setState({ ...state, isOn });
      onChanged();
    }, fail);
  };
  const { authorities = [], isOn = false, isFixed = false } = state ?? {};
  return (
    <section class="sg-panel tb-store" aria-label={strings.storeHeading} aria-busy={state === undefined}>
      <h2>{strings.storeHeading}</h2>
      <p class="sg-hint">{strings.storeHelp}</p>
      {failure && <FailureNotice failure={failure} language={language} />}
      <Check name="hostAnchors" isOn={isOn} isDisabled={state === undefined || isFixed} onChange={choose}>
        {strings.storeOn}
      </Check>
      {isFixed && <p class="sg-hint">{strings.storeFixed}</p>}
      {state && authorities.length === 0 && <p class="sg-hint">{strings.storeNone}</p>}
      <ul class="sg-identities">
        {authorities.map(({ subject, serial, notAfter }) => (
          <li key={serial + subject.text} class="sg-identity">
            <div class="sg-identity-facts">
              <div>
                <strong>
                  <Foreign>{subject.commonName ?? subject.text}</Foreign>
                </strong>
                <p class="sg-hint">{words.validUntil(dayText(notAfter, language))}</p>
              </div>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

async function load(store: Core['hostAnchors']): Promise<State> {
  const [{ authorities }, choice] = await Promise.all([store.read(), store.choice()]);
  return { ...choice, authorities: authorities.flatMap(readable) };
}

/** What is no certificate, or of no authority, counts nowhere and is not listed. */
function readable(octets: Uint8Array<ArrayBuffer>): readonly Certificate[] {
  return findCertificates(octets).filter(({ basicConstraints }) => basicConstraints?.ca === true);
}
