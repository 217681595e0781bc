import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Frame } from 'playwright-core';
import { ROOT, type OutlookHarness } from '../harness';

/** A picture of the task pane in each colour scheme. SIGNET_PICTURES=docs/pictures makes those in the documentation anew. */
export async function pictures({ page }: OutlookHarness, name: string): Promise<void> {
  const folder = join(ROOT, process.env['SIGNET_PICTURES'] ?? 'dist/pictures');
  mkdirSync(folder, { recursive: true });
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.locator('.task-pane').screenshot({ path: join(folder, `outlook-${name}-${colorScheme}.png`) });
  }
}

/** Opens a demo message by its subject, and waits until it is the one that is shown. */
export async function openMessage({ page }: OutlookHarness, subject: string): Promise<void> {
  await page.click(`.row:has-text("${subject}")`);
  await page.waitForSelector(`.row[aria-current=true]:has-text("${subject}")`);
}

/** Opens the reading pane beside the message that is selected. */
export async function openReadPane(harness: OutlookHarness): Promise<Frame> {
  await harness.page.click('[data-control="smime.read.open"]');
  return harness.pane();
}

/** The offer that the playground makes on first run. */
export async function addDemoIdentity(pane: Frame): Promise<void> {
  await pane.click('button:has-text("Add the demo identity")');
  await pane.waitForSelector('.pane-identities');
}

export interface NewMessage {
  readonly to?: readonly string[];
  readonly cc?: readonly string[];
  readonly bcc?: readonly string[];
  readonly subject: string;
  readonly body: string;
}

/** A new draft with all its fields filled in. */
export async function compose({ page }: OutlookHarness, message: NewMessage): Promise<void> {
  await page.click('[data-own-command=newMail]');
  await page.waitForSelector('#field-subject');
  for (const field of ['to', 'cc', 'bcc'] as const) {
    const list = message[field];
    if (list) await page.fill(`#field-${field}`, list.join('; '));
  }
  await page.fill('#field-subject', message.subject);
  await page.click('#field-body');
  await page.keyboard.type(message.body);
}

/** Presses a ribbon toggle and waits until the draft says so. */
export async function toggle({ page }: OutlookHarness, which: 'sign' | 'encrypt'): Promise<void> {
  await page.click('[data-control="smime.compose.menu"]');
  await page.click(`[data-control="smime.compose.${which}"]`);
  await page.waitForSelector('text=/This message will be/', { timeout: 90_000 });
}

/** Presses the toggles of the pane until they say what is wanted; some of it may have come by itself. */
export async function protect(
  pane: Frame,
  wanted: { readonly sign: boolean; readonly encrypt: boolean },
): Promise<void> {
  for (const [word, isWanted] of [
    ['Sign', wanted.sign],
    ['Encrypt', wanted.encrypt],
  ] as const) {
    const button = pane.locator(`.sg-toggle:has-text("${word}")`);
    for (let look = 0; look < 40; look++) {
      if ((await button.getAttribute('aria-pressed')) !== String(isWanted)) await button.click();
      await pane.page().waitForTimeout(50);
    }
  }
}

/** Opens the pane of Send secure and waits until it knows the draft. */
export async function openComposePane(harness: OutlookHarness): Promise<Frame> {
  await harness.page.click('[data-control="smime.compose.send"]');
  const pane = await harness.pane();
  await pane.waitForSelector('.sg-toggle');
  return pane;
}

/** Everything that left, oldest first: name and octets. */
export function sentFiles({ playground }: OutlookHarness): { path: string; octets: Buffer }[] {
  const folder = playground.sentFolder;
  try {
    return readdirSync(folder)
      .sort()
      .map((name) => ({ path: join(folder, name), octets: readFileSync(join(folder, name)) }));
  } catch {
    return [];
  }
}

