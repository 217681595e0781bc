import { runPolicy } from '../../../../addins/cli/policy-command';
import { startHarness, until, type OutlookHarness } from '../harness';
import { compose, sentFiles } from './support';

/** What Smart Alerts make of our guard on Send where something is wrong with it; the real bundle, without any pane. */
let harness: OutlookHarness;
beforeAll(async () => {
  harness = await startHarness({ real: true });
}, 90_000);
afterAll(() => harness.close());

const BOB = 'bob@signet.example';
/** Less than Outlook's five minutes, and than the guard waits for one answer. */
const SHORT = { eventTimeout: 3000, slowAfter: 300 };

const play = (mode: 'SoftBlock' | 'Block', policy: object, limits: Partial<typeof SHORT> = {}): Promise<void> =>
  harness.page.evaluate(
    ([sendMode, outlookPolicy, short]) => {
      Object.assign(window, { outlookPolicy });
      window.emulatedOutlook?.setSendMode(sendMode);
      Object.assign(window.emulatedOutlook ?? {}, short);
    },
    [mode, policy, limits] as const,
  );
const fault = (method: string | undefined): Promise<void> =>
  harness.page.evaluate((name) => {
    const faults = window.emulatedOutlook?.host.faults;
    if (name === undefined) faults?.clear();
    else faults?.set(name, 'silent');
  }, method);
const settled = (): Promise<void> =>
  until(() => harness.page.evaluate(() => window.emulatedOutlook?.host.sessions.size === 0));
const write = async (subject: string): Promise<void> => {
  await compose(harness, { to: [BOB], subject, body: 'Every word of it' });
  await settled();
};
const sendPlain = (): Promise<void> => harness.page.click('[data-own-command=send]');
const alertSays = async (reason: string): Promise<string> =>
  (await harness.page.waitForSelector(`[data-alert-reason=${reason}]`)).innerText();
const buttons = (): Promise<(string | null)[]> =>
  harness.page.locator('[data-alert]').evaluateAll((all) => all.map((one) => one.getAttribute('data-alert')));
const isWhole = async (subject: string): Promise<void> => {
  expect(sentFiles(harness)).toEqual([]);
  expect(await harness.page.inputValue('#field-subject')).toBe(subject);
  expect(await harness.page.innerText('#field-body')).toContain('Every word of it');
};
/** A dialog that is open is modal: it goes first, or no click reaches the draft behind it. */
const leave = async (): Promise<void> => {
  await harness.page.evaluate(() => window.emulatedOutlook?.dismissAlert());
  await harness.page.click('[data-own-command=discard]');
};

const { out } = runPolicy(['export', 'outlook', 'p'], () =>
  JSON.stringify({
    version: 2,
    settings: { sign: { value: 'always', change: 'none', text: 'All we send is signed.' } },
  }),
);
const POLICY = JSON.parse(out) as object;

describe.each(['SoftBlock', 'Block'] as const)('under a policy that wants all mail signed, %s', (mode) => {
  afterEach(async () => {
    await fault(undefined);
    await leave();
  });

  it('a guard that is not done in time sends nothing, and the next Send is held with the policy’s words', async () => {
    await play(mode, POLICY, SHORT);
    await write('Too late');
    await fault('internetHeaders.getAsync');
    await sendPlain();
    await alertSays('slow');
    expect(await buttons()).toEqual([]);
    expect(await alertSays('timeout')).toMatch(/not|Signet/i);
    expect(await buttons()).toEqual(['cancel']);
    await harness.page.click('[data-alert=cancel]');
    await isWhole('Too late');
    await fault(undefined);
    await sendPlain();
    expect(await alertSays('not-allowed')).toMatch(/All we send is signed/);
    expect(await buttons()).toEqual(['cancel', 'action']);
    await isWhole('Too late');
  });

  it('a guard that fails on the way says so in its own words, and sends nothing', async () => {
    await play(mode, { rules: 'none of ours' });
    await write('By a defect');
    await sendPlain();
    expect(await alertSays('not-allowed')).toMatch(/cannot be told whether this message is to be protected/);
    expect(await buttons()).toEqual(['cancel', 'action']);
    await isWhole('By a defect');
  });
});
