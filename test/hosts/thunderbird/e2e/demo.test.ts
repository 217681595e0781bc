import { type SummaryState } from '../../../../shared/index';
import { EXPIRED_SINCE, TOLD } from '../../demo/demo-sentences';
import { type DemoMessage } from '../../demo/demo-messages';
import { PAGE, readVerdict } from '../popups';
import { missingPrograms, Session, stopSessions } from '../session';
import { createTestWorld, type TestWorld } from './world';

const missing = missingPrograms();
/** Time enough to open the fifth message before its certificate has expired. */
const UNTIL_EXPIRY = 90_000;

/** What stands for each state: the positive mark for nothing but a good signature. */
const MARKS: Readonly<Record<SummaryState, string>> = {
  'signed-valid': 'positive',
  'signed-untrusted': 'attention',
  'signed-invalid': 'attention',
  'partly-signed': 'neutral',
  uncheckable: 'attention',
  unsigned: 'neutral',
};

(missing.length > 0 ? describe.skip : describe)('the demo mailbox in Thunderbird, from its oldest message on', () => {
  let world: TestWorld;
  let session: Session;
  let expiry: Date;

  beforeAll(async () => {
    expiry = new Date(Date.now() + UNTIL_EXPIRY);
    world = await createTestWorld(new Date(), { expiry });
    session = await Session.start(world);
    await session.chrome.openFolder('INBOX', world.messages.length);
  }, 120_000);
  afterAll(stopSessions, 30_000);
  afterEach(() => session.chrome.closePopups());

  const demoMessage = (key: string): DemoMessage => {
    const found = world.messages.find((message) => message.key === key);
    if (!found) throw new Error(`no message ${key}`);
    return found;
  };

  /** Whether something stands beside the subject: also where somebody who usually signs did not. */
  const isMarked = ({ key, expected, encryption }: DemoMessage): boolean =>
    expected !== 'unsigned' || encryption !== 'none' || key === 'usually-signs';

  it.each(Object.entries(TOLD))('tells what the %s message is worth', async (key, told) => {
    const { subject, sentence, step = '', note, text } = told;
    const { expected } = demoMessage(key);
    await session.chrome.showMessage(subject, { status: isMarked(demoMessage(key)), text });
    const said = await readVerdict(session.chrome);
    expect([said.state, said.mark]).toEqual([expected, MARKS[expected]]);
    expect([said.sentence, said.step]).toEqual([sentence, step]);
    expect(said.note).toMatch(note ?? /^$/);
    session.picture(`demo-${key}-light`);
  });

  it.each<[string, readonly RegExp[]]>([
    ['revoked', [/Revoked on \d+ \w+ \d+/, /the key may be in other hands/]],
    ['several-signers', [/Bob Example/, /Carol Example/, /1 of 2/, /2 of 2/]],
    ['list-footer', [/covers only a part/]],
    ['reply-elsewhere', [/Answers go to answers@survey\.example/]],
  ])('has more of %s among the details', async (key, expected) => {
    await session.chrome.showMessage(TOLD[key]?.subject ?? '');
    await readVerdict(session.chrome);
    const details = await session.chrome.inMessagePopup<string>(`${PAGE}
      find(".sg-card > details > summary").click();
      await until("the details", () => find(".sg-card > details").children.length > 2);
      return text();`);
    for (const words of expected) expect(details).toMatch(words);
    session.picture(`demo-${key}-details-light`);
  });

  it('holds up a signature that it verified before its certificate expired', async () => {
    await session.chrome.showMessage(TOLD['plain']?.subject ?? '');
    await session.chrome.pause(Math.max(0, expiry.getTime() - Date.now()) + 2_000);
    await session.chrome.showMessage(TOLD['expired-since']?.subject ?? '', { status: true });
    const said = await readVerdict(session.chrome);
    expect([said.state, said.mark]).toEqual(['signed-valid', 'positive']);
    expect(said.sentence).toMatch(EXPIRED_SINCE);
    session.picture('demo-expired-since-later-light');
  }, 120_000);

  it('is as readable in the dark', async () => {
    await session.chrome.useTheme('dark');
    await session.chrome.pause(500);
    for (const [key, { subject, text }] of Object.entries(TOLD)) {
      const { expected } = demoMessage(key);
      await session.chrome.showMessage(subject, { status: isMarked(demoMessage(key)), text });
      expect((await readVerdict(session.chrome)).state).toBe(expected);
      session.picture(`demo-${key}-dark`);
      await session.chrome.closePopups();
    }
  }, 120_000);
});
