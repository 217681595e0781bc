import { render } from 'preact';
import '../../ui/theme.css';
import '../pages.css';
import { Progress, useStrings } from '../../ui/index';
import { language } from '../host/environment';
import { askForSending, askToCancelSending } from '../host/page-messages';

/* A small window about a message that is being protected: how far it is, and Cancel. It closes when that is over. */
const LOOK_MS = 250;
const send = Number(new URLSearchParams(location.search).get('send'));
const app = document.getElementById('app');
document.documentElement.lang = language();
document.title = useStrings(language()).thunderbird.title;

async function look(place: HTMLElement): Promise<void> {
  const progress = await askForSending(send).catch(() => undefined);
  if (!progress) {
    window.close();
    return;
  }
  const text = useStrings(language()).thunderbird.protecting;
  const cancel = (): void => void askToCancelSending(send).catch(() => undefined);
  render(<Progress language={language()} text={text} progress={progress} onCancel={cancel} />, place);
  setTimeout(() => void look(place), LOOK_MS);
}

if (app) void look(app);
