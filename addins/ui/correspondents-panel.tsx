import { type JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Correspondent, type CorrespondentList } from '../../shared/index';
import { type Correspondents } from '../worker/correspondents';
import { CorrespondentDetailsView } from './correspondent-details';
import { CorrespondentImport } from './correspondent-import';
import { datesText } from './correspondent-dates';
import { useCorrespondentStrings } from './correspondent-strings';
import { ConfirmKey } from './confirm-key';
import { type SaveOctets } from './certificate-view';
import { failureOf } from './failure';
import { focusOnce } from './focus';
import { Foreign } from './foreign';
import { Icon } from './icons';
import { Busy, FailureNotice } from './notices';
import { type Failure, type Language } from './props';

export interface CorrespondentsPanelProps {
  readonly core: Correspondents;
  readonly language: Language;
  /** After something was added, removed or confirmed. */
  readonly onChanged: () => void;
  readonly onSave?: SaveOctets | undefined;
}

/** People in one page of the list. */
const PAGE = 25;
/** Milliseconds between the last letter and the search. */
const PAUSE = 200;

/** Certificates of others: to find, to look at, to confirm, to add and to remove. */
export function CorrespondentsPanel(props: CorrespondentsPanelProps): JSX.Element {
  const { core, language, onChanged } = props;
  const strings = useCorrespondentStrings(language);
  const [address, setAddress] = useState<string>();
  const [left, setLeft] = useState<string>();
  return (
    <section class="sg-panel sg-correspondents" aria-label={strings.heading}>
      <h2>{strings.heading}</h2>
      {address === undefined ? (
        <People
          {...props}
          left={left}
          onShow={(shown) => {
            setAddress(shown);
          }}
        />
      ) : (
        <CorrespondentDetailsView
          address={address}
          core={core}
          language={language}
          onChanged={onChanged}
          onSave={props.onSave}
          onBack={() => {
            setAddress(undefined);
            setLeft(address);
          }}
        />
      )}
    </section>
  );
}

interface PeopleProps extends CorrespondentsPanelProps {
  /** Whose details were just left: the focus goes back there. */
  readonly left: string | undefined;
  readonly onShow: (address: string) => void;
}

/** The list with its search; what comes late of an earlier search is not shown. */
function People(props: PeopleProps): JSX.Element {
  const { core, language, onChanged } = props;
  const strings = useCorrespondentStrings(language);
  const [text, setText] = useState('');
  const [list, setList] = useState<CorrespondentList>();
  const [failure, setFailure] = useState<Failure>();
  const latest = useRef(0);
  const load = (wanted: string, before?: CorrespondentList): void => {
    const serial = ++latest.current;
    const query = { text: wanted, limit: PAGE, ...(before?.next !== undefined && { after: before.next }) };
    core.list(query).then(
      (found) => {
        if (serial !== latest.current) return;
        setFailure(undefined);
        setList({ ...found, people: [...(before?.people ?? []), ...found.people] });
      },
      (thrown: unknown) => serial === latest.current && setFailure(failureOf(thrown)),
    );
  };
  useEffect(() => {
    const timer = setTimeout(() => load(text), text === '' ? 0 : PAUSE);
    return () => {
      clearTimeout(timer);
    };
  }, [text]);
  const changed = (): void => {
    onChanged();
    load(text);
  };
  return (
    <>
      <p class="sg-hint">{list?.count === 0 ? strings.none : strings.help}</p>
      {failure && <FailureNotice failure={failure} language={language} />}
      {!list && !failure && <Busy language={language} />}
      {list && list.waiting.length > 0 && <Waiting {...props} people={list.waiting} onChanged={changed} />}
      {list && list.count > 0 && (
        <>
          <label class="sg-input">
            <span>{strings.search}</span>
            <input type="search" value={text} onInput={({ currentTarget }) => setText(currentTarget.value)} />
          </label>
          <p class="sg-hint" role="status">
            {list.people.length === 0 ? strings.noneFound : strings.count(list.count)}
          </p>
        </>
      )}
      <ul class="sg-correspondent-list">
        {(list?.people ?? []).map((person) => (
          <Person key={person.address} {...props} person={person} />
        ))}
      </ul>
      {list?.next !== undefined && (
        <button type="button" class="sg-button" onClick={() => load(text, list)}>
          {strings.more}
        </button>
      )}
      <CorrespondentImport core={core} language={language} onChanged={changed} />
    </>
  );
}

function Waiting(props: PeopleProps & { readonly people: readonly Correspondent[] }): JSX.Element {
  const { people, core, language, onChanged } = props;
  const strings = useCorrespondentStrings(language);
  return (
    <section class="sg-waiting-keys" aria-label={strings.waitingTitle}>
      <h3>
        <Icon name="warning" /> {strings.waitingTitle}
      </h3>
      <p class="sg-hint">{strings.waitingHelp}</p>
      <ul class="sg-correspondent-list">
        {people.map((person) => {
          const fresh = person.certificates.find(({ accepted }) => !accepted);
          return (
            <li key={person.address} class="sg-correspondent">
              <Name person={person} />
              {fresh && (
                <ConfirmKey
                  address={person.address}
                  fingerprint={fresh.fingerprint}
                  certificates={person.certificates}
                  core={core}
                  language={language}
                  onChanged={onChanged}
                />
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Name(props: {
  readonly person: Correspondent;
  /** Below the address. */
  readonly more?: string | undefined;
}): JSX.Element {
  const { person, more } = props;
  return (
    <div class="sg-correspondent-facts">
      <Icon name="person" />
      <div>
        <strong>
          <Foreign>{person.name === '' ? person.address : person.name}</Foreign>
        </strong>
        <p class="sg-hint">
          <Foreign>{person.address}</Foreign>
        </p>
        {more !== undefined && <p class="sg-hint">{more}</p>}
      </div>
    </div>
  );
}

function Person(props: PeopleProps & { readonly person: Correspondent }): JSX.Element {
  const { person, language, left, onShow } = props;
  const strings = useCorrespondentStrings(language);
  const [newest, ...others] = person.certificates;
  const count = others.length > 0 ? ` · ${strings.count(person.certificates.length)}` : '';
  const more = newest && datesText(newest, language) + count;
  return (
    <li class="sg-correspondent" data-address={person.address}>
      <Name person={person} more={more} />
      <button
        type="button"
        class="sg-button sg-quiet"
        aria-label={strings.detailsLabel(person.address)}
        ref={person.address === left ? focusOnce : null}
        onClick={() => onShow(person.address)}
      >
        {strings.details}
      </button>
    </li>
  );
}
