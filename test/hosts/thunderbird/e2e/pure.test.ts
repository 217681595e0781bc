import { attachmentsOf, decodedText, parseEntity, type Bytes, type Entity } from '../../../../shared/index';
import { ScratchFolder } from '../../../support/openssl';
import { type Submission } from '../mail-server';
import { PAGE, readVerdict } from '../popups';
import { builtAddOn, missingPrograms, Session, stopSessions } from '../session';
import { opensslDecrypt, opensslVerify } from './judges';
import { createTestWorld, type TestWorld } from './world';

const missing = missingPrograms();
const NO_EXPERIMENTS = { 'extensions.experiments.enabled': false, 'extensions.experiments.suppressed': true };

function textOf(entity: Entity): string {
  return entity.children.length > 0 ? entity.children.map(textOf).join('\n') : decodedText(entity);
}

const octetsFor = (sent: readonly Submission[], address: string): Bytes =>
  sent.find(({ recipients }) => recipients.includes(address))?.octets ?? new Uint8Array(0);

(missing.length > 0 ? describe.skip : describe)(
  'the build without the Experiment, in a Thunderbird that has none',
  () => {
    let world: TestWorld;
    let session: Session;
    let subjects: readonly string[];
    let files: ScratchFolder;

    beforeAll(async () => {
      world = await createTestWorld();
      files = new ScratchFolder();
      session = await Session.start(world, { addOn: builtAddOn('thunderbird-pure'), extraPreferences: NO_EXPERIMENTS });
      subjects = await session.chrome.openFolder('INBOX', world.messages.length);
    }, 80_000);
    afterEach(() => session.chrome.tidy());
    afterAll(async () => {
      files.remove();
      await stopSessions();
    }, 30_000);

    const subjectOf = (key: string): string => subjects[world.messages.findIndex((one) => one.key === key)] ?? '';

    /** Selects a message, and waits until our button in the toolbar says so much of it. */
    const select = (subject: string, word: string): Promise<readonly [string, string | null]> =>
      session.chrome.run(
        `const pane = tabmail.currentAbout3Pane;
      const row = await until("the message", () => {
        const view = pane.gDBView;
        return Array.from({ length: view?.rowCount ?? 0 }, (_, i) => i).find((i) => view.getMsgHdrAt(i).mime2DecodedSubject === args[0]) ?? -1;
      });
      pane.threadTree.selectedIndex = row;
      const { extension } = WebExtensionPolicy.getByID(args[2]);
      const { messageDisplayAction, action } = extension.apiManager.global ? extension.apiManager.global : {};
      const button = await until("our button", () => mainWindow.document.querySelector('[extension="' + args[2] + '"] button, .unified-toolbar [item-id="ext-' + args[2] + '"] button'));
      await until("the word " + args[1], () => button.title.includes(args[1]) || button.getAttribute("tooltiptext")?.includes(args[1]));
      const id = args[2].replace(/[^a-z0-9]/g, "_") + "-messageDisplayAction-toolbarbutton";
      return [button.title, messageWindow()?.document.getElementById(id)?.label ?? null];`,
        subject,
        word,
        'signet@signet.example',
      );

    const outboxCount = (): Promise<number> =>
      session.chrome.run<number>(
        'return MailServices.outgoingServer && [...MailServices.accounts.allFolders].filter((f) => f.flags & Ci.nsMsgFolderFlags.Queue).reduce((sum, f) => sum + f.getTotalMessages(false), 0);',
      );

    /** Presses Send, waits for the Outbox, and has Thunderbird send what is there, as its menu does. */
    async function send(count = 1, whileWaiting?: () => Promise<void>): Promise<readonly Submission[]> {
      const before = session.mail.submissions.length;
      await session.chrome.pressSend();
      await session.chrome.composeWindowClosed();
      expect([await outboxCount(), session.mail.submissions.length]).toEqual([count, before]);
      await whileWaiting?.();
      await session.chrome.run('mainWindow.goDoCommand("cmd_sendUnsentMsgs"); return true;');
      return (await session.mail.submitted(before + count)).slice(before);
    }

    it('has no Experiment, and says what it cannot do', async () => {
      await session.chrome.openOptions();
      const said = await session.chrome.inOptions<string>(`${PAGE} return text();`);
      session.picture('pure-settings');
      await session.chrome.closeTab();
      expect(said).toContain('What this build of Signet cannot do');
      expect(said).toContain('Send Unsent Messages');
      expect(await session.chrome.background<string>('return typeof page.browser.signetCompose;')).toBe('undefined');
    });

    it('says what a signed message is worth at its buttons, and all of it in the popup', async () => {
      const [tooltip, label] = await select(subjectOf('clear-signed'), 'bob@signet.example');
      expect(tooltip).toContain('Signed by Bob Example');
      expect(label).toBe('Signed · bob@signet.example');
      expect(await readVerdict(session.chrome)).toMatchObject({ state: 'signed-valid', mark: 'positive' });
      session.picture('pure-signed');
      await session.chrome.closePopups();
      expect((await select(subjectOf('plain'), 'Who signed this'))[1]).not.toContain('Signed');
    });

    it('opens in the popup what Thunderbird has no key for', async () => {
      await select(subjectOf('signed-encrypted'), 'Encrypted');
      await session.chrome.run(
        `mainWindow.document.querySelector('.unified-toolbar [item-id="ext-' + args[0] + '"] button, [extension="' + args[0] + '"] button').click(); return true;`,
        'signet@signet.example',
      );
      const said = await session.chrome.inMessagePopup<string>(
        `${PAGE} await until("the text", () => find(".sg-message"));
      return text() + [...content.document.querySelectorAll("iframe")].map((one) => one.srcdoc).join();`,
      );
      session.picture('pure-encrypted');
      await session.chrome.closePopups();
      expect(said).toContain('clause 7');
    });

    it('signs by way of the Outbox, and Thunderbird keeps the copy where it does', async () => {
      await session.chrome.compose({
        to: 'Dan Ö <dan@signet.example>',
        subject: 'Grüße',
        body: '<p>Grüße <b>an</b> Dan</p>',
      });
      let said = '';
      const [sent] = await send(1, async () => {
        said = await session.chrome.inPage<string>('sending.html?waits', '.sg-notice', `${PAGE} return text();`);
        session.picture('pure-waits');
        await session.chrome.inPage(
          'sending.html?waits',
          'button',
          'content.document.querySelector("button").click();',
        );
      });
      expect(said).toContain('has not left yet');
      const octets = sent?.octets ?? new Uint8Array(0);
      const { header } = parseEntity(octets);
      expect(sent?.recipients).toEqual(['dan@signet.example']);
      for (const name of ['x-identity-key', 'fcc', 'bcc']) expect(header.first(name)).toBeUndefined();
      const judged = await opensslVerify(octets, world.anchor);
      expect(judged).toMatchObject({ accepted: true });
      expect(textOf(parseEntity(judged.content))).toContain('Grüße');
      const [stored] = await session.mail.stored(world.user.address, 'Sent', 1);
      expect(parseEntity(stored ?? new Uint8Array(0)).header.first('message-id')).toBe(header.first('message-id'));
    });

    it('encrypts, with attachment and picture, and to each Bcc reader apart', async () => {
      const attachment = files.write('Übersicht.txt', 'one line\r\n');
      await session.chrome.compose({
        to: 'bob@signet.example',
        bcc: 'carol@signet.example',
        subject: 'Both',
        body: '<p>clause 7 <img src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"></p>',
        attachments: [attachment],
      });
      await session.chrome.openComposePopup();
      const hint = await session.chrome.inComposePopup<string>(
        `${PAGE} const [, encrypt] = content.document.querySelectorAll(".sg-toggle");
      if (encrypt.getAttribute("aria-pressed") !== "true" && encrypt.getAttribute("aria-checked") !== "true") encrypt.click();
      await until("both to be readers", () => content.document.querySelectorAll(".sg-recipient-ready").length === 2);
      return text();`,
      );
      session.picture('pure-compose');
      await session.chrome.closePopups();
      expect(hint).toContain('into the Outbox');
      const sent = await send(2);
      const { bob, carol } = world.keys;
      const toBob = octetsFor(sent, 'bob@signet.example');
      for (const [octets, reader] of [
        [toBob, bob],
        [octetsFor(sent, 'carol@signet.example'), carol],
      ] as const) {
        expect(parseEntity(octets).header.first('subject')).toBe('[...]');
        const opened = await opensslDecrypt(octets, reader);
        expect(opened).toMatchObject({ accepted: true });
        const judged = await opensslVerify(opened.content, world.anchor);
        expect(judged).toMatchObject({ accepted: true });
        const entity = parseEntity(judged.content);
        expect([entity.header.first('subject'), textOf(entity).includes('clause 7')]).toEqual(['Both', true]);
        expect(attachmentsOf(entity).map(({ filename }) => filename)).toContain('Übersicht.txt');
      }
      expect((await opensslDecrypt(toBob, carol)).accepted).toBe(false);
    });

    it('sends nothing where a certificate is missing, and says whose', async () => {
      await session.chrome.compose({ to: 'dan@signet.example', subject: 'Missing', body: '<p>secret</p>' });
      await session.chrome.openComposePopup();
      await session.chrome.inComposePopup('content.document.querySelectorAll(".sg-toggle")[1].click();');
      await session.chrome.closePopups();
      const before = session.mail.submissions.length;
      await session.chrome.pressSend();
      const said = await session.chrome.inComposePopup<string>(
        `${PAGE} await until("the refusal", () => find("main", "Not sent")); return text();`,
      );
      expect(said).toContain('dan@signet.example');
      expect([await outboxCount(), session.mail.submissions.length]).toEqual([0, before]);
      expect((await session.chrome.composed()).body).toContain('secret');
    });
  },
);
