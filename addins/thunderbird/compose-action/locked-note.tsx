import { type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type KeyLock, type VaultState } from '../../../shared/index';
import { Notice, UnlockForm, useKeyStrings, type Language } from '../../ui/index';

/** Says that the passphrase will be asked for, and takes it at once where that is wanted. */
export function LockedNote(props: {
  readonly keys: KeyLock;
  readonly state: VaultState;
  readonly language: Language;
  readonly onUnlocked: () => void;
}): JSX.Element {
  const { keys, state, language, onUnlocked } = props;
  const [isAsking, setAsking] = useState(false);
  const strings = useKeyStrings(language);
  if (isAsking) {
    return (
      <UnlockForm
        keys={keys}
        language={language}
        why="settings"
        isUnset={state.protection === 'device'}
        onUnlocked={onUnlocked}
        onCancel={() => setAsking(false)}
      />
    );
  }
  const unlock = (
    <button type="button" class="sg-button" onClick={() => setAsking(true)}>
      {strings.unlockHere}
    </button>
  );
  return (
    <Notice tone="neutral" actions={unlock}>
      {strings.willAsk}
    </Notice>
  );
}
