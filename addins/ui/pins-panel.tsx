import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { parseCertificate, type Pin } from '../../shared/index';
import { failureOf } from './failure';
import { Foreign } from './foreign';
import { FailureNotice } from './notices';
import { type Failure, type Language } from './props';
import { useSettingsStrings } from './settings-strings';

/** The certificates that the user confirmed, each with its address, to be taken away again. */
export function PinsPanel(props: {
  readonly load: () => Promise<readonly Pin[]>;
  readonly remove: (pin: Pin) => Promise<void>;
  readonly language: Language;
  readonly onChanged?: (() => void) | undefined;
}): JSX.Element {
  const { load, remove, language, onChanged } = props;
  const { trust: strings } = useSettingsStrings(language);
  const [pins, setPins] = useState<readonly Pin[]>([]);
  const [failure, setFailure] = useState<Failure>();
  const fail = (thrown: unknown): void => setFailure(failureOf(thrown));
  const reload = (): Promise<void> => load().then(setPins);
  useEffect(() => void reload().catch(fail), []);
  const take = (pin: Pin): void => {
    remove(pin)
      .then(() => onChanged?.())
      .then(reload)
      .catch(fail);
  };
  return (
    <section class="sg-panel" aria-label={strings.pinsHeading}>
      <h2>{strings.pinsHeading}</h2>
      <p class="sg-hint">{pins.length === 0 ? strings.pinsNone : strings.pinsHelp}</p>
      {failure && <FailureNotice failure={failure} language={language} />}
      <ul class="sg-identities">
        {pins.map((pin) => (
          <li key={`${pin.address} ${nameOf(pin)}`} class="sg-identity">
            <div class="sg-identity-facts">
              <strong>
                <Foreign>{pin.address}</Foreign>
              </strong>
              <p class="sg-hint">
                <Foreign>{nameOf(pin)}</Foreign>
              </p>
            </div>
            <button
              type="button"
              class="sg-button sg-quiet"
              aria-label={strings.pinRemoveLabel(nameOf(pin), pin.address)}
              onClick={() => take(pin)}
            >
              {strings.pinRemove}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function nameOf({ certificate }: Pin): string {
  const { subject } = parseCertificate(certificate);
  return subject.commonName ?? subject.text;
}
