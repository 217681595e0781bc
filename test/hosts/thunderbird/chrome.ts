import { ADD_ON_ID } from './thunderbird';
import { type Marionette } from './marionette';
import { type ComposeRequest, type ShownMessage } from './messages';

/** Scripts for Thunderbird's main process; each is the body of an async function over `args`. */
const PRELUDE = `
  const until = async (what, probe, timeout = 20000) => {
    const end = Date.now() + timeout;
    for (;;) {
      const found = await probe();
      if (found) return found;
      if (Date.now() > end) throw new Error("waited in vain for " + what);
      await new Promise((resolve) => Services.wm.getMostRecentWindow("mail:3pane").setTimeout(resolve, 40));
    }
  };
  const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
  const mainWindow = Services.wm.getMostRecentWindow("mail:3pane");
  const tabmail = mainWindow.document.getElementById("tabmail");
  const messageWindow = () => tabmail.currentAboutMessage;
  const composeWindows = () => [...Services.wm.getEnumerator("msgcompose")];
  /** Runs the source of a function in the page of a remote browser; its result is JSON. */
  const inPage = (browser, body, list) => new Promise((resolve, reject) => {
    const name = "signet:" + Math.random();
    const manager = browser.messageManager;
    const timer = mainWindow.setTimeout(() => reject(new Error("no answer of the page")), 30000);
    const listener = ({ data }) => {
      mainWindow.clearTimeout(timer);
      manager.removeMessageListener(name, listener);
      data.error === undefined ? resolve(data.value) : reject(new Error(data.error));
    };
    manager.addMessageListener(name, listener);
    const script = "(async () => { const page = content.wrappedJSObject; const args = Cu.cloneInto(" + JSON.stringify(list) + ", content);" + body + "})()" +
      ".then((value) => sendAsyncMessage(" + JSON.stringify(name) + ", { value: value === undefined ? null : JSON.parse(JSON.stringify(value)) })," +
      " (e) => sendAsyncMessage(" + JSON.stringify(name) + ", { error: String(e) + (e && e.stack || '') }));";
    manager.loadFrameScript("data:application/javascript;charset=utf-8," + encodeURIComponent(script), false);
  });
`;

/** Drives the windows of Thunderbird as a user does; what a user cannot do stands under "background". */
export class Chrome {
  readonly remote: Marionette;

  constructor(remote: Marionette) {
    this.remote = remote;
  }

  run<T = unknown>(body: string, ...args: readonly unknown[]): Promise<T> {
    return this.remote.run<T>(PRELUDE + body, ...args);
  }

  /** Runs in the add-on's background page, woken where it sleeps; `page` is its window. */
  background<T = unknown>(body: string, ...args: readonly unknown[]): Promise<T> {
    return this.run<T>(
      `const [body, list] = args;
      const { extension } = WebExtensionPolicy.getByID("${ADD_ON_ID}");
      await extension.wakeupBackground?.();
      const view = await until("the background page", () => [...extension.views].find(({ viewType }) => viewType === "background"));
      return inPage(view.xulBrowser, body, list);`,
      body,
      args,
    );
  }

  /** Puts the background page to sleep, as Thunderbird does after half a minute. */
  suspend(): Promise<string> {
    return this.run<string>(`const { extension } = WebExtensionPolicy.getByID("${ADD_ON_ID}");
      await extension.terminateBackground({ ignoreDevToolsAttached: true });
      return extension.backgroundState;`);
  }

  /** Shows a folder of the account and answers the subjects in it, oldest first. */
  openFolder(name: string, atLeast = 0): Promise<readonly string[]> {
    return this.run(
      `const [name, atLeast] = args;
      const root = MailServices.accounts.getAccount("account1").incomingServer.rootFolder;
      const folder = await until("the folder " + name, () => root.subFolders.find((f) => f.name.toLowerCase() === name.toLowerCase()));
      const pane = tabmail.currentAbout3Pane;
      pane.displayFolder(folder.URI);
      folder.getNewMessages?.(mainWindow.msgWindow, null);
      await until(atLeast + " messages in " + name, () => pane.gFolder?.URI === folder.URI && [...folder.messages].length >= atLeast);
      return [...folder.messages].sort((a, b) => a.messageKey - b.messageKey).map((header) => header.mime2DecodedSubject);`,
      name,
      atLeast,
    );
  }

