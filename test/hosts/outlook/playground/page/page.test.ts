import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser } from 'playwright-core';
import { type SendMode } from '../../host/launch-events';
import { launchChromium, startHarness, until, type HarnessOptions, type OutlookHarness } from '../../harness';

/** What a person does in the emulated Outlook, with the fixture add-in behind its ribbon. */
let browser: Browser;
let harness: OutlookHarness;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
afterEach(() => harness.close());

const ALICE = 'alice@signet.example';
const BOB = 'bob@signet.example';

async function start(options: HarnessOptions = {}): Promise<void> {
  harness = await startHarness({ browser, ...options });
}

async function write(subject: string, to = 'bob'): Promise<void> {
  const { page } = harness;
  await page.click('[data-own-command=newMail]');
  await page.fill('#field-to', to);
  await page.fill('#field-subject', subject);
  await page.click('#field-body');
  await page.keyboard.type('Some words');
}

const send = (): Promise<void> => harness.page.click('[data-own-command=send]');
const closed = (): Promise<unknown> => harness.page.waitForSelector('.compose', { state: 'detached' });
/** Plays time limits and a deployment's send mode. */
const play = ({
  mode,
  ...limits
}: {
  readonly eventTimeout?: number;
  readonly loadTimeout?: number;
  readonly slowAfter: number;
  readonly mode: SendMode;
}): Promise<void> =>
  harness.page.evaluate(
    ([more, sendMode]) => {
      const outlook = window.emulatedOutlook;
      if (!outlook) throw new Error('no window');
      Object.assign(outlook, more).setSendMode(sendMode);
    },
    [limits, mode] as const,
  );
const buttons = (): Promise<(string | null)[]> =>
  harness.page.locator('[data-alert]').evaluateAll((found) => found.map((button) => button.getAttribute('data-alert')));
const inboxOfBob = (): number => harness.playground.store.list(BOB, 'inbox').length;

