import { decodedText, latin1Text, parseEntity, attachmentsOf, type Bytes, type Entity } from '../../../../shared/index';
import { ScratchFolder } from '../../../support/openssl';
import { type Submission } from '../mail-server';
import { missingPrograms, Session, stopSessions } from '../session';
import { nssOpen, opensslDecrypt, opensslVerify } from './judges';
import { createTestWorld, quickPfx, type TestWorld } from './world';

const missing = missingPrograms();

const typeOf = (octets: Bytes): string => parseEntity(octets).contentType.value;
const recipientsOf = ({ recipients }: Submission): readonly string[] => [...recipients].sort();
const withoutField = (octets: string, name: string): string =>
  octets.replace(new RegExp(`^${name}:.*\\r\\n(?:[ \\t].*\\r\\n)*`, 'im'), '');

function textOf(entity: Entity): string {
  return entity.children.length > 0 ? entity.children.map(textOf).join('\n') : decodedText(entity);
}

(missing.length > 0 ? describe.skip : describe)('sending from Thunderbird', () => {
  let world: TestWorld;
  let session: Session;
  let files: ScratchFolder;

  beforeAll(async () => {
    world = await createTestWorld();
    files = new ScratchFolder();
    session = await Session.start(world);
    await session.chrome.openFolder('INBOX', world.messages.length);
  }, 80_000);
  afterEach(() => session.chrome.tidy());
  afterAll(async () => {
    files.remove();
    await stopSessions();
  }, 30_000);

  /** Presses Send and answers what left, oldest first. */
  async function send(count = 1): Promise<readonly Submission[]> {
    const before = session.mail.submissions.length;
    await session.chrome.pressSend();
    const all = await session.mail.submitted(before + count);
    await session.chrome.composeWindowClosed();
    return all.slice(before);
  }

  /** The sender's own copy of a message that left, one character an octet, as the server stores it. */
  async function storedAs(octets: Bytes): Promise<string> {
    const id = parseEntity(octets).header.first('message-id') ?? '';
    for (let i = 0; i < 100; i++) {
      const all = await session.mail.stored(world.user.address, 'Sent', 1);
      const found = all.find((one) => parseEntity(one).header.first('message-id') === id);
      if (found !== undefined) return latin1Text(found);
      await session.chrome.pause(100);
    }
    throw new Error(`${id} is not in Sent`);
  }

  async function opensslReads(octets: Bytes, reader: 'alice' | 'bob' | 'carol'): Promise<boolean> {
    return (await opensslDecrypt(octets, world.keys[reader])).accepted;
  }

  it('signs by default, and what leaves is clear-signed at its root', async () => {
    // Nobody knows a certificate of Dan's: what goes to him cannot be encrypted by itself.
    await session.chrome.compose({
      to: 'Dan <dan@signet.example>',
      subject: 'Signed',
      body: '<p>Grüße <b>an</b> Dan</p>',
    });
    const [sent] = await send();
    const octets = sent?.octets ?? new Uint8Array(0);
    expect(typeOf(octets)).toBe('multipart/signed');
    const judgement = await opensslVerify(octets, world.anchor);
    expect(judgement).toMatchObject({ accepted: true });
    const payload = parseEntity(judgement.content);
    expect(textOf(payload)).toContain('Grüße');
    expect(payload.contentType.parameters.get('hp')).toBe('clear');
    for (const name of ['subject', 'from', 'to', 'date', 'message-id']) {
      expect(payload.header.first(name)).toBe(parseEntity(octets).header.first(name));
    }
    const flipped = octets.slice();
    const body = latin1Text(octets).indexOf('\r\n\r\n', latin1Text(octets).indexOf('Content-Transfer-Encoding')) + 4;
    flipped[body] = (flipped[body] ?? 0) ^ 1;
    expect((await opensslVerify(flipped, world.anchor)).accepted).toBe(false);
  });

  it('signs and encrypts, with an attachment of a non-ASCII name, by the toggles of the popup', async () => {
    const attachment = files.write('Übersicht März.txt', 'one line\r\nand another\r\n');
    const tab = await session.chrome.compose({
      to: 'bob@signet.example, Carol <carol@signet.example>',
      subject: 'Both',
      body: '<p>clause 7</p>',
      attachments: [attachment],
    });
    await session.chrome.setProtection(tab, { sign: true, encrypt: false });
    await session.chrome.openComposePopup();
    await session.chrome.inComposePopup(
      `content.document.querySelectorAll('.sg-toggle')[1].click();
       for (let i = 0; i < 100 && content.document.querySelectorAll('.sg-recipient-ready').length < 2; i++) await new Promise((r) => content.setTimeout(r, 50));`,
    );
    const readers = await session.chrome.inComposePopup<readonly string[]>(
      `return [...content.document.querySelectorAll('.sg-recipient-ready')].map((row) => row.innerText);`,
    );
    expect(readers.join()).toMatch(/Bob Example[^]*Carol Example/);
    session.picture('compose-light');
    await session.chrome.closePopups();
    const [sent] = await send();
    const octets = sent?.octets ?? new Uint8Array(0);
    expect(typeOf(octets)).toBe('application/pkcs7-mime');
    expect(parseEntity(octets).header.first('subject')).toBe('[...]');
    for (const reader of ['alice', 'bob', 'carol'] as const) {
      const opened = await opensslDecrypt(octets, world.keys[reader]);
      expect(opened).toMatchObject({ accepted: true });
      const verified = await opensslVerify(opened.content, world.anchor);
      expect(verified).toMatchObject({ accepted: true });
      const entity = parseEntity(verified.content);
      expect(textOf(entity)).toContain('clause 7');
      expect(entity.header.first('subject')).toBe('Both');
      expect(entity.contentType.parameters.get('hp')).toBe('cipher');
      expect(entity.header.all('hp-outer')).toContain('Subject: [...]');
      expect(attachmentsOf(entity).map(({ filename }) => filename)).toEqual(['Übersicht März.txt']);
    }
  });

  it('makes what NSS accepts', async () => {
    const tab = await session.chrome.compose({ to: 'bob@signet.example', subject: 'NSS', body: '<p>for NSS</p>' });
    await session.chrome.setProtection(tab, { sign: true, encrypt: true });
    const [sent] = await send();
    const { bob } = world.keys;
    const opened = await nssOpen(
      sent?.octets ?? new Uint8Array(0),
      world.anchor,
      bob,
      await quickPfx(bob),
      world.passphrase,
    );
    expect(opened).toMatchObject({ accepted: true });
    expect(typeOf(opened.content)).toBe('multipart/signed');
  });

  it('keeps in Sent what left', async () => {
    const tab = await session.chrome.compose({ to: 'bob@signet.example', subject: 'Kept', body: '<p>kept</p>' });
    await session.chrome.setProtection(tab, { sign: false, encrypt: true });
    const [sent] = await send();
    const octets = sent?.octets ?? new Uint8Array(0);
    expect(await storedAs(octets)).toBe(latin1Text(octets));
    await session.chrome.openFolder('Sent', session.mail.submissions.length);
    const shown = await session.chrome.showMessage('[...]', { status: true, text: 'kept' });
    expect(shown).toMatchObject({ status: 'Encrypted', subject: 'Kept' });
    await session.chrome.openFolder('INBOX', 1);
  });

  it('gives each Bcc recipient an envelope of their own and names none of them to others', async () => {
    const tab = await session.chrome.compose({
      to: 'bob@signet.example',
      bcc: 'Carol <carol@signet.example>',
      subject: 'Hidden',
      body: '<p>hidden</p>',
    });
    await session.chrome.setProtection(tab, { sign: true, encrypt: true });
    const sent = await send(2);
    const forCarol = sent.find(({ recipients }) => recipients.includes('carol@signet.example'));
    const forBob = sent.find(({ recipients }) => recipients.includes('bob@signet.example'));
    expect([forCarol, forBob].map((one) => one && recipientsOf(one))).toEqual([
      ['carol@signet.example'],
      ['bob@signet.example'],
    ]);
    const [toCarol, toBob] = [forCarol?.octets ?? new Uint8Array(0), forBob?.octets ?? new Uint8Array(0)];
    expect(await opensslReads(toCarol, 'carol')).toBe(true);
    expect(await opensslReads(toBob, 'bob')).toBe(true);
    expect(await opensslReads(toBob, 'carol')).toBe(false);
    for (const octets of [toCarol, toBob]) expect(parseEntity(octets).header.first('bcc')).toBeUndefined();
    const inside = await opensslVerify((await opensslDecrypt(toBob, world.keys.bob)).content, world.anchor);
    expect(latin1Text(inside.content)).not.toContain('carol@signet.example');
    expect(withoutField(await storedAs(toBob), 'bcc')).toBe(latin1Text(toBob));
    const ids = [toCarol, toBob].map((octets) => parseEntity(octets).header.first('message-id'));
    expect(new Set(ids).size).toBe(2);
  });

  it('reaches recipients who are all hidden', async () => {
    const tab = await session.chrome.compose({
      to: '',
      bcc: 'bob@signet.example, carol@signet.example',
      subject: 'All hidden',
      body: '<p>hidden</p>',
    });
    await session.chrome.setProtection(tab, { sign: true, encrypt: true });
    const sent = await send(2);
    expect(sent.flatMap(recipientsOf).sort()).toEqual(['bob@signet.example', 'carol@signet.example']);
    for (const { octets, recipients } of sent) {
      const isBob = recipients.includes('bob@signet.example');
      expect(await opensslReads(octets, isBob ? 'bob' : 'carol')).toBe(true);
      expect(await opensslReads(octets, isBob ? 'carol' : 'bob')).toBe(false);
    }
  });

  it('sends protected although the background page was asleep', async () => {
    const tab = await session.chrome.compose({ to: 'bob@signet.example', subject: 'Woken', body: '<p>woken</p>' });
    await session.chrome.setProtection(tab, { sign: true, encrypt: true });
    await session.chrome.suspend();
    const [sent] = await send();
    expect(await opensslReads(sent?.octets ?? new Uint8Array(0), 'bob')).toBe(true);
  });

  it('leaves a message alone for which nothing is asked', async () => {
    const tab = await session.chrome.compose({ to: 'dan@signet.example', subject: 'Plain', body: '<p>plain</p>' });
    await session.chrome.setProtection(tab, { sign: false, encrypt: false });
    const [sent] = await send();
    expect(typeOf(sent?.octets ?? new Uint8Array(0))).toMatch(/^(text|multipart\/alternative)/);
  });

  it('shows in the dark what will happen to a message', async () => {
    await session.chrome.useTheme('dark');
    const tab = await session.chrome.compose({ to: 'carol@signet.example', subject: 'Dark', body: '<p>dark</p>' });
    await session.chrome.setProtection(tab, { sign: true, encrypt: true });
    await session.chrome.openComposePopup();
    const text = await session.chrome.inComposePopup<string>(
      `for (let i = 0; i < 100 && !content.document.querySelector('.sg-recipient-ready'); i++) await new Promise((r) => content.setTimeout(r, 50));
       return content.document.querySelector('main').innerText;`,
    );
    expect(text).toContain('Carol Example');
    session.picture('compose-dark');
  });
});
