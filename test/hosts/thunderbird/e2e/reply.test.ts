import { answerMessage, editDraft, KEYS, PAGE } from '../popups';
import { missingPrograms, Session, stopSessions } from '../session';
import { signedLetter } from './letters';
import { createTestWorld } from './world';

const missing = missingPrograms();
const ELSEWHERE = 'Please confirm your account';
const AT_HOME = 'Please confirm the date';
const LATER = 'An answer for later';
const QUESTION = 'leaves the sender’s domain';

(missing.length > 0 ? describe.skip : describe)('an answer to another domain in Thunderbird', () => {
  let session: Session;

  beforeAll(async () => {
    const world = await createTestWorld();
    const { alice, bob } = world.keys;
    const letters = [
      signedLetter({ from: bob, to: alice, subject: ELSEWHERE, replyTo: 'bob@collector.example' }),
      signedLetter({ from: bob, to: alice, subject: AT_HOME, replyTo: 'office@mail.signet.example' }),
    ];
    session = await Session.start({ ...world, messages: [] }, { extraMessages: await Promise.all(letters) });
    await session.chrome.openFolder('INBOX', letters.length);
  }, 120_000);
  afterAll(stopSessions, 30_000);
  afterEach(() => session.chrome.tidy());

  /** Presses Send and tells what our popup, which opens by itself, then says. */
  async function sendAndBeAsked(): Promise<string> {
    await session.chrome.pressSend();
    return session.chrome.inComposePopup<string>(
      `${PAGE} await until("the question", () => find("[role=alertdialog]")); return text();`,
    );
  }

  it('is not sent before the question about it is answered', async () => {
    await session.chrome.showMessage(ELSEWHERE, { status: true });
    await answerMessage(session.chrome);
    const text = await sendAndBeAsked();
    expect(text).toContain(QUESTION);
    expect(text).toContain('bob@signet.example');
    expect(text).toContain('bob@collector.example');
    await session.pictures('reply-question');
    expect(session.mail.submissions).toHaveLength(0);
  });

  it('stays in its window, unlocked, after a no, which has the focus and needs one key', async () => {
    await session.chrome.showMessage(ELSEWHERE, { status: true });
    await answerMessage(session.chrome);
    await sendAndBeAsked();
    const focus = await session.chrome.inComposePopup<string>(`${PAGE} ${KEYS}
      const was = focused();
      content.setTimeout(() => strike("Enter", 13), 100);
      return was;`);
    expect(focus).toBe('No, I will change it');
    await session.chrome.pause(1_000);
    expect((await session.chrome.composed()).locked).toBe(false);
    expect(session.mail.submissions).toHaveLength(0);
  });

  it('asks anew at the next try, and not where the recipient was changed to the sender', async () => {
    await session.chrome.showMessage(ELSEWHERE, { status: true });
    await answerMessage(session.chrome);
    await sendAndBeAsked();
    await session.chrome.closePopups();
    expect(await sendAndBeAsked()).toContain(QUESTION);
    await session.chrome.closePopups();
    await session.chrome.setRecipients('bob@signet.example');
    await session.chrome.pressSend();
    const sent = (await session.mail.submitted(1)).at(-1);
    expect(sent?.recipients).toEqual(['bob@signet.example']);
  });

  it('goes after a yes, which the keyboard reaches too', async () => {
    await session.chrome.showMessage(ELSEWHERE, { status: true });
    await answerMessage(session.chrome);
    await sendAndBeAsked();
    const text = await session.chrome.inComposePopup<string>(`${PAGE} ${KEYS}
      strike("Tab", 9);
      await until("the focus on yes", () => focused() === "Yes, it may go there");
      strike("Enter", 13);
      await until("the answer", () => !find("[role=alertdialog]"));
      return text();`);
    expect(text).toContain('Press Send once more');
    await session.chrome.closePopups();
    await session.chrome.pressSend();
    const sent = (await session.mail.submitted(2)).at(-1);
    expect(sent?.recipients).toEqual(['bob@collector.example']);
  });

  it('is asked about after it was saved as a draft, opened again and saved again, too', async () => {
    const before = session.mail.submissions.length;
    await session.chrome.showMessage(ELSEWHERE, { status: true });
    await answerMessage(session.chrome);
    await session.chrome.run(
      `const subject = composeWindows().at(-1).document.getElementById("msgSubject");
      subject.value = args[0];
      subject.dispatchEvent(new Event("input"));
      return true;`,
      LATER,
    );
    await session.chrome.saveDraft();
    await session.chrome.tidy();
    await session.chrome.openFolder('Drafts', 1);
    await session.chrome.showMessage(LATER, { text: 'Bob Example wrote' });
    await editDraft(session.chrome);
    await session.chrome.background(`const tabs = await page.browser.tabs.query({ type: "messageCompose" });
      const name = "answered:" + tabs.at(-1).id;
      const isKnown = async () => name in (await page.browser.storage.session.get(name));
      for (let i = 0; i < 200 && !(await isKnown()); i++) await new Promise((done) => page.setTimeout(done, 50));`);
    await session.chrome.saveDraft();
    expect(await sendAndBeAsked()).toContain(QUESTION);
    expect(session.mail.submissions).toHaveLength(before);
    await session.chrome.tidy();
    await session.chrome.openFolder('INBOX', 2);
  });

  it('is nobody’s business where it stays in the domain', async () => {
    await session.chrome.showMessage(AT_HOME, { status: true });
    await answerMessage(session.chrome);
    await session.chrome.pressSend();
    const sent = (await session.mail.submitted(3)).at(-1);
    expect(sent?.recipients).toEqual(['office@mail.signet.example']);
  });
});
