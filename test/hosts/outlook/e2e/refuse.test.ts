import { type Frame } from 'playwright-core';
import { runPolicy } from '../../../../addins/cli/policy-command';
import { mail } from '../fixtures/world';
import { startHarness, until, type OutlookHarness } from '../harness';
import {
  addDemoIdentity,
  compose,
  openComposePane,
  openMessage,
  openReadPane,
  sentFiles,
  toggle,
  verdict,
} from './support';

const BOB = 'bob@signet.example';
const CAROL = 'carol@signet.example';
const DAN = 'dan@signet.example';
const ERIN = 'erin@signet.example';
/** What the browser writes of answers that the tests ask for. */
const PROVOKED = /403|404|413|429|503|ERR_EMPTY_RESPONSE|ERR_CONNECTION|Failed to load resource/;

let harness: OutlookHarness;
beforeAll(async () => {
  harness = await startHarness({ real: true, expectedErrors: PROVOKED });
  await openMessage(harness, 'Lunch on Friday?');
  await addDemoIdentity(await openReadPane(harness));
}, 90_000);
afterAll(() => harness.close());
const discard = async (): Promise<void> => (await harness.page.$('[data-own-command=discard]'))?.click();
afterEach(() => {
  harness.playground.faults.clear();
  return discard();
});

const notice = async (pane: Frame): Promise<string> => {
  const element = await pane.waitForSelector('.pane-compose .sg-notice[role=alert]', { timeout: 20_000 });
  return element.innerText();
};
const isDraftThere = (): Promise<boolean> => harness.page.isVisible('#field-subject');
const count = (): number => sentFiles(harness).length;
const isGone = (): Promise<unknown> => harness.page.waitForSelector('.compose', { state: 'detached', timeout: 20_000 });

describe('plain Send', () => {
  it.each(['sign', 'encrypt'] as const)('is held back where the message is to be protected: %s', async (which) => {
    const before = count();
    await compose(harness, { to: [BOB], subject: `Held back ${which}`, body: 'Text' });
    // Signing is on from the start here; for encryption alone it goes off first.
    if (which === 'encrypt') {
      await toggle(harness, 'encrypt');
      await toggle(harness, 'sign');
    }
    await harness.page.click('[data-own-command=send]');
    const alert = await harness.page.waitForSelector('.smart-alert');
    expect(await alert.innerText()).toMatch(/signed or encrypted/i);
    expect(count()).toBe(before);
    await harness.page.click('[data-alert=action]');
    const pane = await harness.pane();
    await pane.waitForSelector('.pane-send');
  });

  it('goes where protection was switched off', async () => {
    const before = count();
    await compose(harness, { to: [BOB], subject: 'Plain', body: 'Plain text' });
    await harness.page.click('[data-control="smime.compose.menu"]');
    await harness.page.click('[data-control="smime.compose.sign"]');
    await harness.page.waitForSelector('text=/without protection/');
    await harness.page.click('[data-own-command=send]');
    await isGone();
    expect(count()).toBe(before + 1);
    expect(sentFiles(harness).at(-1)?.octets.toString()).not.toMatch(/x-signet-protection/i);
  });
});

/** Our notes on the draft that is open. */
const notes = (): Promise<Record<string, string>> =>
  harness.page.evaluate(() => {
    const { current } = window.emulatedOutlook?.state ?? {};
    return Object.fromEntries([...(current?.item.headers ?? [])].filter(([name]) => name.startsWith('x-signet')));
  });
const noted = (name: string, value: string): Promise<void> => until(async () => (await notes())[name] === value);
/** Waits until no launch event runs any more. */
const settled = (): Promise<void> =>
  until(() => harness.page.evaluate(() => window.emulatedOutlook?.host.sessions.size === 0));
const sendPlain = (): Promise<void> => harness.page.click('[data-own-command=send]');
const alertText = async (): Promise<string> =>
  (await harness.page.waitForSelector('.smart-alert [data-alert-text]')).innerText();
const alertButtons = (): Promise<(string | null)[]> =>
  harness.page.locator('[data-alert]').evaluateAll((all) => all.map((one) => one.getAttribute('data-alert')));

