import { latin1Text, parseEntity } from '../../../../shared/index';
import { missingPrograms, Session, stopSessions } from '../session';
import { opensslDecrypt } from './judges';
import { createTestWorld, type TestWorld } from './world';

const missing = missingPrograms();

/** What the compose window says after a try to save it as a draft. */
const UNSAVED = `
  const window = composeWindows().at(-1);
  window.SaveAsDraft();
  const bar = await until("the words", () => window.gComposeNotification.getNotificationWithValue("signet-unsaved"));
  await until("the window to be free", () => !window.gSaveOperationInProgress && !window.gWindowLocked);
  return bar.messageText?.textContent ?? bar.label ?? bar.textContent;`;

(missing.length > 0 ? describe.skip : describe)('refusing in Thunderbird', () => {
  let world: TestWorld;
  let session: Session;

  beforeAll(async () => {
    world = await createTestWorld();
    session = await Session.start(world);
    await session.chrome.openFolder('INBOX', world.messages.length);
  }, 80_000);
  afterAll(stopSessions, 30_000);

  afterEach(() => session.chrome.tidy());

  /** What the popup that opened by itself says. */
  async function refusal(): Promise<string> {
    const text = await session.chrome.inComposePopup<string>(
      'return content.document.querySelector("main").innerText;',
    );
    return text;
  }

  it('sends nothing where a certificate is missing, says whose, and sends once that is mended', async () => {
    const tab = await session.chrome.compose({
      to: 'bob@signet.example, dan@signet.example',
      subject: 'Secret',
      body: '<p>not for the wire</p>',
    });
    await session.chrome.setProtection(tab, { sign: true, encrypt: true });
    await session.chrome.pressSend();
    expect(await refusal()).toMatch(/Not sent[^]*dan@signet\.example/);
    await session.pictures('refused');
    expect(session.mail.submissions).toHaveLength(0);
    expect(await session.chrome.composed()).toMatchObject({
      subject: 'Secret',
      body: 'not for the wire',
      locked: false,
    });
    await session.chrome.closePopups();
    await session.chrome.setRecipients('bob@signet.example');
    await session.chrome.pressSend();
    const [sent] = await session.mail.submitted(1);
    await session.chrome.composeWindowClosed();
    const octets = sent?.octets ?? new Uint8Array(0);
    expect((await opensslDecrypt(octets, world.keys.bob)).accepted).toBe(true);
    expect(latin1Text(octets)).not.toContain('not for the wire');
  });

  it('refuses where Thunderbird lacks what it needs, and never sends in the clear', async () => {
    const before = session.mail.submissions.length;
    const tab = await session.chrome.compose({ to: 'bob@signet.example', subject: 'Newer', body: '<p>clear</p>' });
    await session.chrome.setProtection(tab, { sign: true, encrypt: true });
    await session.chrome.forgetPoint('createMessageFile');
    await session.chrome.pressSend();
    expect(await refusal()).toContain('This version of Thunderbird is not known');
    expect(session.mail.submissions).toHaveLength(before);
    await session.chrome.closePopups();
    await session.chrome.forgetPoint(undefined);
    await session.chrome.discardCompose();
  });

  it('refuses what it was to encrypt and OpenPGP would only sign', async () => {
    const before = session.mail.submissions.length;
    const tab = await session.chrome.compose({ to: 'bob@signet.example', subject: 'Both', body: '<p>clear</p>' });
    await session.chrome.setProtection(tab, { sign: true, encrypt: true });
    await session.chrome.signWithOpenPgp();
    expect(await session.chrome.run(UNSAVED)).toMatch(/This draft was not saved:.*OpenPGP/);
    await session.chrome.pressSend();
    expect(await refusal()).toMatch(/Not sent[^]*OpenPGP[^]*only sign/);
    expect(session.mail.submissions).toHaveLength(before);
    await session.chrome.closePopups();
    await session.chrome.discardCompose();
  });

  it('puts everything back when it is removed', async () => {
    expect(await session.chrome.patches()).toEqual({ create: true, deliver: true, leave: true });
    await session.chrome.removeAddOn();
    expect(await session.chrome.patches()).toEqual({ create: false, deliver: false, leave: false });
    const before = session.mail.submissions.length;
    await session.chrome.compose({ to: 'dan@signet.example', subject: 'After', body: '<p>after</p>' }, false);
    await session.chrome.pressSend();
    const sent = (await session.mail.submitted(before + 1)).at(-1);
    expect(parseEntity(sent?.octets ?? new Uint8Array(0)).contentType.value).toMatch(/^(text|multipart\/alternative)/);
  });
});
