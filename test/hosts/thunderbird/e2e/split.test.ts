import { parseEntity, type Bytes } from '../../../../shared/index';
import { PAGE } from '../popups';
import { missingPrograms, Session, stopSessions } from '../session';
import { opensslDecrypt } from './judges';
import { createTestWorld, providedBy, type TestWorld } from './world';

const missing = missingPrograms();
const BOB = 'bob@signet.example';
/** Mail to her is encrypted by a rule. */
const CAROL = 'carol@signet.example';
/** Has no certificate. */
const DAN = 'dan@signet.example';

const policyFor = (world: TestWorld): object => ({
  version: 2,
  settings: {
    ...providedBy(world),
    sign: { value: 'always', change: 'free' },
    encrypt: { value: 'offer', change: 'free' },
    mixedRecipients: { value: 'split' },
  },
  rules: [{ id: 'carol', when: { recipient: [CAROL] }, encrypt: 'require' }],
});

const headerOf = (octets: Bytes) => {
  const { header, contentType } = parseEntity(octets);
  return { kind: contentType.value, to: header.first('to') ?? '', id: header.first('message-id') ?? '' };
};

(missing.length > 0 ? describe.skip : describe)('recipients for whom different rules hold, in Thunderbird', () => {
  let world: TestWorld;
  let session: Session;

  beforeAll(async () => {
    world = await createTestWorld();
    session = await Session.start({ ...world, messages: [] }, { managed: policyFor(world) });
  }, 80_000);
  afterEach(() => session.chrome.tidy());
  afterAll(stopSessions, 30_000);

  const compose = (subject: string): Promise<number> =>
    session.chrome.compose({ to: `${CAROL}, ${DAN}`, bcc: BOB, subject, body: '<p>the same words</p>' });

  /** What left, by the people in its envelope. */
  async function left(before: number): Promise<ReadonlyMap<string, Bytes>> {
    const all = (await session.mail.submitted(before + 3)).slice(before);
    return new Map(all.map(({ recipients, octets }) => [recipients.join(), octets]));
  }

  async function judge(messages: ReadonlyMap<string, Bytes>): Promise<void> {
    expect([...messages.keys()].sort()).toEqual([BOB, CAROL, DAN]);
    const kinds = [CAROL, DAN, BOB].map((one) => headerOf(messages.get(one) ?? new Uint8Array(0)).kind);
    expect(kinds).toEqual(['application/pkcs7-mime', 'multipart/signed', 'multipart/signed']);
    const read = await opensslDecrypt(messages.get(CAROL) ?? new Uint8Array(0), world.keys.carol);
    expect(read.accepted).toBe(true);
    expect(new Set([...messages.values()].map((octets) => headerOf(octets).id)).size).toBe(3);
    for (const octets of messages.values()) expect(parseEntity(octets).header.first('bcc')).toBeUndefined();
  }

  it('get separate messages, each protected as the rules say, which the window tells before', async () => {
    const before = session.mail.submissions.length;
    await compose('Split');
    await session.chrome.openComposePopup();
    const told = await session.chrome.inComposePopup<string>(
      `${PAGE} return (await until("the messages", () => find(".sg-messages"))).innerText;`,
    );
    expect(told).toMatch(/Signed and encrypted: carol@signet\.example\s+Signed: dan@signet\.example, bob@/);
    expect(
      await session.chrome.inComposePopup<string>(`${PAGE} return find('[data-state=open]').innerText;`),
    ).toContain(DAN);
    await session.pictures('policy-split');
    await session.chrome.closePopups();
    await session.chrome.pressSend();
    await session.chrome.composeWindowClosed();
    const messages = await left(before);
    await judge(messages);
    // Whom an envelope reaches need not stand in a header: all see who was written to.
    for (const octets of messages.values()) expect(headerOf(octets).to).toMatch(/carol@.*dan@/s);
  });

  it('stay so where the sender takes the signature off', async () => {
    const before = session.mail.submissions.length;
    await session.chrome.compose({ to: `${CAROL}, ${DAN}`, subject: 'Unsigned', body: '<p>the same words</p>' });
    await session.chrome.openComposePopup();
    await session.chrome.inComposePopup(`${PAGE}
      await until("the messages", () => find(".sg-messages"));
      content.document.querySelector(".sg-toggle").click();
      await until("the change", () => /^Encrypted: carol@[^]*Unprotected: dan@/m.test(find(".sg-messages")?.innerText));
      return true;`);
    await session.chrome.closePopups();
    await session.chrome.pressSend();
    await session.chrome.composeWindowClosed();
    const all = (await session.mail.submitted(before + 2)).slice(before);
    const kinds = new Map(all.map(({ recipients, octets }) => [recipients.join(), headerOf(octets).kind]));
    expect(kinds.get(CAROL)).toBe('application/pkcs7-mime');
    expect(kinds.get(DAN)).not.toMatch(/pkcs7|signed/);
  });

  it('wait in the Outbox as messages that name their own readers alone', async () => {
    const before = session.mail.submissions.length;
    await compose('Split later');
    await session.chrome.sendLater();
    await session.chrome.composeWindowClosed();
    expect(session.mail.submissions).toHaveLength(before);
    await session.chrome
      .run(`const later = Cc["@mozilla.org/messengercompose/sendlater;1"].getService(Ci.nsIMsgSendLater);
      later.sendUnsentMessages(MailServices.accounts.getIdentity("id1"));
      return true;`);
    const messages = await left(before);
    await judge(messages);
    for (const [reader, octets] of messages) expect(headerOf(octets).to).toBe(reader);
  });

  it('that were reached are not sent to again after another was refused', async () => {
    const before = session.mail.submissions.length;
    session.mail.refuse([CAROL]);
    await compose('Split twice');
    await session.chrome.pressSend();
    expect(await session.chrome.answerDialog()).toContain('not today');
    session.mail.refuse([]);
    await session.chrome.pressSend();
    await session.chrome.composeWindowClosed();
    await judge(await left(before));
    await session.chrome.pause(1_000);
    expect(session.mail.submissions).toHaveLength(before + 3);
  });
});