describe('Send', () => {
  test('asks the handler, sends what it allows, and leaves the file and no draft', async () => {
    await start();
    await write('Fine');
    await send();
    await closed();
    expect([inboxOfBob(), harness.playground.store.list(ALICE, 'drafts').length]).toEqual([1, 0]);
    const [name = ''] = readdirSync(harness.playground.sentFolder);
    expect(readFileSync(join(harness.playground.sentFolder, name), 'utf8')).toContain('Subject: Fine');
  });

  test('the launch event of a new message has run before the user sends', async () => {
    await start();
    await write('Header');
    await until(() =>
      harness.page.evaluate(() => window.emulatedOutlook?.state.current?.item.headers.has('x-fixture')),
    );
    await send();
    await closed();
    const [sent] = harness.playground.store.list(ALICE, 'sentitems');
    const item = await harness.playground.store.item(sent as NonNullable<typeof sent>);
    expect(item.headers).toContainEqual({ name: 'x-fixture', value: 'new' });
  });

  test('what the handler forbids stays: its words, and its button opens the pane with its context', async () => {
    await start();
    await write('please block');
    await send();
    expect(await harness.page.innerText('[data-alert-text]')).toBe('The fixture does not like this.');
    expect(await harness.page.isVisible('[data-alert=send]')).toBe(false);
    expect(await harness.page.innerText('[data-alert=cancel]')).toBe("Don't send");
    await harness.page.click('[data-alert=action]');
    const pane = await harness.pane();
    await pane.waitForSelector('#state:has-text("ready in Outlook")');
    const context = await pane.evaluate<{ ok: string }>(`call(item(), 'getInitializationContextAsync')`);
    expect(JSON.parse(context.ok)).toEqual({ subject: 'please block' });
    expect([inboxOfBob(), await harness.page.isVisible('.compose')]).toEqual([0, true]);
  });

  test.each([
    ['hang', 'PromptUser', true],
    ['hang', 'SoftBlock', false],
    ['throw', 'Block', false],
  ] as const)('a handler that does %s is not waited for without end, %s', async (what, mode, mayOverride) => {
    await start({ expectedErrors: /a handler that throws/ });
    await play({ eventTimeout: 4000, slowAfter: 200, mode });
    await write(what);
    await send();
    // First that it takes long, then that it was too long.
    await harness.page.waitForSelector('[data-alert-reason=slow]');
    expect(await buttons()).toEqual(mayOverride ? ['send', 'cancel'] : []);
    await harness.page.waitForSelector('[data-alert-reason=timeout]');
    expect(await buttons()).toEqual(mayOverride ? ['send', 'cancel'] : ['cancel']);
    expect(inboxOfBob()).toBe(0);
    await harness.page.click(`[data-alert=${mayOverride ? 'send' : 'cancel'}]`);
    if (mayOverride) await closed();
    expect(inboxOfBob()).toBe(mayOverride ? 1 : 0);
  });

  test('a check that takes long is ended by the user who may send anyway', async () => {
    await start();
    await play({ slowAfter: 300, mode: 'PromptUser' });
    await write('hang');
    await send();
    await harness.page.click('[data-alert-reason=slow] ~ .buttons [data-alert=send]');
    await closed();
    expect(inboxOfBob()).toBe(1);
    expect(await harness.page.evaluate(() => window.emulatedOutlook?.host.sessions.size)).toBe(0);
  });

  test('who leaves a draft that is being checked keeps it, and it does not go', async () => {
    await start();
    await write('hang');
    await send();
    await harness.page.click('.row:has-text("Plain")');
    await closed();
    await until(() => Promise.resolve(harness.playground.store.list(ALICE, 'drafts').length === 1));
    expect(inboxOfBob()).toBe(0);
  });

  test.each([
    ['SoftBlock', true],
    ['Block', false],
  ] as const)('an add-in that does not load, %s: the user may send anyway: %s', async (mode, mayOverride) => {
    await start({ expectedErrors: /ERR_FAILED|Failed to load|Office\.js has not fully loaded/ });
    await harness.context.route('**/commands.js', (route) => route.abort());
    await play({ loadTimeout: 1000, slowAfter: 60_000, mode });
    await write('please block');
    await send();
    await harness.page.waitForSelector('[data-alert-reason=unavailable]');
    expect(await buttons()).toEqual(mayOverride ? ['send', 'cancel'] : ['cancel']);
    if (!mayOverride) return;
    await harness.page.click('[data-alert=send]');
    await closed();
    expect(inboxOfBob()).toBe(1);
  });

  test('without a recipient nothing is asked and nothing goes', async () => {
    await start();
    await write('Nobody', '');
    await send();
    expect(await harness.page.innerText('[data-problem]')).toMatch(/at least one recipient/);
  });

  test('an address that is none stays in its box and is named', async () => {
    await start();
    await write('x', 'not an address');
    expect(await harness.page.innerText('.compose [role=alert]')).toContain('not an address');
    expect(await harness.page.inputValue('#field-to')).toBe('not an address');
  });

  test('what the server refuses is said, and the draft stays', async () => {
    await start({ expectedErrors: /429/ });
    harness.playground.faults.add({ operation: 'POST /me/messages/{id}/send', kind: 'throttled', times: 1 });
    await write('Later');
    await send();
    expect(await harness.page.innerText('[data-problem]')).toMatch(/was not sent: .*limit/);
    await send();
    await closed();
    expect(inboxOfBob()).toBe(1);
  });
});

