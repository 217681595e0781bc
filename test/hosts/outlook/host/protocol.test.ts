import { type Browser, type Frame } from 'playwright-core';
import { equal, latin1Bytes, latin1Text } from '../../../../shared/base/bytes';
import { FIXTURE_MESSAGES } from '../fixtures/world';
import { type Permission } from './initial-data';
import { launchChromium, startHarness, until, type OutlookHarness } from '../harness';

/** Real office.js in real frames against this host. What is proved is our host and its library, not Outlook. */
let browser: Browser;
let harness: OutlookHarness;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  // A body with a script in it: what is stopped is told on the console.
  harness = await startHarness({ browser, expectedErrors: /inline event handler|404/ });
});
afterEach(() => harness.close());

interface Result {
  readonly ok?: unknown;
  readonly code?: number;
}

/** Runs an expression in the add-in's frame; `item()`, `call(…)` and `thrownBy(…)` are the fixture's. */
const inPane = <T = Result>(pane: Frame, expression: string): Promise<T> => pane.evaluate<T>(expression);

async function ready(pane: Frame): Promise<Frame> {
  await pane.waitForSelector('#state:has-text("ready in Outlook")');
  return pane;
}

async function openCompose(): Promise<Frame> {
  await harness.page.click('[data-own-command=newMail]');
  await harness.page.click('[data-control="fixture.compose.pane"]');
  return ready(await harness.pane());
}

async function openRead(subject: string): Promise<Frame> {
  await harness.page.click(`.row:has-text("${subject}")`);
  await harness.page.click('[data-control="fixture.read.pane"]');
  return ready(await harness.pane());
}

/** Another frame of the add-in beside what is open, as a manifest with that permission has it. */
async function openWith(permission: Permission): Promise<Frame> {
  const found = harness.page.waitForEvent('frameattached');
  await harness.page.evaluate((granted) => {
    const { host, state } = window.emulatedOutlook ?? {};
    const parent = document.querySelector('.hidden-frames');
    if (!host || !state?.current || !parent) throw new Error('nothing is open');
    host.open({ url: '/addin/task-pane.html', item: state.current.item, parent, permission: granted });
  }, permission);
  return ready(await found);
}

