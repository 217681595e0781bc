import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseEntity, toBase64, utf8Bytes, type Bytes } from '../../../../shared/index';
import { PAGE } from '../popups';
import { managedValues, missingPrograms, Session, stopSessions } from '../session';
import { opensslVerify } from './judges';
import { authEnvelopedMessage, createTestWorld, type TestWorld } from './world';

const missing = missingPrograms();
const SECRET = 'The secret plan';
const PASSPHRASE = 'correct horse battery staple';
/** Thunderbird puts the background page to sleep after so long; its own time is half a minute. */
const SLEEP_MS = 12_000;

/** Types into a field as a person does: Preact listens to the event. */
const TYPE = `
  const type = async (name, value) => {
    const field = content.document.querySelector("input[name=" + name + "]");
    if (!field) throw new Error("no field " + name + ": " + content.document.querySelector("main").innerText);
    field.focus();
    field.value = value;
    field.dispatchEvent(new content.Event("input", { bubbles: true }));
    await new Promise((resolve) => content.setTimeout(resolve, 100));
  };
`;

/** Imports a file where a passphrase is wanted and none is set; gives how many identities there were before it was, and the test. */
const IMPORT_UNDER_PASSPHRASE = `${PAGE}${TYPE}
  press(await until("Add", () => find(".sg-panel > button", "Add an identity")));
  const input = await until("the file", () => find(".sg-file input"));
  const list = new content.DataTransfer();
  list.items.add(new content.File([Cu.cloneInto(Uint8Array.from(atob(args[0]), (c) => c.charCodeAt(0)), content)], "alice.p12"));
  input.files = list.files;
  input.dispatchEvent(new content.Event("change", { bubbles: true }));
  const password = await until("the password", () => find(".sg-steps input[type=password]"));
  password.value = args[1];
  password.form.requestSubmit();
  press(await until("what was found", () => find(".sg-steps .sg-primary", "Add")));
  await until("the passphrase to be set", () => find("input[name=next]"));
  const before = String(content.document.querySelectorAll(".sg-identities .sg-identity-facts").length);
  await type("next", args[2]);
  await type("repeat", args[2]);
  press(find(".sg-steps .sg-unlock button[type=submit]"));
  const test = await until("the test", () => find(".sg-self-test:not([data-result=running])"));
  return [before, test.dataset.result];`;

/** As if the browser had cleared the storage of the add-on: its IndexedDB is gone, what lies elsewhere stays. */
function loseStorage(profile: string): void {
  const folder = join(profile, 'storage', 'default');
  const origins = readdirSync(folder).filter((name) => /^moz-extension\+\+\+[0-9a-f-]+$/.test(name));
  if (origins.length === 0) throw new Error(`no storage of an add-on among ${readdirSync(folder).join()}`);
  for (const name of origins) rmSync(join(folder, name), { recursive: true });
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : entry.isFile() ? [path] : [];
  });
}