/** The verdict that the pane shows now. */
export async function verdict(pane: Frame): Promise<{ shown: string; sentence: string }> {
  const card = pane.locator('.sg-card');
  await card.waitFor();
  return { shown: (await card.getAttribute('data-state')) ?? '', sentence: await card.innerText() };
}

/** All that the card says without its details; '' where it says nothing. */
export async function told(pane: Frame): Promise<{ sentence: string; step: string; note: string; mark: string }> {
  const card = pane.locator('.sg-card');
  await card.waitFor();
  const text = async (selector: string): Promise<string> => (await card.locator(selector).allInnerTexts()).join();
  const mark = (await card.locator('.sg-mark').getAttribute('class')) ?? '';
  return {
    sentence: await text('.sg-sentence'),
    step: await text('.sg-step'),
    note: await text('[data-continuity]'),
    mark: /sg-mark-(\w+)/.exec(mark)?.[1] ?? '',
  };
}

/** Selects a message and waits until the pane shows this one. */
export async function read(harness: OutlookHarness, pane: Frame, subject: string): Promise<void> {
  await openMessage(harness, subject);
  await pane.waitForSelector(`.pane-subject:has-text("${subject}")`);
}

/** Waits until the text of the message in the pane is drawn, in its frame too. */
export async function drawn(pane: Frame): Promise<void> {
  const message = await pane.waitForSelector('.sg-message');
  const frame = await (await message.$('iframe'))?.contentFrame();
  await frame?.waitForLoadState('load');
  const nextFrames = (): Promise<void> =>
    new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())));
  await pane.evaluate(nextFrames);
}

/** Opens the details of the verdict, once they are loaded. */
export async function openDetails(pane: Frame): Promise<string> {
  await pane.click('.sg-card > .sg-details > summary');
  await pane.waitForSelector('.sg-card > .sg-details > .sg-group');
  return pane.innerText('.sg-card > .sg-details');
}

/** What the core takes for the present moves on; pages are not touched. */
export async function moveClock({ page }: OutlookHarness, milliseconds: number): Promise<void> {
  for (const worker of page.workers()) {
    await worker.evaluate((ms) => {
      const construct = (target: DateConstructor, given: unknown[]): Date =>
        given.length === 0 ? new target(target.now() + ms) : (Reflect.construct(target, given) as Date);
      globalThis.Date = new Proxy(Date, { construct });
    }, milliseconds);
  }
}

/** Workers that are started from now on have a clock that is so much ahead. */
export async function startWorkersAt({ context }: OutlookHarness, milliseconds: number): Promise<void> {
  const ahead = `{ const now = Date.now, ahead = ${milliseconds};
    globalThis.Date = new Proxy(Date, {
      construct: (real, given) => given.length === 0 ? new real(now() + ahead) : Reflect.construct(real, given),
      get: (real, name) => name === 'now' ? () => now() + ahead : Reflect.get(real, name),
    }); }\n`;
  await context.unroute('**/core-worker.js*');
  await context.route('**/core-worker.js*', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: ahead + (await response.text()) });
  });
}

/** The text of the message in the pane: it lies in a sandboxed frame, which no script may look into. */
export async function bodyText(pane: Frame): Promise<string> {
  const element = await pane.waitForSelector('.sg-message');
  const frame = await element.$('iframe');
  if (!frame) return element.innerText();
  const srcdoc = (await frame.getAttribute('srcdoc')) ?? '';
  return srcdoc.replace(/<style>[\s\S]*?<\/style>|<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}

/** Presses Send secure and waits until the draft is gone. */
export async function sendSecure({ page }: OutlookHarness, pane: Frame): Promise<void> {
  const failure = pane
    .waitForSelector('.sg-tone-error[role=alert]', { timeout: 20_000 })
    .then((notice) => notice.innerText())
    .catch(() => undefined);
  await pane.click('.pane-send');
  const gone = page.waitForSelector('.compose', { state: 'detached', timeout: 20_000 }).then(() => undefined);
  const said = await Promise.race([gone, failure]);
  if (said !== undefined) throw new Error(said);
}
