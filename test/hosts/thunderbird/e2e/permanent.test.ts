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

(missing.length > 0 ? describe.skip : describe)('decrypted copies in Thunderbird', () => {
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

  it('are written into a local folder, with flags and without encryption, and the rest is left and named', async () => {
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

  it('are not written twice, and their originals go to the trash when that is asked for', async () => {
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

  it('are read by Thunderbird itself, with the signature that was inside', async () => {
    await session.chrome.run(
      `tabmail.currentAbout3Pane.displayFolder(MailServices.accounts.localFoldersServer.rootFolder.subFolders.find(({ name }) => name === "Decrypted").URI); return true;`,
    );
    expect((await session.chrome.showMessage(GCM, { text: '0815' })).body).toContain('0815');
    const shown = await session.chrome.showMessage(CONTRACT, { status: true, text: 'clause 7' });
    expect(shown.status).toBe('Signed · bob@signet.example');
    expect(shown.nativeEncryption).toBe(-1);
    expect(shown.nativeSignature).not.toBe(-1);
  }, 40_000);
});
