import { type ComponentChildren, type JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type VaultState, type Work } from '../../../../shared/index';
import {
  ATTACH,
  Busy,
  Foreign,
  Later,
  LOCK_PART,
  neverSigned,
  Notice,
  Progress,
  ProtectionToggles,
  ownReader,
  POLICY_SCREENS,
  RECIPIENTS,
  SendingNotes,
  useStrings,
} from '../../../ui/index';
import { type Language, type ProgressView } from '../../../ui/index';
import { lockedOf } from '../../../policy/decide-draft';
import { openTo, readersOf } from '../../../policy/split-readers';
import { addException } from '../../../policy/own-rules';
import { type ComposeItem } from '../../host/compose-item';
import { failureText } from '../failure-text';
import { type Services } from '../services';
import { type Outgoing } from './outgoing-messages';
import { OutcomeView, type OutcomeActions } from './outcome-view';
import { agreedTo, confirmed, type Agreement } from './agreement';
import { decideSend, type DecidedSend } from './decide-send';
import { type DraftQuestion } from './draft-source';
import { LetGo } from './let-go';
import { importFor } from './import-for';
import { noteSend } from './note-send';
import { recipientRows } from './recipient-rows';
import { deliver, removeDraft, sendSecure, type SendOutcome, type SendPorts, type SendStep } from './send-secure';
import { writeInPlaceOf } from './start-writing';
import { useDraft, type DraftView } from './use-draft';
import { WriteHere } from './write-here';
import { type WritingStart } from './written-message';

export interface ComposePaneProps {
  readonly language: Language;
  readonly services: Services;
  readonly item: ComposeItem;
  /** Changes when identities were added or removed. */
  readonly generation: number;
  /** Goes on with a message that is written in the pane. Left out: this is one. */
  readonly onWrite?: (start: WritingStart) => void;
  /** Told while it is being sent. */
  readonly onBusy?: (isBusy: boolean) => void;
}

