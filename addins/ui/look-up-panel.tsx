import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { LOOK_UP_ORDER, type LookUpSourceName } from '../../shared/index';
import { type LookUpChoice } from '../worker/look-up-calls';
import { type LookUpOptions } from '../worker/look-up-options';
import { type LookingUp } from '../worker/looking-up';
import { Check } from './check';
import { failureOf } from './failure';
import { useLookUpStrings, type LookUpStrings } from './look-up-strings';
import { FailureNotice, StatusLine } from './notices';
import { type Failure, type Language } from './props';

type Address = 'resolver' | 'template';

/** Which address a place needs to be asked at all. */
const ADDRESS: Partial<Record<LookUpSourceName, Address>> = { web: 'template', dns: 'resolver' };

/** Where certificates of recipients are looked for, and who learns of it; kept when it is saved. */
export function LookUpPanel(props: {
  readonly lookingUp: Pick<LookingUp, 'sources' | 'hasFixedServers' | 'choice' | 'store' | 'permit'>;
  readonly language: Language;
  readonly onChanged?: () => void;
}): JSX.Element {
  const { lookingUp, language, onChanged } = props;
  const strings = useLookUpStrings(language);
  const [choice, setChoice] = useState<LookUpChoice>();
  const [isSaved, setSaved] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const fail = (thrown: unknown): void => setFailure(failureOf(thrown));
  useEffect(() => void lookingUp.choice().then(setChoice, fail), []);
  const change = (options: LookUpOptions): void => {
    setSaved(false);
    if (choice) setChoice({ ...choice, options });
  };
  const save = async ({ options }: LookUpChoice): Promise<void> => {
    setFailure(undefined);
    // While the click counts: a permission can be asked for only then.
    await lookingUp.permit(options);
    await lookingUp.store(options);
    setSaved(true);
    onChanged?.();
  };
  const places = LOOK_UP_ORDER.filter((name) => lookingUp.sources.includes(name));
  const wrong = choice ? places.filter((name) => isWrong(name, choice.options)) : [];
  return (
    <form
      class="sg-panel sg-look-up"
      aria-label={strings.heading}
      aria-busy={choice === undefined}
      onSubmit={(event) => {
        event.preventDefault();
        if (choice && wrong.length === 0) save(choice).catch(fail);
      }}
    >
      <h2>{strings.heading}</h2>
      <p class="sg-hint">{places.length === 0 ? strings.none : strings.help}</p>
      {choice &&
        places.map((name) => (
          <Place
            key={name}
            name={name}
            choice={choice}
            strings={strings}
            hasFixedServer={lookingUp.hasFixedServers}
            isWrong={wrong.includes(name)}
            onChange={change}
          />
        ))}
      {choice && Object.keys(choice.fixed).length > 0 && <p class="sg-hint">{strings.fixed}</p>}
      {places.length > 0 && (
        <button type="submit" class="sg-button" disabled={!choice || wrong.length > 0}>
          {strings.save}
        </button>
      )}
      <StatusLine text={isSaved ? strings.saved : ''} tone="positive" />
      {failure && <FailureNotice failure={failure} language={language} />}
    </form>
  );
}

/** One place: whether it is asked, who learns of that, and its address where it has one. */
function Place(props: {
  readonly name: LookUpSourceName;
  readonly choice: LookUpChoice;
  readonly strings: LookUpStrings;
  readonly hasFixedServer: boolean;
  readonly isWrong: boolean;
  readonly onChange: (options: LookUpOptions) => void;
}): JSX.Element {
  const { name, choice, strings, hasFixedServer, isWrong: hasWrongAddress, onChange } = props;
  const { options, fixed } = choice;
  const address = ADDRESS[name];
  const isOn = options.sources[name];
  return (
    <div class="sg-place">
      <Check
        name={`look-up-${name}`}
        isOn={isOn}
        isDisabled={fixed.sources?.[name] !== undefined}
        onChange={(on) => onChange({ ...options, sources: { ...options.sources, [name]: on } })}
      >
        {strings.source[name]}
      </Check>
      <p class="sg-hint">{strings.cost[name]}</p>
      {address && isOn && (
        <label class="sg-input">
          <span>{strings[address]}</span>
          <input
            type="text"
            inputMode="url"
            name={address}
            placeholder={strings[`${address}Example`]}
            disabled={hasFixedServer || fixed[address] !== undefined}
            aria-invalid={hasWrongAddress}
            value={options[address]}
            onInput={({ currentTarget }) => onChange({ ...options, [address]: currentTarget.value.trim() })}
          />
        </label>
      )}
      {address && hasWrongAddress && <p class="sg-hint">{strings[`${address}Wrong`]}</p>}
    </div>
  );
}

/** A place that is switched on needs an address that can be asked. */
function isWrong(name: LookUpSourceName, { sources, resolver, template }: LookUpOptions): boolean {
  if (!sources[name]) return false;
  if (name === 'dns') return !/^https:\/\/[^/{}]+(?:\/|$)/i.test(resolver);
  return name === 'web' && !/^https:\/\/[^/]+\/.*\{(?:address|local)\}/i.test(template);
}
