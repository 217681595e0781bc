import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type KeyLock, type SettingValues, type Work } from '../../../shared/index';
import {
  Busy,
  Check,
  FailureNotice,
  failureOf,
  Notice,
  Progress,
  UnlockFirst,
  type Failure,
  type Language,
  type ProgressView,
} from '../../ui/index';
import { type TargetFolder } from '../host/copy-folders';
import { CopyReports } from './copy-reports';
import { type CopyOptions, type CopyReport } from './keep-copies';
import { permanentStrings } from './strings';

interface Loaded {
  readonly messageIds: readonly number[];
  readonly folders: readonly TargetFolder[];
  readonly rule: SettingValues['decryptPermanently'];
}

/** The folder that is made where it is not there. */
const NEW = '';

type Step = 'choose' | 'denied' | 'locked' | 'left-locked' | 'running' | 'stopping';

export interface PermanentPageProps {
  readonly language: Language;
  readonly keys: KeyLock;
  readonly load: () => Promise<Loaded>;
  /** Asks for what Thunderbird has not allowed yet; false where it still does not. */
  readonly permit: (...permissions: readonly string[]) => Promise<boolean>;
  readonly localFolder: (name: string) => Promise<string>;
  readonly keep: (messageIds: readonly number[], options: CopyOptions, work: Work) => Promise<readonly CopyReport[]>;
  readonly onUnlocked: () => void;
  readonly onClose: () => void;
}

/** Asks where decrypted copies are to be kept and what becomes of the originals; then how far it is, and what came of it. */
export function PermanentPage(props: PermanentPageProps): JSX.Element {
  const { language, keys, onUnlocked } = props;
  const strings = permanentStrings(language);
  const [loaded, setLoaded] = useState<Loaded>();
  const [failure, setFailure] = useState<Failure>();
  const [folderId, setFolderId] = useState(NEW);
  const [toTrash, setToTrash] = useState(false);
  const [step, setStep] = useState<Step>('choose');
  const [progress, setProgress] = useState<ProgressView>();
  const [controller] = useState(() => new AbortController());
  const [reports, setReports] = useState<readonly CopyReport[]>();
  const fail = (thrown: unknown): void => {
    setFailure(failureOf(thrown));
  };
  useEffect(() => {
    props.load().then(setLoaded, fail);
  }, []);
  if (failure) return <FailureNotice failure={failure} language={language} />;
  if (!loaded) return <Busy language={language} />;
  const { messageIds, folders, rule } = loaded;
  if (rule === 'never') return <Notice tone="neutral">{strings.never}</Notice>;
  if (messageIds.length === 0) return <Notice tone="neutral">{strings.gone}</Notice>;
  if (reports) return <CopyReports reports={reports} language={language} onClose={props.onClose} />;

  const run = async (): Promise<void> => {
    setStep('running');
    const target = folderId === NEW ? await props.localFolder(strings.newFolder) : folderId;
    const tell = (done: number, total: number): void => setProgress({ done, total });
    const options = { folderId: target, originals: toTrash ? 'trash' : 'keep' } as const;
    setReports(await props.keep(messageIds, options, { progress: tell, signal: controller.signal }));
  };
  const start = async (): Promise<void> => {
    // First of all, while this is still the user's click.
    const wanted = [...(folderId === NEW ? ['accountsFolders'] : []), ...(toTrash ? ['messagesMove'] : [])];
    if (wanted.length > 0 && !(await props.permit(...wanted))) {
      setStep('denied');
      return;
    }
    const { protection, isLocked, isRequired } = await keys.state();
    if (isLocked || (protection === 'device' && isRequired)) setStep('locked');
    else await run();
  };

  if (step === 'locked') {
    const unlocked = (): void => {
      onUnlocked();
      run().catch(fail);
    };
    return (
      <UnlockFirst
        keys={keys}
        language={language}
        why="open"
        onUnlocked={unlocked}
        onCancel={() => setStep('left-locked')}
      />
    );
  }
  if (step === 'running' || step === 'stopping') {
    const { done, total } = progress ?? { done: 0, total: messageIds.length };
    const stop = (): void => {
      controller.abort();
      setStep('stopping');
    };
    return (
      <Progress
        language={language}
        text={step === 'stopping' ? strings.stopping : strings.working(done, total)}
        progress={{ done, total }}
        onCancel={step === 'running' ? stop : undefined}
      />
    );
  }
  const shown = rule === 'local' ? folders.filter(({ isLocal }) => isLocal) : folders;
  const isRemote = folders.some(({ id, isLocal }) => id === folderId && !isLocal);
  return (
    <>
      <h1>{strings.title}</h1>
      <p>{strings.about(messageIds.length)}</p>
      <p class="sg-hint">{strings.help}</p>
      <label class="sg-input">
        <span>{strings.folder}</span>
        <select name="folder" value={folderId} onChange={({ currentTarget }) => setFolderId(currentTarget.value)}>
          <option value={NEW}>{strings.newFolderChoice}</option>
          {shown.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {rule === 'local' && <p class="sg-hint">{strings.localOnly}</p>}
      {isRemote && <Notice tone="attention">{strings.remote}</Notice>}
      <Check name="trash" isOn={toTrash} onChange={setToTrash}>
        {strings.trash}
      </Check>
      {step === 'denied' && <Notice tone="attention">{strings.denied}</Notice>}
      {step === 'left-locked' && <Notice tone="neutral">{strings.stillLocked}</Notice>}
      <div class="sg-actions">
        <button type="button" class="sg-button sg-primary" onClick={() => void start().catch(fail)}>
          {strings.start}
        </button>
      </div>
    </>
  );
}