describe('a draft', () => {
  test('office.js is ready in Outlook on the web with the requirement sets that the host says', async () => {
    const pane = await openCompose();
    expect(
      await inPane(
        pane,
        `({ host: Office.context.host, platform: Office.context.platform, type: item().itemType,
            sets: ['1.1', '1.12', '1.15', '1.16'].map((v) => Office.context.requirements.isSetSupported('Mailbox', v)),
            user: Office.context.mailbox.userProfile.emailAddress, address: Office.context.mailbox.diagnostics.hostName })`,
      ),
    ).toEqual({
      host: 'Outlook',
      platform: 'OfficeOnline',
      type: 'message',
      sets: [true, true, true, false],
      user: 'alice@signet.example',
      address: 'OutlookWebApp',
    });
  });

  test('the subject is one and the same for the user and the add-in', async () => {
    const pane = await openCompose();
    await harness.page.fill('#field-subject', 'typed');
    expect(await inPane(pane, `call(item().subject, 'getAsync')`)).toEqual({ ok: 'typed' });
    await inPane(pane, `call(item().subject, 'setAsync', 'set')`);
    expect(await harness.page.inputValue('#field-subject')).toBe('set');
  });

  test('recipients are set, added, shown, and told of', async () => {
    const pane = await openCompose();
    await inPane(
      pane,
      `window.told = [], call(item(), 'addHandlerAsync', Office.EventType.RecipientsChanged, (e) => told.push(e.changedRecipientFields))`,
    );
    await inPane(
      pane,
      `call(item().to, 'setAsync', ['b@x.example', { displayName: 'Cy', emailAddress: 'cy@x.example' }])`,
    );
    await inPane(pane, `call(item().to, 'addAsync', ['d@x.example'])`);
    await inPane(pane, `call(item().cc, 'setAsync', ['e@x.example'])`);
    const { ok } = await inPane<{ ok: { emailAddress: string; displayName: string }[] }>(
      pane,
      `call(item().to, 'getAsync')`,
    );
    expect(ok.map(({ emailAddress, displayName }) => [emailAddress, displayName])).toEqual([
      ['b@x.example', 'b@x.example'],
      ['cy@x.example', 'Cy'],
      ['d@x.example', 'd@x.example'],
    ]);
    await harness.page.fill('#field-bcc', 'carol');
    await harness.page.press('#field-bcc', 'Enter');
    expect(await inPane(pane, `call(item().bcc, 'getAsync').then((r) => r.ok[0].emailAddress)`)).toBe(
      'carol@signet.example',
    );
    const told = await inPane<{ to: boolean; cc: boolean; bcc: boolean }[]>(pane, 'told');
    expect(told.map(({ to, cc, bcc }) => [to, cc, bcc].map(Boolean))).toEqual([
      [true, false, false],
      [true, false, false],
      [false, true, false],
      [false, false, true],
    ]);
  });

  test('more than a hundred recipients in one call are refused with the documented code', async () => {
    const pane = await openCompose();
    const result = await inPane(
      pane,
      `call(item().to, 'setAsync', Array.from({ length: 101 }, (_, i) => 'a' + i + '@x.example')).catch(String)`,
    );
    expect(result.code ?? result).toEqual(expect.anything());
    expect(result.ok).toBeUndefined();
  });

  test('the body comes and goes as HTML and as text', async () => {
    const pane = await openCompose();
    await inPane(pane, `call(item().body, 'setAsync', '<p>Hi <b>you</b></p>', { coercionType: 'html' })`);
    await inPane(pane, `call(item().body, 'prependAsync', '1 < 2 ', { coercionType: 'text' })`);
    expect(await inPane(pane, `call(item().body, 'getAsync', 'html')`)).toEqual({
      ok: '1 &lt; 2 <p>Hi <b>you</b></p>',
    });
    expect(await inPane(pane, `call(item().body, 'getAsync', 'text')`)).toEqual({ ok: '1 < 2 Hi you' });
    expect(await inPane(pane, `call(item().body, 'getTypeAsync')`)).toEqual({ ok: 'html' });
    expect(await harness.page.innerText('#field-body')).toContain('Hi you');
  });

  test('scripts in a body that an add-in sets do not run in the window', async () => {
    const pane = await openCompose();
    await inPane(
      pane,
      `call(item().body, 'setAsync', '<img src=x onerror="window.ran=1"><script>window.ran=1</' + 'script>', { coercionType: 'html' })`,
    );
    await harness.page.waitForTimeout(100);
    expect(await harness.page.evaluate('window.ran')).toBeUndefined();
  });

  test('attachments are added, listed, read, removed and told of', async () => {
    const pane = await openCompose();
    const result = await inPane<Record<string, unknown>>(
      pane,
      `(async () => {
        const told = [];
        await call(item(), 'addHandlerAsync', Office.EventType.AttachmentsChanged, (e) => told.push(e.attachmentStatus));
        const { ok: id } = await call(item(), 'addFileAttachmentFromBase64Async', btoa('hello'), 'a.txt');
        const [listed] = (await call(item(), 'getAttachmentsAsync')).ok;
        const content = (await call(item(), 'getAttachmentContentAsync', id)).ok;
        const wrong = await call(item(), 'getAttachmentContentAsync', 'nope');
        await call(item(), 'removeAttachmentAsync', id);
        const twice = await call(item(), 'removeAttachmentAsync', id);
        return { listed: [listed.name, listed.size, listed.attachmentType], content, wrong: wrong.code, twice: twice.code,
          left: (await call(item(), 'getAttachmentsAsync')).ok.length, told };
      })()`,
    );
    expect(result).toEqual({
      listed: ['a.txt', 5, 'file'],
      content: { content: 'aGVsbG8=', format: 'base64' },
      wrong: 9003,
      twice: 9008,
      left: 0,
      told: ['added', 'removed'],
    });
  });

  test('internet headers are set, read and removed', async () => {
    const pane = await openCompose();
    await inPane(pane, `call(item().internetHeaders, 'setAsync', { 'x-a': '1', 'x-b': '2' })`);
    await inPane(pane, `call(item().internetHeaders, 'removeAsync', ['x-a'])`);
    expect(await inPane(pane, `call(item().internetHeaders, 'getAsync', ['x-a', 'x-b', 'x-c'])`)).toEqual({
      ok: { 'x-b': '2' },
    });
  });

  test('session data, settings and custom properties', async () => {
    let pane = await openCompose();
    await inPane(pane, `call(item().sessionData, 'setAsync', 'k', 'v')`);
    expect(await inPane(pane, `call(item().sessionData, 'getAsync', 'k')`)).toEqual({ ok: 'v' });
    expect((await inPane(pane, `call(item().sessionData, 'getAsync', 'other')`)).code).toBe(9050);
    await inPane(
      pane,
      `Office.context.roamingSettings.set('a', { b: 1 }), call(Office.context.roamingSettings, 'saveAsync')`,
    );
    await inPane(
      pane,
      `call(item(), 'loadCustomPropertiesAsync').then(({ ok }) => { ok.set('z', '1'); return call(ok, 'saveAsync'); })`,
    );
    await harness.page.click('[data-control="fixture.compose.pane"]');
    pane = await ready(await harness.pane());
    expect(await inPane(pane, `Office.context.roamingSettings.get('a')`)).toEqual({ b: 1 });
    expect(await inPane(pane, `call(item(), 'loadCustomPropertiesAsync').then(({ ok }) => ok.get('z'))`)).toBe('1');
  });

  test('an id only after it was saved, and the saved draft is on the server', async () => {
    const pane = await openCompose();
    expect((await inPane(pane, `call(item(), 'getItemIdAsync')`)).code).toBe(9046);
    await harness.page.fill('#field-subject', 'kept');
    const { ok: id } = await inPane(pane, `call(item(), 'saveAsync')`);
    expect((await inPane(pane, `call(item(), 'saveAsync')`)).ok).toBe(id);
    expect(harness.playground.store.list('alice@signet.example', 'drafts')).toHaveLength(1);
    const rest = await inPane<string>(pane, `Office.context.mailbox.convertToRestId(${JSON.stringify(id)}, 'v2.0')`);
    expect(rest).not.toBe(id);
    const status = await inPane<number>(
      pane,
      `fetch('/playground/token').then((r) => r.json()).then(({ accessToken }) =>
         fetch('/graph/v1.0/me/messages/${rest}', { headers: { authorization: 'Bearer ' + accessToken } })).then((r) => r.status)`,
    );
    expect(status).toBe(200);
  });

  test('notifications: one of a key, at most five, shown as bars', async () => {
    const pane = await openCompose();
    const add = (key: string): Promise<Result> =>
      inPane(
        pane,
        `call(item().notificationMessages, 'addAsync', '${key}', { type: 'informationalMessage', message: 'Note ${key}', icon: 'icon', persistent: false })`,
      );
    expect(await add('a')).toHaveProperty('ok');
    expect((await add('a')).code).toBe(9023);
    expect(await harness.page.innerText('[data-notification=a]')).toContain('Note a');
    for (const key of ['b', 'c', 'd', 'e']) await add(key);
    expect((await add('f')).code).toBe(9025);
    const replace = (key: string, text = 'New'): string =>
      `call(item().notificationMessages, 'replaceAsync', '${key}', { type: 'errorMessage', message: '${text}' })`;
    expect((await inPane(pane, replace('f'))).code).toBe(9025);
    expect(await inPane(pane, replace('b'))).toEqual({ ok: null });
    await expect(inPane(pane, replace('b', 'x'.repeat(151)))).rejects.toThrow(/OutOfRange/);
    expect((await inPane(pane, `call(item().notificationMessages, 'removeAsync', 'zz')`)).code).toBe(9024);
    await harness.page.click('[data-notification=a] button');
    const all = await inPane<{ ok: unknown[] }>(pane, `call(item().notificationMessages, 'getAllAsync')`);
    expect(all.ok).toHaveLength(4);
  });

  test('a fault asked for by name reaches the add-in as its code', async () => {
    const pane = await openCompose();
    await harness.page.evaluate(() => window.emulatedOutlook?.host.faults.set('subject.getAsync', 9042));
    expect(await inPane(pane, `call(item().subject, 'getAsync')`)).toEqual({ code: 9042, name: 'InternalServerError' });
  });

  test("office.js' own checks are in force: lengths and permissions", async () => {
    const pane = await openCompose();
    expect(await inPane(pane, `thrownBy(() => item().subject.setAsync('x'.repeat(256)))`)).toMatch(/OutOfRange/);
    expect(await inPane(pane, `thrownBy(() => Office.context.mailbox.makeEwsRequestAsync('<x/>', () => 0))`)).toMatch(
      /permission/i,
    );
    const restricted = await openWith('ReadItem');
    expect(await inPane(restricted, `thrownBy(() => item().body.setAsync('x', () => 0))`)).toMatch(/permission/i);
  });

  test('shimmed: closeAsync with discardItem closes the draft and leaves none behind', async () => {
    const pane = await openCompose();
    await inPane(pane, `call(item(), 'saveAsync')`);
    await inPane(pane, `item().closeAsync({ discardItem: true }, () => 0), 0`);
    await harness.page.waitForSelector('.compose', { state: 'detached' });
    await until(() => harness.page.evaluate(() => window.emulatedOutlook?.state.mailbox.folders[2]?.total === 0));
    expect(harness.playground.store.list('alice@signet.example', 'drafts')).toEqual([]);
  });

  test('shimmed: getItemClassAsync, prependOnSendAsync and sendAsync', async () => {
    const pane = await openCompose();
    expect(await inPane(pane, `call(item(), 'getItemClassAsync')`)).toEqual({ ok: 'IPM.Note' });
    await inPane(pane, `call(item().body, 'prependOnSendAsync', '<i>first</i>', { coercionType: 'html' })`);
    await inPane(pane, `call(item().to, 'setAsync', ['bob@signet.example'])`);
    await inPane(pane, `item().sendAsync(() => 0), 0`);
    await harness.page.waitForSelector('.compose', { state: 'detached' });
    const { store } = harness.playground;
    const [received] = store.list('bob@signet.example', 'inbox');
    const item = await store.item(received as NonNullable<typeof received>);
    expect(item.body.content).toContain('<i>first</i>');
  });
});

