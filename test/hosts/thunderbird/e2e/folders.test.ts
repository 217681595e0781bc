import { answerPermission, PAGE } from '../popups';
import { missingPrograms, Session, stopSessions } from '../session';
import { authEnvelopedMessage, createTestWorld, type TestWorld } from './world';

const missing = missingPrograms();
const GCM = 'The new plan';
const CONTRACT = 'Contract draft';

/** Selects messages of the folder that is shown by their subjects, and presses our item in their menu. */
const CHOOSE_ITEM = `
  const [subjects] = args;
  const pane = tabmail.currentAbout3Pane;
  const view = pane.gDBView;
  const rows = Array.from({ length: view.rowCount }, (_, i) => i).filter((i) => subjects.includes(view.getMsgHdrAt(i).mime2DecodedSubject));
  pane.threadTree.selectedIndices = rows;
  pane.threadTree.scrollToIndex(rows[0], true);
  const row = await until("the row", () => pane.threadTree.getRowAtIndex(rows[0]));
  const menu = pane.document.getElementById("mailContext");
  const box = row.getBoundingClientRect();
  row.dispatchEvent(new pane.MouseEvent("contextmenu", { bubbles: true, cancelable: true, button: 2, clientX: box.x + 60, clientY: box.y + 6, screenX: pane.mozInnerScreenX + box.x + 60, screenY: pane.mozInnerScreenY + box.y + 6 }));
  await until("the menu", () => menu.state === "open");
  const item = await until("our item", () => [...menu.querySelectorAll("menuitem")].find((one) => one.label.includes("decrypted copies")));
  menu.activateItem(item);
  await until("the menu to be gone", () => menu.state === "closed");
  return rows.length;`;

/** What lies in a folder below the local ones: octets as Thunderbird gives them to the add-on, flags and subjects. */
const LOCAL = `
  const local = MailServices.accounts.localFoldersServer.rootFolder;
  const folder = local.subFolders.find(({ name }) => name === "Decrypted");
  return [...(folder?.messages ?? [])].map((header) => ({ subject: header.mime2DecodedSubject, isRead: header.isRead, isFlagged: header.isFlagged, keywords: header.getStringProperty("keywords") }));`;

interface Kept {
  readonly subject: string;
  readonly isRead: boolean;
  readonly isFlagged: boolean;
  readonly keywords: string;
}

