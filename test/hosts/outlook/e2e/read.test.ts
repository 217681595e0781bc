import { type Frame } from 'playwright-core';
import { type SummaryState } from '../../../../shared/index';
import { startHarness, type OutlookHarness } from '../harness';
import { addDemoIdentity, bodyText, openMessage, openReadPane, verdict } from './support';

interface Expected {
  readonly subject: string;
  readonly state: SummaryState;
  /** What the card must say. */
  readonly says: readonly RegExp[];
  /** What the shown text must hold. */
  readonly text: string;
}

const MESSAGES: Readonly<Record<string, Expected>> = {
  plain: { subject: 'Lunch on Friday?', state: 'unsigned', says: [/not signed/i], text: 'are you in town on Friday?' },
  'clear-signed': {
    subject: 'Minutes of the meeting',
    state: 'signed-valid',
    says: [/signed by bob example/i, /bob@signet\.example/],
    text: 'the minutes are attached. Grüße, Bob',
  },
  'opaque-signed': {
    subject: 'Travel dates',
    state: 'signed-valid',
    says: [/signed by carol example/i],
    text: 'I arrive on the 3rd',
  },
  tampered: {
    subject: 'Invoice 2041',
    state: 'signed-invalid',
    says: [/chang|altered/i],
    text: 'to the usual account',
  },
  encrypted: {
    subject: 'The door code',
    state: 'unsigned',
    says: [/encrypted/i, /not signed/i],
    text: 'the code of the archive is 4711',
  },
  'signed-encrypted': {
    subject: 'Contract draft',
    state: 'signed-valid',
    says: [/signed by bob example/i, /encrypted/i],
    text: 'we keep clause 7',
  },
  'unknown-ca': {
    subject: 'New bank account',
    state: 'signed-untrusted',
    says: [/not confirmed/i],
    text: 'new bank account',
  },
  'other-signer': {
    subject: 'Password reset',
    state: 'signed-untrusted',
    says: [/carol@signet\.example/],
    text: 'please send me the password',
  },
};

describe('the demo mailbox', () => {
  let harness: OutlookHarness;
  let pane: Frame;
  beforeAll(async () => {
    harness = await startHarness({ real: true });
    await openMessage(harness, MESSAGES['clear-signed']?.subject ?? '');
    pane = await openReadPane(harness);
    await addDemoIdentity(pane);
  }, 90_000);
  afterAll(() => harness.close());

  it.each(Object.entries(MESSAGES))(
    'tells what the %s message is worth',
    async (_key, { subject, state, says, text }) => {
      await openMessage(harness, subject);
      await pane.waitForSelector(`.pane-subject:has-text("${subject}")`);
      const { shown, sentence } = await verdict(pane);
      expect(shown).toBe(state);
      for (const words of says) expect(sentence).toMatch(words);
      expect(await bodyText(pane)).toContain(text);
    },
  );

  it('gives the positive mark to nothing but a good signature', async () => {
    for (const { subject, state } of Object.values(MESSAGES)) {
      await openMessage(harness, subject);
      await pane.waitForSelector(`.pane-subject:has-text("${subject}")`);
      expect(await pane.locator('.sg-mark-positive').count()).toBe(state === 'signed-valid' ? 1 : 0);
    }
  });

  it('never shows a late answer beside another message', async () => {
    const subjects = Object.values(MESSAGES).map(({ subject }) => subject);
    for (const subject of subjects) {
      await harness.page.locator(`.row:has-text("${subject}")`).click({ noWaitAfter: true });
    }
    const last = subjects.at(-1) ?? '';
    await pane.waitForSelector(`.pane-subject:has-text("${last}")`);
    await harness.page.waitForTimeout(500);
    expect(await pane.locator('.pane-subject').allTextContents()).toEqual([last]);
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
