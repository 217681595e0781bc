import { type JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import {
  errorCode,
  type Asked,
  type AttachmentView,
  type Exception,
  type Pin,
  type ViewedMessage,
  type Work,
} from '../../../../shared/index';
import {
  failureOf,
  KeysOfMessage,
  later,
  Later,
  LOCK_PART,
  MessageView,
  Notice,
  Progress,
  RevocationCheck,
  saveFile,
  SenderExceptions,
  useStrings,
  VerdictCard,
} from '../../../ui/index';
import { type Language, type ProgressView } from '../../../ui/index';
import { type OpenMail } from '../../../worker/core';
import { type RevocationLookup } from '../../../worker/revocation-options';
import { type ReadItem } from '../../host/read-item';
import { failureText } from '../failure-text';
import { Guarded } from '../guarded';
import { Latest } from '../latest';
import { type MessageFile } from '../message-file';
import { type WritingStart } from '../compose/written-message';
import { type Services } from '../services';
import { candidatesFor, openOriginal, type Candidate, type Opened } from './open-original';

type State =
  | { readonly kind: 'opening'; readonly progress?: ProgressView }
  | { readonly kind: 'cancelled' }
  /** `unset`: a passphrase must be set first. `left`: the user does not want to unlock now. */
  | { readonly kind: 'locked'; readonly step: 'ask' | 'unset' | 'left' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | {
      readonly kind: 'opened';
      readonly opened: Opened;
      readonly subject: ReadItem | MessageFile;
      /** Differs from message to message: what one breaks on the screen does not last for the next. */
      readonly serial: number;
    };

export interface ReadPaneProps {
  readonly language: Language;
  readonly services: Services;
  /** The message to show: selected in the host, or a file. A new value ends the work on the one before. */
  readonly subject: ReadItem | MessageFile;
  /** Changes when the same message is to be opened anew, such as after an identity was added. */
  readonly generation: number;
  /** Answers in the pane itself; undefined: there is no Outlook. */
  readonly reply: Reply | undefined;
}

export interface Reply {
  /** The user's address. */
  readonly from: string;
  readonly onStart: (start: WritingStart) => void;
}

/** Comes below the message. */
const ANSWERS = later(() => import('../compose/answers'));

let serial = 0;

const isFile = (subject: ReadItem | MessageFile): subject is MessageFile => 'content' in subject;

/** What one message is worth, and its text: of the message in `subject` and never of another. */
export function ReadPane({ language, services, subject, generation, reply }: ReadPaneProps): JSX.Element {
  const [state, setState] = useState<State>({ kind: 'opening' });
  const [attempt, setAttempt] = useState(0);
  const latest = useRef(new Latest());
  const opening = useRef(new AbortController());
  useEffect(() => {
    const isLatest = latest.current.begin();
    const controller = new AbortController();
    opening.current = controller;
    setState({ kind: 'opening' });
    if (!isFile(subject)) services.marking?.show(subject);
    const progress = (done: number, total: number): void => {
      if (isLatest()) setState({ kind: 'opening', progress: { done, total } });
    };
    void openSubject(subject, services, { progress, signal: controller.signal })
      .catch(failed)
      .then((next) => {
        if (isLatest()) setState(next);
        else if (next.kind === 'opened') next.opened.mail.forget();
      });
    return () => {
      latest.current.begin();
      controller.abort();
    };
  }, [subject, services, attempt, generation]);
  // By the subject that was opened: for a moment the one to show can be another already.
  useEffect(() => {
    if (state.kind === 'opened' && !isFile(state.subject)) services.marking?.show(state.subject, state.opened.mail);
  }, [state]);
  // However far down the one before was read: the verdict is seen first.
  useLayoutEffect(() => window.scrollTo(0, 0), [subject]);
  const { outlook, read, common } = useStrings(language);
  const again = (
    <button type="button" class="sg-button" onClick={() => setAttempt(attempt + 1)}>
      {common.retry}
    </button>
  );
  if (state.kind === 'opening') {
    const cancel = (): void => {
      latest.current.begin();
      opening.current.abort();
      setState({ kind: 'cancelled' });
    };
    return <Progress language={language} text={read.checking} progress={state.progress} onCancel={cancel} />;
  }
  if (state.kind === 'cancelled') {
    return (
      <Notice tone="neutral" actions={again}>
        {read.cancelled}
      </Notice>
    );
  }
  if (state.kind === 'locked') {
    return (
      <Locked
        step={state.step}
        services={services}
        language={language}
        onUnlocked={() => setAttempt(attempt + 1)}
        onStep={(step) => setState({ kind: 'locked', step })}
      />
    );
  }
  if (state.kind === 'failed') {
    return (
      <Notice tone="error" title={outlook.cannotRead} actions={again}>
        <p>{failureText(state.error, language)}</p>
        {!isFile(subject) && <p>{outlook.cannotReadHelp}</p>}
      </Notice>
    );
  }
  return (
    <Guarded key={state.serial} language={language}>
      <OpenedView
        {...state}
        language={language}
        onPin={(pin) => services.core.pins.add(pin).then(() => setAttempt(attempt + 1))}
        services={services}
        {...(reply && { answer: { ...reply, item: isFile(state.subject) ? undefined : state.subject } })}
        onRefreshed={(mail) => {
          setState((now) => (now === state ? { ...now, opened: { ...now.opened, mail } } : now));
        }}
      />
    </Guarded>
  );
}

function failed(error: unknown): State {
  const { code, subject } = failureOf(error);
  if (code === 'cancelled') return { kind: 'cancelled' };
  if (code === 'locked') return { kind: 'locked', step: subject === 'passphrase-required' ? 'unset' : 'ask' };
  return { kind: 'failed', error };
}

/** Asks for the passphrase in the place of the message. */
function Locked(props: {
  readonly step: 'ask' | 'unset' | 'left';
  readonly services: Services;
  readonly language: Language;
  readonly onUnlocked: () => void;
  readonly onStep: (step: 'ask' | 'left') => void;
}): JSX.Element {
  const { step, services, language, onUnlocked, onStep } = props;
  return (
    <Later part={LOCK_PART} language={language}>
      {({ LockedNotice, UnlockForm }) =>
        step === 'left' ? (
          <LockedNotice text="stillLocked" language={language} onUnlock={onUnlocked} />
        ) : (
          <UnlockForm
            keys={services.core.keys}
            language={language}
            why="open"
            isUnset={step === 'unset'}
            onUnlocked={onUnlocked}
            onCancel={() => onStep('left')}
          />
        )
      }
    </Later>
  );
}

async function openSubject(subject: ReadItem | MessageFile, services: Services, work: Work): Promise<State> {
  const candidates: readonly Candidate[] = isFile(subject)
    ? [{ source: 'file', load: () => Promise.resolve(subject.content) }]
    : candidatesFor(subject, services.originals);
  const note = (): void => {
    const id = isFile(subject) ? undefined : subject.conversationId;
    // Where that cannot be kept, the message is shown all the same.
    if (id !== undefined) void services.noteEncrypted?.(id).catch(() => undefined);
  };
  const opened = await openOriginal(candidates, (message) => services.core.open(message, work)).catch(
    (thrown: unknown) => {
      if (errorCode(thrown) === 'locked') note();
      throw thrown;
    },
  );
  if (opened.mail.view.summary.encryption !== 'none') note();
  return { kind: 'opened', opened, subject, serial: ++serial };
}

function OpenedView(props: {
  readonly opened: Opened;
  readonly language: Language;
  readonly onPin: (pin: Pin) => Promise<void>;
  readonly services: Services;
  readonly answer?: Reply & { readonly item: ReadItem | undefined };
  /** The same message after the network was asked about its certificates. */
  readonly onRefreshed: (mail: OpenMail) => void;
}): JSX.Element {
  const { opened, language, onPin, services, answer, onRefreshed } = props;
  const { outlook } = useStrings(language);
  const { mail, source } = opened;
  const { view, readers, newCorrespondent, continuity } = mail;
  const note = isBroken(view) ? outlook.sourceNote[source] : '';
  const save = async ({ index }: AttachmentView, filename: string): Promise<void> =>
    saveFile(filename, await mail.attachment(index));
  return (
    <>
      <VerdictCard
        verdict={view}
        language={language}
        readers={readers}
        continuity={continuity}
        onPin={onPin}
        {...(source === 'file' ? {} : { rendering: 'outlook' as const })}
      />
      <RevocationOf mail={mail} services={services} language={language} onRefreshed={onRefreshed} />
      {note !== '' && <p class="sg-hint">{note}</p>}
      <KeysOfMessage mail={mail} core={services.core} language={language} onChanged={() => undefined} />
      <SenderExceptions
        from={view.from}
        language={language}
        now={() => services.clock.now()}
        onAdd={(exception) => rememberException(exception, services)}
      />
      {newCorrespondent !== undefined && <Notice tone="neutral">{outlook.certificateKept(newCorrespondent)}</Notice>}
      {isReadable(view) && (
        <>
          <h2 class="pane-subject">{view.subject}</h2>
          <MessageView body={view.body} language={language} onSave={save} />
          {answer && (
            <Later part={ANSWERS} language={language}>
              {({ Answers }) => <Answers {...answer} mail={mail} core={services.core} language={language} />}
            </Later>
          )}
        </>
      )}
    </>
  );
}

/** Asks by itself where the user wants that, after the message is shown; else offers to ask. */
function RevocationOf(props: {
  readonly mail: OpenMail;
  readonly services: Services;
  readonly language: Language;
  readonly onRefreshed: (mail: OpenMail) => void;
}): JSX.Element | null {
  const { mail, services, language, onRefreshed } = props;
  const [lookup, setLookup] = useState<RevocationLookup>('off');
  const isOver = useRef(false);
  const refresh = async (isForced: boolean): Promise<readonly Asked[]> => {
    const refreshed = await mail.refresh?.({ isForced });
    if (refreshed && !isOver.current) onRefreshed(refreshed.mail);
    return refreshed?.asked ?? [];
  };
  useEffect(() => {
    const begin = async (): Promise<void> => {
      const { options } = await services.core.revocation.choice();
      if (isOver.current) return;
      setLookup(options.lookup);
      if (options.lookup === 'always') await refresh(false);
    };
    begin().catch(() => undefined);
    return () => {
      isOver.current = true;
    };
  }, []);
  const canAsk =
    mail.refresh !== undefined && mail.view.signatures.some(({ isRoot, path }) => isRoot && path === 'valid');
  return canAsk && lookup !== 'off' ? <RevocationCheck language={language} onCheck={() => refresh(true)} /> : null;
}

/** `addException` of own-rules.ts, loaded where there is one. */
async function rememberException(exception: Exception, { core }: Services): Promise<void> {
  const { addException } = await import('../../../policy/own-rules');
  await addException(core.settings, exception);
}

const isBroken = ({ summary }: ViewedMessage): boolean =>
  summary.state === 'signed-invalid' || summary.state === 'uncheckable';

/** An envelope that stays closed has no text of its own to show. */
const isReadable = ({ encryption }: ViewedMessage): boolean =>
  encryption.state === 'none' || encryption.state === 'opened';
