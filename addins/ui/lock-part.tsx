import { type JSX } from 'preact';
import { useKeyStrings, type KeyStrings } from './key-strings';
import { Notice } from './notices';
import { type Language } from './props';

/* What is loaded when keys turn out to be locked, or gone: most visits need none of it. */
export { LossText } from './loss-text';
export { UnlockForm } from './unlock-form';

/** That something did not happen because keys are locked, with a way to unlock them after all. */
export function LockedNotice(props: {
  readonly text: 'stillLocked' | 'notSent' | 'willAsk';
  readonly language: Language;
  readonly onUnlock?: () => void;
}): JSX.Element {
  const { text, language, onUnlock } = props;
  const strings: KeyStrings = useKeyStrings(language);
  const unlock = onUnlock && (
    <button type="button" class="sg-button" onClick={onUnlock}>
      {strings.unlockHere}
    </button>
  );
  return (
    <Notice tone="neutral" actions={unlock}>
      {strings[text]}
    </Notice>
  );
}
