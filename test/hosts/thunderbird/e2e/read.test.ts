import { statusInOwnWindow } from '../popups';
import { missingPrograms, Session, stopSessions } from '../session';
import { authEnvelopedMessage, createTestWorld, type TestWorld } from './world';

const missing = missingPrograms();
const GCM = 'The new plan';

/** What stands beside the subject, by the key of a demo message; null: nothing, as for plain mail. */
const STATUS: Readonly<Record<string, string | null>> = {
  'first-seen': 'Signed · judy@signet.example',
  'same-key': 'Signed · judy@signet.example',
  'changed-certificate': 'Signed · judy@signet.example',
  revoked: 'Signature not confirmed',
  'expired-since': 'Signed · grace@signet.example',
  'weak-algorithm': 'Signature not confirmed',
  'several-signers': 'Signature not confirmed',
  'list-footer': 'Only a part is signed',
  'reply-elsewhere': 'Signed · carol@signet.example',
  'usually-signs': 'Not signed',
  plain: null,
  'clear-signed': 'Signed · bob@signet.example',
  'opaque-signed': 'Signed · carol@signet.example',
  tampered: 'Signature does not fit',
  encrypted: 'Encrypted',
  'signed-encrypted': 'Signed · bob@signet.example · Encrypted',
  'unknown-ca': 'Signature not confirmed',
  'other-signer': 'Signature not confirmed',
};

(missing.length > 0 ? describe.skip : describe)('reading in Thunderbird', () => {
  let world: TestWorld;
  let session: Session;
  let subjects: readonly string[];

  beforeAll(async () => {
    world = await createTestWorld();
    session = await Session.start(world, { extraMessages: [await authEnvelopedMessage(world, GCM)] });
    subjects = await session.chrome.openFolder('INBOX', world.messages.length + 1);
  }, 80_000);
  afterAll(stopSessions, 30_000);

  it('says beside the subject of each demo message what it is worth', async () => {
    const seen: Record<string, string | null> = {};
    for (const [index, { key }] of world.messages.entries()) {
      const isMarked = STATUS[key] !== null;
      seen[key] = (await session.chrome.showMessage(subjects[index] ?? '', { status: isMarked })).status;
    }
    expect(seen).toEqual(STATUS);
  }, 90_000);

  it('marks only a signature that holds as positive', async () => {
    const tones: Record<string, string | null> = {};
    for (const key of ['clear-signed', 'tampered', 'unknown-ca', 'other-signer', 'encrypted']) {
      const index = world.messages.findIndex((message) => message.key === key);
      tones[key] = (await session.chrome.showMessage(subjects[index] ?? '', { status: true })).tone;
    }
    expect(tones).toEqual({
      'clear-signed': 'positive',
      tampered: 'attention',
      'unknown-ca': 'attention',
      'other-signer': 'attention',
      encrypted: 'neutral',
    });
  }, 40_000);

  it('shows the text of encrypted mail that Thunderbird has no key for', async () => {
    const index = world.messages.findIndex(({ key }) => key === 'signed-encrypted');
    const subject = subjects[index] ?? '';
    const shown = await session.chrome.showMessage(subject, { status: true, text: 'clause 7' });
    expect(shown.headerShown).toBe(true);
    expect(shown.body).toContain('Signed by Bob Example');
    session.picture('read-light');
  });

  it('opens AES-GCM, which Thunderbird cannot, with its attachment and without what is elsewhere', async () => {
    const shown = await session.chrome.showMessage(GCM, { status: true, text: '0815' });
    expect(shown.status).toBe('Encrypted');
    expect(shown.body).toContain('Übersicht.txt');
    expect(shown.body).toContain('not loaded');
  });

  it('shows the whole verdict in the popup of our button', async () => {
    const index = world.messages.findIndex(({ key }) => key === 'clear-signed');
    await session.chrome.showMessage(subjects[index] ?? '', { status: true });
    await session.chrome.clickStatus();
    const text = await session.chrome.inMessagePopup<string>(
      'return content.document.querySelector("main").innerText;',
    );
    expect(text).toContain('Signed by Bob Example <bob@signet.example>');
    session.picture('verdict-light');
    await session.chrome.closePopups();
  });

  it('says the same in a window of its own', async () => {
    const index = world.messages.findIndex(({ key }) => key === 'opaque-signed');
    await session.chrome.showMessage(subjects[index] ?? '', { status: true });
    expect(await statusInOwnWindow(session.chrome)).toBe(STATUS['opaque-signed']);
  });

  it('still opens mail after the background page was asleep', async () => {
    await session.chrome.showMessage(subjects[0] ?? '');
    await session.chrome.suspend();
    const shown = await session.chrome.showMessage(GCM, { status: true, text: '0815' });
    expect(shown.status).toBe('Encrypted');
  });

  it('is as readable in the dark', async () => {
    await session.chrome.useTheme('dark');
    const index = world.messages.findIndex(({ key }) => key === 'signed-encrypted');
    await session.chrome.showMessage(subjects[index] ?? '', { status: true, text: 'clause 7' });
    await session.chrome.pause(500);
    session.picture('read-dark');
  });
});
