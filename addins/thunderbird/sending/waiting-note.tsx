import { type JSX } from 'preact';
import { Notice, type Language } from '../../ui/index';
import { capabilityStrings } from '../capability-strings';

/** An encrypted draft of the other build: what became of its window. */
export function SealedDraftNote(props: { readonly language: Language; readonly isOpen: boolean }): JSX.Element {
  const { sealedDraft, sealedDraftHelp } = capabilityStrings(props.language);
  return (
    <Notice tone="attention" title={props.isOpen ? sealedDraft.open : sealedDraft.closed}>
      <p>{sealedDraftHelp}</p>
    </Notice>
  );
}

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
