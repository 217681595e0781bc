import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { latin1Bytes, type Bytes } from '../../../../shared/index';
import { type LeavingKind } from '../../../../addins/thunderbird/host/compose-tabs';
import { ADD_ON_ID } from '../thunderbird';

/** A way in which Thunderbird sends mail without a compose window, as a script for its main process. */
export interface Way {
  readonly name: string;
  readonly kind: LeavingKind;
  readonly to: string;
  readonly script: string;
}

/** Subjects of messages in the inbox that ask for a receipt. */
export const WISHES = ['Receipt, please', 'Another wish'] as const;

/** A message that asks for a receipt (RFC 8098 2.1). */
export const receiptWish = (subject: string): Bytes =>
  latin1Bytes(
    [
      'Return-Path: <bob@signet.example>',
      'From: Bob <bob@signet.example>',
      'To: Alice <alice@signet.example>',
      `Subject: ${subject}`,
      'Date: Thu, 26 Nov 2026 10:00:00 +0000',
      `Message-ID: <${subject.length}.wish@signet.example>`,
      'Disposition-Notification-To: <bob@signet.example>',
      'MIME-Version: 1.0',
      'Content-Type: text/plain',
      '',
      'read me',
      '',
    ].join('\r\n'),
  );

/** A message of this subject gets another recipient by the other add-on. */
export const WIDENED = 'Widened';

const OTHER_ID = 'other@signet.example';

/** Writes an add-on of somebody else, with the permissions to send, into a folder of its own and answers that. */
export function writeOtherAddOn(parent: string): string {
  const folder = join(parent, 'other-add-on');
  mkdirSync(folder, { recursive: true });
  const manifest = {
    manifest_version: 2,
    name: 'Other',
    version: '1.0',
    browser_specific_settings: { gecko: { id: OTHER_ID } },
    background: { scripts: ['background.js'] },
    permissions: ['accountsRead', 'compose', 'compose.send', 'messagesRead'],
    optional_permissions: ['messages.send'],
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(
    join(folder, 'background.js'),
    `browser.compose.onBeforeSend.addListener((_tab, { subject, to }) =>
      subject === '${WIDENED}' ? { details: { to: [...to, 'dan@signet.example'] } } : {});`,
  );
  return folder;
}

/** A script that runs `body` in the background page of the other add-on and does not wait for its end. */
export const inOtherAddOn = (body: string): string => `
  const { ExtensionPermissions } = ChromeUtils.importESModule("resource://gre/modules/ExtensionPermissions.sys.mjs");
  const { extension } = WebExtensionPolicy.getByID("${OTHER_ID}");
  await ExtensionPermissions.add("${OTHER_ID}", { permissions: ["messages.send"], origins: [] }, extension);
  const view = await until("the other background page", () => [...extension.views].find(({ viewType }) => viewType === "background"));
  void inPage(view.xulBrowser, ${JSON.stringify(body)}, []).catch(() => {});
  return true;`;

const INBOX = `MailServices.accounts.getAccount("account1").incomingServer.rootFolder.subFolders.find((f) => f.name.toLowerCase() === "inbox")`;

const INVITATION = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//signet.example//test',
  'METHOD:REQUEST',
  'BEGIN:VEVENT',
  'UID:budget@signet.example',
  'DTSTAMP:20261127T100000Z',
  'DTSTART:20261128T100000Z',
  'DTEND:20261128T110000Z',
  'SUMMARY:Budget',
  'ORGANIZER:mailto:alice@signet.example',
  'ATTENDEE:mailto:bob@signet.example',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
];

