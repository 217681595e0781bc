import { render } from 'preact';
import '../../ui/theme.css';
import '../pages.css';
import { createCopyMailbox, localFolder, targetFolders } from '../host/copy-folders';
import { askForPermissions, language } from '../host/environment';
import { announceUnlocked } from '../host/page-messages';
import { messagesOf } from '../host/selected-messages';
import { ports } from '../wiring';
import { keepCopies } from './keep-copies';
import { PermanentPage } from './permanent-page';
import { permanentStrings } from './strings';

const { core } = ports;
const job = new URLSearchParams(location.search).get('job') ?? '';
const app = document.getElementById('app');
document.documentElement.lang = language();
document.title = permanentStrings(language()).title;

const mailbox = createCopyMailbox();
const decrypt = core.decryptPermanently.bind(core);

const page = (
  <PermanentPage
    language={language()}
    keys={core.keys}
    load={async () => ({
      messageIds: await messagesOf(job),
      folders: await targetFolders(),
      rule: (await ports.policy()).document.settings?.decryptPermanently?.value ?? 'anywhere',
    })}
    permit={askForPermissions}
    localFolder={localFolder}
    keep={(messageIds, options, work) => keepCopies(messageIds, options, { ...mailbox, decrypt }, work)}
    onUnlocked={() => void announceUnlocked()}
    onClose={() => window.close()}
  />
);
if (app) render(page, app);
