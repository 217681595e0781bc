import { type Frame } from 'playwright-core';
import { startHarness, until, type OutlookHarness } from '../harness';
import { addDemoIdentity, openComposePane, openMessage, openReadPane, sentFiles } from './support';

/** Answers and forwards of an encrypted message; without any policy. */
let harness: OutlookHarness;
beforeAll(async () => {
  harness = await startHarness({ real: true });
  await openMessage(harness, 'Lunch on Friday?');
  await addDemoIdentity(await openReadPane(harness));
}, 90_000);
afterAll(() => harness.close());
afterEach(async () => {
  await harness.page.evaluate(() => window.emulatedOutlook?.dismissAlert());
  await (await harness.page.$('[data-own-command=discard]'))?.click();
});

const ENCRYPTED = 'The door code';
const PLAIN = 'Lunch on Friday?';
const BOB = 'bob@signet.example';
const ENCRYPT = '.sg-toggle:has-text("Encrypt")';

const notes = (): Promise<Record<string, string>> =>
  harness.page.evaluate(() => {
    const { current } = window.emulatedOutlook?.state ?? {};
    return Object.fromEntries([...(current?.item.headers ?? [])].filter(([name]) => name.startsWith('x-signet')));
  });
const settled = (): Promise<void> =>
  until(() => harness.page.evaluate(() => [...(window.emulatedOutlook?.host.sessions ?? [])].length === 0));
/** Answers or forwards without a pane. */
const begin = async (subject: string, kind: 'reply' | 'forward'): Promise<void> => {
  await openMessage(harness, subject);
  await harness.page.evaluate(() => window.emulatedOutlook?.closePane());
  await harness.page.evaluate((how) => window.emulatedOutlook?.reply(how), kind);
  if (kind === 'forward') {
    await harness.page.fill('#field-to', BOB);
    await harness.page.press('#field-to', 'Enter');
  }
  await settled();
};
const isOn = (pane: Frame, isPressed: boolean): Promise<unknown> =>
  pane.waitForSelector(`${ENCRYPT}[aria-pressed=${isPressed}]`);
const alertButtons = (): Promise<(string | null)[]> =>
  harness.page.locator('[data-alert]').evaluateAll((all) => all.map((one) => one.getAttribute('data-alert')));
const isGone = (): Promise<unknown> => harness.page.waitForSelector('.compose', { state: 'detached', timeout: 20_000 });

describe.each(['reply', 'forward'] as const)('a %s in the pane', (kind) => {
  it('of an encrypted message starts encrypted, and asks before it leaves signed alone', async () => {
    const before = sentFiles(harness).length;
    await begin(ENCRYPTED, kind);
    const pane = await openComposePane(harness);
    await isOn(pane, true);
    // The guard knows the conversation by then, and starts a second draft in it so without the pane.
    if (kind === 'reply') await pane.waitForSelector('[data-note=started-encrypted]');
    await pane.click(ENCRYPT);
    await isOn(pane, false);
    await until(async () => (await notes())['x-signet-protection'] === 'sign,chosen');
    await pane.click('.pane-send');
    const question = await pane.waitForSelector('[role=alertdialog]');
    expect(await question.innerText()).toMatch(/answer or forward was encrypted/);
    expect(sentFiles(harness)).toHaveLength(before);
    await pane.click('button:text-is("Send it so")');
    await isGone();
    expect(sentFiles(harness).at(-1)?.octets.toString('latin1')).toMatch(/multipart\/signed/);
  });

  it('of a plain message starts as any other, and is not asked about', async () => {
    await begin(PLAIN, kind);
    const pane = await openComposePane(harness);
    await pane.waitForSelector('.sg-toggle:has-text("Sign")[aria-pressed=true]');
    // As whatever all in it can read.
    await isOn(pane, true);
    await pane.click(ENCRYPT);
    await isOn(pane, false);
    await until(async () => (await notes())['x-signet-protection'] === 'sign,chosen');
    await pane.click('.pane-send');
    await isGone();
  });
});

describe.each(['reply', 'forward'] as const)('Outlook’s own Send of a %s', (kind) => {
  it('holds what the pane has read encrypted, and asks where its sender takes that off', async () => {
    await openMessage(harness, ENCRYPTED);
    await (await openReadPane(harness)).waitForSelector('.sg-card');
    const before = sentFiles(harness).length;
    await begin(ENCRYPTED, kind);
    expect(await notes()).toEqual({ 'x-signet-preset': 'sign,encrypt' });
    await harness.page.click('[data-own-command=send]');
    expect(await (await harness.page.waitForSelector('[data-alert-text]')).innerText()).toMatch(/signed or encrypted/);
    expect(await alertButtons()).toEqual(['cancel', 'action']);
    await harness.page.click('[data-alert=cancel]');
    await harness.page.evaluate(() =>
      window.emulatedOutlook?.state.current?.item.headers.set('x-signet-protection', 'chosen'),
    );
    await harness.page.click('[data-own-command=send]');
    await harness.page.waitForSelector('[data-alert-text]:has-text("answers or forwards an encrypted one")');
    expect([await alertButtons(), sentFiles(harness).length]).toEqual([['send', 'cancel', 'action'], before]);
    await harness.page.click('[data-alert=send]');
    await isGone();
    expect(sentFiles(harness).at(-1)?.octets.toString('latin1')).not.toMatch(/x-signet/i);
  });
});
