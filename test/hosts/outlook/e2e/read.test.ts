import { type Frame } from 'playwright-core';
import { type SummaryState } from '../../../../shared/index';
import { EXPIRED_SINCE, TOLD } from '../../demo/demo-sentences';
import { type DemoMessage } from '../../demo/demo-messages';
import { type DemoWorld } from '../../demo/demo-world';
import { startHarness, type OutlookHarness } from '../harness';
import {
  addDemoIdentity,
  bodyText,
  moveClock,
  openDetails,
  openMessage,
  openReadPane,
  read,
  told,
  verdict,
} from './support';

const DAY = 86_400_000;
const subjectOf = (key: string): string => TOLD[key]?.subject ?? '';
/** What stands for each state: the positive mark for nothing but a good signature. */
const MARKS: Readonly<Record<SummaryState, string>> = {
  'signed-valid': 'positive',
  'signed-untrusted': 'attention',
  'signed-invalid': 'attention',
  'partly-signed': 'neutral',
  uncheckable: 'attention',
  unsigned: 'neutral',
};

describe('the demo mailbox, read from its oldest message on', () => {
  let harness: OutlookHarness;
  let pane: Frame;
  beforeAll(async () => {
    harness = await startHarness({ real: true });
    await openMessage(harness, subjectOf('plain'));
    pane = await openReadPane(harness);
    await addDemoIdentity(pane);
  }, 90_000);
  afterAll(() => harness.close());

  const demoMessage = (key: string): DemoMessage => {
    const { messages } = harness.playground.world as DemoWorld;
    const found = messages.find((message) => message.key === key);
    if (!found) throw new Error(`no message ${key}`);
    return found;
  };

  it.each(Object.entries(TOLD))(
    'tells what the %s message is worth',
    async (key, { subject, sentence, step = '', note, text }) => {
      await read(harness, pane, subject);
      const { expected, encryption } = demoMessage(key);
      const { shown, sentence: card } = await verdict(pane);
      const said = await told(pane);
      expect([shown, said.mark]).toEqual([expected, MARKS[expected]]);
      expect([said.sentence, said.step]).toEqual([sentence, step]);
      expect(said.note).toMatch(note ?? /^$/);
      expect(card).toMatch(encryption === 'opened' ? /Encrypted/ : /Not encrypted/);
      expect(await bodyText(pane)).toContain(text);
    },
  );

  it('never shows a late answer beside another message', async () => {
    const subjects = Object.values(TOLD).map(({ subject }) => subject);
    for (const subject of subjects) {
      await harness.page.locator(`.row:has-text("${subject}")`).click({ noWaitAfter: true });
    }
    const last = subjects.at(-1) ?? '';
    await pane.waitForSelector(`.pane-subject:has-text("${last}")`);
    await harness.page.waitForTimeout(500);
    expect(await pane.locator('.pane-subject').allTextContents()).toEqual([last]);
  });

  it.each<[string, readonly RegExp[]]>([
    ['revoked', [/Revoked on \d+ \w+ \d+/, /the key may be in other hands/]],
    ['expired-since', [/Not revoked/, /First verified here/i]],
    ['weak-algorithm', [/sha1/i]],
    ['several-signers', [/Bob Example/, /Carol Example/, /1 of 2/, /2 of 2/]],
    ['list-footer', [/covers only a part/]],
    ['reply-elsewhere', [/Answers go to answers@survey\.example/]],
  ])('has more of %s among the details', async (key, expected) => {
    await read(harness, pane, subjectOf(key));
    const details = await openDetails(pane);
    for (const words of expected) expect(details).toMatch(words);
  });

  it('shows the verdict of the next message, however far down the one before was read', async () => {
    await pane.click('.pane-identities summary');
    await pane.waitForSelector('.pane-identities .sg-send-options');
    await pane.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    const place = (): Promise<number> => pane.evaluate(() => window.scrollY);
    expect(await place()).toBeGreaterThan(100);
    await read(harness, pane, subjectOf('tampered'));
    expect(await place()).toBe(0);
  });

  it('offers to trust a certificate only where its facts are, and asks first', async () => {
    await read(harness, pane, subjectOf('unknown-ca'));
    const offer = pane.locator('button:has-text("Trust this certificate")');
    expect(await offer.isVisible()).toBe(false);
    await openDetails(pane);
    await offer.click();
    await pane.click('button:has-text("No")');
    expect((await verdict(pane)).shown).toBe('signed-untrusted');
  });

  it('gives checked messages a category once that is wanted and the mailbox has it, and takes it from others', async () => {
    const { page } = harness;
    const name = 'Signet checked: open to see';
    if ((await pane.locator('.pane-identities[open]').count()) === 0) await pane.click('.pane-identities summary');
    await pane.check('[name=markCategory]');
    await pane.waitForSelector(`.sg-tone-attention:has-text("create it once in Outlook")`);
    page.once('dialog', (dialog) => void dialog.accept(name));
    await page.click('[data-own-command=newCategory]');
    await read(harness, pane, subjectOf('tampered'));
    await page.waitForSelector(`.category:has-text("${name}")`);
    await read(harness, pane, subjectOf('usually-signs'));
    await page.waitForSelector('.category', { state: 'detached' });
  });

  it('says the verdict above the message, of this one alone', async () => {
    const { page } = harness;
    await read(harness, pane, subjectOf('tampered'));
    await page.waitForSelector('.bar.errorMessage:has-text("Signet: Signature does not fit.")');
    await read(harness, pane, subjectOf('clear-signed'));
    await page.waitForSelector('.bar.informationalMessage:has-text("Signet: Signed.")');
    expect(await page.locator('[data-notification]').count()).toBe(1);
    await read(harness, pane, subjectOf('usually-signs'));
    await page.waitForSelector('[data-notification]', { state: 'detached' });
  });

  it('keeps the signature good whose certificate has expired since it was verified here', async () => {
    await moveClock(harness, DAY);
    await read(harness, pane, subjectOf('plain'));
    await read(harness, pane, subjectOf('expired-since'));
    const { sentence, step, mark } = await told(pane);
    expect([step, mark]).toEqual(['', 'positive']);
    expect(sentence).toMatch(EXPIRED_SINCE);
  });
});

