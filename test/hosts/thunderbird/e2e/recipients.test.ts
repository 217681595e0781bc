import { decodedText, latin1Text, parseEntity, type Bytes, type Entity } from '../../../../shared/index';
import { answerMessage, editAsNew, editDraft, forwardMessage, PAGE, redirectMessage, writtenText } from '../popups';
import { missingPrograms, Session, stopSessions } from '../session';
import { opensslDecrypt, opensslVerify } from './judges';
import { signedLetter } from './letters';
import { LISTEN } from './ways-around';
import { createTestWorld, providedBy, type TestWorld } from './world';

const missing = missingPrograms();
const BOB = 'bob@signet.example';
const CAROL = 'carol@signet.example';
const DAN = 'dan@signet.example';
const SIGNED = 'Can you come on Monday?';

const typeOf = (octets: Bytes): string => parseEntity(octets).contentType.value;
const textOf = (entity: Entity): string =>
  entity.children.length > 0 ? entity.children.map(textOf).join('\n') : decodedText(entity);

(missing.length > 0 ? describe.skip : describe)('recipients in Thunderbird', () => {
  let world: TestWorld;
  let session: Session;

  beforeAll(async () => {
    world = await createTestWorld();
    const { alice, bob, carol } = world.keys;
    const letters = [
      await signedLetter({ from: bob, to: alice, subject: SIGNED }),
      await signedLetter({ from: carol, to: alice, subject: 'Carol was here' }),
    ];
    // Nobody's certificate is known: what is, came with mail. Drafts lie there to be looked at.
    const settings = { ...providedBy(world), certificates: { value: [] }, drafts: { value: 'plain' } };
    const managed = { version: 2, settings };
    session = await Session.start(world, { extraMessages: letters, managed });
    await session.chrome.openFolder('INBOX', world.messages.length + letters.length);
  }, 120_000);
  afterEach(() => session.chrome.tidy());
  afterAll(stopSessions, 30_000);

  async function send(count = 1): Promise<readonly Bytes[]> {
    const before = session.mail.submissions.length;
    await session.chrome.pressSend();
    return (await session.mail.submitted(before + count)).slice(before).map(({ octets }) => octets);
  }

  const inPopup = <T>(body: string): Promise<T> => session.chrome.inComposePopup<T>(`${PAGE} ${body}`);
  const states = (): Promise<readonly string[]> =>
    inPopup(`await until("the recipients", () => find(".sg-recipient") && !find("[data-state=checking]"));
      return [...content.document.querySelectorAll(".sg-recipient")].map((row) => row.dataset.state + " " + row.querySelector("bdi").textContent);`);

  async function compose(to: string, more: { readonly bcc?: string } = {}): Promise<number> {
    const tab = await session.chrome.compose({ to, ...more, subject: 'To many', body: '<p>many words</p>' });
    await session.chrome.setProtection(tab, { sign: true, encrypt: true });
    await session.chrome.openComposePopup();
    return tab;
  }

  it('who signed a message is answered encrypted with no further click', async () => {
    await session.chrome.showMessage(SIGNED, { status: true });
    await session.chrome.showMessage('Carol was here', { status: true });
    await session.chrome.showMessage(SIGNED, { status: true });
    await answerMessage(session.chrome);
    const [octets = new Uint8Array(0)] = await send();
    expect(typeOf(octets)).toBe('application/pkcs7-mime');
    const opened = await opensslDecrypt(octets, world.keys.bob);
    expect(opened.accepted).toBe(true);
    expect((await opensslVerify(opened.content, world.anchor)).accepted).toBe(true);
    await session.chrome.composeWindowClosed();
  });

  it('an answer to an encrypted message starts encrypted, and is asked about before it leaves otherwise', async () => {
    await session.chrome.showMessage('Contract draft', { status: true, text: 'clause 7' });
    await answerMessage(session.chrome);
    // Thunderbird quotes what it can read itself: of what Signet alone decrypts that is nothing.
    expect(await writtenText(session.chrome)).not.toContain('clause 7');
    await session.chrome.openComposePopup();
    const pressed = await inPopup<string>(
      `await until("encryption", () => content.document.querySelectorAll(".sg-toggle")[1].ariaPressed === "true");
      content.document.querySelectorAll(".sg-toggle")[1].click();
      await until("no encryption", () => content.document.querySelectorAll(".sg-toggle")[1].ariaPressed === "false");
      return "off";`,
    );
    expect(pressed).toBe('off');
    await session.chrome.closePopups();
    const before = session.mail.submissions.length;
    await session.chrome.pressSend();
    const asked = await inPopup<string>(
      `await until("the question", () => find("[role=alertdialog]")); return text();`,
    );
    expect(asked).toContain('what you answer or forward was encrypted');
    session.picture('quote-question-light');
    expect(session.mail.submissions).toHaveLength(before);
    await inPopup(
      `press(find("[role=alertdialog] button", "unencrypted")); await until("the answer", () => !find("[role=alertdialog]"));`,
    );
    await session.chrome.closePopups();
    const [octets = new Uint8Array(0)] = await send();
    expect(typeOf(octets)).toBe('multipart/signed');
    await session.chrome.composeWindowClosed();
  });

  it('a forward of an encrypted message is asked about too when it was kept as a draft and opened again, twice', async () => {
    await session.chrome.showMessage('Contract draft', { status: true, text: 'clause 7' });
    await forwardMessage(session.chrome);
    expect(await writtenText(session.chrome)).not.toContain('clause 7');
    await session.chrome.setRecipients(BOB);
    for (let time = 0; time < 2; time++) {
      await session.chrome.saveDraft();
      await session.chrome.tidy();
      await session.chrome.openFolder('Drafts', 1);
      await session.chrome.showMessage('Fwd: Contract draft');
      await editDraft(session.chrome);
    }
    await session.chrome.openComposePopup();
    await inPopup(
      `await until("encryption", () => content.document.querySelectorAll(".sg-toggle")[1].ariaPressed === "true");
      content.document.querySelectorAll(".sg-toggle")[1].click();
      await until("no encryption", () => content.document.querySelectorAll(".sg-toggle")[1].ariaPressed === "false");`,
    );
    await session.chrome.closePopups();
    const before = session.mail.submissions.length;
    await session.chrome.pressSend();
    const asked = await inPopup<string>(
      `await until("the question", () => find("[role=alertdialog]")); return text();`,
    );
    expect(asked).toContain('what you answer or forward was encrypted');
    expect(session.mail.submissions).toHaveLength(before);
    await session.chrome.tidy();
    await session.chrome.openFolder('INBOX', world.messages.length + 2);
  });

  it.each([
    ['edited as a new one', editAsNew],
    ['redirected', redirectMessage],
  ])('an encrypted message that is %s starts encrypted', async (_, open) => {
    await session.chrome.showMessage('Contract draft', { status: true, text: 'clause 7' });
    await open(session.chrome);
    await session.chrome.openComposePopup();
    await inPopup(
      `await until("encryption", () => content.document.querySelectorAll(".sg-toggle")[1].ariaPressed === "true");`,
    );
  });

  it('a draft tells whose text is in it, also when it is kept again, and nothing that leaves does', async () => {
    await session.chrome.showMessage(SIGNED, { status: true });
    await editAsNew(session.chrome);
    await session.chrome.setRecipients(BOB);
    for (let time = 0; time < 2; time++) {
      await session.chrome.run('return until("word of the text", () => composeWindows().at(-1).signetAbout);');
      await session.chrome.saveDraft();
      await session.chrome.tidy();
      await session.chrome.openFolder('Drafts', 2);
      await session.chrome.showMessage(SIGNED);
      const headers = await session.chrome.background<readonly Record<string, readonly string[] | undefined>[]>(
        `const { messages } = await page.browser.messages.query({ subject: args[0] });
        return Promise.all(messages.map(({ id }) => page.browser.messages.getHeaders(id)));`,
        SIGNED,
      );
      const all = (name: string): readonly string[] => [...new Set(headers.flatMap((one) => one[name] ?? []))];
      expect(all('x-signet-about')).toHaveLength(1);
      expect(all('message-id')).toContain(all('x-signet-about')[0]);
      await editDraft(session.chrome);
    }
    const [octets = new Uint8Array(0)] = await send();
    const { content } = await opensslDecrypt(octets, world.keys.bob);
    expect(latin1Text(content)).toContain(SIGNED);
    for (const one of [octets, content]) expect(latin1Text(one)).not.toMatch(/x-signet-about/i);
    await session.chrome.composeWindowClosed();
    await session.chrome.openFolder('INBOX', world.messages.length + 2);
  });

  it('each have a state, who can read it is said, and somebody who comes later is seen', async () => {
    await compose(`${BOB}, ${DAN}`, { bcc: CAROL });
    expect(await states()).toEqual(['ready Bob Example', `missing ${DAN}`, 'ready Carol Example']);
    session.picture('recipients-light');
    await session.chrome.run(
      `const pills = [...composeWindows().at(-1).document.querySelectorAll("#addressRowTo mail-address-pill")];
      pills.find(({ emailAddress }) => emailAddress === args[0]).remove();
      return true;`,
      DAN,
    );
    const readers = await inPopup<readonly string[]>(
      `await until("the readers", () => find("[data-reader=own]"));
      find(".sg-readers").open = true;
      return [...content.document.querySelectorAll("[data-reader]")].map((row) => row.dataset.reader + ": " + row.innerText.replace(/\\s+/g, " "));`,
    );
    expect(readers.join('|')).toMatch(
      /own: You \(alice@signet.example\).*to: Bob Example.*bcc: Carol Example.*a message of their own/,
    );
    session.picture('readers-light');
  });

  it('without a certificate are asked for a signed message by a ready draft', async () => {
    await compose(DAN);
    await states();
    await inPopup(`press(await until("the step", () => find("[data-step=ask]")));`).catch(() => undefined);
    const draft = await session.chrome.run<{ to: string; subject: string; text: string }>(
      `const window = await until("the draft", () => composeWindows().find((one) => one.gMsgCompose?.compFields.subject.startsWith("Please")) );
      await until("the editor", () => window.gMsgCompose?.editor && !window.gWindowLocked);
      return { to: window.gMsgCompose.compFields.to, subject: window.gMsgCompose.compFields.subject, text: window.gMsgCompose.editor.rootElement.innerText };`,
    );
    expect(draft).toMatchObject({ to: DAN, subject: 'Please send me a signed message' });
    expect(draft.text).toContain('I need your certificate');
  });

  it('without a certificate get a message of their own, unencrypted, once the user has seen which goes how', async () => {
    await compose(`${BOB}, ${DAN}`);
    await states();
    const question = await inPopup<string>(
      `press(await until("the step", () => find("[data-step=separate]")));
      return (await until("the question", () => find("[role=alertdialog]"))).innerText;`,
    );
    expect(question).toMatch(/Encrypted to[^]*bob@signet\.example[^]*Unencrypted[^]*dan@signet\.example/);
    session.picture('separate-light');
    await inPopup(`press(find("[data-answer=yes]"));`).catch(() => undefined);
    await session.chrome.run(
      'await until("two windows", () => composeWindows().length === 2 && composeWindows().every((w) => w.gMsgCompose?.editor && !w.gWindowLocked)); return true;',
    );
    await session.chrome.pause(1_000);
    await session.chrome.closePopups();
    const before = session.mail.submissions.length;
    await session.chrome.run(
      'for (const window of composeWindows()) window.document.getElementById("button-send").click(); return true;',
    );
    const sent = (await session.mail.submitted(before + 2)).slice(before);
    const [forBob] = sent.filter(({ recipients }) => recipients.join() === BOB);
    const [forDan] = sent.filter(({ recipients }) => recipients.join() === DAN);
    expect(typeOf(forBob?.octets ?? new Uint8Array(0))).toBe('application/pkcs7-mime');
    const open = forDan?.octets ?? new Uint8Array(0);
    expect(typeOf(open)).toBe('multipart/signed');
    expect(textOf(parseEntity(open))).toContain('many words');
    for (const { octets, recipients } of sent) {
      expect(parseEntity(octets).header.first('to')).toContain(recipients[0]);
      expect(parseEntity(octets).header.first('to')).not.toContain(recipients[0] === BOB ? 'dan' : 'bob');
    }
    await session.chrome.composeWindowClosed();
  });

  it('without a certificate can be written to unencrypted, after a question', async () => {
    await compose(DAN);
    await states();
    await inPopup(`press(await until("the step", () => find("[data-step=open]")));
      press(await until("the question", () => find("[data-answer=yes]")));
      await until("no encryption", () => content.document.querySelectorAll(".sg-toggle")[1].ariaPressed === "false");`);
    await session.chrome.closePopups();
    const [octets = new Uint8Array(0)] = await send();
    expect(typeOf(octets)).toBe('multipart/signed');
    await session.chrome.composeWindowClosed();
  });

  it('in a list of the address book are named and each can read the message; any other name is said', async () => {
    await session.chrome.run(
      `const book = MailServices.ab.directories.find((one) => one.dirType === 101);
      const list = Cc["@mozilla.org/addressbook/directoryproperty;1"].createInstance(Ci.nsIAbDirectory);
      list.isMailList = true;
      list.dirName = "Friends";
      const made = book.addMailList(list);
      for (const email of args[0]) {
        const card = Cc["@mozilla.org/addressbook/cardproperty;1"].createInstance(Ci.nsIAbCard);
        card.primaryEmail = email;
        made.addCard(book.addCard(card));
      }
      return true;`,
      [BOB, CAROL],
    );
    await compose('Friends <Friends>');
    expect(await states()).toEqual(['ready Bob Example', 'ready Carol Example']);
    await session.chrome.closePopups();
    const [octets = new Uint8Array(0)] = await send();
    for (const reader of ['bob', 'carol'] as const) {
      expect((await opensslDecrypt(octets, world.keys[reader])).accepted).toBe(true);
    }
    await session.chrome.composeWindowClosed();
    await compose('Strangers <Strangers>');
    expect(await states()).toEqual(['list Strangers']);
    session.picture('list-light');
  });

  it('in such a list get what is not protected too, and are those of whom Signet is asked', async () => {
    await session.chrome.run(LISTEN);
    const tab = await session.chrome.compose({ to: 'Friends <Friends>', subject: 'Plain', body: '<p>plain words</p>' });
    await session.chrome.setProtection(tab, { sign: false, encrypt: false });
    const before = session.mail.submissions.length;
    await session.chrome.pressSend();
    const [sent] = (await session.mail.submitted(before + 1)).slice(before);
    expect([typeOf(sent?.octets ?? new Uint8Array(0)).startsWith('multipart/signed'), sent?.recipients]).toEqual([
      false,
      [BOB, CAROL],
    ]);
    const told = await session.chrome.run<readonly { to: string }[]>('return mainWindow.signetTold.splice(0);');
    expect(told.map(({ to }) => to)).toEqual([expect.stringMatching(/bob@signet\.example.*carol@signet\.example/)]);
    await session.chrome.composeWindowClosed();
  });

  it('are shown in the dark', async () => {
    await session.chrome.useTheme('dark');
    await compose(`${BOB}, ${DAN}`, { bcc: CAROL });
    expect(await states()).toHaveLength(3);
    session.picture('recipients-dark');
  });
});
