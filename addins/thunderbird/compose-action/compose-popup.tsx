import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import {
  parseMailboxes,
  refusalText,
  type KeyLock,
  type Readiness,
  type RecipientStatus,
  type VaultState,
} from '../../../shared/index';
import {
  ATTACH,
  Busy,
  FailureNotice,
  failureOf,
  Later,
  Notice,
  ProtectionToggles,
  RecipientList,
  RenewalReminders,
  SendingNotes,
  UnlockForm,
  useKeyStrings,
  useStrings,
  type Failure,
  type Language,
  type RecipientRow,
} from '../../ui/index';
import { protectionOf } from '../compose-protection';
import { draftReadiness } from '../draft-readiness';
import { openOptions } from '../host/environment';
import { announceUnlocked } from '../host/page-messages';
import { type ComposeTabs, type Protection } from '../host/compose-tabs';
import { labelButton } from '../label-button';
import { takeRefusedTexts } from '../refused-texts';
import { agree, keepQuestion, openQuestion, type ReplyQuestion } from '../reply-agreement';
import { type Ports } from '../wiring';
import { ReplyAsked } from './reply-asked';

interface State {
  readonly tabId: number;
  readonly choice: Protection;
  readonly readiness?: Readiness;
  readonly refused: readonly string[];
  /** What the last try to send raised. */
  readonly question?: ReplyQuestion | undefined;
  readonly obstacle?: 'open-pgp' | 'version';
  readonly lock?: VaultState;
}

interface PopupProps {
  readonly compose: ComposeTabs;
  readonly ports: Ports;
  readonly language: Language;
}

async function load({ compose, ports }: PopupProps): Promise<State> {
  const tabId = await compose.current();
  if (tabId === undefined) throw new Error('no compose window');
  const draft = await compose.draft(tabId);
  const choice = await protectionOf(compose, tabId, draft, ports);
  const refused = await takeRefusedTexts(tabId);
  const question = await openQuestion(tabId);
  const known = { tabId, choice, refused, question };
  if (await compose.usesOpenPgp(tabId)) return { ...known, obstacle: 'open-pgp' };
  if ((await compose.missingPoints()).length > 0) return { ...known, obstacle: 'version' };
  const readiness = await draftReadiness(draft, choice, ports.core);
  return { ...known, readiness, lock: await ports.core.keys.state() };
}

/** What is asked for in one compose window, who could read it, and why the last try to send was refused. */
export function ComposePopup(props: PopupProps): JSX.Element {
  const { compose, ports, language } = props;
  const strings = useStrings(language);
  const [state, setState] = useState<State>();
  const [failure, setFailure] = useState<Failure>();
  const fail = (thrown: unknown): void => {
    setFailure(failureOf(thrown));
  };
  useEffect(() => {
    load(props).then(setState, fail);
  }, []);
  const change = async (choice: Protection): Promise<void> => {
    if (!state) return;
    const { tabId, lock } = state;
    setState({ tabId, choice, refused: [], ...(lock && { lock }) });
    await compose.setProtection(state.tabId, choice);
    await labelButton(compose, state.tabId, choice, language);
    const draft = await compose.draft(state.tabId);
    const readiness = await draftReadiness(draft, choice, ports.core);
    setState((now) => (now?.choice === choice ? { ...now, readiness } : now));
  };
  if (failure) return <FailureNotice failure={failure} language={language} />;
  if (!state) return <Busy language={language} />;
  const { choice, obstacle, readiness, refused, question } = state;
  return (
    <>
      {refused.length > 0 && <Refused texts={refused} language={language} />}
      {question && (
        <ReplyAsked
          question={question}
          language={language}
          onAgree={() => agree(state.tabId, question)}
          onRefuse={() => void keepQuestion(state.tabId, undefined).then(() => window.close(), fail)}
        />
      )}
      <ProtectionToggles
        choice={choice}
        language={language}
        isDisabled={obstacle !== undefined}
        onChange={(next) => void change(next).catch(fail)}
      />
      {obstacle === 'open-pgp' && <Notice tone="neutral">{strings.thunderbird.openPgpChosen}</Notice>}
      {obstacle === 'version' && <Notice tone="attention">{strings.thunderbird.notThisVersion}</Notice>}
      {obstacle === undefined && !readiness && <Busy language={language} />}
      {readiness && (
        <Standing readiness={readiness} choice={choice} isRefused={refused.length > 0} language={language} />
      )}
      {choice.sign && state.lock?.isLocked && readiness?.signer && (
        <LockedNote
          keys={ports.core.keys}
          state={state.lock}
          language={language}
          onUnlocked={() => void announceUnlocked().then(() => load(props).then(setState, fail))}
        />
      )}
      <RenewalReminders reminders={ports.core.reminders} language={language} />
      <Later part={ATTACH} language={language}>
        {({ AttachCertificate }) => (
          <AttachCertificate
            core={ports.core}
            from={async () => senderOf((await compose.draft(state.tabId)).from)}
            now={() => ports.clock.now()}
            attach={(name, { octets, contentType }) =>
              compose.attach(state.tabId, new File([octets], name, { type: contentType }))
            }
            language={language}
          />
        )}
      </Later>
      <div class="tb-footer">
        <button type="button" class="sg-button sg-quiet" onClick={() => void openOptions()}>
          {strings.thunderbird.settings}
        </button>
      </div>
    </>
  );
}

