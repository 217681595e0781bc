import { type JSX } from 'preact';
import { Notice, type Language } from '../../../ui/index';
import { useWriteStrings } from './write-strings';

/** The way from Outlook's draft to a message that is written in the pane. `isOnly`: there is no other for this one. */
export function WriteHere(props: {
  readonly isOnly: boolean;
  readonly language: Language;
  readonly onWrite: () => void;
}): JSX.Element {
  const { isOnly, language, onWrite } = props;
  const strings = useWriteStrings(language);
  const button = (
    <button type="button" class="sg-button" data-step="write-here" onClick={onWrite}>
      {strings.here}
    </button>
  );
  if (!isOnly) {
    return (
      <div>
        {button}
        <p class="sg-hint">{strings.hereWhy}</p>
      </div>
    );
  }
  return (
    <Notice tone="attention" title={strings.onlyHereTitle} actions={button}>
      <p data-code="write-here">{strings.onlyHere}</p>
    </Notice>
  );
}