  /** Selects a message of the folder that is shown and waits until Thunderbird and the add-on are done with it. */
  async showMessage(
    subject: string,
    options: { readonly status?: boolean; readonly text?: string } = {},
  ): Promise<ShownMessage> {
    await this.run(
      `const [subject] = args;
      const pane = tabmail.currentAbout3Pane;
      pane.messagePane.ensureMessagePaneVisible?.();
      const row = await until("the message " + subject, () => {
        const view = pane.gDBView;
        const headers = Array.from({ length: view?.rowCount ?? 0 }, (_, i) => ({ i, header: view.getMsgHdrAt(i) }));
        const named = headers.filter(({ header }) => header.mime2DecodedSubject === subject);
        return named.sort((a, b) => b.header.messageKey - a.header.messageKey)[0];
      });
      pane.threadTree.selectedIndex = row.i;
      await until("the message window", () => messageWindow()?.gMessage?.mime2DecodedSubject === subject && messageWindow().msgLoaded !== false);
      return true;`,
      subject,
    );
    if (options.status !== undefined) {
      const wanted = options.status;
      await this.run(
        `await until("the status", () => Boolean(messageWindow().document.getElementById("signet-status")) === args[0]); return true;`,
        wanted,
      );
    }
    const { text } = options;
    if (text === undefined) return this.shown();
    for (const end = performance.now() + 20_000; ;) {
      const shown = await this.shown();
      if (shown.body.includes(text)) return shown;
      if (performance.now() > end) throw new Error(`the message does not say "${text}" but "${shown.body}"`);
      await this.pause(100);
    }
  }

  pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  shown(): Promise<ShownMessage> {
    return this.run<ShownMessage>(`
      const window = messageWindow();
      const badge = window.document.getElementById("signet-status");
      const texts = [];
      const visit = (node) => {
        if (node.localName === "style") return;
        if (node.nodeType === 3) texts.push(node.data);
        const shadow = node.openOrClosedShadowRoot;
        for (const child of [...(shadow?.childNodes ?? []), ...node.childNodes]) visit(child);
      };
      const body = window.getMessagePaneBrowser().contentDocument?.body;
      if (body) visit(body);
      return {
        subject: window.document.getElementById("expandedsubjectBox")?.value?.textContent ?? "",
        status: badge?.textContent ?? null,
        tone: badge?.dataset.tone ?? null,
        tooltip: badge?.title ?? null,
        body: texts.join(" ").replace(/\\s+/g, " ").trim(),
        nativeSignature: window.gSignatureStatus ?? -1,
        nativeEncryption: window.gEncryptionStatus ?? -1,
        headerShown: !window.document.getElementById("messageHeader").hidden,
      };`);
  }

  /** Opens a compose window and answers its tab number. */
  compose(request: ComposeRequest, hasAddOn = true): Promise<number> {
    return this.run<number>(
      `const [request] = args;
      const before = composeWindows();
      const fields = Cc["@mozilla.org/messengercompose/composefields;1"].createInstance(Ci.nsIMsgCompFields);
      fields.to = request.to;
      fields.cc = request.cc ?? "";
      fields.bcc = request.bcc ?? "";
      fields.subject = request.subject;
      fields.body = request.body;
      for (const path of request.attachments ?? []) {
        const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
        file.initWithPath(path);
        const attachment = Cc["@mozilla.org/messengercompose/attachment;1"].createInstance(Ci.nsIMsgAttachment);
        attachment.url = Services.io.newFileURI(file).spec;
        attachment.name = file.leafName;
        attachment.size = file.fileSize;
        fields.addAttachment(attachment);
      }
      const params = Cc["@mozilla.org/messengercompose/composeparams;1"].createInstance(Ci.nsIMsgComposeParams);
      params.type = Ci.nsIMsgCompType.New;
      params.format = Ci.nsIMsgCompFormat.HTML;
      params.identity = MailServices.accounts.getIdentity("id1");
      params.composeFields = fields;
      MailServices.compose.OpenComposeWindowWithParams(null, params);
      const window = await until("the compose window", () => composeWindows().find((w) => !before.includes(w)));
      await until("the editor", () => window.composeEditorReady && window.gMsgCompose?.editor && !window.gWindowLocked);
      if (!args[1]) return -1;
      const { extension } = WebExtensionPolicy.getByID("${ADD_ON_ID}");
      return extension.tabManager.getWrapper(window)?.id ?? extension.tabManager.wrapTab(window).id;`,
      request,
      hasAddOn,
    );
  }

