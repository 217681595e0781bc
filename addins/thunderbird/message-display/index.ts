import '../../ui/theme.css';
import { askForView } from '../host/page-messages';
import { language } from '../host/environment';
import { isEmptyDocument } from './empty-document';
import { showOpened } from './opened-view';

/*
 * Runs in the document of every message that Thunderbird shows. What Thunderbird opened itself stays as it is; the document
 * of a message that it could not decrypt is empty and takes our view.
 */
async function show(): Promise<void> {
  if (!isEmptyDocument(document.body)) return;
  const view = await askForView();
  if (view && isEmptyDocument(document.body)) showOpened(document.body, view, language());
}

void show();