/** Says that the passphrase will be asked for, and takes it at once where that is wanted. */
function LockedNote(props: {
  readonly keys: KeyLock;
  readonly state: VaultState;
  readonly language: Language;
  readonly onUnlocked: () => void;
}): JSX.Element {
  const { keys, state, language, onUnlocked } = props;
  const [isAsking, setAsking] = useState(false);
  const strings = useKeyStrings(language);
  if (isAsking) {
    return (
      <UnlockForm
        keys={keys}
        language={language}
        why="settings"
        isUnset={state.protection === 'device'}
        onUnlocked={onUnlocked}
        onCancel={() => setAsking(false)}
      />
    );
  }
  const unlock = (
    <button type="button" class="sg-button" onClick={() => setAsking(true)}>
      {strings.unlockHere}
    </button>
  );
  return (
    <Notice tone="neutral" actions={unlock}>
      {strings.willAsk}
    </Notice>
  );
}
/** The address of a From field. */
const senderOf = (from: string): string => parseMailboxes(from)[0]?.address ?? '';

function Refused({ texts, language }: { readonly texts: readonly string[]; readonly language: Language }): JSX.Element {
  return (
    <Notice tone="error" title={useStrings(language).thunderbird.notSent}>
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </Notice>
  );
}

function Standing(props: {
  readonly readiness: Readiness;
  readonly choice: Protection;
  readonly isRefused: boolean;
  readonly language: Language;
}): JSX.Element {
  const { readiness, choice, isRefused, language } = props;
  const { compose } = useStrings(language);
  const identityProblems = readiness.refusals.filter(({ code }) => code !== 'recipient-certificate');
  const signer = readiness.signer?.certificate;
  return (
    <>
      {!isRefused &&
        identityProblems.map((refusal) => (
          <Notice key={refusal.code} tone="attention">
            {refusalText(refusal, language)}
          </Notice>
        ))}
      {signer && (
        <p class="sg-hint">
          {compose.signsAs} {signer.subject.commonName ?? ''} {signer.addresses[0] ?? ''}
        </p>
      )}
      <SendingNotes readiness={readiness} language={language} />
      {choice.encrypt && <RecipientList recipients={readiness.recipients.flatMap(rowOf)} language={language} />}
    </>
  );
}

/** The sender is always among the readers and is listed only where something stands against that. */
function rowOf(status: RecipientStatus): readonly RecipientRow[] {
  const { address, field, state, name } = status;
  if (field === 'from' && state === 'ready') return [];
  return [
    {
      address,
      state,
      ...(name === undefined ? {} : { name }),
      ...(field === 'from' ? {} : { field }),
      ...(state === 'unusable' ? { reasons: status.reasons } : {}),
    },
  ];
}
