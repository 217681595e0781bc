import { type JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { parseMailboxes, refusalText, type Question, type Readiness, type VaultState } from '../../../shared/index';
import { lockedOf } from '../../policy/decide-draft';
import { openTo } from '../../policy/split-readers';
import { addException } from '../../policy/own-rules';
import {
  ATTACH,
  Busy,
  FailureNotice,
  failureOf,
  Later,
  neverSigned,
  Notice,
  ownReader,
  POLICY_SCREENS,
  ProtectionToggles,
  recipientRow,
  RECIPIENTS,
  RenewalReminders,
  SendingNotes,
  useStrings,
  type Failure,
  type Language,
  type RecipientRow,
  withOpen,
} from '../../ui/index';
import { decideInTab, type DraftDecision } from '../compose-protection';
import { draftReadiness, type DraftReadiness } from '../draft-readiness';
import { switched } from '../draft-source';
import { capabilities } from '../host/capabilities';
import { openOptions } from '../host/environment';
import { announceUnlocked, askAboutQuote } from '../host/page-messages';
import { type Draft, type Protection } from '../host/compose-tabs';
import { labelButton } from '../label-button';
import { nativeObstacles } from '../native-source';
import { agreeToPolicyQuestions, forgetPolicyQuestions, openPolicyQuestions } from '../policy-agreement';
import { agreeToQuote, isQuoteAsked as isAskedOfQuote, keepQuoteQuestion } from '../quote-agreement';
import { takeRefusedTexts } from '../refused-texts';
import { agree, keepQuestion, openQuestion, type ReplyQuestion } from '../reply-agreement';
import { capabilityStrings } from '../capability-strings';
import { type Hosts, type Ports } from '../wiring';
import { LockedNote } from './locked-note';
import { NativeStanding } from './native-standing';
import { QuoteAsked } from './quote-asked';
import { ReplyAsked } from './reply-asked';

interface State {
  readonly tabId: number;
  readonly draft: Draft;
  readonly choice: Protection;
  readonly readiness?: DraftReadiness | undefined;
  /** Thunderbird's own S/MIME is to do it: what stands against that. */
  readonly native?: readonly string[] | undefined;
  readonly refused: readonly string[];
  /** What the last try to send raised. */
  readonly question?: ReplyQuestion | undefined;
  readonly isQuoteAsked?: boolean;
  /** What rules leave to the user, from the last try to send. */
  readonly policyQuestions?: readonly Question[];
  readonly decided?: DraftDecision;
  readonly obstacle?: 'open-pgp' | 'version';
  readonly lock?: VaultState;
}

interface PopupProps {
  readonly hosts: Pick<Hosts, 'compose' | 'lists'>;
  readonly ports: Ports;
  readonly language: Language;
}

async function load({ hosts: { compose, lists }, ports, language }: PopupProps): Promise<State> {
  const tabId = await compose.current();
  if (tabId === undefined) throw new Error('no compose window');
  const draft = await compose.draft(tabId);
  const refused = await takeRefusedTexts(tabId);
  const question = await openQuestion(tabId);
  const isQuoteAsked = await isAskedOfQuote(tabId);
  const { signs, encrypts } = await compose.openPgp(tabId);
  if (signs || encrypts) {
    return { tabId, draft, choice: NOTHING, refused, question, isQuoteAsked, obstacle: 'open-pgp' };
  }
  const decided = await decideInTab(compose, tabId, draft, ports, contextOf(lists, tabId));
  const choice = decided.protection;
  const policyQuestions = await openPolicyQuestions(tabId, draft, lists);
  const known = { tabId, draft, choice, decided, refused, question, isQuoteAsked, policyQuestions };
  if ((await compose.missingPoints()).length > 0) return { ...known, obstacle: 'version' };
  const standing = await standingOf({ hosts: { compose, lists }, ports, language }, tabId, draft, decided);
  return { ...known, ...standing, lock: await ports.core.keys.state() };
}

/** How the draft stands with the S/MIME that is to do it. */
async function standingOf(
  { hosts: { compose, lists }, ports, language }: PopupProps,
  tabId: number,
  draft: Draft,
  decided: DraftDecision,
): Promise<Pick<State, 'readiness' | 'native'>> {
  const { isNative, protection, signer } = decided;
  return isNative
    ? { native: await nativeObstacles(compose, { draft, tabId, lists }, decided, language), readiness: undefined }
    : { readiness: await draftReadiness(draft, protection, ports.core, lists, signer), native: undefined };
}

/** The background page knows what is answered. */
const contextOf = (lists: Hosts['lists'], tabId: number): Parameters<typeof decideInTab>[4] => ({
  lists,
  isAboutEncrypted: () => askAboutQuote(tabId),
  isShown: true,
});

const NOTHING: Protection = { sign: false, encrypt: false };
/** How often the window is looked at while the popup is open. */
const WATCH_MS = 1_000;

/** What is asked for in one compose window, who could read it, and why the last try to send was refused. */
export function ComposePopup(props: PopupProps): JSX.Element {
  const { hosts, ports, language } = props;
  const { compose, lists } = hosts;
  const strings = useStrings(language);
  const [state, setState] = useState<State>();
  const [failure, setFailure] = useState<Failure>();
  const fail = (thrown: unknown): void => {
    setFailure(failureOf(thrown));
  };
  useEffect(() => {
    load(props).then(setState, fail);
  }, []);
  /** How the window stands now, under what is asked for in it, which the background page may have settled meanwhile. */
  const look = async ({ tabId, choice: shown }: Pick<State, 'tabId' | 'choice'>): Promise<void> => {
    const draft = await compose.draft(tabId);
    const decided = await decideInTab(compose, tabId, draft, ports, contextOf(lists, tabId));
    const choice = decided.protection;
    const standing = await standingOf(props, tabId, draft, decided);
    // A question is about those alone for whom it was asked.
    const policyQuestions = await openPolicyQuestions(tabId, draft, lists);
    const found = { draft, choice, decided, policyQuestions, ...standing };
    setState((now) => (now && isSameChoice(now.choice, shown) ? { ...now, ...found } : now));
  };
  const lookAgain = (): void => {
    if (state && state.obstacle === undefined) look(state).catch(fail);
  };
  useWatch(() => watchDraft(state, compose, lookAgain));
  const change = async (choice: Protection): Promise<void> => {
    if (!state) return;
    const { tabId, draft, lock, decided } = state;
    setState({ tabId, draft, choice, refused: [], ...(lock && { lock }), ...(decided && { decided }) });
    await compose.setProtection(state.tabId, { ...choice, ...(decided?.isNative && { isNative: true }) });
    // Thunderbird's own buttons are not to ask for what was switched off here; what it cannot do is refused later.
    if (decided?.isNative) await compose.setNativeSmime(tabId, choice).catch(() => undefined);
    await labelButton(compose, state.tabId, { ...choice, open: decided ? openTo(decided.decision) : [] }, language);
    await look({ tabId, choice });
  };
  if (failure) return <FailureNotice failure={failure} language={language} />;
  if (!state) return <Busy language={language} />;
  const { tabId, choice, obstacle, readiness, native, refused, question, decided } = state;
  const [sender = { name: '', address: '' }] = parseMailboxes(state.draft.from);
  const isLocked = obstacle !== undefined;
  const open = decided ? openTo(decided.decision) : [];
  const isSplit = open.length > 0;
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
      {state.policyQuestions && state.policyQuestions.length > 0 && (
        <Later part={POLICY_SCREENS} language={language}>
          {({ PolicyAsked }) => (
            <PolicyAsked
              questions={state.policyQuestions ?? []}
              language={language}
              onAgree={async () => {
                await agreeToPolicyQuestions(tabId, state.draft, state.policyQuestions ?? [], lists);
                const { decided, draft } = state;
                if (decided) await ports.record.note({ decided, from: draft.from, event: 'agreed', way: 'window' });
              }}
              onRefuse={() => void forgetPolicyQuestions(tabId).then(() => window.close(), fail)}
            />
          )}
        </Later>
      )}
      {state.isQuoteAsked === true && (!choice.encrypt || isSplit) && (
        <QuoteAsked
          language={language}
          onEncrypt={() =>
            void change({ sign: choice.sign, encrypt: true }).then(() => keepQuoteQuestion(tabId, false), fail)
          }
          onAgree={() => agreeToQuote(tabId)}
        />
      )}
      <ProtectionToggles
        choice={choice}
        language={language}
        isDisabled={isLocked}
        locked={lockedOf(decided)}
        onChange={(next) => void change(switched(next, choice, { chosen: decided?.chosen, isSplit })).catch(fail)}
      />
      {!capabilities.has('send-in-place') && (choice.sign || choice.encrypt) && (
        <p class="sg-hint">{capabilityStrings(language).outbox}</p>
      )}
      {obstacle === 'open-pgp' && <Notice tone="neutral">{strings.thunderbird.openPgpChosen}</Notice>}
      {obstacle === 'version' && <Notice tone="attention">{strings.thunderbird.notThisVersion}</Notice>}
      {obstacle === undefined && !readiness && !native && <Busy language={language} />}
      {native && <NativeStanding obstacles={native} language={language} />}
      {readiness && <Standing readiness={readiness} isRefused={refused.length > 0} language={language} />}
      {readiness && choice.encrypt && (
        <Later part={RECIPIENTS} language={language}>
          {({ RecipientBoard }) => (
            <RecipientBoard
              recipients={rowsOf(readiness, open)}
              own={ownReader(readiness.recipients, sender.address)}
              userName={sender.name}
              lookUp={(addresses, work) => ports.core.lookingUp.lookUp(addresses, work)}
              onFound={lookAgain}
              neverSigned={exceptionsOf(decided)}
              language={language}
              actions={{
                ask: async (address, subject, text) => {
                  await compose.openDraft(address, subject, text);
                  return 'opened';
                },
                people: ports.core.correspondents,
                // Where a rule wants it encrypted, nobody gets it otherwise.
                ...(decided?.mayChange.encrypt === true && {
                  separate: async (open: readonly string[]) => {
                    await compose.split(tabId, open, choice);
                    await look({ tabId, choice });
                  },
                  sendOpen: () => change({ sign: choice.sign, encrypt: false }),
                }),
              }}
            />
          )}
        </Later>
      )}
      {readiness && !choice.encrypt && exceptionsOf(decided).length > 0 && (
        <Later part={RECIPIENTS} language={language}>
          {({ SignExceptions }) => <SignExceptions addresses={exceptionsOf(decided)} language={language} />}
        </Later>
      )}
      {decided && obstacle === undefined && (
        <Later part={POLICY_SCREENS} language={language}>
          {({ DraftRules }) => (
            <DraftRules
              decided={decided}
              language={language}
              now={() => ports.clock.now()}
              onAdd={async (exception) => {
                await addException(ports.core.settings, exception);
                const isLess = exception.kind === 'never-sign';
                const next = isLess ? { ...choice, sign: false } : { ...choice, encrypt: true };
                await change(switched(next, choice, { chosen: decided.chosen, isSplit }));
              }}
            />
          )}
        </Later>
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
            from={async () => senderOf((await compose.draft(tabId)).from)}
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

const exceptionsOf = (decided: DraftDecision | undefined): readonly string[] =>
  decided ? neverSigned(decided.decision) : [];

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
  readonly isRefused: boolean;
  readonly language: Language;
}): JSX.Element {
  const { readiness, isRefused, language } = props;
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
    </>
  );
}

/** The sender is always among the readers and is listed only where something stands against that. */
function rowsOf({ recipients, unknown }: DraftReadiness, open: readonly string[] = []): readonly RecipientRow[] {
  const people = recipients.filter(({ field, state }) => field !== 'from' || state !== 'ready');
  const lists = unknown.map(({ name, field }): RecipientRow => ({ address: name, field, state: 'list' }));
  return withOpen([...people.map((status) => recipientRow(status)), ...lists], open);
}

/** Runs every so often while the popup is open, with what holds then. */
function useWatch(look: () => void): void {
  const latest = useRef(look);
  latest.current = look;
  useEffect(() => {
    const timer = setInterval(() => latest.current(), WATCH_MS);
    return () => clearInterval(timer);
  }, []);
}

/** Looks anew where the recipients, the sender or what is asked for are others than those shown. */
function watchDraft(state: State | undefined, compose: Hosts['compose'], lookAgain: () => void): void {
  if (!state?.readiness && !state?.native) return;
  Promise.all([compose.draft(state.tabId), compose.protection(state.tabId)]).then(
    ([draft, choice = state.choice]) => {
      const isAsShown = isSameChoice(choice, state.choice) && JSON.stringify(draft) === JSON.stringify(state.draft);
      if (!isAsShown) lookAgain();
    },
    () => undefined,
  );
}

const isSameChoice = (a: Protection, b: Protection): boolean => a.sign === b.sign && a.encrypt === b.encrypt;
