import { type JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { learnCorrespondent, parseEntity, parseMailboxes, type OpenedMessage } from '../../../../shared/index';
import { Busy, messageBody, MessageView, Notice, readersOf, useStrings, VerdictCard } from '../../../ui/index';
import { type Language, type Reader } from '../../../ui/index';
import { type ReadItem } from '../../host/read-item';
import { failureText } from '../failure-text';
import { Guarded } from '../guarded';
import { Latest } from '../latest';
import { type MessageFile } from '../message-file';
import { type Services } from '../services';
import { candidatesFor, openOriginal, type Candidate, type Opened } from './open-original';

type State =
  | { readonly kind: 'opening' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | {
      readonly kind: 'opened';
      readonly opened: Opened;
      readonly readers: readonly Reader[];
      readonly kept?: string;
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
}

let serial = 0;

const isFile = (subject: ReadItem | MessageFile): subject is MessageFile => 'octets' in subject;

/** What one message is worth, and its text: of the message in `subject` and never of another. */
export function ReadPane({ language, services, subject, generation }: ReadPaneProps): JSX.Element {
  const [state, setState] = useState<State>({ kind: 'opening' });
  const [attempt, setAttempt] = useState(0);
  const latest = useRef(new Latest());
  useEffect(() => {
    const isLatest = latest.current.begin();
    setState({ kind: 'opening' });
    void openSubject(subject, services)
      .catch((error: unknown): State => ({ kind: 'failed', error }))
      .then((next) => {
        if (isLatest()) setState(next);
      });
    return () => {
      latest.current.begin();
    };
  }, [subject, services, attempt, generation]);
  const { outlook, read, common } = useStrings(language);
  if (state.kind === 'opening') return <Busy language={language} text={read.checking} />;
  if (state.kind === 'failed') {
    const again = (
      <button type="button" class="sg-button" onClick={() => setAttempt(attempt + 1)}>
        {common.retry}
      </button>
    );
    return (
      <Notice tone="error" title={outlook.cannotRead} actions={again}>
        <p>{failureText(state.error, language)}</p>
        {!isFile(subject) && <p>{outlook.cannotReadHelp}</p>}
      </Notice>
    );
  }
  return (
    <Guarded key={state.serial} language={language}>
      <OpenedView {...state} language={language} />
    </Guarded>
  );
}

async function openSubject(subject: ReadItem | MessageFile, services: Services): Promise<State> {
  const candidates: readonly Candidate[] = isFile(subject)
    ? [{ source: 'file', load: () => Promise.resolve(subject.octets) }]
    : candidatesFor(subject, services.originals);
  const opened = await openOriginal(candidates, (octets) => services.open(octets));
  const readers = await namedReaders(opened, services);
  const now = services.clock.now();
  const kept = await learnCorrespondent(opened.message, services.directory, now).catch(() => undefined);
  return { kind: 'opened', opened, readers, serial: ++serial, ...(kept === undefined ? {} : { kept }) };
}

/** The people behind the message's keys, as far as their certificates are at hand. */
async function namedReaders({ message, octets }: Opened, services: Services): Promise<readonly Reader[]> {
  const { recipients } = message.encryption;
  if (recipients.length === 0) return [];
  const { header } = parseEntity(octets);
  const people = [...header.all('from'), ...header.all('to'), ...header.all('cc')].flatMap(parseMailboxes);
  const known = await Promise.all(people.map(({ address }) => services.directory.find(address)));
  const own = await services.identities();
  return readersOf(
    recipients,
    own.map(({ certificate }) => certificate),
    [...known.flat(), ...message.certificates],
  );
}

function OpenedView(props: {
  readonly opened: Opened;
  readonly readers: readonly Reader[];
  readonly kept?: string;
  readonly language: Language;
}): JSX.Element {
  const { opened, readers, kept, language } = props;
  const { outlook } = useStrings(language);
  const { message, source } = opened;
  const body = useMemo(() => messageBody(message.root), [message]);
  const note = isBroken(message) ? outlook.sourceNote[source] : '';
  return (
    <>
      <VerdictCard verdict={message} language={language} readers={readers} />
      {note !== '' && <p class="sg-hint">{note}</p>}
      {kept !== undefined && <Notice tone="neutral">{outlook.certificateKept(kept)}</Notice>}
      {isReadable(message) && (
        <>
          <h2 class="pane-subject">{message.subject}</h2>
          <MessageView body={body} language={language} />
        </>
      )}
    </>
  );
}

const isBroken = ({ summary }: OpenedMessage): boolean =>
  summary.state === 'signed-invalid' || summary.state === 'uncheckable';

/** An envelope that stays closed has no text of its own to show. */
const isReadable = ({ encryption }: OpenedMessage): boolean =>
  encryption.state === 'none' || encryption.state === 'opened';
