import { latin1Text, parseEntity, type Bytes } from '../../../../shared/index';
import { ScratchFolder } from '../../../support/openssl';
import { editDraft, writtenText } from '../popups';
import { missingPrograms, Session, stopSessions } from '../session';
import { opensslDecrypt } from './judges';
import { sent } from './sent';
import { createTestWorld, type TestWorld } from './world';

const missing = missingPrograms();

const BODY = 'clause nine of the plan';
/** One point. */
const PICTURE = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

(missing.length > 0 ? describe.skip : describe)('a draft of a message that is to be encrypted', () => {
  let world: TestWorld;
  let session: Session;
  let files: ScratchFolder;

  beforeAll(async () => {
    world = await createTestWorld();
    files = new ScratchFolder();
    session = await Session.start({ ...world, messages: [] });
  }, 80_000);
  afterEach(() => session.chrome.tidy());
  afterAll(async () => {
    files.remove();
    await stopSessions();
  }, 30_000);

  /** All that the server has in Drafts, once there are so many. */
  const drafts = (count: number): Promise<readonly Bytes[]> => session.mail.stored(world.user.address, 'Drafts', count);

  /** The one that is left, once Thunderbird has taken away what it replaced. */
  async function onlyDraft(): Promise<string> {
    for (let left = 100; left > 0; left--) {
      const [draft, ...others] = await drafts(1);
      if (draft && others.length === 0) return latin1Text(draft);
      await session.chrome.pause(100);
    }
    throw new Error('the draft that was replaced is still there');
  }

  it('lies on the server so that only its writer can read it', async () => {
    const attachment = files.write('plan.txt', 'attached plan\r\n');
    const tab = await session.chrome.compose({
      to: 'Bob <bob@signet.example>',
      bcc: 'carol@signet.example',
      subject: 'Secret plan',
      body: `<p>${BODY} <b>today</b> <img src="data:image/png;base64,${PICTURE}"></p>`,
      attachments: [attachment],
    });
    await session.chrome.setProtection(tab, { sign: true, encrypt: true });
    await session.chrome.saveDraft();
    const [draft = new Uint8Array(0)] = await drafts(1);
    const text = latin1Text(draft);
    for (const word of ['clause', 'Secret', 'plan.txt']) expect(text).not.toContain(word);
    expect(parseEntity(draft).header.first('x-mozilla-draft-info')).toBeDefined();
    const opened = await opensslDecrypt(draft, world.keys.alice);
    expect(opened.accepted).toBe(true);
    expect(latin1Text(opened.content)).toContain(BODY);
    expect((await opensslDecrypt(draft, world.keys.bob)).accepted).toBe(false);
  });

  it('is continued with all that was in it, takes its own place, and goes when it is sent', async () => {
    await session.chrome.discardCompose();
    await session.chrome.openFolder('Drafts', 1);
    await session.chrome.showMessage('[...]', { text: BODY });
    await editDraft(session.chrome);
    const found = await session.chrome.run<Record<string, unknown>>(`
      const window = await until("the window with the draft", () => composeWindows().find((w) => w.signetDraft && w.composeEditorReady && w.document.getElementById("msgSubject").value));
      await until("the empty window to be gone", () => composeWindows().length === 1);
      const pills = (id) => [...window.document.getElementById(id).querySelectorAll("mail-address-pill")].map((one) => one.fullAddress);
      return {
        to: pills("toAddrContainer"), bcc: pills("bccAddrContainer"),
        subject: window.document.getElementById("msgSubject").value,
        attachments: [...window.gAttachmentBucket.itemChildren].map(({ attachment }) => attachment.name),
        protection: window.signetProtection,
        isItsOwn: window.gMsgCompose.compFields.draftId.includes("/Drafts#"),
      };`);
    expect(found).toMatchObject({
      to: ['Bob <bob@signet.example>'],
      bcc: ['carol@signet.example'],
      subject: 'Secret plan',
      attachments: ['plan.txt'],
      protection: { sign: true, encrypt: true },
      isItsOwn: true,
    });
    expect(await writtenText(session.chrome)).toContain(BODY);
    await session.chrome.saveDraft();
    expect(await onlyDraft()).not.toContain('clause');
    const octets = (await sent(session)) ?? new Uint8Array(0);
    const opened = await opensslDecrypt(octets, world.keys.bob);
    expect(opened.accepted).toBe(true);
    expect(latin1Text(opened.content)).toContain(BODY);
    expect(latin1Text(opened.content).replace(/\s/g, '')).toContain(PICTURE);
    expect(latin1Text(opened.content)).toContain('plan.txt');
    expect(latin1Text(opened.content)).not.toContain('X-Signet-Draft');
  });
});