describe('the pane without an identity', () => {
  let harness: OutlookHarness;
  let pane: Frame;
  beforeAll(async () => {
    harness = await startHarness({ real: true, shimmed: false, expectedErrors: /403|Failed to load resource/ });
    await openMessage(harness, 'Contract draft');
    pane = await openReadPane(harness);
  }, 90_000);
  afterAll(() => harness.close());

  it('says that the message is encrypted and no key is here', async () => {
    const { sentence } = await verdict(pane);
    expect(sentence).toMatch(/no key here/i);
    expect(await pane.locator('.sg-message').count()).toBe(0);
  });

  it('takes no wrong password, then opens the message once the identity is imported', async () => {
    await pane.click('button:has-text("Add an identity")');
    const { pfx, passphrase } = harness.playground.world;
    const file = { name: 'alice.pfx', mimeType: 'application/x-pkcs12', buffer: Buffer.from(pfx) };
    await pane.setInputFiles('.sg-steps input[type=file]', file);
    await pane.fill('.sg-steps input[type=password]', 'wrong');
    await pane.press('.sg-steps input[type=password]', 'Enter');
    await pane.waitForSelector('.sg-steps [role=alert]');
    await pane.fill('.sg-steps input[type=password]', passphrase);
    await pane.press('.sg-steps input[type=password]', 'Enter');
    await pane.click('.sg-steps button:has-text("Add")');
    await pane.waitForSelector('.pane-subject:has-text("Contract draft")');
    expect((await verdict(pane)).shown).toBe('signed-valid');
    expect(await bodyText(pane)).toContain('we keep clause 7');
  });

  it('says what to do where the original cannot be had, and opens a file instead', async () => {
    const fault = { kind: 'forbidden', times: 9 } as const;
    harness.playground.faults.add({ ...fault, operation: 'GET /me/messages/{id}/attachments' });
    harness.playground.faults.add({ ...fault, operation: 'GET /me/messages/{id}/$value' });
    await openMessage(harness, 'Travel dates');
    const notice = await pane.waitForSelector('.sg-tone-error[role=alert]');
    expect(await notice.innerText()).toMatch(/save the message as a file/i);
    const [message] = harness.playground.world.messages.filter(({ key }) => key === 'opaque-signed');
    const file = { name: 'travel.eml', mimeType: 'message/rfc822', buffer: Buffer.from(message?.octets ?? []) };
    await pane.setInputFiles('.pane-file input[type=file]', file);
    expect((await verdict(pane)).shown).toBe('signed-valid');
    harness.playground.faults.clear();
  });

  it('does not take a signature for good that it sees only after the certificate has expired', async () => {
    await moveClock(harness, DAY);
    await read(harness, pane, subjectOf('expired-since'));
    const { sentence, step, mark } = await told(pane);
    expect(mark).toBe('attention');
    expect(sentence).toMatch(/There is no record here of an earlier check/);
    expect(step).toMatch(/the sender needs a new certificate/);
  });

  it.each([
    ['empty', ''],
    ['cut off', 'Content-Type: multipart/signed; boundary=x\r\n\r\n--x\r\nConte'],
    ['no mail at all', '\u0000\u0001\u0002 not a message'],
  ])('says something about a file that is %s', async (_what, content) => {
    const file = { name: 'strange.eml', mimeType: 'message/rfc822', buffer: Buffer.from(content, 'latin1') };
    await pane.setInputFiles('.pane-file input[type=file]', file);
    await pane.waitForSelector('.pane-file-shown:has-text("strange.eml")');
    expect((await verdict(pane)).shown).not.toBe('signed-valid');
  });
});