export const WAYS: readonly Way[] = [
  {
    name: 'an invitation of the calendar',
    kind: 'file',
    to: 'bob@signet.example',
    script: `
      const { CalItipEmailTransport } = ChromeUtils.importESModule("resource:///modules/CalItipEmailTransport.sys.mjs");
      const { CalItipItem } = ChromeUtils.importESModule("resource:///modules/CalItipItem.sys.mjs");
      const { CalAttendee } = ChromeUtils.importESModule("resource:///modules/CalAttendee.sys.mjs");
      const item = new CalItipItem();
      item.init(${JSON.stringify(INVITATION.join('\r\n'))});
      item.responseMethod = "REQUEST";
      item.autoResponse = Ci.calIItipItem.AUTO;
      const attendee = new CalAttendee();
      attendee.id = "mailto:bob@signet.example";
      return CalItipEmailTransport.createInstance().sendItems([attendee], item);`,
  },
  {
    name: 'what a filter forwards',
    kind: 'program',
    to: 'dan@signet.example',
    script: `
      const inbox = ${INBOX};
      const list = MailServices.filters.getTempFilterList(inbox);
      const filter = list.createFilter("forward");
      const term = filter.createTerm();
      term.attrib = Ci.nsMsgSearchAttrib.Subject;
      term.op = Ci.nsMsgSearchOp.Contains;
      const { value } = term;
      value.attrib = term.attrib;
      value.str = "${WISHES[0]}";
      term.value = value;
      filter.appendTerm(term);
      const action = filter.createAction();
      action.type = Ci.nsMsgFilterAction.Forward;
      action.strValue = "dan@signet.example";
      filter.appendAction(action);
      filter.enabled = true;
      filter.filterType = Ci.nsMsgFilterType.Manual;
      list.insertFilterAt(0, filter);
      MailServices.filters.applyFiltersToFolders(list, [inbox], mainWindow.msgWindow);
      return true;`,
  },
  {
    name: 'what a filter answers with a template',
    kind: 'program',
    to: 'bob@signet.example',
    script: `
      const local = MailServices.accounts.localFoldersServer.rootFolder;
      if (!local.containsChildNamed("Templates")) local.createSubfolder("Templates", null);
      const folder = await until("the templates", () => local.containsChildNamed("Templates") && local.getChildNamed("Templates"));
      folder.setFlag(Ci.nsMsgFolderFlags.Templates);
      if ([...folder.messages].length === 0) folder.QueryInterface(Ci.nsIMsgLocalMailFolder).addMessage(
        "From - Thu Nov 26 10:00:00 2026\\nX-Mozilla-Status: 0001\\nX-Mozilla-Status2: 00000000\\nFrom: Alice <alice@signet.example>\\n" +
        "Subject: Away\\nMessage-ID: <away@signet.example>\\nDate: Thu, 26 Nov 2026 10:00:00 +0000\\nMIME-Version: 1.0\\nContent-Type: text/plain\\n\\nI am away\\n\\n");
      const inbox = ${INBOX};
      const message = [...inbox.messages].find((header) => header.mime2DecodedSubject === "${WISHES[0]}");
      MailServices.compose.replyWithTemplate(message, folder.URI + "?messageId=away@signet.example&subject=Away", mainWindow.msgWindow, inbox.server);
      return true;`,
  },
  {
    name: 'what another add-on sends by itself',
    kind: 'program',
    to: 'dan@signet.example',
    script: inOtherAddOn(
      'await page.browser.messages.sendMessage({ to: ["dan@signet.example"], subject: "Plain", plainTextBody: "by itself", isPlainText: true });',
    ),
  },
  {
    name: 'what somebody else put into the Outbox',
    kind: 'outbox',
    to: 'dan@signet.example',
    script: `
      const identity = MailServices.accounts.getIdentity("id1");
      const later = Cc["@mozilla.org/messengercompose/sendlater;1"].getService(Ci.nsIMsgSendLater);
      const folder = later.getUnsentMessagesFolder(identity);
      if ([...folder.messages].length === 0) folder.QueryInterface(Ci.nsIMsgLocalMailFolder).addMessage(
        "From - Thu Nov 26 10:00:00 2026\\nX-Mozilla-Status: 0800\\nX-Mozilla-Status2: 00000000\\nX-Identity-Key: id1\\nFrom: Alice <alice@signet.example>\\n" +
        "To: dan@signet.example\\nSubject: Queued\\nMessage-ID: <queued@signet.example>\\nDate: Thu, 26 Nov 2026 10:00:00 +0000\\nMIME-Version: 1.0\\nContent-Type: text/plain\\n\\nqueued\\n\\n");
      later.sendUnsentMessages(identity);
      return true;`,
  },
];

/**
 * Notes what the Experiment tells of leaving mail, and answers with a text of the test's while there is one. Notes too what
 * Thunderbird says of a failed send: its message box at the main window would stop the remote control.
 */
export const LISTEN = `
  const { MessageSendReport } = ChromeUtils.importESModule("resource:///modules/MessageSend.sys.mjs");
  mainWindow.signetReports = [];
  MessageSendReport.prototype.displayReport = function () { mainWindow.signetReports.push(this.errMessage); };
  const { extension } = WebExtensionPolicy.getByID("${ADD_ON_ID}");
  const api = await extension.apiManager.asyncGetAPI("signetCompose", extension);
  const [real] = await until("the background page to listen", () => api.askers.onLeave.size === 1 && [...api.askers.onLeave]);
  mainWindow.signetTold = [];
  mainWindow.signetHeld = null;
  api.askers.onLeave.clear();
  api.askers.onLeave.add(async (leaving) => {
    mainWindow.signetTold.push({ kind: leaving.kind, to: leaving.to, octets: leaving.head.byteLength });
    return mainWindow.signetHeld === null ? real(leaving) : { held: mainWindow.signetHeld };
  });
  return true;`;
