import { type Browser, type CDPSession, type Page } from 'playwright-core';
import { launchChromium } from '../hosts/outlook/harness';
import { type FileServer } from './file-server';
import { PageStand } from './page-stand';
import { type Answer, type Order } from './stand';

/** The main thread of a page in Chromium, where WebCrypto blocks; see main-thread for the worker. */
export class ChromiumStand extends PageStand {
  readonly version: string;
  readonly #browser: Browser;
  readonly #page: Page;
  readonly #session: CDPSession;

  private constructor(browser: Browser, page: Page, session: CDPSession) {
    super();
    this.version = browser.version();
    this.#browser = browser;
    this.#page = page;
    this.#session = session;
  }

  static async start(files: FileServer, keys: string): Promise<ChromiumStand> {
    const browser = await launchChromium();
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    await page.goto(files.url('page.html'));
    await page.evaluate((json) => (globalThis as unknown as BenchWindow).bench.prepare(json), keys);
    return new ChromiumStand(browser, page, await browser.newBrowserCDPSession());
  }

  protected override order(order: Order): Promise<Answer> {
    return this.#page.evaluate((one) => (globalThis as unknown as BenchWindow).bench.order(one), order);
  }

  protected override collect(): Promise<void> {
    return this.#page.requestGC();
  }

  /** Renderers: that of the page, and perhaps a spare one. */
  async pids(): Promise<readonly number[]> {
    const { processInfo } = await this.#session.send('SystemInfo.getProcessInfo');
    return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}

interface BenchWindow {
  readonly bench: { prepare(keys: string): Promise<void>; order(order: Order): Promise<Answer> };
}
