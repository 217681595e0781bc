import { hosts, ports } from '../wiring';
import { capabilities } from '../host/capabilities';
import { language, letGo, onStart, outboxTries, session, stayAwake } from '../host/environment';
import { windowMessage } from '../host/window-message';
import {
  onChangedMessage,
  onListCommand,
  onPaneMessage,
  onQuoteMessage,
  onSendingMessage,
  onUnlockedMessage,
  type ListCommand,
} from '../host/page-messages';
import { DraftKeeper } from './draft-keeper';
import { KeyHolder } from './key-holder';
import { LeavingGuard } from './leaving-guard';
import { leavingRule } from './leaving-rule';
import { OutboxSender } from './outbox-sender';
import { MessageSender } from './send-messages';
import { MessageShower } from './show-messages';
import { OpenedMessages } from './opened-messages';
import { renewInBackground } from './renewals';
import { offerForMessages, openFor } from '../host/selected-messages';
import { permanentStrings } from '../permanent/strings';
import { createListMailbox, listKeeper, onArrived } from '../host/list-mailbox';
import { ListMarks, type ListView } from '../list/list-marks';
import { listStrings } from '../list/strings';
import { StoreWatch } from './store-watch';
import { tellWaiting } from './waiting-note';

/*
 * The background page. Thunderbird puts it to sleep and wakes it for the events that were listened to while this file ran:
 * every listener is set here at once, and nothing that must last is kept in this page.
 */
const { compose, pane } = hosts;
const opened = new OpenedMessages(pane, ports.core);
const sender = new MessageSender(hosts, ports, language(), (messageId) => opened.open(messageId), letGo);
const outbox = new OutboxSender(
  { ...hosts, clock: ports.clock, read: windowMessage, tries: outboxTries, tellWaiting },
  sender,
  language(),
);
const drafts = new DraftKeeper(hosts, ports, language());
const rule = leavingRule({
  decide: (message) => sender.decideFinished(message),
  letGo,
  record: ports.record,
  language: language(),
});
const leaving = new LeavingGuard(language(), rule);
const store = new StoreWatch(
  () => ports.core.hostAnchors.read(),
  () => void showAnew(),
  session,
);
const shower = new MessageShower(pane, opened, ports.core.revocation, language());

/** Between two messages that nobody waits for. */
const REST_MS = { reading: 25, writing: 100 };
const marks = new ListMarks({
  mailbox: createListMailbox(listStrings(language()).tags),
  glance: (message) => ports.core.glance(message),
  keeper: listKeeper,
  rest: (after) => new Promise((resolve) => setTimeout(resolve, REST_MS[after])),
});

async function obey(command: ListCommand): Promise<ListView> {
  if (command === 'on' || command === 'off') await marks.switchOn(command === 'on');
  if (command === 'start') await marks.start();
  if (command === 'pause' || command === 'resume') await marks.pause(command === 'pause');
  return marks.view();
}

const holder = new KeyHolder(ports.core.keys, stayAwake);

async function show(tabId: number, messageId: number): Promise<void> {
  await store.look();
  await shower.showStatus(tabId, messageId);
  await marks.shown(messageId, async () => (await opened.open(messageId)).view.summary);
}

/** What was opened with keys is not kept without them. */
async function lockChanged(): Promise<void> {
  await holder.look();
  await showAnew();
}

/** Nothing stays that was found under other keys, other trust or other certificates. */
async function showAnew(): Promise<void> {
  opened.clear();
  await shower.showAgain();
}

/** Well within the time after which Thunderbird puts a background page to sleep. */
const WAKE_MS = 10_000;
compose.onBeforeSend(async (tabId, windowId, draft) => {
  const awake = setInterval(() => void stayAwake(), WAKE_MS);
  try {
    if (!(await sender.mayGo(tabId, windowId, draft))) return false;
    return capabilities.has('send-in-place') || (await outbox.leavesByItself(tabId, windowId));
  } finally {
    clearInterval(awake);
  }
});
compose.onOpened((tabId) => void sender.showDefault(tabId));
compose.onReopen((messageId) => drafts.reopen(messageId));
compose.onChanged((tabId) => void sender.showDefault(tabId));
compose.onBuild((facts, entity) => (facts.isDraft === true ? drafts : sender).build(facts, entity));
compose.onLeave((facts) => leaving.mayLeave(facts));
pane.onDisplayed((tabId, messageId) => void show(tabId, messageId));
pane.onStatusClicked((windowId) => void pane.showPopup(windowId).catch(() => undefined));
onPaneMessage(async (tabId, message, windowId) => {
  // What was trusted when the message was opened may have been taken away since.
  if (message.kind === 'view') await store.look();
  return shower.answer(tabId, message, windowId);
});
onQuoteMessage((tabId) => sender.quotesEncrypted(tabId));
onSendingMessage((message) => drafts.answer(message) ?? sender.answer(message));
onChangedMessage(showAnew);
onUnlockedMessage(lockChanged);
ports.watchLock(() => void lockChanged());
offerForMessages(
  'permanent',
  permanentStrings(language()).menu,
  (messageIds) => void openFor('permanent.html', messageIds),
);
onListCommand(obey);
onArrived((messages) => void marks.arrived(messages));
// Whatever woke this page: old mail that is being gone through goes on.
void marks.run();
onStart(() => {
  void ports.core.identities().catch(() => undefined);
  void holder.look();
  void renewInBackground(ports.core.ordering, stayAwake, () => void showAnew());
});
