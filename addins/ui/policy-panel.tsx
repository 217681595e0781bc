import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import {
  explainedText,
  localText,
  snapshotText,
  type Exception,
  type PolicyDocument,
  type SettingName,
  type SnapshotChoice,
  type UserLayer,
} from '../../shared/index';
import { failureOf } from './failure';
import { dayText } from './formats';
import { FailureNotice, Notice } from './notices';
import { usePolicyStrings, type PolicyStrings } from './policy-strings';
import { type Failure, type Language } from './props';

export interface PolicyState {
  readonly policy: Pick<SnapshotChoice, 'kind' | 'document' | 'reasons'>;
  readonly own: UserLayer;
}

interface PolicyPanelProps {
  readonly load: () => Promise<PolicyState>;
  /** Keeps an exception in the place of one about the same. */
  readonly save: (exception: Exception) => Promise<void>;
  readonly remove: (exception: Exception) => Promise<void>;
  readonly language: Language;
}

/** Which rules of an organisation apply, what they lock and whom to ask, and the user's own exceptions, to be edited. */
export function PolicyPanel({ load, save, remove, language }: PolicyPanelProps): JSX.Element {
  const strings = usePolicyStrings(language);
  const [state, setState] = useState<PolicyState>();
  const [failure, setFailure] = useState<Failure>();
  const fail = (thrown: unknown): void => setFailure(failureOf(thrown));
  const reload = (): void => void load().then(setState, fail);
  useEffect(reload, []);
  const change = (work: Promise<void>): void => void work.then(reload, fail);
  return (
    <section class="sg-panel sg-policy" aria-label={strings.rulesHeading} aria-busy={!state && !failure}>
      <h2>{strings.rulesHeading}</h2>
      {failure && <FailureNotice failure={failure} language={language} />}
      {state && <InForce {...state.policy} language={language} />}
      {state && <Locked document={state.policy.document} language={language} />}
      <h2>{strings.exceptionsHeading}</h2>
      {state && (state.own.exceptions ?? []).length === 0 && <p class="sg-hint">{strings.noExceptions}</p>}
      <ul class="sg-identities">
        {(state?.own.exceptions ?? []).map((exception) => (
          <ExceptionRow
            key={`${exception.kind} ${exception.pattern}`}
            exception={exception}
            language={language}
            onSave={(next) => change(save(next))}
            onRemove={() => change(remove(exception))}
          />
        ))}
      </ul>
    </section>
  );
}

function InForce({ kind, document, reasons, language }: PolicyState['policy'] & { language: Language }): JSX.Element {
  const strings = usePolicyStrings(language);
  if (kind === 'none') return <p class="sg-hint">{strings.noPolicy}</p>;
  const name = document.name && localText(document.name, language);
  const said = { new: '', 'last-known': strings.lastKnown, strict: strings.strict }[kind];
  return (
    <>
      {kind !== 'strict' && <p>{name === undefined ? strings.unnamed : strings.named(name)}</p>}
      {(said !== '' || reasons.length > 0) && (
        <Notice tone="attention">
          {[said, ...reasons.map((one) => snapshotText(one, language))].filter(Boolean).join(' ')}
        </Notice>
      )}
    </>
  );
}

/** What is locked, one line for each group of settings, with the words that the administrator gave. */
function Locked({ document, language }: { document: PolicyDocument; language: Language }): JSX.Element | null {
  const strings = usePolicyStrings(language);
  const lines = lockedLines(document, strings, language);
  if (lines.length === 0) return null;
  return (
    <>
      <h3>{strings.lockedHeading}</h3>
      <ul class="sg-rules">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}

/** What is brought along takes nothing from the user. */
const BROUGHT: ReadonlySet<string> = new Set(['anchors.added', 'certificates', 'identities']);

function lockedLines(
  { settings = {}, contact }: PolicyDocument,
  strings: PolicyStrings,
  language: Language,
): readonly string[] {
  const lines = Object.entries(settings).flatMap(([name, entry]) => {
    const { change = 'none', text, contact: asked = contact } = entry;
    const group = (name as SettingName).replace(/\..*/, '') as keyof PolicyStrings['settings'];
    if (change === 'free' || BROUGHT.has(name)) return [];
    const said = explainedText({ ...(text !== undefined && { text }), ...(asked && { contact: asked }) }, language);
    const why = said.length === 0 ? '' : `: ${said.join(' ')}`;
    return [`${strings.settings[group]}${change === 'stricter' ? ` (${strings.stricterOnly})` : ''}${why}`];
  });
  return [...new Set(lines)];
}

function ExceptionRow(props: {
  readonly exception: Exception;
  readonly language: Language;
  readonly onSave: (exception: Exception) => void;
  readonly onRemove: () => void;
}): JSX.Element {
  const { exception, language, onSave, onRemove } = props;
  const { kind, pattern, added, reason, expires } = exception;
  const strings = usePolicyStrings(language);
  const [text, setText] = useState(reason);
  const [end, setEnd] = useState(expires?.slice(0, 10) ?? '');
  const what = kind === 'never-sign' ? strings.neverSignTo(pattern) : strings.alwaysEncryptTo(pattern);
  const isChanged = text !== reason || end !== (expires?.slice(0, 10) ?? '');
  return (
    <li class="sg-identity">
      <div class="sg-identity-facts">
        <div>
          <strong>{what}</strong>
          <p class="sg-hint">
            {strings.since(dayText(new Date(added), language))}
            {expires !== undefined && ` · ${strings.until(dayText(new Date(expires), language))}`}
          </p>
          <label class="sg-input">
            <span>{strings.reason}</span>
            <input
              type="text"
              maxLength={200}
              value={text}
              onInput={({ currentTarget }) => setText(currentTarget.value)}
            />
          </label>
          <label class="sg-input">
            <span>{strings.expires}</span>
            <input type="date" value={end} onInput={({ currentTarget }) => setEnd(currentTarget.value)} />
          </label>
          <div class="sg-actions">
            <button
              type="button"
              class="sg-button"
              disabled={!isChanged}
              onClick={() =>
                onSave({ kind, pattern, added, reason: text, ...(end !== '' && { expires: `${end}T00:00:00Z` }) })
              }
            >
              {strings.save}
            </button>
            <button type="button" class="sg-button sg-quiet" aria-label={strings.remove(what)} onClick={onRemove}>
              {strings.removeShort}
            </button>
          </div>
        </div>
      </div>
    </li>
  );
}
