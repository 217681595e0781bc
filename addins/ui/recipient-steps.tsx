import { type ComponentChildren, type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Correspondents } from '../worker/correspondents';
import { ConfirmRecipient } from './confirm-recipient';
import { failureOf } from './failure';
import { focusOnce } from './focus';
import { Foreign } from './foreign';
import { Icon } from './icons';
import { FailureNotice, StatusLine } from './notices';
import { type Failure, type Language, type RecipientRow } from './props';
import { canRead, isChecking, isServed } from './recipient-list';
import { useRecipientStrings } from './recipient-strings';

/** What a host can do for recipients without a usable certificate; what is left out is not offered. */
export interface RecipientActions {
  readonly searchAgain: () => void;
  /** Keeps certificates of a file; how many are of the addresses given. */
  readonly importFile?: (file: File, addresses: readonly string[]) => Promise<number>;
  /** Makes a ready draft to the address; `kept`: it lies with the other drafts, since none could be opened. */
  readonly ask?: (address: string, subject: string, text: string) => Promise<'opened' | 'kept'>;
  /** What confirming a key of somebody takes. */
  readonly people?: Pick<Correspondents, 'details' | 'confirm'>;
  /** Makes two messages: encrypted to those who can read it, and unencrypted to `open`. The user has seen which. */
  readonly separate?: (open: readonly string[]) => Promise<void>;
  /** `separate` sends them, too; else they are only made. */
  readonly isSentAtOnce?: boolean;
  /** Switches encryption off. Left out: a policy wants it. */
  readonly sendOpen?: () => Promise<void>;
}

/** The next steps where not everybody can read a draft; nothing where they can, or it is not known yet. */
export function RecipientSteps(props: {
  readonly recipients: readonly RecipientRow[];
  readonly actions: RecipientActions;
  /** A file brought certificates of these recipients. */
  readonly onFound: () => void;
  readonly userName: string;
  readonly language: Language;
}): JSX.Element | null {
  const { recipients, actions, language } = props;
  const strings = useRecipientStrings(language);
  const [asked, setAsked] = useState<'separate' | 'open'>();
  const [told, setTold] = useState('');
  const [failure, setFailure] = useState<Failure>();
  const without = recipients.filter((row) => !isServed(row) && !isChecking(row));
  if (without.length === 0 || recipients.some(isChecking)) return null;
  const withCertificate = recipients.filter(canRead);
  const run = (step: Promise<void>): void => {
    setFailure(undefined);
    setTold('');
    step.then(
      () => setAsked(undefined),
      (thrown: unknown) => setFailure(failureOf(thrown)),
    );
  };
  const keep = async (file: File | undefined): Promise<void> => {
    if (!file || !actions.importFile) return;
    const found = await actions.importFile(
      file,
      without.map(({ address }) => address),
    );
    setTold(found > 0 ? strings.imported : strings.nothingImported);
    if (found > 0) props.onFound();
  };
  const askFor = async (address: string): Promise<void> => {
    const { subject, text } = strings.request;
    const made = await actions.ask?.(address, subject, text(props.userName));
    if (made === 'kept') setTold(strings.askKept(address));
  };
  const { importFile, ask, people, separate, sendOpen } = actions;
  const unconfirmed = people ? without.filter(({ waiting }) => waiting !== undefined).slice(0, ASKED) : [];
  if (asked === 'separate' && separate) {
    return (
      <Question
        title={strings.separateTitle}
        yes={actions.isSentAtOnce === true ? strings.sendBoth : strings.separateYes}
        language={language}
        onNo={() => setAsked(undefined)}
        onYes={() => run(separate(without.map(({ address }) => address)))}
      >
        <p>{strings.separateText}</p>
        <Going title={strings.goesEncrypted} rows={withCertificate} />
        <Going title={strings.goesOpen} rows={without} />
        {failure && <FailureNotice failure={failure} language={language} />}
      </Question>
    );
  }
  if (asked === 'open' && sendOpen) {
    return (
      <Question
        title={strings.sendOpenTitle}
        yes={strings.sendOpenYes}
        language={language}
        onNo={() => setAsked(undefined)}
        onYes={() => run(sendOpen())}
      >
        <p>{strings.sendOpenText}</p>
      </Question>
    );
  }
  return (
    <section class="sg-group sg-steps-next" aria-label={strings.whatNow}>
      <h3>{strings.whatNow}</h3>
      {people &&
        unconfirmed.map(({ address, waiting = '' }) => (
          <ConfirmRecipient
            key={`${address} ${waiting}`}
            address={address}
            fingerprint={waiting}
            people={people}
            onConfirmed={props.onFound}
            language={language}
          />
        ))}
      <div class="sg-actions">
        <Step name="search" label={strings.searchAgain} onPress={actions.searchAgain} />
        {importFile && (
          <label class="sg-file sg-button">
            <span>{strings.importFile}</span>
            <input
              type="file"
              data-step="import"
              onChange={({ currentTarget }) => run(keep(currentTarget.files?.[0]))}
            />
          </label>
        )}
        {ask &&
          without
            .filter(({ state }) => state !== 'list')
            .slice(0, ASKED)
            .map(({ address }) => (
              <Step key={address} name="ask" label={strings.ask(address)} onPress={() => run(askFor(address))} />
            ))}
        {separate && withCertificate.length > 0 && (
          <Step name="separate" label={strings.separate} onPress={() => setAsked('separate')} />
        )}
        {sendOpen && <Step name="open" label={strings.sendOpen} onPress={() => setAsked('open')} />}
      </div>
      {told !== '' && <StatusLine text={told} />}
      {failure && <FailureNotice failure={failure} language={language} />}
    </section>
  );
}

/** A button for each of more people would be a wall of buttons. */
const ASKED = 5;

function Step(props: { readonly name: string; readonly label: string; readonly onPress: () => void }): JSX.Element {
  return (
    <button type="button" class="sg-button" data-step={props.name} onClick={props.onPress}>
      <Foreign>{props.label}</Foreign>
    </button>
  );
}

function Going({ title, rows }: { readonly title: string; readonly rows: readonly RecipientRow[] }): JSX.Element {
  return (
    <>
      <strong>{title}</strong>
      <ul class="sg-reasons">
        {rows.map(({ address, field }) => (
          <li key={`${field ?? ''} ${address}`}>
            <Foreign>{address}</Foreign>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The safe button has the focus. */
function Question(props: {
  readonly title: string;
  readonly yes: string;
  readonly language: Language;
  readonly onNo: () => void;
  readonly onYes: () => void;
  readonly children: ComponentChildren;
}): JSX.Element {
  const strings = useRecipientStrings(props.language);
  return (
    <div class="sg-question" role="alertdialog" aria-label={props.title}>
      <strong>
        <Icon name="warning" /> {props.title}
      </strong>
      <div class="sg-question-text">{props.children}</div>
      <div class="sg-actions">
        <button type="button" class="sg-button sg-primary" ref={focusOnce} data-answer="no" onClick={props.onNo}>
          {strings.no}
        </button>
        <button type="button" class="sg-button" data-answer="yes" onClick={props.onYes}>
          {props.yes}
        </button>
      </div>
    </div>
  );
}
