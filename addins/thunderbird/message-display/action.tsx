import { render, type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import '../../ui/theme.css';
import '../pages.css';
import { type Asked, type Pin, type Work } from '../../../shared/index';
import {
  FailureNotice,
  failureOf,
  KeysOfMessage,
  MessageView,
  Notice,
  Progress,
  RevocationCheck,
  SenderExceptions,
  UnlockForm,
  useKeyStrings,
  useStrings,
  VerdictCard,
  type Failure,
  type Language,
  type ProgressView,
} from '../../ui/index';
import { addException } from '../../policy/own-rules';
import { type OpenMail } from '../../worker/core';
import { capabilities } from '../host/capabilities';
import { language, openPage, saveFile } from '../host/environment';
import { type NativeVerdict } from '../host/message-pane';
import { announceChange, announceUnlocked } from '../host/page-messages';
import { openFor } from '../host/selected-messages';
import { permanentStrings } from '../permanent/strings';
import { capabilityStrings } from '../capability-strings';
import { hosts, ports } from '../wiring';
import { nativeDifference } from './native-verdict';

type Shown = OpenMail | 'nothing' | 'cancelled' | 'locked' | 'unset' | 'left-locked';

async function load(work: Work): Promise<Shown> {
  const messageId = await hosts.pane.current();
  if (messageId === undefined) return 'nothing';
  return ports.core.open(await hosts.pane.message(messageId), work);
}

async function keepCopy(): Promise<void> {
  const messageId = await hosts.pane.current();
  if (messageId !== undefined) await openFor('permanent.html', [messageId]);
  window.close();
}

/** Attachments are saved from a window, which stays while Thunderbird asks where to. */
async function openInWindow(): Promise<void> {
  const messageId = await hosts.pane.current();
  if (messageId !== undefined) await openPage(`message-action.html?message=${messageId}`);
  window.close();
}

const isInWindow = (): boolean => new URLSearchParams(location.search).has('message');

/** Only a certificate whose path reaches an anchor can be asked about. */
const hasSigner = ({ view, refresh }: OpenMail): boolean =>
  refresh !== undefined && view.signatures.some(({ isRoot, path }) => isRoot && path === 'valid');

/** The whole verdict on the message that is shown, in a place that no message can draw in. */
function MessagePopup({ language: shownLanguage }: { readonly language: Language }): JSX.Element {
  const [shown, setShown] = useState<Shown>();
  const [failure, setFailure] = useState<Failure>();
  const [progress, setProgress] = useState<ProgressView>();
  const [mayCheck, setMayCheck] = useState(false);
  const [native, setNative] = useState<NativeVerdict>();
  const [controller] = useState(() => new AbortController());
  const { read, thunderbird } = useStrings(shownLanguage);
  useEffect(() => {
    ports.core.revocation.choice().then(
      ({ options }) => setMayCheck(options.lookup !== 'off'),
      () => setMayCheck(false),
    );
    const tell = (done: number, total: number): void => {
      setProgress({ done, total });
    };
    hosts.pane.native().then(setNative, () => undefined);
    open({ progress: tell, signal: controller.signal });
  }, []);
  const open = (work: Work): void => {
    load(work).then(setShown, (thrown: unknown) => {
      const { code, subject } = failureOf(thrown);
      if (code === 'cancelled') setShown('cancelled');
      else if (code === 'locked') setShown(subject === 'passphrase-required' ? 'unset' : 'locked');
      else setFailure({ code, subject });
    });
  };
  if (failure) return <FailureNotice failure={failure} language={shownLanguage} />;
  if (shown === 'locked' || shown === 'unset') {
    const unlocked = async (): Promise<void> => {
      await announceUnlocked();
      setShown(undefined);
      open({});
    };
    return (
      <UnlockForm
        keys={ports.core.keys}
        language={shownLanguage}
        why="open"
        isUnset={shown === 'unset'}
        onUnlocked={() => void unlocked()}
        onCancel={() => setShown('left-locked')}
      />
    );
  }
  if (shown === 'left-locked') return <Notice tone="neutral">{useKeyStrings(shownLanguage).stillLocked}</Notice>;
  if (shown === 'nothing') return <Notice tone="neutral">{thunderbird.noMessage}</Notice>;
  if (shown === 'cancelled') return <Notice tone="neutral">{read.cancelled}</Notice>;
  if (shown) {
    const check = async (): Promise<readonly Asked[]> => {
      const refreshed = await shown.refresh?.({ isForced: true });
      if (!refreshed) return [];
      setShown(refreshed.mail);
      void announceChange();
      return refreshed.asked;
    };
    const confirm = async (pin: Pin): Promise<void> => {
      await ports.core.pins.add(pin);
      void announceChange();
      setShown(await load({}));
      // The question stood far down; the verdict that it changed stands at the top.
      window.scrollTo(0, 0);
    };
    const { view, readers, continuity } = shown;
    const difference = native && nativeDifference(view.summary, native, shownLanguage);
    // What came encrypted is shown by us wherever Thunderbird could not open it, and else by Thunderbird.
    return (
      <>
        <VerdictCard
          verdict={view}
          language={shownLanguage}
          readers={readers}
          continuity={continuity}
          rendering="thunderbird"
          onPin={confirm}
          onSave={(filename, octets) => saveFile(filename, new Blob([octets]))}
        />
        {difference !== undefined && <Notice tone="neutral">{difference}</Notice>}
        <KeysOfMessage
          mail={shown}
          core={ports.core}
          language={shownLanguage}
          onChanged={() => void announceChange()}
        />
        <SenderExceptions
          from={view.from}
          language={shownLanguage}
          now={() => ports.clock.now()}
          onAdd={(exception) => addException(ports.core.settings, exception)}
        />
        {!capabilities.has('show-in-place') && view.encryption.state === 'opened' && (
          <>
            <MessageView
              body={view.body}
              language={shownLanguage}
              onSave={async ({ index }, filename) => saveFile(filename, await shown.attachment(index))}
            />
            {!isInWindow() && (
              <button type="button" class="sg-button" onClick={() => void openInWindow()}>
                {capabilityStrings(shownLanguage).openText}
              </button>
            )}
          </>
        )}
        {view.encryption.state === 'opened' && (
          <button type="button" class="sg-button" onClick={() => void keepCopy()}>
            {permanentStrings(shownLanguage).button}
          </button>
        )}
        {mayCheck && hasSigner(shown) && <RevocationCheck onCheck={check} language={shownLanguage} />}
      </>
    );
  }
  const cancel = (): void => {
    controller.abort();
    setShown('cancelled');
  };
  return <Progress language={shownLanguage} text={read.checking} progress={progress} onCancel={cancel} />;
}

const app = document.getElementById('app');
document.documentElement.lang = language();
if (app) render(<MessagePopup language={language()} />, app);
