import { type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Check, FailureNotice, failureOf, Notice, type Failure, type Language } from '../../ui/index';
import { type ListCommand } from '../host/page-messages';
import { type ListView } from '../list/list-marks';
import { listStrings } from '../list/strings';

const LOOK_MS = 500;

/** Switches tags in the message list on, and has old mail gone through, with progress and a pause. */
export function ListPanel(props: {
  /** Tells the background page what to do, and answers how things stand after it. */
  readonly tell: (command: ListCommand) => Promise<ListView>;
  readonly permit: () => Promise<boolean>;
  readonly language: Language;
}): JSX.Element {
  const { tell, permit, language } = props;
  const strings = listStrings(language);
  const [view, setView] = useState<ListView>();
  const [isDenied, setDenied] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const send = (command: ListCommand): void => {
    tell(command).then(setView, (thrown: unknown) => setFailure(failureOf(thrown)));
  };
  useEffect(() => send('look'), []);
  const isGoing = view?.job?.isPaused === false;
  useEffect(() => {
    if (!isGoing) return undefined;
    const timer = setInterval(() => send('look'), LOOK_MS);
    return () => clearInterval(timer);
  }, [isGoing]);
  const choose = async (isOn: boolean): Promise<void> => {
    const isAllowed = !isOn || (await permit());
    setDenied(!isAllowed);
    if (isAllowed) send(isOn ? 'on' : 'off');
  };
  const { isOn = false, job } = view ?? {};
  return (
    <section class="sg-panel tb-list" aria-label={strings.heading} aria-busy={view === undefined}>
      <h2>{strings.heading}</h2>
      <p class="sg-hint">{strings.help}</p>
      {failure && <FailureNotice failure={failure} language={language} />}
      <Check name="listTags" isOn={isOn} isDisabled={view === undefined} onChange={(wanted) => void choose(wanted)}>
        {strings.switch}
      </Check>
      {isDenied && <Notice tone="attention">{strings.denied}</Notice>}
      {isOn ? <OldMail job={job} send={send} language={language} /> : <p class="sg-hint">{strings.off}</p>}
    </section>
  );
}

function OldMail(props: {
  readonly job: ListView['job'];
  readonly send: (command: ListCommand) => void;
  readonly language: Language;
}): JSX.Element {
  const { job, send, language } = props;
  const strings = listStrings(language);
  const text = job && (job.isPaused ? strings.paused : strings.working)(job.done, job.total);
  const command = job ? (job.isPaused ? 'resume' : 'pause') : 'start';
  return (
    <>
      <p class="sg-hint">{strings.oldHelp}</p>
      {job && (
        <div class="sg-progress" aria-busy={!job.isPaused}>
          <span role="status">{text}</span>
          <progress class="sg-bar" aria-label={text} max={Math.max(1, job.total)} value={job.done} />
        </div>
      )}
      <button type="button" class="sg-button" onClick={() => send(command)}>
        {strings[command]}
      </button>
    </>
  );
}
