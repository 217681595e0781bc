import { composeEntity, composeHeader, parseEntity, toBase64, withHeader } from '../../../../shared/index';
import { generateKeyPair, TestCa } from '../../../support/test-ca';
import { certificateOf, type DemoPerson } from '../../demo/demo-people';
import { CHOOSE } from './choose';
import { PAGE, readVerdict, verdictText } from '../popups';
import { missingPrograms, Session, stopSessions } from '../session';
import { correspondent, signedLetter } from './letters';
import { createTestWorld } from './world';

const missing = missingPrograms();
const FIRST = 'First letter of Olga';
const CHANGED = 'Second letter of Olga';
const ATTACHED = 'The certificate of Nina';
const OLGA = 'olga@signet.example';
const PEOPLE = '.sg-correspondents';

(missing.length > 0 ? describe.skip : describe)('certificates of other people in Thunderbird', () => {
  let session: Session;
  let nina: DemoPerson;

  beforeAll(async () => {
    const world = await createTestWorld();
    const { authority, alice } = world.keys;
    const before = await correspondent(authority, 'olga');
    const now = new Date(Date.now() - 60_000);
    const later = { commonName: 'olga', addresses: [OLGA], notBefore: now };
    const after = { ...before, party: await authority.issue(later, await generateKeyPair()) };
    nina = await correspondent(await TestCa.create('Nina’s CA'), 'nina');
    const header = composeHeader({
      from: { name: 'Dan', address: 'dan@signet.example' },
      to: [{ name: alice.name, address: alice.address }],
      subject: ATTACHED,
      date: new Date(),
      messageId: '<attached@signet.example>',
    });
    const attachments = [
      { filename: 'nina.cer', contentType: 'application/pkix-cert', octets: certificateOf(nina).slice() },
    ];
    const letters = [
      await signedLetter({ from: before, to: alice, subject: FIRST }),
      await signedLetter({ from: after, to: alice, subject: CHANGED }),
      withHeader(header, composeEntity({ text: 'here it is', attachments })),
    ];
    session = await Session.start({ ...world, messages: [] }, { extraMessages: letters });
    await session.chrome.openFolder('INBOX', letters.length);
  }, 120_000);
  afterAll(stopSessions, 30_000);
  afterEach(() => session.chrome.closePopups());

  const inSettings = async <T = unknown>(body: string, ...args: readonly unknown[]): Promise<T> => {
    await session.chrome.openOptions();
    try {
      return await session.chrome.inOptions<T>(PAGE + body, ...args);
    } finally {
      await session.chrome.closeTab();
    }
  };

  it('a new key of somebody known is told in the popup', async () => {
    await session.chrome.showMessage(FIRST, { status: true });
    await session.chrome.showMessage(CHANGED, { status: true });
    await verdictText(session.chrome);
    const text = await session.chrome.inMessagePopup<string>(
      `${PAGE} return (await until("the notice", () => find(".sg-message-keys .sg-notice"))).innerText;`,
    );
    expect(text).toContain(OLGA);
    session.picture('changed-key-light');
  });

  it('stands among what is to be confirmed in the settings, and one step confirms it', async () => {
    await session.chrome.openOptions();
    await session.chrome.inOptions(
      `${PAGE} (await until("what waits", () => find("${PEOPLE} .sg-waiting-keys", args[0]))).scrollIntoView(); return true;`,
      OLGA,
    );
    await session.pictures('people');
    await session.chrome.inOptions(
      `${PAGE}
      press(find("${PEOPLE} .sg-waiting-keys button"));
      (await until("the question", () => find("[role=alertdialog]", args[0]))).scrollIntoView();
      return true;`,
      OLGA,
    );
    await session.pictures('people-confirm');
    const used = await session.chrome.inOptions<readonly string[]>(
      `${PAGE}
      press(find("[role=alertdialog] button", "Yes, use it"));
      await until("nothing to wait", () => !find("${PEOPLE} .sg-waiting-keys"));
      press(find("${PEOPLE} li[data-address='" + args[0] + "'] button"));
      await until("the details", () => find("${PEOPLE} .sg-correspondent[data-used=true]"));
      return [...content.document.querySelectorAll("${PEOPLE} .sg-correspondent")].map((one) => one.dataset.used);`,
      OLGA,
    );
    expect(used).toEqual(['true', 'false']);
    await session.pictures('people-details');
    await session.chrome.closeTab();
  });

  it('what is written to her afterwards is encrypted', async () => {
    const tab = await session.chrome.compose({ to: OLGA, subject: 'In secret', body: '<p>now</p>' });
    await session.chrome.setProtection(tab, { sign: true, encrypt: true });
    await session.chrome.pressSend();
    const [sent] = await session.mail.submitted(1);
    expect(parseEntity(sent?.octets ?? new Uint8Array(0)).contentType.value).toBe('application/pkcs7-mime');
    await session.chrome.composeWindowClosed();
  });

  it('a certificate attached to a message is added by one click in the popup', async () => {
    await session.chrome.showMessage(ATTACHED);
    await readVerdict(session.chrome);
    const text = await session.chrome.inMessagePopup<string>(
      `${PAGE}
      press(await until("the offer", () => find(".sg-message-keys button", "Add to my people")));
      return (await until("the report", () => find(".sg-message-keys [data-outcome=added]"))).innerText;`,
    );
    expect(text).toContain('nina@signet.example');
    session.picture('attached-certificate-light');
  });

  it('files bring people in', async () => {
    const pia = await correspondent(await TestCa.create('Pia’s CA'), 'pia');
    const ldif = `version: 1\n\ndn: cn=Pia\nuserCertificate;binary:: ${toBase64(certificateOf(pia))}\n`;
    await session.chrome.openOptions();
    const text = await session.chrome.inOptions<string>(
      `${CHOOSE}
      choose(await until(() => find("${PEOPLE} .sg-drop input")), "people.ldif", args[0]);
      await until(() => find("${PEOPLE} [data-outcome=added]"));
      await until(() => find("${PEOPLE} li[data-address='pia@signet.example']"));
      find("${PEOPLE} .sg-drop").scrollIntoView();
      return find("${PEOPLE}").innerText;`,
      toBase64(new TextEncoder().encode(ldif)),
    );
    expect(text).toContain('nina@signet.example');
    session.picture('people-files-light');
    await session.chrome.closeTab();
  });

  it('what is removed is gone', async () => {
    const left = await inSettings<boolean>(
      `press(await until("Nina", () => find("${PEOPLE} li[data-address='nina@signet.example'] button")));
      press(await until("remove", () => find("${PEOPLE} .sg-correspondent button", "Remove")));
      press(await until("the question", () => find("${PEOPLE} [role=alertdialog] button", "Remove")));
      await until("it is gone", () => find("${PEOPLE} .sg-notice", "no longer here"));
      return find("${PEOPLE} .sg-correspondent") !== undefined;`,
    );
    expect(left).toBe(false);
  });
});
