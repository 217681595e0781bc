import { RECORDS } from '../../../../shared/pkix/mozilla-anchors';
import { parseCertificate, toBase64 } from '../../../../shared/index';
import { TestCa } from '../../../support/test-ca';
import { certificateOf, type DemoPerson } from '../../demo/demo-people';
import { PAGE, verdictText } from '../popups';
import { missingPrograms, Session, stopSessions } from '../session';
import { correspondent, signedLetter } from './letters';
import { createTestWorld } from './world';

const missing = missingPrograms();
const PINNED = 'Letter of Pia';
const BORROWED = 'Letter in the name of Quentin';
const COMPANY = 'Letter of Clara';
const OTHER = 'Second letter of Pia';
const AGAIN = 'Second letter of Clara';
const SEALED = 'Sealed letter of Pia';
const OFFER = 'Trust this certificate for this address';

(missing.length > 0 ? describe.skip : describe)('whom is trusted in Thunderbird', () => {
  let company: TestCa;
  let session: Session;

  beforeAll(async () => {
    const world = await createTestWorld();
    const stranger = await TestCa.create('A stranger’s CA');
    company = await TestCa.create('Company Root CA');
    const pia = await correspondent(stranger, 'pia');
    const clara = await correspondent(company, 'clara');
    const quentin: DemoPerson = { ...pia, name: 'quentin', address: 'quentin@signet.example' };
    const to = world.keys.alice;
    const encryptTo = parseCertificate(certificateOf(to));
    const letters = [
      signedLetter({ from: pia, to, subject: PINNED }),
      signedLetter({ from: quentin, to, subject: BORROWED }),
      signedLetter({ from: clara, to, subject: COMPANY }),
      signedLetter({ from: pia, to, subject: OTHER }),
      signedLetter({ from: clara, to, subject: AGAIN }),
      signedLetter({ from: pia, to, subject: SEALED, encryptTo }),
    ];
    session = await Session.start({ ...world, messages: [] }, { extraMessages: await Promise.all(letters) });
    await session.chrome.openFolder('INBOX', letters.length);
  }, 120_000);
  afterAll(stopSessions, 30_000);
  afterEach(() => session.chrome.closePopups());

  const statusOf = async (subject: string): Promise<string | null> =>
    (await session.chrome.showMessage(subject, { status: true })).status;

  /** Waits for what stands beside the subject to become this. */
  const statusBecomes = (words: string): Promise<boolean> =>
    session.chrome.run<boolean>(
      `return until("the status " + args[0], () => messageWindow().document.getElementById("signet-status")?.textContent === args[0]);`,
      words,
    );

  /** Waits until the text of the message that is shown says something else above the letter itself. */
  const sentenceBecomesOther = async (was: string): Promise<void> => {
    for (const end = performance.now() + 20_000; ;) {
      const { body } = await session.chrome.shown();
      if (body !== was && body.includes('About: ')) return;
      if (performance.now() > end) throw new Error(`the message still says "${body}"`);
      await session.chrome.pause(100);
    }
  };

  const inSettings = async <T = unknown>(body: string, ...args: readonly unknown[]): Promise<T> => {
    await session.chrome.openOptions();
    try {
      return await session.chrome.inOptions<T>(PAGE + body, ...args);
    } finally {
      await session.chrome.closeTab();
    }
  };

  /** As Thunderbird's certificate manager and its policies do it. */
  const trust = (flags: string): Promise<unknown> =>
    session.chrome.run(
      `const [base64, flags] = args;
      const database = Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB);
      const present = database.getCerts().find((one) => one.commonName === "Company Root CA");
      if (present) database.setCertTrustFromString(present, flags);
      else database.addCertFromBase64(base64, flags);
      return true;`,
      toBase64(company.certificate),
      flags,
    );

  const offer = `const offer = await until("the offer", () => find("button", ${JSON.stringify(OFFER)}));`;
  const openDetails = `find(".sg-card details > summary").click();`;

  describe('one certificate for one address', () => {
    it('is offered with its fingerprint, and a no changes nothing', async () => {
      expect(await statusOf(PINNED)).toBe('Signature not confirmed');
      await verdictText(session.chrome);
      const text = await session.chrome.inMessagePopup<string>(`${PAGE} ${openDetails} ${offer}
        press(offer);
        await until("the fingerprint", () => /Fingerprint.*([0-9A-F]{2}:?){32}/i.test(find("section[role=group]", "Did you check")?.textContent ?? ""));
        return text();`);
      expect(text).toContain('pia@signet.example');
      await session.pictures('pin-question');
      await session.chrome.inMessagePopup(`${PAGE} press(find("button", "No, leave it")); return true;`);
      await session.chrome.closePopups();
      expect(await statusOf(BORROWED)).toBe('Signature not confirmed');
      expect(await statusOf(PINNED)).toBe('Signature not confirmed');
    });

    it('counts after a yes, for that address and no other, and says on whose word', async () => {
      await verdictText(session.chrome);
      const text = await session.chrome.inMessagePopup<string>(`${PAGE} ${openDetails} ${offer}
        press(offer);
        press(await until("yes", () => find("button", "Yes, I checked it")));
        await until("the new verdict, in sight", () => find(".sg-card[data-state=signed-valid]") && content.scrollY === 0);
        return text();`);
      expect(text).toContain('you');
      await session.pictures('pinned');
      await session.chrome.closePopups();
      await statusBecomes('Signed · pia@signet.example');
      expect(await statusOf(OTHER)).toBe('Signed · pia@signet.example');
      expect(await statusOf(BORROWED)).toBe('Signature not confirmed');
      await verdictText(session.chrome);
      expect(
        await session.chrome.inMessagePopup(
          `${PAGE} ${openDetails} await until("the details", () => find(".sg-card details").children.length > 1);
          return !find("button", ${JSON.stringify(OFFER)});`,
        ),
      ).toBe(true);
    });

    it('is unknown again when it is taken away in the settings, beside and in what is shown, though our page slept', async () => {
      await statusOf(SEALED);
      await statusBecomes('Signed · pia@signet.example · Encrypted');
      const good = (await session.chrome.shown()).body;
      expect(good).toContain(`About: ${SEALED}`);
      await session.chrome.openOptions();
      expect(await session.chrome.suspend()).toBe('stopped');
      const listed = await session.chrome.inOptions<string>(`${PAGE}
        const panel = await until("the pins", () => find("section", "Certificates you confirmed yourself"));
        await until("one pin", () => panel.querySelector("li"));
        const words = panel.innerText;
        press(panel.querySelector("li button"));
        await until("no pin", () => !panel.querySelector("li"));
        return words;`);
      expect(listed).toContain('pia@signet.example');
      await session.chrome.closeTab();
      await statusBecomes('Signature not confirmed · Encrypted');
      await sentenceBecomesOther(good);
      expect(await statusOf(PINNED)).toBe('Signature not confirmed');
      expect(await statusOf(OTHER)).toBe('Signature not confirmed');
    });
  });

  describe('public authorities', () => {
    it('are listed, switched off one by one or all at once, and stay so', async () => {
      const [first = ''] = RECORDS.map(({ name }) => name);
      const panel = `const panel = await until("the roots", () => find("section[aria-busy=false]", "Public authorities"));
        panel.querySelector("details")?.setAttribute("open", "");
        const boxes = () => [...panel.querySelectorAll("details input")];`;
      const seen = await inSettings<{ count: number; names: string }>(`${panel}
        press(boxes()[0]);
        await until("one less", () => !boxes()[0].checked);
        await new Promise((r) => content.setTimeout(r, 300));
        return { count: boxes().length, names: panel.innerText };`);
      expect(seen.count).toBe(RECORDS.length);
      expect(seen.names).toContain(first);
      const kept = await inSettings<readonly boolean[]>(
        `${panel} return boxes().slice(0, 2).map(({ checked }) => checked);`,
      );
      expect(kept).toEqual([false, true]);
      const none = await inSettings<number>(`${panel}
        press(boxes()[0]);
        await until("one more", () => boxes()[0].checked);
        press(panel.querySelector("input[name=publicAnchors]"));
        await until("none", () => boxes().length === 0);
        await new Promise((r) => content.setTimeout(r, 300));
        return boxes().length;`);
      expect(none).toBe(0);
      expect(
        await inSettings(`${panel} const all = panel.querySelector("input[name=publicAnchors]");
          const was = all.checked;
          press(all);
          await until("all", () => boxes().length > 100 || boxes().length === ${RECORDS.length});
          await new Promise((r) => content.setTimeout(r, 300));
          return was;`),
      ).toBe(false);
    });
  });

  describe('public authorities that Thunderbird itself does not trust', () => {
    const [root] = RECORDS;
    /** As the certificate manager does it for one that comes with Thunderbird: a record of the profile’s own. */
    const builtIn = (isTrusted: boolean): Promise<unknown> =>
      session.chrome.run(
        `const [fingerprint, isTrusted] = args;
        const database = Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB);
        const plain = (one) => one.sha256Fingerprint.replaceAll(":", "").toLowerCase();
        const found = database.getCerts().find((one) => plain(one) === fingerprint);
        const { CA_CERT } = Ci.nsIX509Cert;
        const { TRUSTED_EMAIL, TRUSTED_SSL, UNTRUSTED } = Ci.nsIX509CertDB;
        database.setCertTrust(found, CA_CERT, isTrusted ? TRUSTED_EMAIL | TRUSTED_SSL : UNTRUSTED);
        return true;`,
        root?.fingerprint,
        isTrusted,
      );
    const first = (): Promise<readonly unknown[]> =>
      inSettings(`const panel = await until("the roots", () => find("section[aria-busy=false]", "Public authorities"));
        panel.querySelector("details").open = true;
        const box = panel.querySelector("details input");
        return [box.checked, box.disabled, box.closest("label").innerText];`);

    it('are off in Signet too, with the reason, until Thunderbird trusts them again', async () => {
      expect(await first()).toEqual([true, false, root?.name]);
      await builtIn(false);
      const [isOn, isDisabled, words] = await first();
      expect([isOn, isDisabled]).toEqual([false, true]);
      expect(words).toContain('not trusted for e-mail in this mail program');
      await builtIn(true);
      expect(await first()).toEqual([true, false, root?.name]);
    });
  });

  describe('authorities in Thunderbird’s own store', () => {
    const store = `const panel = await until("the store", () => find(".tb-store[aria-busy=false]"));
      const box = panel.querySelector("input");`;

    it('count while they are trusted there for mail, and are shown as from there', async () => {
      expect(await statusOf(COMPANY)).toBe('Signature not confirmed');
      await trust(',C,');
      expect(await statusOf(PINNED)).toBe('Signature not confirmed');
      expect(await statusOf(COMPANY)).toBe('Signed · clara@signet.example');
      const text = await inSettings<string>(`${store} return panel.innerText;`);
      expect(text).toContain('Company Root CA');
      expect(text).toContain('Thunderbird');
    });

    it('are not those that Thunderbird brings along, nor those trusted for web servers only', async () => {
      const listed = `${store} return panel.querySelectorAll("li").length;`;
      expect(await inSettings(listed)).toBe(1);
      await trust('C,,');
      expect(await inSettings(listed)).toBe(0);
      expect(await statusOf(PINNED)).toBe('Signature not confirmed');
      expect(await statusOf(COMPANY)).toBe('Signature not confirmed');
      await trust(',C,');
    });

    it('can be switched off and on in the settings', async () => {
      const toggle = `${store} const was = box.checked; press(box);
        await until("the change", () => box.checked !== was);
        await new Promise((r) => content.setTimeout(r, 300));`;
      await inSettings(toggle);
      expect(await statusOf(PINNED)).toBe('Signature not confirmed');
      expect(await statusOf(COMPANY)).toBe('Signature not confirmed');
      await inSettings(toggle);
      expect(await statusOf(PINNED)).toBe('Signature not confirmed');
      expect(await statusOf(COMPANY)).toBe('Signed · clara@signet.example');
    });

    it('count no longer when the trust is taken away there', async () => {
      await trust(',,');
      expect(await statusOf(PINNED)).toBe('Signature not confirmed');
      expect(await statusOf(COMPANY)).toBe('Signature not confirmed');
    });
  });

  describe('what is remembered of senders', () => {
    it('is erased in the settings after a question, and everybody counts as new', async () => {
      const line = async (): Promise<string> => {
        await verdictText(session.chrome);
        const words = await session.chrome.inMessagePopup<string>(
          `${PAGE} return (await until("the line", () => find("[data-continuity]"))).dataset.continuity;`,
        );
        await session.chrome.closePopups();
        return words;
      };
      await trust(',C,');
      await statusOf(COMPANY);
      await statusOf(AGAIN);
      expect(await line()).toBe('same');
      const words = await inSettings<string>(`
        const panel = await until("the panel", () => find(".sg-forget"));
        press(panel.querySelector("button"));
        await until("the question", () => panel.querySelector("[role=alertdialog]"));
        press([...panel.querySelectorAll("button")].find(({ textContent }) => textContent === "Erase"));
        await until("the end", () => panel.querySelector("[role=status]").textContent === "Erased.");
        return panel.innerText;`);
      expect(words).toContain('Erased.');
      expect(await line()).toBe('first');
    });
  });
});
