import { type JSX } from 'preact';
import { type KeyLock } from '../../shared/index';
import { type KeyStrings } from './key-strings';
import { Later } from './later';
import { LOCK_PART } from './loss-notice';
import { FailureNotice } from './notices';
import { type Failure, type Language } from './props';

/**
 * What went wrong. Where it was the lock on the keys, the form that opens it stands there, or the one that sets the
 * passphrase which the organisation wants first; `onUnlocked` does again what was tried.
 */
export function FailureOrUnlock(props: {
  readonly failure: Failure;
  /** Left out: nothing can be unlocked from here. */
  readonly keys: KeyLock | undefined;
  readonly language: Language;
  /** What the keys are needed for. */
  readonly why: keyof KeyStrings['why'];
  readonly onUnlocked: () => void;
}): JSX.Element {
  const { failure, keys, ...rest } = props;
  if (failure.code !== 'locked' || !keys) return <FailureNotice failure={failure} language={props.language} />;
  return (
    <Later part={LOCK_PART} language={props.language}>
      {({ UnlockForm }) => <UnlockForm keys={keys} isUnset={failure.subject === 'passphrase-required'} {...rest} />}
    </Later>
  );
}