describe('what launch events note on a draft', () => {
  it('is kept apart from the word of the user, who stays heard when sender and recipients change', async () => {
    await compose(harness, { to: [BOB], subject: 'Settled', body: 'Text' });
    await noted('x-signet-preset', 'sign');
    await harness.page.click('[data-control="smime.compose.menu"]');
    await harness.page.click('[data-control="smime.compose.sign"]');
    await noted('x-signet-protection', 'chosen');
    await harness.page.fill('#field-cc', CAROL);
    await harness.page.press('#field-cc', 'Enter');
    await harness.page.evaluate(() => window.emulatedOutlook?.changeFrom('alice@signet.example', 'Alice'));
    await settled();
    expect(await notes()).toEqual({ 'x-signet-protection': 'chosen', 'x-signet-preset': 'sign' });
  });

  it('comes when the recipients change, where it was missing, and leaves the word of the user alone', async () => {
    await compose(harness, { to: [BOB], subject: 'Late', body: 'Text' });
    await noted('x-signet-preset', 'sign');
    await settled();
    await harness.page.evaluate(() => {
      const headers = window.emulatedOutlook?.state.current?.item.headers;
      headers?.clear();
      headers?.set('x-signet-protection', 'encrypt');
    });
    await harness.page.fill('#field-cc', CAROL);
    await harness.page.press('#field-cc', 'Enter');
    await noted('x-signet-preset', 'sign');
    expect(await notes()).toEqual({ 'x-signet-protection': 'encrypt', 'x-signet-preset': 'sign' });
  });

  it('is not needed: without it, settings count', async () => {
    const before = count();
    await compose(harness, { to: [BOB], subject: 'Without notes', body: 'Text' });
    await noted('x-signet-preset', 'sign');
    await settled();
    await harness.page.evaluate(() => window.emulatedOutlook?.state.current?.item.headers.clear());
    await sendPlain();
    expect(await alertText()).toMatch(/signed or encrypted/i);
    expect(await alertButtons()).toEqual(['cancel', 'action']);
    await harness.page.click('[data-alert=cancel]');
    expect(count()).toBe(before);
  });

  it('is never a proof: a message that came with it is as unsigned as it is, and an answer does not take it over', async () => {
    const octets = mail([
      'From: Bob Example <bob@signet.example>',
      'To: Alice Example <alice@signet.example>',
      'Subject: Says that it is protected',
      'Message-ID: <claims@signet.example>',
      'X-Signet-Protection: sign,encrypt',
      'X-Signet-Preset: sign,encrypt',
    ]);
    const owner = 'alice@signet.example';
    harness.playground.store.add({ owner, folder: 'inbox', received: Date.now(), isRead: false }, octets);
    await openMessage(harness, 'Says that it is protected');
    const { shown, sentence } = await verdict(await openReadPane(harness));
    expect(shown).toBe('unsigned');
    expect(sentence).toMatch(/not signed/i);
    await harness.page.click('[data-own-command=reply]');
    await noted('x-signet-preset', 'sign');
    expect(await notes()).toEqual({ 'x-signet-preset': 'sign' });
  });
});

const invite = async (subject: string): Promise<void> => {
  await harness.page.click('.row:has-text("Lunch on Friday?")');
  await harness.page.evaluate(() => window.emulatedOutlook?.newMeeting());
  await harness.page.fill('#field-to', BOB);
  await harness.page.fill('#field-subject', subject);
  await harness.page.click('#field-body');
};

describe('an invitation', () => {
  it.each(['SoftBlock', 'Block'] as const)(
    'is held where signing is the default, and its sender decides: %s',
    async (mode) => {
      const before = count();
      await harness.page.evaluate((sendMode) => window.emulatedOutlook?.setSendMode(sendMode), mode);
      await invite(`Meeting ${mode}`);
      await sendPlain();
      expect(await alertText()).toMatch(/invitation/i);
      expect(await alertButtons()).toEqual(['send', 'cancel']);
      expect(count()).toBe(before);
      await harness.page.click(`[data-alert=${mode === 'Block' ? 'send' : 'cancel'}]`);
      if (mode === 'Block') await isGone();
      expect(count()).toBe(before + (mode === 'Block' ? 1 : 0));
      await harness.page.evaluate(() => window.emulatedOutlook?.setSendMode('SoftBlock'));
    },
  );
});

