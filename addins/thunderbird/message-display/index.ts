import '../../ui/theme.css';
import { useStrings } from '../../ui/index';
import { withDeadline } from '../host/deadline';
import { askForView, onShowAgain, type PaneView } from '../host/page-messages';
import { language } from '../host/environment';
import { isEmptyDocument } from './empty-document';
import { type Surface } from './own-surface';
import { showOpened } from './opened-view';
import { showWaiting } from './waiting-view';

/*
 * Runs in the document of every message that Thunderbird shows. What Thunderbird opened itself stays as it is; the document
 * of a message that it could not decrypt is empty and takes our view.
 */
/** Opening 100 MB while Thunderbird is busy takes this long; without a word the pane would stay blank. */
const ANSWER_MS = 600_000;

/** What of ours stands in the document. */
let shown: Surface | undefined;

async function show(): Promise<void> {
  if (!isEmptyDocument(document.body)) return;
  const endWaiting = showWaiting(document.body, language());
  const unanswered: PaneView = { sentence: useStrings(language()).worker, tone: 'attention', style: '' };
  const view = await withDeadline('view', ANSWER_MS, askForView()).catch(() => unanswered);
  endWaiting();
  if (!view || !isEmptyDocument(document.body)) return;
  shown = showOpened(document.body, view, language(), view.isCancelled === true ? again : undefined);
}

function again(): void {
  shown?.remove();
  shown = undefined;
  void show();
}

// The keys were locked or unlocked: what was opened goes, what was closed opens.
onShowAgain(again);

void show();
