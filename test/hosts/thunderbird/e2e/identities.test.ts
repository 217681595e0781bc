import { latin1Text, parseCertificate, toBase64, type Bytes } from '../../../../shared/index';
import { generateKeyPair, type Party } from '../../../support/test-ca';
import { DEMO_PASSPHRASE } from '../../demo/demo-people';
import { pfxOfParty } from '../../demo/renewing-world';
import { missingPrograms, Session, stopSessions } from '../session';
import { opensslVerify } from './judges';
import { CHOOSE } from './choose';
import { createTestWorld, type TestWorld } from './world';

const missing = missingPrograms();
/** From its making to its end: long enough to import it and to write with it. */
const LIFE = 100_000;
const DAY = 86_400_000;

/** The steps of an import, to the end of the self-test. */
const IMPORT = `${CHOOSE}
  const add = () => [...content.document.querySelectorAll(".sg-panel > button")].find((one) => one.textContent === "Add an identity");
  (await until(add)).click();
  choose(await until(() => find(".sg-file input")), args[1], args[0]);
  await until(() => find("input[type=password]"));
  enter(args[2]);
  const found = (await until(() => find(".sg-found"))).parentElement.innerText;
  (await until(() => find(".sg-steps .sg-primary:not([disabled])"))).click();
  await until(() => find(".sg-self-test:not([data-result=running])"));
  return { found, test: find(".sg-import-done").innerText };`;

(missing.length > 0 ? describe.skip : describe)('an identity in Thunderbird, from its file to the one after it', () => {
  let world: TestWorld;
  let session: Session;
  let first: Party;
  let ends: number;

  beforeAll(async () => {
    world = await createTestWorld();
    const managed = {
      anchors: [toBase64(world.anchor)],
      certificates: world.people.flatMap(({ certificate }) => (certificate ? [toBase64(certificate)] : [])),
    };
    session = await Session.start(world, { managed });
    await session.chrome.openFolder('INBOX', world.messages.length);
  }, 80_000);
  afterAll(stopSessions, 30_000);

  const issue = async (notAfter: number, notBefore = Date.now() - DAY): Promise<Party> => {
    const { name, address } = world.user;
    const facts = {
      commonName: name,
      addresses: [address],
      notBefore: new Date(notBefore),
      notAfter: new Date(notAfter),
    };
    return world.keys.issuing.issue(facts, await generateKeyPair('ec-p256'));
  };

  async function importParty(party: Party, name: string): Promise<{ found: string; test: string }> {
    const pfx = toBase64(await pfxOfParty(party));
    return session.chrome.inOptions(IMPORT, pfx, name, DEMO_PASSPHRASE);
  }

  async function send(subject: string, protection = { sign: true, encrypt: true }): Promise<Bytes> {
    const before = session.mail.submissions.length;
    const tab = await session.chrome.compose({ to: 'bob@signet.example', subject, body: '<p>room 0815</p>' });
    await session.chrome.setProtection(tab, protection);
    await session.chrome.pressSend();
    const sent = (await session.mail.submitted(before + 1)).at(-1);
    await session.chrome.composeWindowClosed();
    return sent?.octets ?? new Uint8Array(0);
  }

  it('is imported in three steps, with everything said first, and tested', async () => {
    await session.chrome.openOptions();
    ends = Date.now() + LIFE;
    first = await issue(ends);
    const { found, test } = await importParty(first, 'alice.p12');
    expect(found).toContain('For your account: alice@signet.example');
    expect(found).toContain('expires within 30 days');
    expect(test).toContain('It works: you can sign and read with it.');
    expect(test).toContain('Do you keep the file you added?');
    await session.pictures('identity-tested');
  }, 60_000);

  it('signs, and opens what is encrypted to it', async () => {
    await session.chrome.closeTab();
    await send('Short-lived secret');
    const signed = await send('Short-lived signature', { sign: true, encrypt: false });
    expect((await opensslVerify(signed, world.anchor)).accepted).toBe(true);
    expect(Date.now()).toBeLessThan(ends);
  }, 60_000);

  it('signs nothing once it has expired, and the settings remind of the next', async () => {
    await session.chrome.pause(Math.max(0, ends - Date.now()) + 1500);
    const before = session.mail.submissions.length;
    const tab = await session.chrome.compose({ to: 'bob@signet.example', subject: 'Too late', body: '<p>late</p>' });
    await session.chrome.setProtection(tab, { sign: true, encrypt: false });
    await session.chrome.pressSend();
    const said = await session.chrome.inComposePopup<string>(
      `${CHOOSE} await until(() => find(".sg-notice.sg-tone-error"));
      await until(() => find("#policy-question"));
      return content.document.body.innerText;`,
    );
    expect(said).toContain('has expired');
    // Nobody demands the signature: without it, the message may go.
    expect(said).toContain('There is no valid certificate for this sender. Send it unsigned?');
    expect(session.mail.submissions).toHaveLength(before);
    await session.chrome.closePopups();
    await session.chrome.discardCompose();
    await session.chrome.openOptions();
    const reminder = await session.chrome.inOptions<string>(
      `${CHOOSE} return (await until(() => find('[data-reminder="0"]'))).innerText;`,
    );
    expect(reminder).toContain('Your identity for alice@signet.example has expired');
    await session.pictures('identity-expired');
  }, 180_000);

  it('gives way to the next one, which signs, while old mail still opens', async () => {
    const next = await issue(Date.now() + 700 * DAY);
    const { test } = await importParty(next, 'next.p12');
    expect(test).toContain('It works');
    await session.chrome.inOptions(`${CHOOSE} await until(() => !find("[data-reminder]")); return true;`);
    await session.chrome.closeTab();
    const signed = await send('By the next', { sign: true, encrypt: false });
    expect((await opensslVerify(signed, world.anchor)).accepted).toBe(true);
    expect(latin1Text(signed)).toContain('multipart/signed');
    await session.chrome.openFolder('Sent', 2);
    // Its subject is inside the encryption.
    const shown = await session.chrome.showMessage('[...]', { status: true, text: 'room 0815' });
    expect(shown.status).toContain('Encrypted');
    expect(parseCertificate(first.certificate).notAfter.getTime()).toBeLessThan(Date.now());
  }, 90_000);

  it('is shown with its details, and tested there for what it is still good for', async () => {
    await session.chrome.openOptions();
    const details = await session.chrome.inOptions<string>(
      `${CHOOSE}
      const row = [...content.document.querySelectorAll("li.sg-identity")].find((one) => one.innerText.includes("Expired"));
      row.querySelector("button").click();
      await until(() => find(".sg-identity-details .sg-chain"));
      [...content.document.querySelectorAll("button")].find((one) => one.textContent === "Test it").click();
      await until(() => find(".sg-self-test:not([data-result=running])"));
      return find(".sg-identity-details").innerText;`,
    );
    expect(details).toContain('expired: opens old mail, no longer signs');
    expect(details).toContain('Nothing was signed: it has expired');
    expect(details).toContain('It works for what it is still good for');
    await session.pictures('identity-details');
  }, 60_000);
});
