import '../../ui/theme.css';
import { errorText } from '../../../shared/index';
import { withDeadline } from '../host/deadline';
import { askForView } from '../host/page-messages';
import { language } from '../host/environment';
import { isEmptyDocument } from './empty-document';
import { showOpened } from './opened-view';

/*
 * Runs in the document of every message that Thunderbird shows. What Thunderbird opened itself stays as it is; the document
 * of a message that it could not decrypt is empty and takes our view.
 */
/** Opening 30 MB while Thunderbird is busy takes this long; without a word the pane would stay blank. */
const ANSWER_MS = 150_000;
const UNANSWERED = { sentence: errorText('host', undefined, language()), tone: 'attention', style: '' } as const;

async function show(): Promise<void> {
  if (!isEmptyDocument(document.body)) return;
  const view = await withDeadline('view', ANSWER_MS, askForView()).catch(() => UNANSWERED);
  if (view && isEmptyDocument(document.body)) showOpened(document.body, view, language());
}

void show();
