import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type PublicAnchorList } from '../../shared/index';
import { Check } from './check';
import { failureOf } from './failure';
import { Foreign } from './foreign';
import { dayText } from './formats';
import { FailureNotice } from './notices';
import { type Failure, type Language } from './props';
import { useSettingsStrings } from './settings-strings';

interface Choice {
  readonly isOn: boolean;
  readonly without: readonly string[];
}

interface List extends PublicAnchorList {
  readonly choice: Choice;
  /** Fingerprints; these cannot be switched on here. */
  readonly untrustedByHost: readonly string[];
  /** What the organisation decided. */
  readonly rules: { readonly withoutPublic: boolean; readonly removed: readonly string[] };
}

/** The public roots with their source: all of them on or off, and single ones; stored as soon as it is changed. */
export function PublicAnchorsPanel(props: {
  readonly load: () => Promise<List>;
  readonly save: (choice: Choice) => Promise<void>;
  readonly language: Language;
}): JSX.Element {
  const { load, save, language } = props;
  const { trust: strings } = useSettingsStrings(language);
  const [list, setList] = useState<List>();
  const [failure, setFailure] = useState<Failure>();
  const fail = (thrown: unknown): void => setFailure(failureOf(thrown));
  useEffect(() => void load().then(setList, fail), []);
  if (failure) return <FailureNotice failure={failure} language={language} />;
  const change = (choice: Choice): void => {
    if (!list) return;
    // At once: a second change that comes before the first is stored must know of it.
    setList({ ...list, choice });
    save(choice).catch(fail);
  };
  const { isOn: isChosen = false, without = [] } = list?.choice ?? {};
  const isFixed = list?.rules.withoutPublic === true;
  const isOn = isChosen && !isFixed;
  /** Why one cannot be switched on here. */
  const barred = (name: string): string => {
    if (list?.rules.removed.includes(name)) return strings.publicRemoved;
    return list?.untrustedByHost.includes(name) ? strings.publicUntrusted : '';
  };
  const toggle = (name: string, isWanted: boolean): void => {
    const others = without.filter((one) => one !== name);
    change({ isOn, without: isWanted ? others : [...others, name] });
  };
  const until = (date: Date | undefined): string => (date ? ` (${strings.publicUntil(dayText(date, language))})` : '');
  return (
    <section class="sg-panel" aria-label={strings.publicHeading} aria-busy={list === undefined}>
      <h2>{strings.publicHeading}</h2>
      {list && (
        <p class="sg-hint">
          {strings.publicHelp(list.roots.length, dayText(new Date(`${list.source.date}T12:00:00Z`), language))} (NSS{' '}
          {list.source.nss}, Thunderbird {list.source.thunderbird})
        </p>
      )}
      <Check
        name="publicAnchors"
        isDisabled={list === undefined || isFixed}
        isOn={isOn}
        onChange={(wanted) => change({ isOn: wanted, without })}
      >
        {strings.publicOn}
      </Check>
      {isFixed && <p class="sg-hint">{strings.publicFixed}</p>}
      {list && isOn && (
        <details class="sg-details">
          <summary>{strings.publicList}</summary>
          {list.roots.map(({ name, fingerprint, distrustAfter }) => (
            <Check
              key={fingerprint}
              isOn={!without.includes(fingerprint) && barred(fingerprint) === ''}
              isDisabled={barred(fingerprint) !== ''}
              onChange={(isWanted) => toggle(fingerprint, isWanted)}
            >
              <Foreign>{name}</Foreign>
              {until(distrustAfter)}
              {barred(fingerprint) && ` (${barred(fingerprint)})`}
            </Check>
          ))}
        </details>
      )}
    </section>
  );
}
