import { type JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { type Clock, type Identity } from '../../../shared/index';
import {
  Busy,
  identityView,
  later,
  Later,
  LossNotice,
  Notice,
  RenewalReminders,
  useStrings,
  type AddedIdentities,
  type Language,
} from '../../ui/index';
import { type Host, type Selection } from '../host/office';
import { failureText } from './failure-text';
import { Identities } from './identities';
import { DropTarget, MessageFileInput, type MessageFile } from './message-file';
import { ReadPane, type Reply } from './read/read-pane';
import { type Services } from './services';
import { type WritingStart } from './compose/written-message';

/** A pane beside a message that is read needs nothing of this. */
const COMPOSE = later(() => import('./compose/compose-pane'));
const WRITE = later(() => import('./compose/write-pane'));
const RENEWALS = later(() => import('./renewals'));

export interface AppProps {
  readonly services: Services;
  /** Undefined where the page does not run inside Outlook: message files still open. */
  readonly host: Host | undefined;
  readonly language: Language;
}

/** The pane: a file the user chose, else what the host has selected; identities below. */
export function App({ services, host, language }: AppProps): JSX.Element {
  const { identities, error, generation, reload } = useIdentities(services);
  const [selection, setSelection] = useState<Selection>(() => host?.selection() ?? { kind: 'none' });
  const [file, setFile] = useState<MessageFile>();
  const [added, setAdded] = useState<AddedIdentities>();
  /** Stays, whatever is selected meanwhile: it is nowhere else. */
  const [writing, setWriting] = useState<WritingStart>();
  /** What is being written is not lost to a start that comes late. */
  const begin = useCallback((next: WritingStart) => setWriting((now) => now ?? next), []);
  useEffect(() => {
    host?.onSelectionChanged(() => {
      setFile(undefined);
      setSelection(host.selection());
    });
  }, [host]);
  // What was opened with the keys goes when they are locked, and what was closed opens when they are not.
  useEffect(() => services.watchLock(() => void reload()), [services, reload]);
  useEffect(() => services.watchPolicy(() => void reload()), [services, reload]);
  useEffect(
    () =>
      void RENEWALS.load()
        .then(({ renewInPane }) => renewInPane(services.core.ordering, () => void reload(), navigator.locks))
        .catch(() => undefined),
    [],
  );
  const { outlook } = useStrings(language);
  const changed = useCallback(() => {
    void reload().then((now) => preferSigning(host, now, services.clock));
  }, [reload, host, services]);
  // What is being written is not put away for it.
  if (error !== undefined && !writing) return <Notice tone="error">{failureText(error, language)}</Notice>;
  if (!identities) return <Busy language={language} text={outlook.starting} />;
  const panel = (
    <Identities
      language={language}
      services={services}
      identities={identities}
      account={host?.environment.userAddress}
      added={added}
      onAdded={setAdded}
      onChanged={changed}
    />
  );
  const reminders = (
    <RenewalReminders reminders={services.core.reminders} language={language} generation={generation} />
  );
  const loss = (
    <LossNotice
      core={services.core}
      marker={services.marker}
      clock={services.clock}
      language={language}
      generation={generation}
    />
  );
  if (writing) {
    return (
      <main class="sg pane">
        <h1 class="pane-title">{outlook.title}</h1>
        {loss}
        <Later part={WRITE} language={language}>
          {({ WritePane }) => (
            <WritePane
              start={writing}
              language={language}
              services={services}
              generation={generation}
              onEnd={() => setWriting(undefined)}
            />
          )}
        </Later>
        {panel}
      </main>
    );
  }
  if (selection.kind === 'compose') {
    return (
      <main class="sg pane">
        <h1 class="pane-title">{outlook.title}</h1>
        {reminders}
        {loss}
        <Later part={COMPOSE} language={language}>
          {({ ComposePane }) => (
            <ComposePane
              language={language}
              services={services}
              item={selection.item}
              generation={generation}
              onWrite={begin}
            />
          )}
        </Later>
        {panel}
      </main>
    );
  }
  return (
    <main class="sg pane">
      <h1 class="pane-title">{outlook.title}</h1>
      {reminders}
      <DropTarget language={language} onFile={setFile}>
        {loss}
        {host === undefined && <Notice tone="neutral">{outlook.host['office.js']}</Notice>}
        <Shown
          language={language}
          services={services}
          generation={generation}
          selection={selection}
          file={file}
          onBack={() => setFile(undefined)}
          reply={host && { from: host.environment.userAddress, onStart: begin }}
        />
        {identities.length === 0 && panel}
        <MessageFileInput language={language} onFile={setFile} />
        {identities.length > 0 && panel}
      </DropTarget>
    </main>
  );
}

function Shown(props: {
  readonly language: Language;
  readonly services: Services;
  readonly generation: number;
  readonly selection: Selection;
  readonly file: MessageFile | undefined;
  readonly onBack: () => void;
  readonly reply: Reply | undefined;
}): JSX.Element {
  const { language, services, generation, selection, file, onBack, reply } = props;
  const { outlook, read } = useStrings(language);
  const subject = file ?? (selection.kind === 'read' ? selection.item : undefined);
  if (!subject) return <p class="sg-hint">{read.nothingOpen}</p>;
  return (
    <>
      {file && (
        <p class="pane-file-shown">
          <span>{outlook.fileShown(file.name)}</span>
          {selection.kind === 'read' && (
            <button type="button" class="sg-button sg-quiet" onClick={onBack}>
              {outlook.backToSelected}
            </button>
          )}
        </p>
      )}
      <ReadPane language={language} services={services} subject={subject} generation={generation} reply={reply} />
    </>
  );
}

interface Identities {
  readonly identities: readonly Identity[] | undefined;
  readonly error: unknown;
  /** Goes up each time the identities were read. */
  readonly generation: number;
  readonly reload: () => Promise<readonly Identity[]>;
}

function useIdentities(services: Services): Identities {
  const [state, setState] = useState<{ list?: readonly Identity[]; error?: unknown; generation: number }>({
    generation: 0,
  });
  const reload = useCallback(async () => {
    try {
      const list = await services.core.identities();
      setState(({ generation }) => ({ list, generation: generation + 1 }));
      return list;
    } catch (error) {
      setState((now) => ({ ...now, error }));
      return [];
    }
  }, [services]);
  useEffect(() => {
    void reload();
  }, [reload]);
  return { identities: state.list, error: state.error, generation: state.generation, reload };
}

/** New messages start signed once there is an identity that can, unless the user has said otherwise before. */
async function preferSigning(host: Host | undefined, identities: readonly Identity[], clock: Clock): Promise<void> {
  const canSign = identities.some((identity) => identityView(identity, clock.now()).state === 'usable');
  if (!host || !canSign || host.preferences.signByDefault() !== undefined) return;
  await host.preferences.setSignByDefault(true).catch(() => undefined);
}