(missing.length > 0 ? describe.skip : describe)('keys under a passphrase in Thunderbird', () => {
  let world: TestWorld;
  let session: Session;

  beforeAll(async () => {
    world = await createTestWorld();
    session = await Session.start(world, {
      isKept: true,
      managed: { ...managedValues(world), keys: { unlockTime: 1 } },
      extraMessages: [await authEnvelopedMessage(world, SECRET)],
      extraPreferences: { 'extensions.background.idle.timeout': SLEEP_MS },
    });
    await session.chrome.openFolder('INBOX', world.messages.length + 1);
  }, 120_000);
  afterEach(() => session.chrome.tidy());
  afterAll(stopSessions, 30_000);

  const inSettings = async <T = unknown>(body: string, ...args: readonly unknown[]): Promise<T> => {
    await session.chrome.openOptions();
    const result = await session.chrome.inOptions<T>(
      `${PAGE}${TYPE} await until("the panel", () => find(".sg-keys[aria-busy=false]")); const panel = find(".sg-keys");${body}`,
      ...args,
    );
    await session.chrome.closeTab();
    return result;
  };
  const lock = (): Promise<unknown> =>
    inSettings(`press(await until("Lock now", () => find(".sg-keys button", "Lock now")));
      await until("the lock", () => panel.innerText.includes("Locked:"));
      return true;`);
  const unlockInSettings = (): Promise<unknown> =>
    inSettings(
      `press(await until("Unlock", () => find(".sg-keys button", "Unlock")));
      await until("the field", () => content.document.querySelector("input[name=passphrase]"));
      await type("passphrase", args[0]);
      press(find(".sg-unlock button[type=submit]"));
      await until("the keys", () => panel.innerText.includes("Unlocked:"));
      return true;`,
      PASSPHRASE,
    );
  /** Runs in the small window about a message that is being sent. */
  const inSending = <T = unknown>(body: string, ...args: readonly unknown[]): Promise<T> =>
    session.chrome.inPage<T>('sending.html', 'input[name=passphrase]', `${PAGE}${TYPE}${body}`, ...args);
  const shownText = (): Promise<string> => session.chrome.shown().then(({ body }) => body);
  async function saysBefore(text: string, milliseconds: number): Promise<boolean> {
    for (const end = performance.now() + milliseconds; performance.now() < end;) {
      if ((await shownText()).includes(text)) return true;
      await session.chrome.pause(100);
    }
    return false;
  }
  /** Away from the message and back to it. */
  const showSecret = async (text: string): Promise<void> => {
    await session.chrome.showMessage('Minutes of the meeting', { status: true });
    await session.chrome.showMessage(SECRET, { text });
  };

  it('are protected by the profile alone at first, which is said, and nothing is asked', async () => {
    await session.chrome.showMessage(SECRET, { text: 'room 0815' });
    const text = await inSettings<string>('return panel.innerText;');
    expect(text).toContain('protected by this profile alone');
  });

  it('come under a passphrase in the settings, after it was typed twice the same', async () => {
    const told = await inSettings<{ readonly different: string; readonly done: string }>(
      `press(find(".sg-keys button", "Set a passphrase"));
      await until("the field", () => content.document.querySelector("input[name=next]"));
      await type("next", args[0]);
      await type("repeat", "something else");
      press(find(".sg-keys button[type=submit]"));
      const different = await until("the difference", () => find("#sg-repeat-problem", "not the same"));
      const words = different.textContent;
      await type("repeat", args[0]);
      press(find(".sg-keys button[type=submit]"));
      await until("the end", () => panel.innerText.includes("The passphrase is set.") && panel.innerText.includes("Unlocked:"));
      panel.scrollIntoView();
      return { different: words, done: panel.innerText };`,
      PASSPHRASE,
    );
    expect(told.done).toContain('Unlocked:');
    await session.chrome.openOptions();
    await session.chrome.inOptions(
      `${PAGE} (await until("the panel", () => find(".sg-keys"))).scrollIntoView(); return true;`,
    );
    await session.pictures('keys-settings');
    await session.chrome.closeTab();
  });

  it('stay usable although the background page would long be asleep', async () => {
    await session.chrome.pause(1.5 * SLEEP_MS);
    await showSecret('room 0815');
  }, 60_000);

  it('are locked after the minute without use that the organisation wants, and the message is closed', async () => {
    expect(await saysBefore('Unlock…', 90_000)).toBe(true);
    expect(await shownText()).not.toContain('room 0815');
    const time = await inSettings<readonly [string, boolean]>(
      'const field = await until("the time", () => find("select[name=unlockTime]")); return [field.value, field.disabled];',
    );
    expect(time).toEqual(['1', true]);
  }, 120_000);

  it('are locked by a click, and the message that was open is closed', async () => {
    await unlockInSettings();
    await showSecret('room 0815');
    await lock();
    expect(await saysBefore('Unlock…', 15_000)).toBe(true);
    expect(await shownText()).not.toContain('room 0815');
    expect((await session.chrome.shown()).status).toContain('Keys locked');
    await session.pictures('keys-locked-message');
  });

  it('are asked for by a popup of ours, where no message can draw; a wrong passphrase is said to be wrong', async () => {
    await showSecret('Unlock…');
    await session.chrome.run(`const body = messageWindow().getMessagePaneBrowser().contentDocument.body;
      const visit = (node) => node.localName === "button" ? node : [...(node.openOrClosedShadowRoot?.childNodes ?? []), ...node.childNodes].map(visit).find(Boolean);
      visit(body).click();
      return true;`);
    const wrong = await session.chrome.inPage<string>(
      'message-action.html',
      'input[name=passphrase]',
      `${PAGE}${TYPE} await type("passphrase", "correct horse");
      press(find("button[type=submit]"));
      return (await until("the word", () => find("#sg-passphrase-problem", "Wrong"))).textContent;`,
    );
    expect(wrong).toBe('Wrong passphrase.');
    await session.pictures('keys-popup');
    const card = await session.chrome.inPage<string>(
      'message-action.html',
      'input[name=passphrase]',
      `${PAGE}${TYPE} await type("passphrase", args[0]);
      press(find("button[type=submit]"));
      return (await until("the verdict", () => find(".sg-card"))).innerText;`,
      PASSPHRASE,
    );
    expect(card).not.toBe('');
    expect(await saysBefore('room 0815', 20_000)).toBe(true);
  }, 60_000);

  it('are not left unlocked by the sleep of the page that held them', async () => {
    await session.chrome.suspend();
    await session.chrome.showMessage('Minutes of the meeting', { status: true });
    await session.chrome.showMessage(SECRET, { text: 'Unlock…' });
  }, 60_000);

  it('are asked for when a message is to be signed, however long the answer takes, and it is sent then', async () => {
    const before = session.mail.submissions.length;
    await session.chrome.compose({ to: 'dan@signet.example', subject: 'Signed later', body: '<p>later</p>' });
    await session.chrome.pressSend();
    await inSending('return true;');
    await session.pictures('keys-sending');
    // Longer than the time after which the background page would be put to sleep.
    await session.chrome.pause(1.25 * SLEEP_MS);
    expect(session.mail.submissions).toHaveLength(before);
    await inSending(`await type("passphrase", args[0]); press(find("button[type=submit]")); return true;`, PASSPHRASE);
    const sent = (await session.mail.submitted(before + 1)).at(-1);
    const octets = sent?.octets ?? new Uint8Array(0);
    expect(parseEntity(octets).contentType.value).toBe('multipart/signed');
    expect((await opensslVerify(octets, world.anchor)).accepted).toBe(true);
    await session.chrome.composeWindowClosed();
  }, 120_000);

  it('are not used where the question is declined: nothing is sent and nothing is lost', async () => {
    await lock();
    const before = session.mail.submissions.length;
    await session.chrome.compose({ to: 'dan@signet.example', subject: 'Not sent', body: '<p>kept</p>' });
    await session.chrome.pressSend();
    await inSending('press(find("button", "Not now")); return true;');
    expect(await session.chrome.answerDialog()).toContain('not sent');
    expect(await session.chrome.composed()).toMatchObject({ subject: 'Not sent', body: 'kept', locked: false });
    expect(session.mail.submissions).toHaveLength(before);
  }, 60_000);

  it('are not used where the window is closed instead: nothing is sent and nothing is lost', async () => {
    const before = session.mail.submissions.length;
    await session.chrome.compose({ to: 'dan@signet.example', subject: 'Closed', body: '<p>kept</p>' });
    await session.chrome.pressSend();
    await inSending('content.setTimeout(() => content.close(), 50); return true;');
    expect(await session.chrome.answerDialog()).toContain('not sent');
    expect(await session.chrome.composed()).toMatchObject({ subject: 'Closed', body: 'kept', locked: false });
    expect(session.mail.submissions).toHaveLength(before);
  }, 60_000);

  it('are nowhere in the profile, nor is the passphrase', async () => {
    await unlockInSettings();
    await lock();
    const folder = await session.chrome.run<string>('return Services.dirsvc.get("ProfD", Ci.nsIFile).path;');
    const pkcs8 = world.keys.alice.party?.keys.pkcs8 ?? new Uint8Array(0);
    expect(pkcs8.length).toBeGreaterThan(100);
    const needles = needlesOf(pkcs8);
    // What is not secret is found by the same search: the profile does hold what was stored.
    const certificate = world.keys.alice.party?.certificate ?? new Uint8Array(0);
    const known = Buffer.from(certificate.slice(-24));
    expect(filesIn(folder).some((path) => readFileSync(path).includes(known))).toBe(true);
    const found = filesIn(folder).flatMap((path) => {
      const content = readFileSync(path);
      return needles.filter(([, octets]) => content.includes(octets)).map(([name]) => `${name} in ${path}`);
    });
    expect(found).toEqual([]);
  }, 60_000);

  it('are locked after a restart of Thunderbird, and opened by the passphrase', async () => {
    await unlockInSettings();
    await session.restart();
    await session.chrome.openFolder('INBOX', world.messages.length + 1);
    await showSecret('Unlock…');
    await unlockInSettings();
    await showSecret('room 0815');
  }, 120_000);

  it('that are gone with the storage are missed, and the way back is told', async () => {
    const managed = { ...managedValues(world), identities: [], keys: { passphraseRequired: true } };
    await session.restart({ managed, change: loseStorage });
    await session.chrome.openFolder('INBOX', world.messages.length + 1);
    await session.chrome.openOptions();
    const text = await session.chrome.inOptions<string>(
      `${PAGE} return (await until("the loss", () => find(".sg-notice", "Your keys are gone from here"))).innerText;`,
    );
    expect(text).toContain('Import the file that you kept');
    await session.pictures('keys-gone');
  }, 120_000);

  it('are not stored without a passphrase where the organisation wants one: the import asks for it first', async () => {
    const told = await session.chrome.inOptions<readonly [string, string]>(
      IMPORT_UNDER_PASSPHRASE,
      toBase64(world.pfx),
      world.passphrase,
      PASSPHRASE,
    );
    expect(told).toEqual(['0', 'good']);
    const state = await session.chrome.inOptions<string>(`${PAGE} return find(".sg-keys").innerText;`);
    expect(state).toContain('Unlocked:');
    expect(state).not.toContain('Remove the passphrase');
    await session.chrome.closeTab();
  }, 120_000);

  it('that were imported so sign once they are unlocked', async () => {
    await lock();
    const before = session.mail.submissions.length;
    await session.chrome.compose({ to: 'dan@signet.example', subject: 'Signed again', body: '<p>again</p>' });
    await session.chrome.pressSend();
    await inSending(`await type("passphrase", args[0]); press(find("button[type=submit]")); return true;`, PASSPHRASE);
    const sent = (await session.mail.submitted(before + 1)).at(-1);
    expect((await opensslVerify(sent?.octets ?? new Uint8Array(0), world.anchor)).accepted).toBe(true);
    await session.chrome.composeWindowClosed();
  }, 60_000);
});

/** Parts of a private key and of the passphrase, in the writings that they could be kept in. */
function needlesOf(pkcs8: Bytes): readonly (readonly [name: string, octets: Buffer])[] {
  // The private value of a P-256 key stands first (RFC 5915), of an RSA key in all of its second half (RFC 8017 A.1.2).
  const start = pkcs8.length < 200 ? 36 : Math.floor(pkcs8.length / 6) * 3;
  const part = pkcs8.slice(start, start + 30);
  return [
    ['the key', Buffer.from(part)],
    ['the key in base64', Buffer.from(toBase64(part))],
    ['the key in hexadecimal', Buffer.from(Buffer.from(part).toString('hex'))],
    ['the passphrase', Buffer.from(utf8Bytes(PASSPHRASE))],
    ['the passphrase in UTF-16', Buffer.from(PASSPHRASE, 'utf16le')],
  ];
}
