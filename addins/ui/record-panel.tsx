import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Check } from './check';
import { failureOf } from './failure';
import { FailureNotice } from './notices';
import { type Failure, type Language } from './props';
import { useRecordStrings, type RecordStrings } from './record-strings';

/** One line, as it is shown. */
export interface RecordLine {
  readonly time: string;
  readonly event: keyof RecordStrings['events'];
  readonly to: readonly string[];
  readonly sign: boolean;
  readonly encrypt: boolean;
}

export interface RecordView {
  readonly isOn: boolean;
  readonly isRequired: boolean;
  /** The newest first. */
  readonly entries: readonly RecordLine[];
}

interface RecordPanelProps {
  readonly load: () => Promise<RecordView>;
  readonly switchOn: (isOn: boolean) => Promise<void>;
  readonly erase: () => Promise<void>;
  readonly save: (format: 'json' | 'csv') => Promise<void>;
  readonly language: Language;
}

/** So many lines are shown; all of them are in the file. */
const SHOWN = 20;

/** The record of decisions, to be read, saved as a file and erased; where an organisation requires it, not erased. */
export function RecordPanel({ load, switchOn, erase, save, language }: RecordPanelProps): JSX.Element {
  const strings = useRecordStrings(language);
  const [state, setState] = useState<RecordView>();
  const [failure, setFailure] = useState<Failure>();
  const fail = (thrown: unknown): void => setFailure(failureOf(thrown));
  const reload = (): void => void load().then(setState, fail);
  useEffect(reload, []);
  const act = (work: Promise<void>): void => void work.then(reload, fail);
  const entries = state?.entries ?? [];
  const button = (text: string, isOff: boolean, onClick: () => void): JSX.Element => (
    <button type="button" class="sg-button" disabled={isOff} onClick={onClick}>
      {text}
    </button>
  );
  return (
    <section class="sg-panel sg-record" aria-label={strings.heading} aria-busy={!state && !failure}>
      <h2>{strings.heading}</h2>
      <p class="sg-hint">{strings.about}</p>
      {failure && <FailureNotice failure={failure} language={language} />}
      <Check
        name="record"
        isOn={state?.isOn === true}
        isDisabled={state?.isRequired !== false}
        onChange={(isOn) => act(switchOn(isOn))}
      >
        {strings.keep}
      </Check>
      {state?.isRequired && <p class="sg-hint">{strings.required}</p>}
      {state && <p>{entries.length === 0 ? strings.none : strings.lines(entries.length)}</p>}
      <div class="sg-actions">
        {button(strings.saveJson, entries.length === 0, () => act(save('json')))}
        {button(strings.saveCsv, entries.length === 0, () => act(save('csv')))}
        {button(strings.erase, entries.length === 0 || state?.isRequired !== false, () => act(erase()))}
      </div>
      {entries.length > 0 && <Lines entries={entries.slice(0, SHOWN)} strings={strings} />}
    </section>
  );
}

function Lines({ entries, strings }: { entries: readonly RecordLine[]; strings: RecordStrings }): JSX.Element {
  const had = ({ sign, encrypt }: RecordLine): string =>
    [...(sign ? [strings.signed] : []), ...(encrypt ? [strings.encrypted] : [])].join(', ') || strings.plain;
  return (
    <details class="sg-details">
      <summary>{strings.newest}</summary>
      <ul>
        {entries.map((one, at) => (
          <li key={at}>
            {one.time} {strings.events[one.event]}: {had(one)} {strings.to(one.to.join(', '))}
          </li>
        ))}
      </ul>
    </details>
  );
}