describe('a policy that the guard was built with', () => {
  const LOCKED = { value: 'never', change: 'none' };
  const build = async (document: object): Promise<void> => {
    const { out } = runPolicy(['export', 'outlook', 'p'], () => JSON.stringify({ version: 2, ...document }));
    const built = { outlookPolicy: JSON.parse(out) as object };
    await harness.page.evaluate((policy) => void Object.assign(window, policy), built);
  };
  const write = async (to: string, headers: Readonly<Record<string, string>> = {}): Promise<void> => {
    await discard();
    await compose(harness, { to: [to], subject: 'By policy', body: 'Text' });
    await settled();
    await harness.page.evaluate((all) => {
      const there = window.emulatedOutlook?.state.current?.item.headers;
      there?.clear();
      for (const [name, value] of Object.entries(all)) there?.set(name, value);
    }, headers);
  };
  const held = async (words: RegExp, buttons: readonly string[] = ['cancel', 'action']): Promise<void> => {
    const before = count();
    await sendPlain();
    expect(await alertText()).toMatch(words);
    expect(await alertButtons()).toEqual(buttons);
    expect(count()).toBe(before);
    await harness.page.click('[data-alert=cancel]');
  };
  afterAll(() => harness.page.evaluate(() => Reflect.deleteProperty(window, 'outlookPolicy')));

  it('holds what has to be signed with the administrator’s words, though no pane was ever opened for it', async () => {
    const contact = { at: 'desk@signet.example' };
    await build({ contact, settings: { sign: { value: 'always', change: 'none', text: 'All we send is signed.' } } });
    await write(BOB, { 'x-signet-protection': 'chosen' });
    expect(await harness.page.isVisible('.task-pane iframe')).toBe(false);
    await held(/^Your organisation .* All we send is signed\. Questions: desk@signet\.example$/);
    await invite('Locked');
    await held(/invitation.*All we send is signed/, ['cancel']);
  });

  it('holds for one domain what it lets go to others, and no header changes that but to what is stricter', async () => {
    const rule = { id: 'partners', when: { recipient: ['*@partner.example'] }, encrypt: 'require', text: 'Partners!' };
    await build({ settings: { sign: LOCKED, encrypt: LOCKED }, rules: [rule] });
    for (const value of ['chosen', 'sign,encrypt', '']) {
      await write('x@partner.example', { 'x-signet-protection': value, 'x-signet-preset': '' });
      await held(/Partners!/);
    }
    await write(BOB, { 'x-signet-preset': 'sign' });
    await held(/signed or encrypted/);
    await write(BOB);
    await sendPlain();
    await isGone();
  });
});

describe('Send secure refuses', () => {
  it('where certificates are missing or expired, everyone named at once', async () => {
    const before = count();
    await compose(harness, { to: [BOB, DAN], cc: [ERIN], subject: 'Not for all', body: 'Text' });
    await toggle(harness, 'encrypt');
    const pane = await openComposePane(harness);
    // Each is settled by itself: one may still be looked for when another is known to be missing.
    for (const state of ['missing', 'ready', 'expired']) await pane.waitForSelector(`.sg-recipient-${state}`);
    expect(await pane.locator('.sg-recipient').count()).toBe(3);
    await pane.click('.pane-send');
    const text = await notice(pane);
    expect(text).toContain(DAN);
    expect(text).toContain(ERIN);
    expect(text).not.toContain(BOB);
    expect(count()).toBe(before);
    expect(await isDraftThere()).toBe(true);
  });

  it('a message that is larger than the server takes', async () => {
    const before = count();
    await compose(harness, { to: [BOB], subject: 'Large', body: 'Text' });
    const buffer = Buffer.alloc(2_300_000, 'x');
    await harness.page.setInputFiles('[data-attach]', {
      name: 'large.bin',
      mimeType: 'application/octet-stream',
      buffer,
    });
    await toggle(harness, 'encrypt');
    const pane = await openComposePane(harness);
    await pane.click('.pane-send');
    expect(await notice(pane)).toMatch(/larger than the mail server takes/i);
    expect(count()).toBe(before);
    expect(await isDraftThere()).toBe(true);
  });

  it('a draft without recipients', async () => {
    await compose(harness, { subject: 'To nobody', body: 'Text' });
    const pane = await openComposePane(harness);
    await pane.click('.pane-send');
    await notice(pane);
    expect(await pane.locator('[data-code=no-recipients]').count()).toBe(1);
  });
});

