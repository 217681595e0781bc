import { parseEntity, type Bytes } from '../../../../shared/index';
import { PAGE } from '../popups';
import { missingPrograms, Session, stopSessions } from '../session';
import { opensslDecrypt } from './judges';
import { LISTEN, WAYS } from './ways-around';
import { sent } from './sent';
import { createTestWorld, providedBy, type TestWorld } from './world';

const missing = missingPrograms();
const WORDS = 'Mail to partners is encrypted.';

/** What an administrator of the test world would write. */
function policyFor(world: TestWorld): object {
  return {
    version: 2,
    name: { en: 'Example Ltd.', de: 'Beispiel GmbH' },
    contact: { at: 'help@signet.example' },
    settings: {
      ...providedBy(world),
      sign: { value: 'always', change: 'free' },
      encrypt: { value: 'offer', change: 'free' },
      missingCertificate: { value: 'ask' },
      'anchors.public': {
        value: false,
        text: { en: 'Only our own authority counts.', de: 'Nur unsere Stelle zählt.' },
      },
    },
    rules: [
      {
        id: 'partners',
        when: { recipient: ['*@partner.example', 'carol@signet.example'] },
        encrypt: 'require',
        missingCertificate: 'block',
        text: { en: WORDS, de: 'Mail an Partner wird verschlüsselt.' },
      },
      {
        id: 'filed',
        when: { subject: ['[file]'] },
        encrypt: 'require',
        archive: { address: 'bob@signet.example' },
      },
    ],
  };
}

const kindOf = (octets: Bytes | undefined): string => parseEntity(octets ?? new Uint8Array(0)).contentType.value;

