import { type JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { SignetError, type IdentityPreview, type WaitingRequest } from '../../shared/index';
import { failureOf } from './failure';
import { FailureOrUnlock } from './failure-or-unlock';
import { useGettingStrings } from './getting-strings';
import { type PanelActionProps } from './identity-core';
import { Busy, StatusLine } from './notices';
import { type Failure } from './props';
import { RequestForm } from './request-form';
import { UnprovenAnswer } from './unproven-answer';
import { WaitingRequests } from './waiting-requests';

/** An answer is a chain of certificates: what is over this is another kind of file. */
const LARGEST_FILE = 1 << 20;

/** A key made here, a request for it to take to a certification authority, and the answer installed. */
export function RequestCertificate(props: PanelActionProps): JSX.Element {
  const { core, language, onAdded } = props;
  const { get } = useGettingStrings(language);
  const { requests } = core.getting;
  const [waiting, setWaiting] = useState<readonly WaitingRequest[]>([]);
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [installed, setInstalled] = useState(0);
  const [asked, setAsked] = useState<{ readonly file: File; readonly unproven: readonly IdentityPreview[] }>();
  const [failure, setFailure] = useState<Failure>();
  const last = useRef<() => Promise<void>>(() => Promise.resolve());
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    last.current = work;
    setFailure(undefined);
    setInstalled(0);
    setBusy(true);
    try {
      await work();
      setWaiting(await requests.waiting());
    } catch (thrown) {
      setFailure(failureOf(thrown));
    }
    setBusy(false);
  };
  useEffect(() => void attempt(() => Promise.resolve()), []);
  // Whoever keeps the file may have replaced it since it was shown: the yes is for the certificates that were.
  const install = (file: File, shown: readonly IdentityPreview[] = []): Promise<void> =>
    attempt(async () => {
      setAsked(undefined);
      if (file.size > LARGEST_FILE) throw new SignetError('limit', 'an answer is too large', file.name);
      const octets = new Uint8Array(await file.arrayBuffer());
      const outcome = await requests.install({ octets, confirmed: shown.map(({ id }) => id) });
      if (outcome.unproven.length > 0) setAsked({ file, unproven: outcome.unproven });
      setInstalled(outcome.installed.length);
      if (outcome.installed.length > 0) onAdded(outcome.installed);
    });
  return (
    <section class="sg-get" aria-label={get.request} aria-busy={isBusy}>
      <h4>{get.request}</h4>
      <p class="sg-hint">{get.requestHelp}</p>
      {isAsking ? (
        <RequestForm
          {...props}
          isBusy={isBusy}
          onCancel={() => setAsking(false)}
          onOrder={(order) =>
            attempt(async () => {
              await requests.make(order);
              setAsking(false);
            })
          }
        />
      ) : (
        <button type="button" class="sg-button" disabled={isBusy} onClick={() => setAsking(true)}>
          {get.newRequest}
        </button>
      )}
      {isBusy && (isAsking ? <Busy language={language} text={get.making} /> : <Busy language={language} />)}
      <WaitingRequests
        waiting={waiting}
        language={language}
        onRemove={(id) => attempt(() => requests.remove(id))}
        onInstall={(file) => install(file)}
      />
      {asked && (
        <UnprovenAnswer
          unproven={asked.unproven}
          language={language}
          isBusy={isBusy}
          onAccept={() => void install(asked.file, asked.unproven)}
          onRefuse={() => setAsked(undefined)}
        />
      )}
      {failure && (
        <FailureOrUnlock
          failure={failure}
          keys={core.keys}
          language={language}
          why="keep"
          onUnlocked={() => void attempt(last.current)}
        />
      )}
      <StatusLine text={installed > 0 ? get.installed(installed) : ''} tone="positive" />
    </section>
  );
}
