import { readFileSync, rmSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPfx, parseCertificate, toBase64, type Der } from '../../../../shared/index';
import { startAcmeHttps, responsesTo, type AcmeHttps } from '../../../support/acme/acme-https';
import { PAGE } from '../popups';
import { missingPrograms, Session, stopSessions } from '../session';
import { createTestWorld, type TestWorld } from './world';

const missing = missingPrograms();
const ALICE = 'alice@signet.example';

/** What a person does on the settings page. */
const HANDS = `${PAGE}
  const button = (label) => [...content.document.querySelectorAll("button, summary")].find((one) => one.textContent === label || one.getAttribute("aria-label") === label);
  const pressed = async (label) => press(await until(label, () => button(label)));
  const enter = (field, value) => {
    field.value = value;
    field.dispatchEvent(new content.Event(field.localName === "select" ? "change" : "input", { bubbles: true }));
  };`;

(missing.length > 0 ? describe.skip : describe)('getting identities and taking them along in Thunderbird', () => {
  let world: TestWorld;
  let ca: AcmeHttps;
  let session: Session;
  const downloads = mkdtempSync(join(tmpdir(), 'signet-downloads-'));

  const page = <T = unknown>(body: string, ...args: readonly unknown[]): Promise<T> =>
    session.chrome.inOptions<T>(HANDS + body, ...args);

  beforeAll(async () => {
    world = await createTestWorld();
    let mailTo: (octets: Uint8Array<ArrayBuffer>) => Promise<void> = () => Promise.resolve();
    ca = await startAcmeHttps({
      deliver: (_to, octets) => mailTo(octets),
      terms: 'https://ca.signet.example/terms',
      days: 20,
    });
    const directory = ca.acme.directory;
    session = await Session.start(
      { ...world, messages: world.messages.slice(0, 1) },
      {
        managed: { anchors: [toBase64(ca.acme.ca.certificate)], certificateAuthority: { directory, renews: true } },
        extraPreferences: {
          'extensions.webextOptionalPermissionPrompts': false,
          'browser.download.folderList': 2,
          'browser.download.dir': downloads,
          'browser.download.useDownloadDir': true,
        },
      },
    );
    mailTo = (octets) => session.mail.deliver({ octets, from: ca.acme.from, recipients: [ALICE] });
    const receive = responsesTo(ca.acme);
    session.mail.onSubmitted(({ octets, recipients }) => void receive(octets, recipients));
    await trustTls(ca.tlsAuthority);
    await session.chrome.openFolder('INBOX', 1);
    await session.chrome.openOptions();
  }, 120_000);
  afterAll(async () => {
    await stopSessions();
    await ca.stop();
    rmSync(downloads, { recursive: true, force: true });
  }, 30_000);

  /** As an administrator does for a server of the company. */
  const trustTls = (authority: Der): Promise<unknown> =>
    session.chrome.run(
      `Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB).addCertFromBase64(args[0], "CT,,"); return true;`,
      toBase64(authority),
    );

  it('bring a certificate by ACME, with mail by real IMAP and SMTP', async () => {
    const step = await page<string>(`
      await pressed("Get a certificate");
      const form = await until("the form", () => content.document.querySelector("select[name=orderAddress]")?.form);
      enter(form.querySelector("select[name=orderKeyKind]"), "ec-p256");
      const row = () => content.document.querySelector("[data-order]");
      await pressed("Order a certificate");
      await until("an order", row);
      await pressed("Continue");
      await until("a question", () => button("Allow asking this server") ?? button("Agree and continue"));
      if (button("Allow asking this server")) await pressed("Allow asking this server");
      await pressed("Agree and continue");
      await until("the end of the order", () => ["done", "failed"].includes(row()?.dataset.step), 90000);
      await until("the end that is shown", () => find(".sg-import-done .sg-self-test[data-result=good]"));
      await until("the offer of a backup", () => find(".sg-import-done", "Make a backup of the key"));
      return row().dataset.step + " " + row().dataset.problem;`);
    expect([step, ca.acme.responseFaults]).toEqual(['done ', []]);
    const [response] = session.mail.submissions;
    expect(response).toMatchObject({ from: ALICE, recipients: [ca.acme.from] });
    await session.pictures('acme');
  }, 150_000);

  it('renew what ends soon with a new key; the old one stays', async () => {
    // The server issues for 20 days: from the start there are less than 30 left.
    const step = await page<string>(`
      const before = content.document.querySelectorAll("[data-order]").length;
      const ways = content.document.querySelector("details.sg-get-ways");
      if (ways.open) {
        press(ways.querySelector("summary"));
        await until("the ways to be closed", () => !ways.open && !find("[data-order]"));
      }
      press(ways.querySelector("summary"));
      await pressed("Renew the certificate for alice@signet.example");
      const rows = () => [...content.document.querySelectorAll("[data-order]")];
      const mine = await until("another order", () => rows().length > before && rows().at(-1));
      press([...mine.querySelectorAll("button")].find((one) => one.textContent === "Continue"));
      await until("the end of the order", () => ["done", "failed"].includes(mine.dataset.step), 90000);
      return mine.dataset.step + " " + mine.dataset.problem;`);
    expect([step, ca.acme.responseFaults]).toEqual(['done ', []]);
    const names = await page<number>(`
      await until("two identities", () => content.document.querySelectorAll(".sg-identities .sg-identity-facts").length === 2);
      return content.document.querySelectorAll(".sg-identity-facts").length;`);
    expect(names).toBe(2);
  }, 150_000);

  it.each([
    ['thunderbird', false],
    ['windows', true],
  ])(
    'export a file that Thunderbird’s own certificate store opens: for %s, legacy %s',
    async (target, isLegacy) => {
      const passphrase = await page<string>(
        `
      await pressed("Details of alice@signet.example");
      await pressed("Take it to a phone or another program");
      enter(await until("the targets", () => find("select[name=target]")), args[0]);
      if (args[1]) press(await until("the old form", () => find("input[name=legacy]")));
      await pressed("Make the file");
      const shown = (await until("the password", () => find(".sg-passphrase output"), 60000)).textContent;
      await pressed("Save the file (.p12)");
      await until("that it was saved", () => text().includes("counts as a backup"));
      return shown;`,
        target,
        isLegacy,
      );
      if (!isLegacy) await session.pictures('take');
      const path = await savedFile();
      const octets = new Uint8Array(readFileSync(path));
      const { identities } = await openPfx(octets, passphrase);
      expect(identities.map(({ certificate }) => parseCertificate(certificate).addresses)).toEqual([[ALICE]]);
      const imported = await session.chrome.run<readonly [number, boolean]>(
        `const database = Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB);
      const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
      file.initWithPath(args[0]);
      const code = database.importPKCS12File(file, args[1]);
      const found = database.getCerts().some((one) => one.getBase64DERString() === args[2]);
      return [code, found];`,
        path,
        passphrase,
        toBase64(identities[0]?.certificate ?? new Uint8Array(0)),
      );
      expect(imported).toEqual([0, true]);
      rmSync(path);
      await page('await pressed("Done: forget the password"); await pressed("Back to the list");');
    },
    90_000,
  );

  /** The one file in the folder of downloads, once it is whole. */
  async function savedFile(): Promise<string> {
    for (let i = 0; i < 200; i++) {
      const names = readdirSync(downloads);
      if (names.length === 1 && names[0]?.endsWith('.p12')) return join(downloads, names[0]);
      await session.chrome.pause(100);
    }
    throw new Error(`no file was saved: ${readdirSync(downloads).join()}`);
  }

  it('attach the certificate to a draft', async () => {
    await session.chrome.closeTab();
    await session.chrome.compose({ to: 'bob@signet.example', subject: 'My certificate', body: '<p>here</p>' });
    await session.chrome.openComposePopup();
    await session.chrome.inComposePopup(`${HANDS}
      await pressed("Attach my certificate");
      await until("that it was attached", () => text().includes("was attached"));`);
    const names = await session.chrome.run<readonly string[]>(
      'return [...composeWindows().at(-1).gAttachmentBucket.itemChildren].map((one) => one.attachment.name);',
    );
    expect(names).toEqual(['alice@signet.example.cer']);
    await session.chrome.tidy();
  }, 60_000);
});
