import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { failureOf } from './failure';
import { focusOnce } from './focus';
import { type IdentityActionProps } from './identity-core';
import { useIdentityStrings } from './identity-strings';
import { FailureNotice } from './notices';
import { type Failure } from './props';
import { MakeBackup } from './take-identity';

/** Removes an identity with its key after a question, in which keeping it is the button at hand. */
export function RemoveIdentity(props: IdentityActionProps): JSX.Element {
  const { identity, core, language, onChanged } = props;
  const { backup } = useIdentityStrings(language);
  const strings = useIdentityStrings(language).identities;
  const [isAsking, setAsking] = useState(false);
  const [writers, setWriters] = useState(0);
  const [failure, setFailure] = useState<Failure>();
  const ask = (): void => {
    setAsking(true);
    core.writersTo(identity.id).then(setWriters, () => undefined);
  };
  const remove = (): void => {
    core.removeIdentity(identity.id).then(onChanged, (thrown: unknown) => {
      setAsking(false);
      setFailure(failureOf(thrown));
    });
  };
  if (!isAsking) {
    return (
      <>
        <button type="button" class="sg-button" aria-label={strings.removeLabel(identity.name)} onClick={ask}>
          {strings.remove}
        </button>
        {failure && <FailureNotice failure={failure} language={language} />}
      </>
    );
  }
  return (
    <div class="sg-question" role="alertdialog" aria-label={strings.removeTitle}>
      <strong>{strings.removeTitle}</strong>
      <p class="sg-hint">{strings.removeHelp}</p>
      {writers > 0 && <p class="sg-hint">{backup.writers(writers)}</p>}
      {!identity.backedUpAt && <p class="sg-hint sg-warn">{backup.first}</p>}
      <MakeBackup {...props} />
      <div class="sg-actions">
        <button type="button" class="sg-button sg-primary" ref={focusOnce} onClick={() => setAsking(false)}>
          {strings.keep}
        </button>
        <button type="button" class="sg-button" onClick={remove}>
          {strings.remove}
        </button>
      </div>
    </div>
  );
}
