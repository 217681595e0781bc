import '../../ui/theme.css';
import { useStrings } from '../../ui/index';
import { withDeadline } from '../host/deadline';
import { askForView, onShowAgain, type PaneView } from '../host/page-messages';
import { language } from '../host/environment';
import { isEmptyDocument } from './empty-document';
import { showOpened } from './opened-view';
import { showWaiting } from './waiting-view';

/*
 * Runs in the document of every message that Thunderbird shows. What Thunderbird opened itself stays as it is; the document
 * of a message that it could not decrypt is empty and takes our view.
 */
/** Opening 100 MB while Thunderbird is busy takes this long; without a word the pane would stay blank. */
const ANSWER_MS = 600_000;

/** The showing that stands; aborted, it takes away what it drew and draws no more, whatever it still waits for. */
let standing = new AbortController();

async function show({ signal }: AbortController): Promise<void> {
  if (!isEmptyDocument(document.body)) return;
  const endWaiting = showWaiting(document.body, language());
  signal.addEventListener('abort', endWaiting);
  const unanswered: PaneView = { sentence: useStrings(language()).worker, tone: 'attention', style: '' };
  const view = await withDeadline('view', ANSWER_MS, askForView()).catch(() => unanswered);
  endWaiting();
  if (signal.aborted || !view || !isEmptyDocument(document.body)) return;
  const surface = showOpened(document.body, view, language(), view.isCancelled === true ? again : undefined);
  signal.addEventListener('abort', () => surface.remove());
}

function again(): void {
  standing.abort();
  standing = new AbortController();
  void show(standing);
}

// Keys, trust or certificates are not what they were: what was opened goes, what was closed may open.
onShowAgain(again);

void show(standing);