(missing.length > 0 ? describe.skip : describe)('a policy in Thunderbird', () => {
  let world: TestWorld;
  let session: Session;

  beforeAll(async () => {
    world = await createTestWorld();
    session = await Session.start({ ...world, messages: [] }, { managed: policyFor(world) });
  }, 80_000);
  afterAll(stopSessions, 30_000);
  afterEach(() => session.chrome.tidy());

  const compose = (to: string): Promise<number> =>
    session.chrome.compose({ to, subject: 'By the rules', body: '<p>rules</p>' });

  /** In our popup at the compose window, opened by our button. */
  async function inPopup<T>(source: string): Promise<T> {
    await session.chrome.openComposePopup();
    const found = await session.chrome.inComposePopup<T>(`${PAGE} ${source}`);
    return found;
  }

  it('signs a fresh message by default, and says who wants that', async () => {
    await compose('dan@signet.example');
    const why = await inPopup<string>(`
      const details = await until("the reasons", () => find(".sg-decision"));
      details.querySelector("summary").click();
      return details.innerText;`);
    expect(why).toContain('Signing: your organisation, for everybody: always – this decides');
    await session.chrome.closePopups();
    expect(kindOf(await sent(session))).toBe('multipart/signed');
  });

  it('blocks what a rule wants encrypted with the words of its author, and lets it through once that can be', async () => {
    const before = session.mail.submissions.length;
    await compose('someone@partner.example');
    await session.chrome.pressSend();
    const said = await session.chrome.inComposePopup<string>(
      `${PAGE} await until("the refusal", () => find("main", "Not sent")); return text();`,
    );
    expect(said).toContain(WORDS);
    expect(said).toContain('someone@partner.example');
    expect(said).toContain('help@signet.example');
    await session.pictures('policy-refused');
    expect(session.mail.submissions).toHaveLength(before);
    await session.chrome.closePopups();
    await session.chrome.setRecipients('carol@signet.example');
    expect(kindOf(await sent(session))).toBe('application/pkcs7-mime');
  });

  it('asks before what was to be encrypted leaves otherwise, and encrypts again once others are in it', async () => {
    const [dan, before] = ['dan@signet.example', session.mail.submissions.length];
    const tab = await compose(dan);
    await session.chrome.setProtection(tab, { sign: true, encrypt: true });
    await session.chrome.pressSend();
    await session.chrome.inComposePopup(
      `${PAGE} const question = await until("the question", () => find("[role=alertdialog]"));
      press([...question.querySelectorAll("button")].at(-1));
      await until("the answer", () => !find("[role=alertdialog]"));`,
    );
    await session.chrome.closePopups();
    session.mail.refuse([dan]);
    await session.chrome.pressSend();
    expect(await session.chrome.answerDialog()).toContain('not today');
    session.mail.refuse([]);
    expect(
      await session.chrome.background('return page.browser.signetCompose.getProtection(args[0]);', tab),
    ).toMatchObject({ sign: true, encrypt: false, wished: { encrypt: true } });
    expect(session.mail.submissions).toHaveLength(before);
    await session.chrome.setRecipients('bob@signet.example');
    expect(kindOf(await sent(session))).toBe('application/pkcs7-mime');
  });

  it('locks what it decides, in the window and in the settings, and says why', async () => {
    await compose('carol@signet.example');
    const toggles = await inPopup<readonly [boolean, string][]>(`
      await until("the lock", () => find(".sg-toggle[disabled]"));
      return [...content.document.querySelectorAll(".sg-toggle")].map((one) => [one.disabled, one.getAttribute("aria-pressed")]);`);
    expect(toggles).toEqual([
      [false, 'true'],
      [true, 'true'],
    ]);
    await session.pictures('policy-locked');
    await session.chrome.closePopups();
    await session.chrome.discardCompose();
    await session.chrome.openOptions();
    const panel = await session.chrome.inOptions<string>(
      `${PAGE} return (await until("the rules", () => find(".sg-policy li") && find(".sg-policy"))).innerText;`,
    );
    expect(panel).toContain('Example Ltd.');
    expect(panel).toContain('Only our own authority counts.');
    await session.chrome.closeTab();
  });

  it('gives the archive a message of its own, which it can read', async () => {
    const before = session.mail.submissions.length;
    await session.chrome.compose({ to: 'carol@signet.example', subject: 'Plans [file]', body: '<p>to be kept</p>' });
    await session.chrome.pressSend();
    const all = (await session.mail.submitted(before + 2)).slice(before);
    await session.chrome.composeWindowClosed();
    expect(all.map(({ recipients }) => recipients.join()).sort()).toEqual([
      'bob@signet.example',
      'carol@signet.example',
    ]);
    const copy = all.find(({ recipients }) => recipients.join() === 'bob@signet.example');
    const read = await opensslDecrypt(copy?.octets ?? new Uint8Array(0), world.keys.bob);
    expect(read.accepted).toBe(true);
  });

  it('holds what somebody else put into the Outbox for people whose mail is to be encrypted, and says why', async () => {
    const before = session.mail.submissions.length;
    await session.chrome.run(LISTEN);
    const outbox = WAYS.find(({ kind }) => kind === 'outbox')?.script ?? '';
    await session.chrome.run(outbox.replaceAll('dan@signet.example', 'carol@signet.example'));
    const said = await session.chrome.run<string>(`
      await until("a failed send", () => mainWindow.signetReports.length > 0);
      return mainWindow.signetReports.splice(0).join();`);
    expect(said).toContain(WORDS);
    expect(session.mail.submissions).toHaveLength(before);
  });

  it('lets a user make an exception with one click, which counts the next time, and take it back', async () => {
    await compose('dan@signet.example');
    await inPopup(`
      const details = await until("the exceptions", () => find(".sg-exceptions"));
      details.querySelector("summary").click();
      find(".sg-exceptions button", "Never sign mail to dan@signet.example").click();
      await until("that it is kept", () => find(".sg-exceptions", "Remembered"));
      return true;`);
    await session.pictures('policy-exception');
    await session.chrome.closePopups();
    expect(kindOf(await sent(session))).not.toBe('multipart/signed');
    await compose('dan@signet.example');
    expect(kindOf(await sent(session))).not.toBe('multipart/signed');
    await session.chrome.openOptions();
    await session.chrome.inOptions(
      `${PAGE} (await until("the exception", () => find(".sg-policy button", "Remove"))).scrollIntoView({ block: "center" }); return true;`,
    );
    await session.pictures('policy-settings');
    await session.chrome.inOptions(
      `${PAGE} find(".sg-policy button", "Remove").click();
      await until("it to be gone", () => !find(".sg-policy button", "Remove"));
      return true;`,
    );
    await session.chrome.closeTab();
    await compose('dan@signet.example');
    expect(kindOf(await sent(session))).toBe('multipart/signed');
  });
});

(missing.length > 0 ? describe.skip : describe)('a policy that cannot be read in Thunderbird', () => {
  afterAll(stopSessions, 30_000);

  it('is never none: nothing leaves unsigned, and the user reads why', async () => {
    const world = await createTestWorld();
    const managed = { version: 2, settings: { sign: { value: 'perhaps' } } };
    const session = await Session.start({ ...world, messages: [] }, { managed });
    await session.chrome.compose({ to: 'dan@signet.example', subject: 'Strict', body: '<p>strict</p>' });
    await session.chrome.pressSend();
    const said = await session.chrome.inComposePopup<string>(
      `${PAGE} await until("the refusal", () => find("main", "Not sent")); return text();`,
    );
    expect(said).toContain('You have no usable certificate to sign with');
    expect(session.mail.submissions).toHaveLength(0);
    await session.chrome.tidy();
    await session.chrome.openOptions();
    const panel = await session.chrome.inOptions<string>(
      `${PAGE} return (await until("what is wrong", () => find(".sg-policy .sg-notice"))).innerText;`,
    );
    expect(panel).toContain('could not be read');
  }, 80_000);
});