  /** What the toggles of the popup do. */
  async setProtection(tab: number, protection: { readonly sign: boolean; readonly encrypt: boolean }): Promise<void> {
    await this.background('await page.browser.signetCompose.setProtection(args[0], args[1]);', tab, protection);
  }

  /** The newest compose window as it stands. */
  composed(): Promise<{ readonly subject: string; readonly body: string; readonly locked: boolean }> {
    return this.run(`const window = composeWindows().at(-1);
      await until("the window to be unlocked", () => !window.gWindowLocked, 5000).catch(() => false);
      return {
        subject: window.document.getElementById("msgSubject").value,
        body: window.gMsgCompose.editor.rootElement.innerText.trim(),
        locked: Boolean(window.gWindowLocked),
      };`);
  }

  async setRecipients(to: string): Promise<void> {
    await this.run(
      `const window = composeWindows().at(-1);
      for (const pill of [...window.document.querySelectorAll("mail-address-pill")]) pill.remove();
      const input = window.document.getElementById("toAddrInput");
      input.value = args[0];
      window.recipientAddPills(input);
      return true;`,
      to,
    );
  }

  async sendLater(): Promise<void> {
    await this.run('composeWindows().at(-1).goDoCommand("cmd_sendLater"); return true;');
  }

  async saveDraft(): Promise<void> {
    await this.run(`const window = composeWindows().at(-1);
      let isSaved = false;
      window.addEventListener("aftersave", () => { isSaved = true; }, { once: true });
      window.SaveAsDraft();
      await until("the draft to be saved", () => isSaved);
      await until("the window after it", () => !window.gSaveOperationInProgress && !window.gContentChanged && !window.gWindowLocked);
      return true;`);
  }

  /** Makes the add-on believe that a point in Thunderbird's code was not found when it started; undefined: all are there. */
  async forgetPoint(name: string | undefined): Promise<void> {
    await this.run(
      `const { extension } = WebExtensionPolicy.getByID("${ADD_ON_ID}");
      const api = await extension.apiManager.asyncGetAPI("signetCompose", extension);
      api.missing = args[0] === null ? [] : [args[0]];
      return true;`,
      name ?? null,
    );
  }

  /** Which of Thunderbird's functions are wrapped at this moment. */
  patches(): Promise<{ readonly create: boolean; readonly deliver: boolean; readonly leave: boolean }> {
    return this.run(`const { MimeMessage } = ChromeUtils.importESModule("resource:///modules/MimeMessage.sys.mjs");
      const { MessageSend } = ChromeUtils.importESModule("resource:///modules/MessageSend.sys.mjs");
      const isOurs = (method) => /collectorOf|heldBy/.test(method.toString());
      const { _deliverAsMail, _deliverMessage } = MessageSend.prototype;
      return { create: isOurs(MimeMessage.prototype.createMessageFile), deliver: isOurs(_deliverAsMail), leave: isOurs(_deliverMessage) };`);
  }

  async removeAddOn(): Promise<void> {
    await this.run(`const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
      await (await AddonManager.getAddonByID("${ADD_ON_ID}")).uninstall();
      await until("the add-on to be gone", () => !WebExtensionPolicy.getByID("${ADD_ON_ID}"));
      return true;`);
  }

  /** What the menu does where the user has OpenPGP sign the newest compose window's message, and not encrypt it. */
  async signWithOpenPgp(): Promise<void> {
    await this.run(
      'Object.assign(composeWindows().at(-1), { gSelectedTechnologyIsPGP: true, gSendSigned: true, gSendEncrypted: false }); return true;',
    );
  }

  /** Presses Thunderbird's own Send button of the newest compose window, once it can be pressed. */
  async pressSend(): Promise<void> {
    await this.run(`const window = composeWindows().at(-1);
      const button = window.document.getElementById("button-send");
      await until("the Send button to be enabled", () => !window.gWindowLocked && !window.gSendLocked && !button.disabled);
      button.click();
      return true;`);
  }

  composeWindowCount(): Promise<number> {
    return this.run<number>('return composeWindows().length;');
  }

  async composeWindowClosed(): Promise<void> {
    await this.run('await until("the compose window to close", () => composeWindows().length === 0); return true;');
  }

