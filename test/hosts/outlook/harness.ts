import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Frame, type Page } from 'playwright-core';
import { startPlayground, type Playground, type PlaygroundOptions } from './playground/playground';
import { FIXTURE_SOURCE } from './fixtures/world';

/** The project's root: tests are run from there. */
export const ROOT = process.cwd();
const FIXTURES = join(ROOT, 'test/hosts/outlook/fixtures');
export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
/** Nothing that would call home. */
export const CHROMIUM_ARGUMENTS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface OutlookHarness {
  readonly playground: Playground;
  readonly stateFolder: string;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Addresses outside the playground that a page asked for: each was refused. */
  readonly refused: readonly string[];
  /** Errors of pages and what they wrote to the console as errors. */
  readonly errors: readonly string[];
  /** The add-in's frame in the task pane, once it is loaded. */
  pane(): Promise<Frame>;
  /** Ends the server and starts it again on the same state and port, as after a crash or a restart. */
  restart(): Promise<void>;
  /** Fails where a page wanted something from outside or met an error. */
  close(): Promise<void>;
}

export interface HarnessOptions extends Partial<PlaygroundOptions> {
  /** The real add-in and demo world; else the fixture add-in and a small world. */
  readonly real?: boolean;
  readonly colorScheme?: 'light' | 'dark';
  readonly locale?: string;
  /** Errors that a test provokes. */
  readonly expectedErrors?: RegExp;
  /** A browser of the caller's, who closes it; else the harness has its own. */
  readonly browser?: Browser;
}

/** Chromium without anything that would call home. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGUMENTS, ignoreDefaultArgs: ['--headless'] });
}

const PATIENCE = 15_000;
const STEP = 25_000;

/**
 * Waits until a question is answered with yes. Playwright's own waiting for a function needs `eval` in the page, which
 * the pages' policy forbids.
 */
export async function until(question: () => Promise<unknown>): Promise<void> {
  const end = performance.now() + PATIENCE;
  while (!(await question())) {
    if (performance.now() > end) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What has to be built first: `npm test` does it. */
function requireBuilt(path: string): void {
  if (!existsSync(join(ROOT, path)))
    throw new Error(`${path} is missing: node scripts/build.mjs outlook-playground playground`);
}

/** The emulated Outlook in a real Chromium: a server on a free port with a state folder of its own. */
export async function startHarness(options: HarnessOptions = {}): Promise<OutlookHarness> {
  requireBuilt('dist/playground/page/index.js');
  if (options.real) requireBuilt('dist/playground/addin/task-pane.html');
  const stateFolder = await mkdtemp(join(tmpdir(), 'signet-outlook-'));
  const fixture = {
    world: FIXTURE_SOURCE,
    folders: { addin: FIXTURES },
    manifestPath: join(FIXTURES, 'manifest.xml'),
  };
  const start = (port: number): Promise<Playground> =>
    startPlayground({ port, stateFolder, root: ROOT, ...(options.real ? {} : fixture), ...options });
  let playground = await start(0);
  const browser = options.browser ?? (await launchChromium());
  const watched = await openPage(browser, () => playground.address, options);
  return {
    get playground() {
      return playground;
    },
    stateFolder,
    ...watched,
    async pane() {
      const element = await watched.page.waitForSelector('.task-pane iframe');
      const frame = await element.contentFrame();
      if (!frame) throw new Error('the task pane has no frame');
      await frame.waitForLoadState('load');
      return frame;
    },
    async restart() {
      const port = Number(new URL(playground.address).port);
      await playground.close();
      playground = await start(port);
    },
    async close() {
      await (options.browser ? watched.context.close() : browser.close());
      await playground.close();
      await rm(stateFolder, { recursive: true, force: true });
      if (watched.refused.length > 0) throw new Error(`asked for from outside: ${watched.refused.join(' ')}`);
      const unexpected = watched.errors.filter((error) => !options.expectedErrors?.test(error));
      if (unexpected.length > 0) throw new Error(`errors on the page: ${unexpected.join('\n')}`);
    },
  };
}

async function openPage(browser: Browser, address: () => string, options: HarnessOptions) {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    colorScheme: options.colorScheme ?? 'light',
    locale: options.locale ?? 'en-US',
    viewport: { width: 1400, height: 860 },
  });
  // Below the limit of a test, so that it says what was waited for.
  context.setDefaultTimeout(STEP);
  const refused: string[] = [];
  const errors: string[] = [];
  await context.route('**/*', async (route) => {
    const url = route.request().url();
    const isOwn = url.startsWith(address()) || url.startsWith('data:') || url.startsWith('blob:');
    if (isOwn) return route.continue();
    refused.push(url);
    return route.abort();
  });
  context.on('weberror', (error) => errors.push(error.error().message));
  context.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  const page = await context.newPage();
  await page.goto(address());
  await page.waitForSelector('.folders');
  return { context, page, refused, errors };
}
