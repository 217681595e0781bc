import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Asked } from '../../shared/index';
import { failureOf } from './failure';
import { Foreign } from './foreign';
import { FailureNotice } from './notices';
import { type Failure, type Language } from './props';
import { useStrings } from './strings';

/**
 * A button that asks whether the certificates of the shown message were revoked, and what was asked where. `onCheck` asks
 * and shows the message as it then stands.
 */
export function RevocationCheck(props: {
  readonly onCheck: () => Promise<readonly Asked[]>;
  readonly language: Language;
}): JSX.Element {
  const { onCheck, language } = props;
  const { revocation: strings } = useStrings(language);
  const [asked, setAsked] = useState<readonly Asked[] | 'busy'>();
  const [failure, setFailure] = useState<Failure>();
  const check = (): void => {
    setAsked('busy');
    setFailure(undefined);
    onCheck().then(setAsked, (thrown: unknown) => {
      setAsked(undefined);
      setFailure(failureOf(thrown));
    });
  };
  const isBusy = asked === 'busy';
  return (
    <div class="sg-revocation-check" aria-live="polite" aria-busy={isBusy}>
      <button type="button" class="sg-button" disabled={isBusy} onClick={check}>
        {isBusy ? strings.checking : strings.check}
      </button>
      {failure && <FailureNotice failure={failure} language={language} />}
      {asked !== undefined && !isBusy && <AskedList asked={asked} language={language} />}
    </div>
  );
}

function AskedList({
  asked,
  language,
}: {
  readonly asked: readonly Asked[];
  readonly language: Language;
}): JSX.Element {
  const { revocation: strings } = useStrings(language);
  if (asked.length === 0) return <p class="sg-hint">{strings.nothing}</p>;
  return (
    <>
      <p class="sg-hint">{strings.askedTitle}</p>
      <ul class="sg-hint">
        {asked.map(({ kind, url, outcome }) => (
          <li key={`${url} ${kind}`}>
            <Foreign>{hostOf(url)}</Foreign> ({strings.kind[kind]}): {strings.outcome[outcome]}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Whom one asks; an address that is none as it stands, cut. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : url.slice(0, 80);
}