/** Beside a draft: what protects it, who will be able to read it, and the button that sends it. */
export function ComposePane(props: ComposePaneProps): JSX.Element {
  const { language, services, item, generation, onWrite, onBusy } = props;
  const { step, progress, outcome, start, cancel, forget } = useSending();
  const isBusy = step !== undefined;
  useEffect(() => onBusy?.(isBusy), [isBusy]);
  const agreed = useRef<Agreement>({ about: '', questions: [] });
  const draft = useDraft(item, services, { isPaused: step !== undefined || outcome?.kind === 'sent', generation });
  const { compose, outlook } = useStrings(language);
  const closeAfter = async (result: SendOutcome): Promise<SendOutcome> => {
    if (result.kind === 'sent' && !result.draftLeft) await item.close().catch(() => undefined);
    return result;
  };
  const [lock, setLock] = useState<VaultState>();
  const [isLeft, setLeft] = useState(false);
  /** Who gets it unencrypted, apart from the others: asked for once, and again only by the user. */
  const open = useRef<readonly string[]>([]);
  /** Asks for the passphrase first where signing takes it. */
  const send = async (apart: readonly string[] = []): Promise<void> => {
    open.current = apart;
    setLeft(false);
    const state = await services.core.keys.state().catch(() => undefined);
    const { sign } = draft.choice ?? { sign: true };
    if (sign && state?.isLocked === true) setLock(state);
    else sendNow();
  };
  const sendNow = (): void =>
    start(async (report, work) => {
      // The draft itself says what is asked for: the ribbon may have changed it since the pane last looked.
      const choice = await item.headers.protection();
      const shownOpen = draft.decided ? readersOf(draft.decided.decision).open : [];
      const isAboutEncrypted = await draft.isAboutEncrypted();
      let verdict: DecidedSend | undefined;
      const decide: SendPorts['decide'] = async (read, asked) =>
        (verdict = await decideSend(
          {
            draft: read,
            choice: asked,
            open: open.current,
            shownOpen,
            isAboutEncrypted,
            confirmed: confirmed(agreed.current, read),
            isWrittenHere: item.isWrittenHere === true,
          },
          services,
        ));
      const result = await sendSecure(item, choice, { ...services, decide }, report, work);
      // Mail hangs on no record.
      const record = verdict && (await services.record().catch(() => undefined));
      if (verdict && record) await noteSend(record, verdict, result, draft.head?.from.address ?? '');
      return closeAfter(result);
    });
  const sendMissing = (missing: readonly Outgoing[]): void =>
    start(async (report) => closeAfter(await deliver(item, missing, services, report)));
  const close = (): void => {
    void removeDraft(item, services.drafts).then(() => item.close().catch(() => undefined));
  };
  const agree = async (questions: readonly DraftQuestion[]): Promise<void> => {
    const head = await item.reader.head();
    agreed.current = agreedTo(agreed.current, head, questions);
    if (draft.decided) {
      const record = await services.record().catch(() => undefined);
      await record?.note({ decided: draft.decided, from: head.from.address, event: 'agreed', way: 'window' });
    }
    void send(open.current);
  };
  const write = async (): Promise<void> => {
    try {
      onWrite?.(await writeInPlaceOf(item, services));
    } catch (error) {
      start(() => Promise.resolve({ kind: 'failed', error, prepared: [] }));
    }
  };
  const actions: OutcomeActions = {
    onRetry: () => void send(open.current),
    onSendMissing: sendMissing,
    onClose: close,
    onAgree: agree,
    onRefuse: forget,
    onWriteHere: () => void write(),
  };
  if (outcome?.kind === 'sent') return <OutcomeView outcome={outcome} language={language} actions={actions} />;
  const { choice, decided } = draft;
  const isChosen = choice !== undefined && (choice.sign || choice.encrypt);
  return (
    <section class="pane-compose" aria-label={compose.heading}>
      <h2>{compose.heading}</h2>
      <DraftFacts
        draft={draft}
        item={item}
        services={services}
        language={language}
        isBusy={step !== undefined}
        onSeparate={(apart) => send(apart)}
      />
      {decided && step === undefined && (
        <Later part={POLICY_SCREENS} language={language}>
          {({ DraftRules }) => (
            <DraftRules
              decided={decided}
              language={language}
              now={() => services.clock.now()}
              onAdd={async (exception) => {
                await addException(services.core.settings, exception);
                const choice = draft.choice ?? { sign: true, encrypt: false };
                await draft.choose(
                  exception.kind === 'never-sign' ? { ...choice, sign: false } : { ...choice, encrypt: true },
                );
              }}
            />
          )}
        </Later>
      )}
      <button
        type="button"
        class="sg-button sg-primary pane-send"
        disabled={!isChosen || step !== undefined || lock !== undefined}
        onClick={() => void send()}
      >
        {step === undefined ? compose.send : compose.sending}
      </button>
      {step === undefined && (
        <Later part={ATTACH} language={language}>
          {({ AttachCertificate }) => (
            <AttachCertificate
              core={services.core}
              from={async () => (await item.reader.head()).from.address}
              now={() => services.clock.now()}
              attach={(name, { octets }) => item.attach(name, octets)}
              language={language}
            />
          )}
        </Later>
      )}
      {onWrite && step === undefined && outcome?.kind !== 'write-here' && (
        <WriteHere isOnly={mustWriteHere(decided)} language={language} onWrite={actions.onWriteHere} />
      )}
      {choice !== undefined && !isChosen && (
        <>
          <p class="sg-hint">{outlook.nothingChosen}</p>
          {draft.isHeldBack && (
            <LetGo language={language} onLetGo={() => draft.choose({ sign: false, encrypt: false })} />
          )}
        </>
      )}
      {lock && (
        <InView>
          <Later part={LOCK_PART} language={language}>
            {({ UnlockForm }) => (
              <UnlockForm
                keys={services.core.keys}
                language={language}
                why="send"
                isUnset={lock.protection === 'device'}
                onUnlocked={() => {
                  setLock(undefined);
                  sendNow();
                }}
                onCancel={() => {
                  setLock(undefined);
                  setLeft(true);
                }}
              />
            )}
          </Later>
        </InView>
      )}
      {isLeft && (
        <Later part={LOCK_PART} language={language}>
          {({ LockedNotice }) => <LockedNotice text="notSent" language={language} />}
        </Later>
      )}
      {step !== undefined && (
        <Progress language={language} text={outlook.sending[step]} progress={progress} onCancel={cancel} />
      )}
      {outcome !== undefined && step === undefined && (
        <InView>
          <OutcomeView outcome={outcome} language={language} actions={actions} />
        </InView>
      )}
    </section>
  );
}

/** What is shown to be encrypted would not be sent from Outlook's draft. */
const mustWriteHere = (decided: DraftView['decided']): boolean =>
  decided?.decision.intended.some(({ encrypt, writing }) => encrypt && writing === 'pane') === true;

/** What comes up below the edge of a small pane is brought into sight. */
function InView({ children }: { readonly children: ComponentChildren }): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.scrollIntoView({ block: 'nearest' }), []);
  return <div ref={place}>{children}</div>;
}

