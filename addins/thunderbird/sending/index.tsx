import { render } from 'preact';
import '../../ui/theme.css';
import '../pages.css';
import { Progress, UnlockForm, useStrings } from '../../ui/index';
import { language, outboxTold } from '../host/environment';
import { announceUnlocked, askForSending, askToCancelSending } from '../host/page-messages';
import { ports } from '../wiring';
import { SealedDraftNote, WaitingNote } from './waiting-note';

/*
 * A small window about a message that is being protected: the question for the passphrase where the keys are locked, then
 * how far it is, and Cancel. It closes when that is over; where it is closed before, the message is not sent. Or, where it is
 * opened for that, about one that waits in the Outbox, or an encrypted draft that this build does not open.
 */
const LOOK_MS = 250;
const asked = new URLSearchParams(location.search);
const send = Number(asked.get('send'));
const app = document.getElementById('app');
document.documentElement.lang = language();
document.title = useStrings(language()).thunderbird.title;

const cancel = (): void => void askToCancelSending(send).catch(() => undefined);

async function look(place: HTMLElement): Promise<void> {
  const view = await askForSending(send).catch(() => undefined);
  if (!view) {
    window.close();
    return;
  }
  if (view.isLocked) await showQuestion(place);
  else {
    const text = useStrings(language()).thunderbird.protecting;
    render(<Progress language={language()} text={text} progress={view} onCancel={cancel} />, place);
  }
  setTimeout(() => void look(place), LOOK_MS);
}

async function showQuestion(place: HTMLElement): Promise<void> {
  const state = await ports.core.keys.state().catch(() => undefined);
  const isUnset = state?.protection === 'device' && state.isRequired;
  render(
    <UnlockForm
      keys={ports.core.keys}
      language={language()}
      why="send"
      isUnset={isUnset}
      onUnlocked={() => void announceUnlocked()}
      onCancel={cancel}
    />,
    place,
  );
}

const notAgain = (): void => void outboxTold.set().finally(() => window.close());

if (app && asked.has('waits')) render(<WaitingNote language={language()} onNotAgain={notAgain} />, app);
else if (app && asked.has('draft')) {
  render(<SealedDraftNote language={language()} isOpen={asked.get('draft') === 'open'} />, app);
} else if (app) void look(app);
