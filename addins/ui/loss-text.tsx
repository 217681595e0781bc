import { type JSX } from 'preact';
import { type Marked } from '../worker/storage-loss';
import { dayText } from './formats';
import { useKeyStrings } from './key-strings';
import { Notice } from './notices';
import { type Language } from './props';

/** That keys are gone with the storage that held them, and how to get them back. */
export function LossText(props: {
  readonly lost: Marked;
  readonly language: Language;
  readonly onAccept: () => void;
}): JSX.Element {
  const { lost, language, onAccept } = props;
  const strings = useKeyStrings(language);
  const understood = (
    <button type="button" class="sg-button" onClick={onAccept}>
      {strings.lossAccept}
    </button>
  );
  return (
    <Notice tone="attention" title={strings.lossTitle} actions={understood}>
      <p>{strings.loss(lost.fingerprints.length, dayText(new Date(lost.at), language))}</p>
      <p>{strings.lossHelp}</p>
    </Notice>
  );
}