function DraftFacts(props: {
  readonly draft: DraftView;
  readonly item: ComposeItem;
  readonly services: Services;
  readonly language: Language;
  readonly isBusy: boolean;
  readonly onSeparate: (open: readonly string[]) => Promise<void>;
}): JSX.Element {
  const { draft, language, isBusy } = props;
  const { compose, outlook } = useStrings(language);
  const { choice, head, readiness, error } = draft;
  if (choice === undefined || head === undefined) {
    if (error === undefined) return <Busy language={language} />;
    return (
      <>
        <Notice tone="error">{failureText(error, language)}</Notice>
        <ProtectionToggles
          choice={{ sign: false, encrypt: false }}
          onChange={(chosen) => void draft.choose(chosen)}
          language={language}
        />
      </>
    );
  }
  const signer = readiness?.signer?.certificate;
  const { openDraft } = props.item;
  const unsigned = draft.decided ? neverSigned(draft.decided.decision) : [];
  return (
    <>
      <ProtectionToggles
        choice={choice}
        onChange={(chosen) => void draft.choose(chosen)}
        language={language}
        isDisabled={isBusy}
        locked={lockedOf(draft.decided)}
      />
      {error !== undefined && <Notice tone="error">{failureText(error, language)}</Notice>}
      {choice.sign && signer && (
        <p class="sg-hint">
          {compose.signsAs} <Foreign>{signer.subject.commonName ?? head.from.address}</Foreign>
        </p>
      )}
      {readiness && <SendingNotes readiness={readiness} language={language} />}
      {choice.sign && readiness && !signer && <Notice tone="attention">{outlook.noIdentity}</Notice>}
      {!choice.encrypt && unsigned.length > 0 && (
        <Later part={RECIPIENTS} language={language}>
          {({ SignExceptions }) => <SignExceptions addresses={unsigned} language={language} />}
        </Later>
      )}
      {choice.encrypt && (
        <Later part={RECIPIENTS} language={language}>
          {({ RecipientBoard, useRecipientStrings }) => (
            <>
              {draft.isStartedEncrypted && (
                <p class="sg-hint" role="status" data-note="started-encrypted">
                  {useRecipientStrings(language).startedEncrypted}
                </p>
              )}
              <RecipientBoard
                recipients={recipientRows(head, readiness, draft.decided && openTo(draft.decided.decision))}
                own={ownReader(readiness?.recipients ?? [], head.from.address)}
                userName={head.from.name}
                neverSigned={unsigned}
                lookUp={(addresses, work) => props.services.core.lookingUp.lookUp(addresses, work)}
                onFound={() => draft.lookAgain()}
                language={language}
                actions={{
                  importFile: (file, addresses) => importFor(addresses, file, props.services.core.correspondents),
                  async ask(address, subject, text) {
                    if (!openDraft) await props.services.keepDraft({ to: address, subject, text });
                    else openDraft(address, subject, text);
                    return openDraft ? 'opened' : 'kept';
                  },
                  people: props.services.core.correspondents,
                  isSentAtOnce: true,
                  // Where a rule wants it encrypted, nobody gets it otherwise.
                  ...(draft.decided?.mayChange.encrypt === true && {
                    separate: props.onSeparate,
                    sendOpen: () => draft.choose({ sign: choice.sign, encrypt: false }),
                  }),
                }}
              />
            </>
          )}
        </Later>
      )}
    </>
  );
}

interface Sending {
  readonly step: SendStep | undefined;
  readonly progress: ProgressView | undefined;
  readonly outcome: SendOutcome | undefined;
  /** Does nothing while something is being sent: a double click sends once. */
  readonly start: (send: (report: (step: SendStep) => void, work: Work) => Promise<SendOutcome>) => void;
  /** What became of the last press is no more told. */
  readonly forget: () => void;
  /** Undefined where the message may be on its way. */
  readonly cancel: (() => void) | undefined;
}

const CANCELLABLE: readonly SendStep[] = ['reading', 'protecting'];

function useSending(): Sending {
  const [step, setStep] = useState<SendStep>();
  const [progress, setProgress] = useState<ProgressView>();
  const [outcome, setOutcome] = useState<SendOutcome>();
  const running = useRef<AbortController | undefined>(undefined);
  const report = (next: SendStep): void => {
    setStep(next);
    setProgress(undefined);
  };
  return {
    step,
    progress,
    outcome,
    forget: () => setOutcome(undefined),
    cancel: step !== undefined && CANCELLABLE.includes(step) ? () => running.current?.abort() : undefined,
    start(send) {
      if (running.current) return;
      const controller = new AbortController();
      running.current = controller;
      report('reading');
      setOutcome(undefined);
      const tell = (done: number, total: number): void => {
        setProgress({ done, total });
      };
      void send(report, { progress: tell, signal: controller.signal })
        .catch((error: unknown): SendOutcome => ({ kind: 'failed', error, prepared: [] }))
        .then((result) => {
          running.current = undefined;
          setOutcome(result);
          setStep(undefined);
        });
    },
  };
}
