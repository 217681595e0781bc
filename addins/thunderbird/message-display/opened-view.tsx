import { MessageView, StatusLine, useKeyStrings, useStrings, type Language } from '../../ui/index';
import { askToSave, askToUnlock, type PaneView } from '../host/page-messages';
import { createSurface, type Surface } from './own-surface';

/**
 * Shows an opened message, or why it is closed, in a message document that is empty. The octets of attachments stay
 * behind: the background page saves them itself. `onAgain`: a button to try anew. A passphrase is never typed here, where a
 * message could draw the same field: the button opens our popup.
 */
export function showOpened(
  body: HTMLElement,
  { style, sentence, tone, body: text, isLocked }: PaneView,
  language: Language,
  onAgain: (() => void) | undefined,
): Surface {
  const surface = createSurface(body, style);
  surface.draw(
    <>
      <StatusLine text={sentence} tone={tone} />
      {onAgain && (
        <button type="button" class="sg-button" onClick={onAgain}>
          {useStrings(language).common.retry}
        </button>
      )}
      {isLocked && (
        <button type="button" class="sg-button sg-primary" onClick={() => void askToUnlock().catch(() => undefined)}>
          {useKeyStrings(language).unlockHere}
        </button>
      )}
      {text && (
        <MessageView
          body={text}
          language={language}
          isolation="shadow"
          onSave={({ index }, filename) => askToSave(index, filename)}
        />
      )}
    </>,
  );
  return surface;
}
