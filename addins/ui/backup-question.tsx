import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { failureOf } from './failure';
import { type IdentityActionProps, type IdentityCore } from './identity-core';
import { useIdentityStrings } from './identity-strings';
import { FailureNotice, Notice, StatusLine } from './notices';
import { type Failure, type Language } from './props';
import { MakeBackup } from './take-identity';

/** After the first import: whether the file that was imported is kept, which then counts as the backup. Never a modal. */
export function BackupQuestion(props: {
  readonly ids: readonly string[];
  readonly core: Pick<IdentityCore, 'noteBackups'>;
  readonly language: Language;
  readonly onChanged: () => void;
}): JSX.Element {
  const { ids, core, language, onChanged } = props;
  const { backup } = useIdentityStrings(language);
  const [answer, setAnswer] = useState<'open' | 'kept' | 'later'>('open');
  const [failure, setFailure] = useState<Failure>();
  const keep = (): void => {
    core.noteBackups(ids).then(
      () => {
        setAnswer('kept');
        onChanged();
      },
      (thrown: unknown) => setFailure(failureOf(thrown)),
    );
  };
  if (answer === 'kept') return <StatusLine text={backup.noted} tone="positive" />;
  if (answer === 'later') return <StatusLine text={backup.laterHint} />;
  const actions = (
    <>
      <button type="button" class="sg-button sg-primary" onClick={keep}>
        {backup.keep}
      </button>
      <button type="button" class="sg-button" onClick={() => setAnswer('later')}>
        {backup.later}
      </button>
    </>
  );
  return (
    <>
      <Notice tone="neutral" title={backup.title} actions={actions}>
        {backup.question}
      </Notice>
      {failure && <FailureNotice failure={failure} language={language} />}
    </>
  );
}

/** A key that was made here has no file: one is offered, and what may become of it is said, until there is a backup. */
export function OnlyCopy(props: IdentityActionProps): JSX.Element | null {
  const { identity, language } = props;
  const { backup } = useIdentityStrings(language);
  const [wasMissing] = useState(!identity.backedUpAt);
  const [isLater, setLater] = useState(false);
  if (!wasMissing) return null;
  if (isLater) return <StatusLine text={backup.laterHint} />;
  return (
    <>
      <Notice tone="neutral" title={backup.onlyTitle}>
        {backup.only}
      </Notice>
      <MakeBackup {...props} />
      {!identity.backedUpAt && (
        <button type="button" class="sg-button" onClick={() => setLater(true)}>
          {backup.later}
        </button>
      )}
    </>
  );
}
