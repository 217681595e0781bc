import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type RevocationChoice } from '../worker/revocation-calls';
import { type RevocationOptions } from '../worker/revocation-options';
import { Choice } from './choice';
import { failureOf } from './failure';
import { FailureNotice, Notice } from './notices';
import { type Failure, type Language } from './props';
import { useStrings } from './strings';

const UNKNOWNS = ['not-asked', 'counts', 'bars'] as const;
type Unknown = (typeof UNKNOWNS)[number];

/** The host must be let reach other servers first. */
export interface NetworkPermission {
  /** Whether it is. */
  isGiven(): Promise<boolean>;
  /** Asks the user, in answer to a click. */
  ask(): Promise<boolean>;
}

/** When certificates are looked up, what that tells whom, and what a signature counts that was not; stored at once. */
export function RevocationOptionsPanel(props: {
  readonly load: () => Promise<RevocationChoice>;
  readonly save: (options: RevocationOptions) => Promise<void>;
  /** Left out: nothing has to be asked for. */
  readonly permission?: NetworkPermission;
  /** Host and policy allow asking. */
  readonly canAsk: boolean;
  readonly onChanged?: () => void;
  readonly language: Language;
}): JSX.Element {
  const { load, save, permission, canAsk, onChanged, language } = props;
  const { revocation: strings } = useStrings(language);
  const [choice, setChoice] = useState<RevocationChoice>();
  const [isGiven, setGiven] = useState(true);
  const [failure, setFailure] = useState<Failure>();
  const fail = (thrown: unknown): void => setFailure(failureOf(thrown));
  useEffect(() => {
    load().then(setChoice, fail);
    permission?.isGiven().then(setGiven, fail);
  }, []);
  if (failure) return <FailureNotice failure={failure} language={language} />;
  const isFixed = (name: keyof RevocationOptions): boolean => choice === undefined || choice.fixed.includes(name);
  const change = (more: Partial<RevocationOptions>): void => {
    if (!choice) return;
    const options = { ...choice.options, ...more };
    save(options).then(() => {
      setChoice({ ...choice, options });
      onChanged?.();
    }, fail);
  };
  const lookup = choice?.options.lookup ?? 'on-request';
  return (
    <section class="sg-panel sg-revocation" aria-label={strings.heading} aria-busy={choice === undefined}>
      <h2>{strings.heading}</h2>
      <p class="sg-hint">{strings.help}</p>
      {canAsk ? (
        <Choice
          name="lookup"
          label={strings.lookup}
          values={choice?.lookups ?? [lookup]}
          texts={strings.lookups}
          isDisabled={isFixed('lookup')}
          value={lookup}
          onChange={(value) => change({ lookup: value })}
        />
      ) : (
        <p class="sg-hint">{strings.cannot}</p>
      )}
      {canAsk && !isGiven && permission && lookup !== 'off' && (
        <Notice
          tone="neutral"
          actions={
            <button type="button" class="sg-button" onClick={() => void permission.ask().then(setGiven, fail)}>
              {strings.permit}
            </button>
          }
        >
          {strings.permitHelp}
        </Notice>
      )}
      <Choice
        name="unknown"
        label={strings.unknown}
        values={UNKNOWNS}
        texts={strings.unknowns}
        isDisabled={isFixed('required') || isFixed('softFail')}
        value={unknownOf(choice?.options)}
        onChange={(value) => change({ required: value === 'bars', softFail: value === 'counts' })}
      />
      {choice && choice.fixed.length > 0 && <p class="sg-hint">{strings.fixed}</p>}
    </section>
  );
}

function unknownOf(options: RevocationOptions | undefined): Unknown {
  if (options?.required === true) return 'bars';
  return options?.softFail === true ? 'counts' : 'not-asked';
}