describe('commands of the ribbon', () => {
  test('a function command works on the draft', async () => {
    await start();
    await write('Untagged');
    await harness.page.click('[data-control="fixture.compose.menu"]');
    await harness.page.click('[data-control="fixture.compose.tag"]');
    await until(async () => (await harness.page.inputValue('#field-subject')) === 'Tagged by fixture.compose.tag');
    await until(() => harness.page.evaluate(() => window.emulatedOutlook?.host.sessions.size === 0));
    expect(await harness.page.evaluate(() => window.emulatedOutlook?.host.usedIds)).toEqual([17, 152]);
  });

  test('a menu opens, moves and closes by the keyboard', async () => {
    await start();
    await harness.page.click('[data-own-command=newMail]');
    const menu = harness.page.locator('[data-control="fixture.compose.menu"]');
    await menu.focus();
    await harness.page.keyboard.press('Enter');
    const item = harness.page.locator('[role=menuitem]');
    await item.waitFor();
    expect(await item.evaluate((element) => element === document.activeElement)).toBe(true);
    await harness.page.keyboard.press('Escape');
    await item.waitFor({ state: 'detached' });
    expect(await menu.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test('an API that the host does not know is loud: on the page and as an error of the window', async () => {
    await start({ expectedErrors: /no ExecuteMethod method 101/ });
    await harness.page.click('.row:has-text("Plain")');
    await harness.page.click('[data-control="fixture.read.pane"]');
    const pane = await harness.pane();
    await pane.waitForSelector('#state:has-text("ready in Outlook")');
    const result = await pane.evaluate<{ code: number }>(
      `new Promise((done) => OSF._OfficeAppFactory.getClientEndPoint().invoke('ExecuteMethod', (_rc, r) => done({ code: r.errorCode }),
         { ApiParams: {}, MethodData: { ControlId: OSF._OfficeAppFactory.getId(), DispatchId: 101 } }))`,
    );
    expect(result.code).toBe(9020);
    expect(await harness.page.innerText('[data-problem]')).toContain('101');
    expect(harness.errors.join()).toContain('101');
  });
});

describe('the mailbox', () => {
  test('is there after the server was stopped and started again', async () => {
    await start({ expectedErrors: /ERR_|Failed to load/ });
    await harness.page.click('.row:has-text("Plain")');
    await harness.page.waitForSelector('.row:not(.unread)');
    await harness.restart();
    await harness.page.reload();
    await harness.page.waitForSelector('.row');
    expect(await harness.page.locator('.row').count()).toBe(3);
    expect(await harness.page.locator('.row.unread').count()).toBe(2);
  });

  test('says so while the server does not answer, and recovers by itself', async () => {
    await start({ expectedErrors: /ERR_|Failed to load/ });
    await harness.playground.close();
    await harness.page.waitForSelector('text=/does not answer/');
    await harness.restart();
    await harness.page.waitForSelector('text=/does not answer/', { state: 'detached' });
  });

  test('a draft that is left is kept, and opens again as it was', async () => {
    await start();
    await write('Half done');
    await harness.page.click('[data-folder=inbox]');
    await harness.page.click('.row:has-text("Plain")');
    await harness.page.click('[data-folder=drafts]');
    await harness.page.click('.row:has-text("Half done")');
    await until(async () => (await harness.page.innerText('#field-body')).includes('Some words'));
    expect(await harness.page.getAttribute('.chip', 'data-recipient')).toBe(BOB);
    await harness.page.click('[data-own-command=discard]');
    await harness.page.waitForSelector('text=/Nothing here/');
  });

  test('delete moves to Deleted Items, and deletes for good from there', async () => {
    await start();
    for (const folder of ['inbox', 'deleteditems']) {
      await harness.page.click(`[data-folder=${folder}]`);
      await harness.page.click('.row:has-text("Plain")');
      await harness.page.click('[data-own-command=remove]');
      await harness.page.waitForSelector('.row:has-text("Plain")', { state: 'detached' });
    }
    expect(harness.playground.store.list(ALICE)).toHaveLength(2);
  });

  test('a reply has its subject, recipient and quoted text', async () => {
    await start();
    await harness.page.click('.row:has-text("Plain")');
    await harness.page.click('[data-own-command=reply]');
    expect(await harness.page.inputValue('#field-subject')).toBe('RE: Plain');
    expect(await harness.page.getAttribute('.chip', 'data-recipient')).toBe(BOB);
    expect(await harness.page.innerText('#field-body')).toContain('Hello Alice.');
  });
});

describe('for everybody', () => {
  test('the window speaks German, and so does the ribbon from the manifest', async () => {
    await start({ locale: 'de-DE' });
    await harness.page.click('[data-own-command=newMail]');
    await harness.page.click('[data-control="fixture.compose.menu"]');
    expect(await harness.page.innerText('[data-control="fixture.compose.tag"]')).toBe('Markieren');
    expect(await harness.page.innerText('.banner')).toMatch(/Nachgebildetes Outlook/);
  });

  test.each(['light', 'dark'] as const)('axe finds nothing wrong, %s', async (colorScheme) => {
    await start({ colorScheme });
    await harness.page.click('.row:has-text("Encrypted")');
    await harness.page.waitForSelector('.protected');
    expect(await findings()).toEqual([]);
    await write('x');
    expect(await findings()).toEqual([]);
  });
});

/** Rules that axe says are broken, outside the add-in's frames. */
async function findings(): Promise<readonly string[]> {
  const path = join(process.cwd(), 'node_modules/axe-core/axe.min.js');
  await harness.page.evaluate(readFileSync(path, 'utf8'));
  return harness.page.evaluate<string[]>(
    `axe.run({ exclude: ['.task-pane iframe', '.hidden-frames'] }, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] })
       .then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes.map((n) => n.target.join(' ')).join(', ')))`,
  );
}
