import { parseEntity, type Bytes } from '../../../../shared/index';
import { type Submission } from '../mail-server';
import { missingPrograms, Session, stopSessions } from '../session';
import { opensslDecrypt } from './judges';
import { createTestWorld, type TestWorld } from './world';

const missing = missingPrograms();
const BOB = 'bob@signet.example';
const CAROL = 'carol@signet.example';

const idOf = (octets: Bytes): string => parseEntity(octets).header.first('message-id') ?? '';

(missing.length > 0 ? describe.skip : describe)('blind copies from Thunderbird', () => {
  let world: TestWorld;
  let session: Session;

  beforeAll(async () => {
    world = await createTestWorld();
    session = await Session.start(world);
    await session.chrome.openFolder('INBOX', world.messages.length);
  }, 80_000);
  afterEach(() => session.chrome.tidy());
  afterAll(stopSessions, 30_000);

  async function draft(request: {
    readonly to: string;
    readonly bcc: string;
    readonly subject: string;
  }): Promise<void> {
    const tab = await session.chrome.compose({ ...request, body: '<p>hidden</p>' });
    await session.chrome.setProtection(tab, { sign: true, encrypt: true });
  }

  const readersOf = async ({ octets }: Submission): Promise<string> => {
    const opens = async (reader: 'bob' | 'carol'): Promise<boolean> =>
      (await opensslDecrypt(octets, world.keys[reader])).accepted;
    return [(await opens('bob')) && 'bob', (await opens('carol')) && 'carol'].filter(Boolean).join(' ');
  };

  const sendWaiting = (): Promise<unknown> =>
    session.chrome.run(`const later = Cc["@mozilla.org/messengercompose/sendlater;1"].getService(Ci.nsIMsgSendLater);
      later.sendUnsentMessages(MailServices.accounts.getIdentity("id1"));
      return true;`);

  it.each([
    ['beside those who are named', BOB, CAROL],
    ['where nobody is named', '', `${BOB}, ${CAROL}`],
  ])('wait in the Outbox as messages of their own %s', async (_, to, bcc) => {
    const before = session.mail.submissions.length;
    await draft({ to, bcc, subject: `Later ${to}` });
    await session.chrome.sendLater();
    await session.chrome.composeWindowClosed();
    expect(session.mail.submissions).toHaveLength(before);
    await sendWaiting();
    const sent = (await session.mail.submitted(before + 2)).slice(before);
    expect(sent.map(({ recipients }) => recipients.join()).sort()).toEqual([BOB, CAROL]);
    for (const one of sent) {
      expect(one.recipients[0]).toContain(await readersOf(one));
      const { header } = parseEntity(one.octets);
      expect(header.first('bcc')).toBeUndefined();
      expect(header.first('to')).toContain(one.recipients[0]);
    }
    expect(new Set(sent.map(({ octets }) => idOf(octets))).size).toBe(2);
    await session.chrome.pause(1_000);
    expect(session.mail.submissions).toHaveLength(before + 2);
  });

  it.each([
    ['a message that was refused', BOB, CAROL, BOB, 'not today'],
    ['a copy that was refused', 'alice@signet.example', `${BOB}, ${CAROL}`, CAROL, 'are not sent it twice'],
  ])('that have left are not sent again after %s, and nobody is lost', async (_, to, bcc, refused, told) => {
    const before = session.mail.submissions.length;
    const sent = (): readonly string[] =>
      session.mail.submissions.slice(before).map(({ recipients }) => recipients.join());
    session.mail.refuse([refused]);
    await draft({ to, bcc, subject: 'Twice' });
    await session.chrome.pressSend();
    expect(await session.chrome.answerDialog()).toContain(told);
    const [first] = sent();
    expect(sent()).toHaveLength(1);
    session.mail.refuse([]);
    await session.chrome.pressSend();
    await session.chrome.composeWindowClosed();
    const all = [to, ...bcc.split(', ')];
    expect([...sent()].sort()).toEqual(all.sort());
    expect(sent()[0]).toBe(first);
  });

  it('that have left get no second message where the next try is not encrypted', async () => {
    const before = session.mail.submissions.length;
    session.mail.refuse([BOB]);
    const tab = await session.chrome.compose({ to: BOB, bcc: CAROL, subject: 'In the end', body: '<p>open</p>' });
    await session.chrome.setProtection(tab, { sign: true, encrypt: true });
    await session.chrome.pressSend();
    await session.chrome.answerDialog();
    session.mail.refuse([]);
    await session.chrome.setProtection(tab, { sign: false, encrypt: false });
    await session.chrome.pressSend();
    await session.chrome.composeWindowClosed();
    const sent = session.mail.submissions.slice(before).map(({ recipients }) => recipients.join());
    expect(sent).toEqual([CAROL, BOB]);
  });
});
