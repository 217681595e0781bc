import { MessageView, StatusLine, useStrings, type Language } from '../../ui/index';
import { askToSave, type PaneView } from '../host/page-messages';
import { createSurface, type Surface } from './own-surface';

/**
 * Shows an opened message, or why it is closed, in a message document that is empty. The octets of attachments stay
 * behind: the background page saves them itself. `onAgain`: a button to try anew.
 */
export function showOpened(
  body: HTMLElement,
  { style, sentence, tone, body: text }: PaneView,
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
