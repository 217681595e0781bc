import { type JSX } from 'preact';
import { Notice, type Language } from '../../ui/index';
import { capabilityStrings } from '../capability-strings';

/** A message waits in the Outbox: what sends it. */
export function WaitingNote(props: { readonly language: Language; readonly onNotAgain: () => void }): JSX.Element {
  const { language, onNotAgain } = props;
  const { waits, waitsHelp, notAgain } = capabilityStrings(language);
  return (
    <Notice tone="attention" title={waits}>
      <p>{waitsHelp}</p>
      <button type="button" class="sg-button" onClick={onNotAgain}>
        {notAgain}
      </button>
    </Notice>
  );
}
