import { parseEntity, toBase64 } from '../../../../shared/index';
import { missingPrograms, Session, stopSessions } from '../session';
import { CHOOSE } from './choose';
import { opensslVerify } from './judges';
import { createTestWorld, type TestWorld } from './world';

const missing = missingPrograms();

(missing.length > 0 ? describe.skip : describe)('settings in Thunderbird', () => {
  let world: TestWorld;
  let session: Session;

  beforeAll(async () => {
    world = await createTestWorld();
    session = await Session.start(world, { managed: 'none' });
    await session.chrome.openFolder('INBOX', world.messages.length);
  }, 80_000);
  afterAll(stopSessions, 30_000);

  it('say that a passphrase is wrong and keep nothing', async () => {
    await session.chrome.openOptions();
    const text = await session.chrome.inOptions<string>(
      `${CHOOSE}
      find(".sg-panel > button").click();
      choose(await until(() => find(".sg-file input")), "alice.p12", args[0]);
      await until(() => find("input[type=password]"));
      enter("wrong");
      return (await until(() => find(".sg-notice.sg-tone-error"))).innerText;`,
      toBase64(world.pfx),
    );
    expect(text).toContain('password is wrong');
    expect(await session.chrome.inOptions('return content.document.querySelectorAll(".sg-identity").length;')).toBe(0);
  });

  it('import an identity in three steps and trust an authority', async () => {
    await session.chrome.inOptions(
      `${CHOOSE}
      enter(args[0]);
      (await until(() => !find("input[type=password]") && find(".sg-steps .sg-primary"))).click();
      await until(() => find(".sg-identity"));
      choose(find(".tb-file-input"), "ca.cer", args[1]);
      await until(() => content.document.querySelectorAll(".sg-identity").length === 2);`,
      world.passphrase,
      toBase64(world.anchor),
    );
    await session.pictures('settings');
    const text = await session.chrome.inOptions<string>('return content.document.querySelector("main").innerText;');
    expect(text).toContain('Alice Example');
    expect(text).toContain('Signet Demo Root CA');
  });

  it('take effect at once: what arrived is judged, what leaves is signed', async () => {
    await session.chrome.closeTab();
    const shown = await session.chrome.showMessage('Contract draft', { status: true, text: 'clause 7' });
    expect(shown.status).toBe('Signed · bob@signet.example · Encrypted');
    await session.chrome.compose({ to: 'dan@signet.example', subject: 'Signed now', body: '<p>now</p>' });
    await session.chrome.pressSend();
    const [sent] = await session.mail.submitted(1);
    const octets = sent?.octets ?? new Uint8Array(0);
    expect(parseEntity(octets).contentType.value).toBe('multipart/signed');
    expect((await opensslVerify(octets, world.anchor)).accepted).toBe(true);
  });

  it('let Bob, whose signature was seen, be written to in secret', async () => {
    await session.chrome.composeWindowClosed();
    await session.chrome.showMessage('Minutes of the meeting', { status: true });
    const tab = await session.chrome.compose({ to: 'bob@signet.example', subject: 'Secret now', body: '<p>now</p>' });
    await session.chrome.setProtection(tab, { sign: true, encrypt: true });
    await session.chrome.pressSend();
    const sent = (await session.mail.submitted(2)).at(-1);
    expect(parseEntity(sent?.octets ?? new Uint8Array(0)).contentType.value).toBe('application/pkcs7-mime');
  });
});