describe('where Graph fails', () => {
  const start = async (subject: string, more: { bcc?: readonly string[] } = {}) => {
    await compose(harness, { to: [BOB], subject, body: 'Text', ...more });
    const pane = await openComposePane(harness);
    await pane.waitForSelector('.pane-send:enabled');
    return pane;
  };

  /**
   * Breaks the connection of the next send, before or after the server has taken the message. Not by the server's own
   * faults: Chromium repeats a request by itself where a kept-alive connection breaks.
   */
  const breakOnce = async (when: 'before' | 'after'): Promise<void> => {
    await harness.context.route(
      '**/sendMail',
      async (route) => {
        if (when === 'after') await route.fetch();
        await route.abort('connectionreset');
      },
      { times: 1 },
    );
  };

  it('the draft stays, and the next try sends once', async () => {
    const before = count();
    const pane = await start('Dropped before');
    await breakOnce('before');
    await pane.click('.pane-send');
    expect(await notice(pane)).toMatch(/not sent/i);
    expect(await isDraftThere()).toBe(true);
    expect(count()).toBe(before);
    await pane.click('button:has-text("Try again")');
    await isGone();
    expect(count()).toBe(before + 1);
  });

  it('after the message was taken, it is found and not sent again', async () => {
    const before = count();
    const pane = await start('Dropped after');
    await breakOnce('after');
    await pane.click('.pane-send');
    await isGone();
    expect(count()).toBe(before + 1);
  });

  it('because it is busy, it is waited for', async () => {
    const before = count();
    harness.playground.faults.add({ operation: 'POST /me/sendMail', kind: 'throttled', times: 2, retryAfter: 1 });
    const pane = await start('Busy');
    await pane.click('.pane-send');
    await isGone();
    expect(count()).toBe(before + 1);
  });

  it('for a blind copy alone, it says which and sends that one alone', async () => {
    const before = count();
    const pane = await start('Partly', { bcc: [CAROL] });
    let asked = 0;
    await harness.context.route('**/sendMail', (route) =>
      ++asked === 2 ? route.fulfill({ status: 403, json: { error: { code: 'ErrorAccessDenied' } } }) : route.fallback(),
    );
    await pane.click('.pane-send');
    const text = await notice(pane);
    expect(text).toContain(CAROL);
    expect(text).not.toContain(BOB);
    expect(count()).toBe(before + 1);
    await pane.click('button:has-text("Send the missing copies")');
    await isGone();
    expect(count()).toBe(before + 2);
  });
});

describe('sending twice', () => {
  it('by a double click sends once', async () => {
    const before = count();
    await compose(harness, { to: [BOB], subject: 'Double click', body: 'Text' });
    const pane = await openComposePane(harness);
    await pane.waitForSelector('.pane-send:enabled');
    await pane.dblclick('.pane-send');
    await isGone();
    await harness.page.waitForTimeout(500);
    expect(count()).toBe(before + 1);
  });

  it('after the pane was closed in the middle says that it went out before', async () => {
    const before = count();
    await compose(harness, { to: [BOB], subject: 'Closed in the middle', body: 'Text' });
    const first = await openComposePane(harness);
    await first.waitForSelector('.pane-send:enabled');
    // The answer of removing the draft never comes: the message is out, the draft is still there.
    harness.playground.faults.add({ operation: 'POST /me/sendMail', kind: 'throttled', times: 1, retryAfter: 2 });
    const sent = harness.page.waitForResponse((response) => response.url().endsWith('/sendMail') && response.ok());
    await first.evaluate(() => {
      const own = window.fetch.bind(window);
      window.fetch = (...request) =>
        own(...request).then((response) => (response.status === 202 ? new Promise(() => undefined) : response));
    });
    await first.click('.pane-send');
    await sent;
    await harness.page.click('button[aria-label="Close pane"], .pane-head button:last-child');
    const second = await openComposePane(harness);
    await second.waitForSelector('.pane-send:enabled');
    await second.click('.pane-send');
    expect(await notice(second)).toMatch(/sent before/i);
    expect(count()).toBe(before + 1);
  });
});

it('no note of ours has left with anything, and no handler asked for what handlers may not do', async () => {
  expect(count()).toBeGreaterThan(5);
  for (const { octets } of sentFiles(harness)) expect(octets.toString()).not.toMatch(/x-signet-/i);
  expect(await harness.page.evaluate(() => window.emulatedOutlook?.host.refusedInHandlers)).toEqual([]);
});
