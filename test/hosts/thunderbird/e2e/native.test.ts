import { parseEntity, toBase64, type Bytes } from '../../../../shared/index';
import { certificateOf } from '../../demo/demo-people';
import { PAGE } from '../popups';
import { missingPrograms, Session, stopSessions } from '../session';
import { opensslDecrypt, opensslVerify } from './judges';
import { sent } from './sent';
import { createTestWorld, type TestWorld } from './world';

const missing = missingPrograms();

/** Nothing of it gives Signet a key or a certificate of its own. */
const POLICY = {
  version: 2,
  settings: {
    engine: { value: 'thunderbird' },
    sign: { value: 'always', change: 'free', override: 'free' },
    encrypt: { value: 'offer', change: 'free', override: 'free' },
    missingSigner: { value: 'block' },
  },
  rules: [{ id: 'sealed', when: { subject: ['[sealed]'] }, encrypt: 'require', text: 'Sealed is sealed.' }],
};

/** What Thunderbird's own settings do with a file of the user's, and with certificates of people. */
const CHOOSE = `
  const database = Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB);
  const [pfx, passphrase, anchor, people] = args;
  const file = Services.dirsvc.get("TmpD", Ci.nsIFile);
  file.append("native.p12");
  file.createUnique(Ci.nsIFile.NORMAL_FILE_TYPE, 0o600);
  await IOUtils.write(file.path, Uint8Array.from(atob(pfx), (one) => one.charCodeAt(0)));
  const code = database.importPKCS12File(file, passphrase);
  await IOUtils.remove(file.path);
  database.addCertFromBase64(anchor, "C,C,C");
  for (const one of people) database.addCertFromBase64(one, ",,");
  const own = database.getCerts().find((one) => one.containsEmailAddress("alice@signet.example"));
  const identity = MailServices.accounts.getIdentity("id1");
  for (const use of ["signing", "encryption"]) {
    identity.setUnicharAttribute(use + "_cert_name", own.displayName);
    identity.setUnicharAttribute(use + "_cert_dbkey", own.dbKey);
  }
  return code;`;

const textOf = (octets: Bytes | undefined): string => Buffer.from(octets ?? []).toString('latin1');
const kindOf = (octets: Bytes | undefined): string => parseEntity(octets ?? new Uint8Array(0)).contentType.value;

(missing.length > 0 ? describe.skip : describe)('Thunderbird’s own S/MIME, driven by a policy', () => {
  let world: TestWorld;
  let session: Session;

  beforeAll(async () => {
    world = await createTestWorld();
    session = await Session.start({ ...world, messages: [] }, { managed: POLICY });
  }, 80_000);
  afterAll(stopSessions, 30_000);
  afterEach(() => session.chrome.tidy());

  const compose = (subject: string, to = 'bob@signet.example', bcc = ''): Promise<number> =>
    session.chrome.compose({ to, bcc, subject, body: '<p>by <b>NSS</b></p>' });

  /** Presses Send and gives what is said against it; the window stays and nothing leaves. */
  async function refused(): Promise<string> {
    const before = session.mail.submissions.length;
    await session.chrome.pressSend();
    const said = await session.chrome.inComposePopup<string>(
      `${PAGE} await until("the refusal", () => find("main", "Not sent")); return text();`,
    );
    expect(session.mail.submissions).toHaveLength(before);
    expect((await session.chrome.composed()).body).toContain('by NSS');
    return said;
  }

  it('refuses to sign where no certificate is chosen there, and says where to choose one', async () => {
    await compose('No certificate');
    const said = await refused();
    expect(said).toContain('You have no usable certificate to sign with.');
    expect(said).toContain('Choose one in Account Settings, End-To-End Encryption, S/MIME.');
  });

  it('signs by it what the policy signs, and the window says who does', async () => {
    const people = [world.keys.bob, world.keys.grace].map((one) => toBase64(certificateOf(one)));
    const given = [toBase64(world.pfx), world.passphrase, toBase64(world.anchor), people];
    expect(await session.chrome.run(CHOOSE, ...given)).toBe(0);
    await compose('Signed');
    await session.chrome.openComposePopup();
    const said = await session.chrome.inComposePopup<string>(
      `${PAGE} await until("who does it", () => find("main", "Thunderbird’s own S/MIME does this")); return text();`,
    );
    expect(said).not.toContain('Choose');
    await session.pictures('native');
    await session.chrome.closePopups();
    const message = await sent(session);
    expect(kindOf(message)).toBe('multipart/signed');
    expect(textOf(message)).toContain('micalg=sha-256');
    expect(textOf(message)).toContain('This is a cryptographically signed message in MIME format.');
    expect((await opensslVerify(message ?? new Uint8Array(0), world.anchor)).accepted).toBe(true);
  });

  it('encrypts by it what a rule wants encrypted, for all and the sender', async () => {
    await compose('[sealed] Both');
    const message = (await sent(session)) ?? new Uint8Array(0);
    expect(kindOf(message)).toBe('application/pkcs7-mime');
    for (const reader of [world.keys.bob, world.keys.alice]) {
      const { accepted, content } = await opensslDecrypt(message, reader);
      expect([accepted, kindOf(content)]).toEqual([true, 'multipart/signed']);
    }
  });

  it('refuses where its store has no certificate of a recipient, and says how it gets one', async () => {
    await compose('[sealed] Nobody', 'carol@signet.example');
    const said = await refused();
    expect(said).toContain('Sealed is sealed.');
    expect(said).toContain('no valid certificate of carol@signet.example');
  });

  it('shows nobody in Bcc to the others', async () => {
    await compose('[sealed] Hidden', 'bob@signet.example', 'grace@signet.example');
    expect(await refused()).toContain('shows who is in Bcc: grace@signet.example');
    await session.chrome.closePopups();
    await session.chrome.discardCompose();
    await compose('Hidden', 'bob@signet.example', 'grace@signet.example');
    expect(kindOf(await sent(session))).toBe('multipart/signed');
  });

  it('lets an exception of the user’s leave unsigned', async () => {
    await compose('Exception', 'grace@signet.example');
    await session.chrome.openComposePopup();
    await session.chrome.inComposePopup(`${PAGE}
      const details = await until("the exceptions", () => find(".sg-exceptions"));
      details.querySelector("summary").click();
      find(".sg-exceptions button", "Never sign mail to grace@signet.example").click();
      await until("that it is kept", () => find(".sg-exceptions", "Remembered"));
      return true;`);
    await session.chrome.closePopups();
    expect(textOf(await sent(session))).not.toMatch(/multipart\/signed|pkcs7/);
    await compose('Exception again', 'grace@signet.example');
    expect(textOf(await sent(session))).not.toMatch(/multipart\/signed|pkcs7/);
  });

  it('takes what its own button asks for as chosen', async () => {
    await compose('By its button');
    await session.chrome.run('composeWindows().at(-1).toggleEncryptMessage(); return true;');
    expect(kindOf(await sent(session))).toBe('application/pkcs7-mime');
  });

  it('holds what was built as less than was decided, with words', async () => {
    const before = session.mail.submissions.length;
    await compose('Changed on the way');
    await session.chrome.run(`
      const change = (window) => { Services.obs.removeObserver(change, "mail:composeOnSend"); window.gSendSigned = false; };
      Services.obs.addObserver(change, "mail:composeOnSend");
      return true;`);
    await session.chrome.pressSend();
    expect(await session.chrome.answerDialog()).toContain('is not what was decided');
    expect(session.mail.submissions).toHaveLength(before);
    expect((await session.chrome.composed()).locked).toBe(false);
  });
});