(missing.length > 0 ? describe.skip : describe)('folders in Thunderbird', () => {
  let world: TestWorld;
  let session: Session;

  beforeAll(async () => {
    world = await createTestWorld();
    session = await Session.start(world, { extraMessages: [await authEnvelopedMessage(world, GCM)] });
    await session.chrome.openFolder('INBOX', world.messages.length + 1);
  }, 80_000);
  afterAll(stopSessions, 30_000);

  const inWindow = <T>(source: string): Promise<T> =>
    session.chrome.inPage<T>(
      'permanent.html',
      'h1',
      `${PAGE} const drawn = () => new Promise((resolve) => content.requestAnimationFrame(() => content.setTimeout(resolve)));
      ${source}`,
    );

  async function keep(subjects: readonly string[], prepare = '', picture?: string): Promise<string> {
    await session.chrome.run(CHOOSE_ITEM, subjects);
    if (picture !== undefined) await session.pictures(picture);
    await inWindow(`${prepare} press(find("button", "Keep copies")); return true;`);
    await answerPermission(session.chrome, 'allow');
    return inWindow<string>('await until("what came of it", () => find("button", "Close")); return text();');
  }

  const close = (): Promise<unknown> =>
    session.chrome.run(
      'for (const window of Services.wm.getEnumerator("mail:extensionPopup")) window.close(); return true;',
    );
  const count = (): Promise<number> =>
    session.chrome.run<number>('return [...tabmail.currentAbout3Pane.gFolder.messages].length;');
  const kept = (): Promise<readonly Kept[]> => session.chrome.run<readonly Kept[]>(LOCAL);

  it('take decrypted copies, with flags and without encryption, and the rest is left and named', async () => {
    const before = await count();
    await session.chrome.run(
      `const pane = tabmail.currentAbout3Pane;
      const header = [...pane.gFolder.messages].find((one) => one.mime2DecodedSubject === args[0]);
      pane.gFolder.markMessagesFlagged([header], true);
      pane.gFolder.addKeywordsToMessages([header], "$label2");
      return true;`,
      GCM,
    );
    const said = await keep([GCM, CONTRACT, 'Minutes of the meeting'], '', 'permanent');
    expect(said).toContain('2 copies are there');
    expect(said).toContain('Minutes of the meeting');
    expect(said).toContain('It is not encrypted.');
    await session.pictures('permanent-done');
    await close();
    expect(await kept()).toEqual([
      { subject: GCM, isRead: false, isFlagged: true, keywords: '$label2' },
      { subject: CONTRACT, isRead: false, isFlagged: false, keywords: '' },
    ]);
    expect(await count()).toBe(before);
  }, 60_000);

  it('take no copy twice, and the originals go to the trash when that is asked for', async () => {
    const before = await count();
    const said = await keep(
      [GCM, CONTRACT],
      'press(find(".sg-check", "originals").querySelector("input")); await drawn();',
    );
    expect(said).toContain('2 copies are there');
    await close();
    expect(await kept()).toHaveLength(2);
    expect(
      await session.chrome.run(
        `await until("the originals to be gone", () => [...tabmail.currentAbout3Pane.gFolder.messages].length === args[0]); return true;`,
        before - 2,
      ),
    ).toBe(true);
    expect(await session.chrome.openFolder('Trash', 2)).toEqual(expect.arrayContaining([CONTRACT]));
  }, 60_000);

  it('hold copies that Thunderbird itself reads, with the signature that was inside', async () => {
    await session.chrome.run(
      `tabmail.currentAbout3Pane.displayFolder(MailServices.accounts.localFoldersServer.rootFolder.subFolders.find(({ name }) => name === "Decrypted").URI); return true;`,
    );
    expect((await session.chrome.showMessage(GCM, { text: '0815' })).body).toContain('0815');
    const shown = await session.chrome.showMessage(CONTRACT, { status: true, text: 'clause 7' });
    expect(shown.status).toBe('Signed · bob@signet.example');
    expect(shown.nativeEncryption).toBe(-1);
    expect(shown.nativeSignature).not.toBe(-1);
  }, 40_000);

  /** Tags of ours at the messages of the inbox, in the order in which they came. */
  const tags = (): Promise<readonly (readonly [string, string])[]> =>
    session.chrome.run(`const { rootFolder } = MailServices.accounts.getAccount("account1").incomingServer;
      const headers = [...rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox).messages].sort((a, b) => a.messageKey - b.messageKey);
      const ours = (header) => header.getStringProperty("keywords").split(" ").filter((one) => one.startsWith("signet")).join();
      return headers.map((header) => [header.mime2DecodedSubject, ours(header)]);`);

  it('have no tags of ours before they are switched on; then old mail is gone through, and nothing is decrypted', async () => {
    expect((await tags()).map(([, tag]) => tag).join('')).toBe('');
    await session.chrome.openOptions();
    await session.chrome.inOptions(
      `${PAGE} press((await until("the switch", () => find(".tb-list input:not([disabled])")))); return true;`,
    );
    await answerPermission(session.chrome, 'allow');
    await session.chrome.inOptions(
      `${PAGE} press(await until("the button", () => find(".tb-list button", "Tag old mail"))); return true;`,
    );
    await session.chrome.inOptions(
      `${PAGE} await until("the progress", () => find(".tb-list progress")); find(".tb-list").scrollIntoView(); return true;`,
    );
    session.picture('list-tags-light');
    await session.chrome.inOptions(
      `${PAGE} await until("the end", () => !find(".tb-list progress") && find(".tb-list button", "Tag old mail")); return true;`,
    );
    await session.chrome.closeTab();
    const found = Object.fromEntries(await tags());
    expect(found).toMatchObject({
      'Minutes of the meeting': 'signet_valid',
      'The door code': 'signet_encrypted',
      'Invoice 2041': 'signet_problem',
      'Lunch on Friday?': '',
    });
  }, 60_000);

  it('have the tag of new mail too, at the latest when it is shown, and Thunderbird finds messages by it', async () => {
    const before = await tags();
    const octets = world.messages.find(({ key }) => key === 'opaque-signed')?.octets ?? new Uint8Array(0);
    await session.mail.deliver({ octets, from: 'carol@signet.example', recipients: [world.user.address] });
    const subjects = await session.chrome.openFolder('INBOX', before.length + 1);
    await session.chrome.showMessage(subjects.at(-1) ?? '', { status: true });
    await session.chrome.run(
      `const pane = tabmail.currentAbout3Pane;
      await until("the tag", () => pane.gFolder.GetMessageHeader(Math.max(...[...pane.gFolder.messages].map(({ messageKey }) => messageKey))).getStringProperty("keywords").includes("signet_valid"));
      return true;`,
    );
    session.picture('list-light');
    const count = await session.chrome.background<number>(
      `const query = { accountId: "account1", tags: { mode: "any", tags: { signet_valid: true } } };
      return (await page.browser.messages.query(Cu.cloneInto(query, content))).messages.length;`,
    );
    expect(count).toBe((await tags()).filter(([, tag]) => tag === 'signet_valid').length);
  }, 40_000);
});
