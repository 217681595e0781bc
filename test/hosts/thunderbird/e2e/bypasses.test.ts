import { parseEntity } from '../../../../shared/index';
import { ScratchFolder } from '../../../support/openssl';
import { type Submission } from '../mail-server';
import { missingPrograms, Session, stopSessions } from '../session';
import { inOtherAddOn, LISTEN, receiptWish, WAYS, WIDENED, WISHES, writeOtherAddOn } from './ways-around';
import { createTestWorld, type TestWorld } from './world';

const missing = missingPrograms();

const typeOf = (sent: Submission | undefined): string =>
  parseEntity(sent?.octets ?? new Uint8Array(0)).contentType.value;

(missing.length > 0 ? describe.skip : describe)('ways around Signet in Thunderbird', () => {
  let world: TestWorld;
  let session: Session;
  let files: ScratchFolder;

  beforeAll(async () => {
    world = await createTestWorld();
    files = new ScratchFolder();
    session = await Session.start(world, {
      extraMessages: WISHES.map(receiptWish),
      extraPreferences: { 'mail.mdn.report.enabled': false, 'extensions.background.idle.timeout': 600_000 },
    });
    await session.thunderbird.remote.install(writeOtherAddOn(files.path), true);
    await session.chrome.openFolder('INBOX', world.messages.length + WISHES.length);
    await session.chrome.run(LISTEN);
  }, 80_000);
  afterEach(async () => {
    await session.chrome.tidy();
    await told();
  });
  afterAll(async () => {
    files.remove();
    await stopSessions();
  }, 30_000);

  const told = (): Promise<readonly object[]> => session.chrome.run('return mainWindow.signetTold.splice(0);');
  /** Why a send failed, as Thunderbird was about to show it. */
  const reason = (): Promise<string> =>
    session.chrome.run(`await until("a failed send", () => mainWindow.signetReports.length > 0);
      return mainWindow.signetReports.splice(0).join();`);
  const hold = (text: string | null): Promise<unknown> =>
    session.chrome.run('mainWindow.signetHeld = args[0]; return true;', text);

  /** What leaves next because of `act`. */
  async function sentBy(act: () => Promise<unknown>): Promise<Submission | undefined> {
    const before = session.mail.submissions.length;
    await act();
    return (await session.mail.submitted(before + 1))[before];
  }

  it.each(WAYS)('hears of $name, to whom it goes, and can hold it', async ({ kind, to, script }) => {
    const before = session.mail.submissions.length;
    await hold('Held by a rule.');
    await session.chrome.run(script);
    expect(await reason()).toContain('Held by a rule.');
    expect(await told()).toMatchObject([{ kind, to: expect.stringContaining(to) as string }]);
    expect(session.mail.submissions).toHaveLength(before);
    await hold(null);
    const sent = await sentBy(() => session.chrome.run(script));
    expect(await told()).toMatchObject([{ kind, to: expect.stringContaining(to) as string }]);
    expect(sent?.recipients).toEqual([to]);
    expect(typeOf(sent)).not.toBe('multipart/signed');
  });

  const press = (): Promise<void> => session.chrome.pressSend();
  const open = async (script: string): Promise<void> => {
    await session.chrome.run(`${script}
      const window = await until("a compose window", () => composeWindows().at(-1));
      await until("the editor", () => window.composeEditorReady && window.gMsgCompose?.editor && !window.gWindowLocked);
      return true;`);
  };

  it('signs what is begun by a mailto: link of another program', async () => {
    await open(`const uri = Services.io.newURI("mailto:dan@signet.example?subject=Linked&body=text");
      MailServices.compose.OpenComposeWindowWithURI(null, uri);`);
    expect(typeOf(await sentBy(press))).toBe('multipart/signed');
    expect(await told()).toEqual([]);
  });

  it('signs what another add-on sends by a compose window', async () => {
    const sent = await sentBy(() =>
      session.chrome.run(
        inOtherAddOn(`const tab = await page.browser.compose.beginNew({ to: ["dan@signet.example"], subject: "Window", plainTextBody: "text", isPlainText: true });
          await page.browser.compose.sendMessage(tab.id, { mode: "sendNow" });`),
      ),
    );
    expect(typeOf(sent)).toBe('multipart/signed');
  });

  it('refuses recipients that another add-on adds after Signet looked', async () => {
    const before = session.mail.submissions.length;
    const tab = await session.chrome.compose({ to: 'bob@signet.example', subject: WIDENED, body: '<p>secret</p>' });
    await session.chrome.setProtection(tab, { sign: true, encrypt: true });
    await press();
    expect(await reason()).toContain('dan@signet.example');
    expect(session.mail.submissions).toHaveLength(before);
  });

  it('holds what is sent past the questions of a window that asked for protection', async () => {
    const before = session.mail.submissions.length;
    const tab = await session.chrome.compose({ to: 'dan@signet.example', subject: 'Past', body: '<p>past</p>' });
    await session.chrome.setProtection(tab, { sign: true, encrypt: false });
    await session.chrome.run(`const window = composeWindows().at(-1);
      const progress = Cc["@mozilla.org/messenger/progress;1"].createInstance(Ci.nsIMsgProgress);
      window.GetComposeDetails();
      void window.gMsgCompose.sendMsg(Ci.nsIMsgCompDeliverMode.Now, window.gCurrentIdentity, "account1", progress).catch(() => {});
      return true;`);
    expect(await reason()).toContain('something other than Signet');
    expect(await told()).toMatchObject([{ kind: 'window' }]);
    expect(session.mail.submissions).toHaveLength(before);
  });

  it('does not hear of a read receipt; none is sent where an administrator switched them off', async () => {
    const before = session.mail.submissions.length;
    const question = `messageWindow().document.querySelector('[value="mdnRequested"]') !== null`;
    await session.chrome.showMessage(WISHES[0], { text: 'read me' });
    expect(await session.chrome.run(`return ${question};`)).toBe(false);
    expect(session.mail.submissions).toHaveLength(before);
    await session.chrome.run('Services.prefs.setBoolPref("mail.mdn.report.enabled", true); return true;');
    await session.chrome.showMessage(WISHES[1], { text: 'read me' });
    const sent = await sentBy(() =>
      session.chrome.run(`await until("the question", () => ${question});
        messageWindow().SendMDNResponse(); return true;`),
    );
    expect(parseEntity(sent?.octets ?? new Uint8Array(0)).contentType).toMatchObject({ value: 'multipart/report' });
    expect(await told()).toEqual([]);
  });
});
