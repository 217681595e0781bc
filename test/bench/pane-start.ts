import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, type Page } from 'playwright-core';
import { launchChromium, until } from '../hosts/outlook/harness';
import { startPlayground } from '../hosts/outlook/playground/playground';
import { median } from './measure';

/** Milliseconds from the navigation of the task pane's frame until what it shows can be used and its thread is free. */
export interface PaneStart {
  readonly page: 'signet' | 'office.js alone';
  /** In a browser that never had any of it. */
  readonly cold: number;
  /** In one that had it twice before, whose caches of files and of code it is in. */
  readonly warm: number;
}

const PAGES: readonly PaneStart['page'][] = ['signet', 'office.js alone'];

/** What every pane takes: it shows its title once Office says that it is ready. */
const READY =
  '<script>Office.onReady().then(() => { const title = document.createElement("h1"); title.className = "pane-title"; ' +
  'title.textContent = "Ready"; document.body.append(title); });</script></body>';

/** The page of the task pane with nothing of ours in it. */
const withoutOurs = (html: string): string =>
  html
    .replace(/<meta[^>]*Content-Security-Policy[^>]*>/, '')
    .replace(/<link[^>]*task-pane[^>]*>/, '')
    .replace(/<script[^>]*task-pane[^>]*><\/script>/, '')
    .replace('</body>', READY);

interface Watched {
  startedAfter?: number;
}

/** The built pane beside a message in the emulated Outlook, and in turn a page that has office.js alone in its place. */
export async function paneStarts(rounds: number): Promise<readonly PaneStart[]> {
  const stateFolder = await mkdtemp(join(tmpdir(), 'signet-start-'));
  const playground = await startPlayground({ port: 0, stateFolder, root: process.cwd() });
  const browser = await launchChromium();
  const times = PAGES.map((page) => ({ page, cold: [] as number[], warm: [] as number[] }));
  try {
    for (let round = 0; round < rounds; round++) {
      for (const { page, cold, warm } of times) {
        const context = await freshContext(browser, page);
        const [first = NaN, , third = NaN] = await startsIn(await context.newPage(), playground.address);
        cold.push(first);
        warm.push(third);
        await context.close();
      }
    }
  } finally {
    await browser.close();
    await playground.close();
    await rm(stateFolder, { recursive: true, force: true });
  }
  return times.map(({ page, cold, warm }) => ({ page, cold: median(cold), warm: median(warm) }));
}

async function freshContext(browser: Browser, page: PaneStart['page']): Promise<BrowserContext> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1400, height: 860 } });
  await context.addInitScript(watch);
  if (page === 'office.js alone')
    await context.route('**/task-pane.html*', async (route) => {
      const html = await (await route.fetch()).text();
      await route.fulfill({ contentType: 'text/html', body: withoutOurs(html) });
    });
  return context;
}

/** Runs in each page. The title of the pane comes with all that can be pressed, once the keys are known. */
function watch(): void {
  if (!location.pathname.endsWith('/task-pane.html')) return;
  const observer = new MutationObserver(() => {
    if (!document.querySelector('.pane-title')) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => ((globalThis as Watched).startedAfter = performance.now())));
  });
  observer.observe(document, { childList: true, subtree: true });
}

/** Three times, Outlook being loaded anew each time. */
async function startsIn(page: Page, address: string): Promise<readonly number[]> {
  const times: number[] = [];
  for (let time = 0; time < 3; time++) {
    await page.goto(address);
    await page.click('.row:has-text("Lunch on Friday?")');
    await page.click('[data-control="smime.read.open"]');
    const frame = await (await page.waitForSelector('.task-pane iframe')).contentFrame();
    const started = (): Promise<number | undefined> =>
      frame?.evaluate(() => (globalThis as Watched).startedAfter) ?? Promise.resolve(undefined);
    await until(started);
    times.push((await started()) ?? NaN);
  }
  return times;
}
