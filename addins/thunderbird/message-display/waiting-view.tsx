import { Progress, useStrings, type Language } from '../../ui/index';
import { askForProgress, askForStyle, askToCancel } from '../host/page-messages';
import { isEmptyDocument } from './empty-document';
import { createSurface, type Surface } from './own-surface';

/** What is over sooner shows no bar. */
const PATIENCE_MS = 500;
/** Between two looks at how far the work is. Each also keeps the background page awake. */
const LOOK_MS = 300;

/** Shows how far the opening of the message is, once it takes its time, until the returned function is called. */
export function showWaiting(body: HTMLElement, language: Language): () => void {
  let surface: Surface | undefined;
  let timer = setTimeout(() => void look(), PATIENCE_MS);
  let isOver = false;

  const look = async (): Promise<void> => {
    const progress = await askForProgress().catch(() => undefined);
    if (progress && !surface && isEmptyDocument(body)) {
      const style = await askForStyle().catch(() => '');
      if (!isStopped()) surface = createSurface(body, style);
    }
    if (isStopped()) return;
    const { read } = useStrings(language);
    if (progress) {
      surface?.draw(
        <Progress
          language={language}
          text={read.checking}
          progress={progress}
          onCancel={() => void askToCancel().catch(() => undefined)}
        />,
      );
    }
    timer = setTimeout(() => void look(), LOOK_MS);
  };
  const isStopped = (): boolean => isOver;

  return () => {
    isOver = true;
    clearTimeout(timer);
    surface?.remove();
  };
}