test('without the shim the requirement set and the methods are those of the npm build', async () => {
  await harness.close();
  harness = await startHarness({ browser, shimmed: false });
  const pane = await openCompose();
  expect(
    await inPane(
      pane,
      `[Office.context.requirements.isSetSupported('Mailbox', '1.12'), Office.context.requirements.isSetSupported('Mailbox', '1.13'),
        'closeAsync' in item(), 'sendAsync' in item()]`,
    ),
  ).toEqual([true, false, false, false]);
});

test('calls at once are counted, and saving at once makes one draft', async () => {
  const pane = await openCompose();
  await inPane(pane, `Promise.all([1, 2, 3, 4].map(() => call(item(), 'saveAsync')))`);
  expect(await harness.page.evaluate(() => window.emulatedOutlook?.host.mostCallsAtOnce)).toBe(4);
  expect(harness.playground.store.list('alice@signet.example', 'drafts')).toHaveLength(1);
});

describe('a received message', () => {
  test('has its properties, and its body by kind', async () => {
    const pane = await openRead('Plain');
    expect(
      await inPane(
        pane,
        `({ subject: item().subject, from: item().from.emailAddress, to: item().to.map((r) => r.emailAddress),
            id: item().internetMessageId, itemClass: item().itemClass, attachments: item().attachments.length })`,
      ),
    ).toEqual({
      subject: 'Plain',
      from: 'bob@signet.example',
      to: ['alice@signet.example'],
      id: '<plain@signet.example>',
      itemClass: 'IPM.Note',
      attachments: 0,
    });
    expect(await inPane(pane, `call(item().body, 'getAsync', 'text')`)).toEqual({ ok: 'Hello Alice.' });
    expect(await inPane(pane, `call(item(), 'getAllInternetHeadersAsync').then((r) => r.ok)`)).toMatch(
      /^From: Bob Example <bob@signet\.example>\r\nTo: /,
    );
  });

  test('protected ones have the one attachment, and shimmed getAsFileAsync gives the octets', async () => {
    const pane = await openRead('Encrypted');
    const [attachment] = await inPane<{ id: string; name: string }[]>(pane, 'item().attachments');
    expect([await inPane(pane, 'item().itemClass'), attachment?.name]).toEqual(['IPM.Note.SMIME', 'smime.p7m']);
    expect(await inPane(pane, `call(item(), 'getAttachmentContentAsync', item().attachments[0].id)`)).toEqual({
      ok: { content: 'MAMCAQU=', format: 'base64' },
    });
    const text = await inPane<string>(pane, `call(item(), 'getAsFileAsync').then((r) => atob(r.ok))`);
    expect(equal(latin1Bytes(text), FIXTURE_MESSAGES[2].octets)).toBe(true);
    expect(latin1Text(FIXTURE_MESSAGES[2].octets)).toBe(text);
    expect(await harness.page.innerText('.protected')).toMatch(/protected/i);
  });

  test('a pinned pane that listens goes on with the next message; shimmed methods are there again', async () => {
    const pane = await openRead('Plain');
    await inPane(
      pane,
      `window.seen = [], call(Office.context.mailbox, 'addHandlerAsync', Office.EventType.ItemChanged, () => seen.push([item().subject, typeof item().getAsFileAsync]))`,
    );
    await harness.page.click('.row:has-text("Clear")');
    await until(() => inPane(pane, 'seen.length > 0'));
    expect(await inPane(pane, 'seen')).toEqual([['Clear', 'function']]);
  });

  test('a pinned pane that does not listen is opened anew; one that is not pinned closes', async () => {
    await openRead('Plain');
    await harness.page.click('.row:has-text("Clear")');
    await until(() => harness.page.evaluate(() => window.emulatedOutlook?.state.current?.item.subject === 'Clear'));
    const pane = await ready(await harness.pane());
    expect(await inPane(pane, 'item().subject')).toBe('Clear');
    await harness.page.click('.pane-head [aria-pressed]');
    await harness.page.click('.row:has-text("Plain")');
    await harness.page.waitForSelector('.task-pane', { state: 'hidden' });
  });

  test('categories and the read mark are kept on the server', async () => {
    const pane = await openRead('Plain');
    const add = (): Promise<Result> => inPane(pane, `call(item().categories, 'addAsync', ['Checked'])`);
    expect(await inPane(pane, `call(item().categories, 'getAsync')`)).toEqual({ ok: null });
    expect((await add()).code).toBe(9044);
    expect(await inPane(pane, `thrownBy(() => Office.context.mailbox.masterCategories.getAsync(() => 0))`)).toMatch(
      /permission/i,
    );
    harness.page.once('dialog', (dialog) => void dialog.accept('Checked'));
    await harness.page.click('[data-own-command=newCategory]');
    expect(await add()).toHaveProperty('ok');
    expect(await harness.page.innerText('.category')).toBe('Checked');
    const { store } = harness.playground;
    const message = store.list('alice@signet.example', 'inbox').find(({ isRead }) => isRead);
    expect(message && store.properties(message).categories).toEqual(['Checked']);
  });

  test('with ReadWriteMailbox an add-in makes categories itself, each once', async () => {
    await openRead('Plain');
    const pane = await openWith('ReadWriteMailbox');
    const list = (method: string, ...values: object[]): Promise<Result> =>
      inPane(pane, `call(Office.context.mailbox.masterCategories, '${method}', ...${JSON.stringify(values)})`);
    const checked = [{ displayName: 'Checked', color: 'Preset12' }];
    expect([(await list('addAsync', checked)).code, (await list('addAsync', checked)).code]).toEqual([undefined, 9045]);
    await list('removeAsync', ['Red category']);
    expect(await list('getAsync')).toEqual({ ok: checked });
  });

  test('a reply form that the add-in asks for is opened', async () => {
    const pane = await openRead('Plain');
    await inPane(pane, `item().displayReplyForm({ htmlBody: '<p>from the add-in</p>' }), 0`);
    await harness.page.waitForSelector('.compose');
    expect(await harness.page.inputValue('#field-subject')).toBe('RE: Plain');
    expect(await harness.page.innerText('#field-body')).toMatch(/^from the add-in/);
  });
});