  /** Closes all compose windows without keeping anything. */
  async discardCompose(): Promise<void> {
    await this
      .run(`for (const window of composeWindows()) { window.gContentChanged = false; window.SetContentAndBodyAsUnmodified?.(); window.close(); }
      await until("the compose windows to close", () => composeWindows().length === 0); return true;`);
  }

  /** Closes what a test has left open. */
  async tidy(): Promise<void> {
    await this
      .run(`for (const dialog of [...Services.wm.getEnumerator(null)].filter((w) => w.location.href.includes("commonDialog.xhtml"))) {
        dialog.document.getElementById("commonDialog").getButton("cancel").click();
      }
      return true;`);
    await this.closePopups();
    await this.discardCompose();
  }

  /** The text of Thunderbird's own message box, which is then accepted. */
  answerDialog(): Promise<string> {
    return this.run<string>(`
      const dialog = await until("a message box", () => [...Services.wm.getEnumerator(null)].find((w) => w.location.href.includes("commonDialog.xhtml") && w.document.getElementById("infoBody")?.textContent));
      const text = dialog.document.getElementById("infoBody").textContent;
      dialog.document.getElementById("commonDialog").getButton("accept").click();
      return text;`);
  }

  /** Clicks our button in the newest compose window's toolbar and waits for its popup to be drawn. */
  async openComposePopup(): Promise<void> {
    await this.run(`
      const window = composeWindows().at(-1);
      const id = "${ADD_ON_ID}".replace(/[^a-z0-9]/g, "_") + "-composeAction-toolbarbutton";
      const button = await until("our button", () => window.document.getElementById(id));
      button.click();
      return true;`);
    await this.inComposePopup('return true;');
  }

  /** Runs in the page of the popup at a compose window; waits for the toggles first. */
  inComposePopup<T = unknown>(body: string, ...args: readonly unknown[]): Promise<T> {
    return this.inPage<T>('compose-action.html', '.sg-toggle', body, ...args);
  }

  /** Opens the settings of the add-on in a tab, as the add-on's own button does. */
  async openOptions(): Promise<void> {
    await this.background('await page.browser.runtime.openOptionsPage();');
    await this.inOptions('return true;');
  }

  inOptions<T = unknown>(body: string, ...args: readonly unknown[]): Promise<T> {
    return this.inPage<T>('options.html', '.sg-panel', body, ...args);
  }

  /** Closes the tab in front and goes back to the mail. */
  async closeTab(): Promise<void> {
    await this.run('tabmail.closeTab(tabmail.currentTabInfo); tabmail.switchToTab(0); return true;');
  }

  /** Clicks what stands beside the subject. */
  async clickStatus(): Promise<void> {
    await this.run('messageWindow().document.getElementById("signet-status").click(); return true;');
  }

  /** Runs in the popup at the shown message; waits until it has something to say. */
  inMessagePopup<T = unknown>(body: string): Promise<T> {
    return this.inPage<T>('message-action.html', '.sg-card, .sg-notice', body);
  }

  /** Runs in a page of the add-on, wherever it is shown; waits for what `selector` finds first. */
  inPage<T = unknown>(page: string, selector: string, body: string, ...args: readonly unknown[]): Promise<T> {
    return this.run<T>(
      `const [page, selector, body, list] = args;
      const { extension } = WebExtensionPolicy.getByID("${ADD_ON_ID}");
      const view = await until("the popup", () => [...extension.views].find(({ viewType, uri }) => viewType !== "background" && uri.spec.includes(page)));
      const wait = "for (let i = 0; i < 200 && !content.document.querySelector(" + JSON.stringify(selector) + "); i++) await new Promise((r) => content.setTimeout(r, 50));";
      return inPage(view.xulBrowser, wait + body, list);`,
      page,
      selector,
      body,
      args,
    );
  }

  async useTheme(scheme: 'light' | 'dark'): Promise<void> {
    await this.run(
      `const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
      await (await AddonManager.getAddonByID("thunderbird-compact-" + args[0] + "@mozilla.org")).enable();
      return true;`,
      scheme,
    );
  }

  async closePopups(): Promise<void> {
    await this
      .run(`for (const window of Services.wm.getEnumerator(null)) for (const panel of window.document?.querySelectorAll("panel.webextension-popup-panel, #webextension-composeAction-panel") ?? []) panel.hidePopup?.();
      return true;`);
  }
}
