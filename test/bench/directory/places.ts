import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { CHROMIUM, CHROMIUM_ARGUMENTS } from '../../hosts/outlook/harness';
import { Screen, Thunderbird } from '../../hosts/thunderbird/thunderbird';
import { type FileServer } from '../file-server';
import { inBackgroundPage, silentPort } from '../thunderbird-page';
import { type DirectoryOrder, type DirectoryTimes } from './times';

/** A browser with a profile of its own, which a restart keeps. */
export interface Place {
  order(order: DirectoryOrder): Promise<DirectoryTimes>;
  restart(): Promise<void>;
  close(): Promise<void>;
}

type Answer = { readonly times: DirectoryTimes } | { readonly error: string };

interface Window {
  readonly directory: { answer: unknown; start(order: DirectoryOrder): void };
}

/** Filling is the longest. */
const PATIENCE = 900_000;

async function answered(look: () => Promise<Answer | undefined>): Promise<DirectoryTimes> {
  for (const end = performance.now() + PATIENCE; performance.now() < end;) {
    const answer = await look();
    if (answer !== undefined && 'error' in answer) throw new Error(answer.error);
    if (answer !== undefined) return answer.times;
    await sleep(100);
  }
  throw new Error('the stores take too long');
}

export class ChromiumPlace implements Place {
  readonly #profile = mkdtempSync(join(tmpdir(), 'signet-directory-'));
  readonly #url: string;
  #context: BrowserContext | undefined;

  private constructor(url: string) {
    this.#url = url;
  }

  static async start(files: FileServer): Promise<ChromiumPlace> {
    const place = new ChromiumPlace(files.url('directory.html'));
    await place.restart();
    return place;
  }

  async restart(): Promise<void> {
    await this.#context?.close();
    const launch = { executablePath: CHROMIUM, args: CHROMIUM_ARGUMENTS, ignoreDefaultArgs: ['--headless'] };
    this.#context = await chromium.launchPersistentContext(this.#profile, launch);
    const page = await this.#context.newPage();
    await page.goto(this.#url);
  }

  async order(order: DirectoryOrder): Promise<DirectoryTimes> {
    const page = this.#context?.pages().at(-1) as Page;
    await page.evaluate((one) => (globalThis as unknown as Window).directory.start(one), order);
    return answered(() =>
      page.evaluate(() => (globalThis as unknown as Window).directory.answer as Answer | undefined),
    );
  }

  async close(): Promise<void> {
    await this.#context?.close();
    rmSync(this.#profile, { recursive: true, force: true });
  }
}

const ADD_ON = 'directory@signet.example';

/** The background page of an add-on in the real Thunderbird. */
export class ThunderbirdPlace implements Place {
  readonly #thunderbird: Thunderbird;
  readonly #screen: Screen;
  readonly #addOn: string;

  private constructor(thunderbird: Thunderbird, screen: Screen, addOn: string) {
    this.#thunderbird = thunderbird;
    this.#screen = screen;
    this.#addOn = addOn;
  }

  static async start(addOn: string): Promise<ThunderbirdPlace> {
    const screen = await Screen.open();
    try {
      const port = await silentPort();
      const extra = {
        'mail.server.server1.check_new_mail': false,
        'mailnews.tcptimeout': 36_000,
        // An add-on that is installed for a session loses its stores at the end of it, unless this is said.
        'extensions.webextensions.keepStorageOnUninstall': true,
        'extensions.webextensions.keepUuidOnUninstall': true,
      };
      const account = { name: 'Bench', address: 'bench@example.test', imapPort: port, smtpPort: port, extra };
      const thunderbird = await Thunderbird.start({ ...account, display: screen.display });
      await thunderbird.remote.install(addOn, true);
      return new ThunderbirdPlace(thunderbird, screen, addOn);
    } catch (error) {
      await screen.close();
      throw error;
    }
  }

  async restart(): Promise<void> {
    await this.#thunderbird.restart();
    await this.#thunderbird.remote.install(this.#addOn, true);
  }

  async order(order: DirectoryOrder): Promise<DirectoryTimes> {
    await this.#inPage('page.directory.start(page.JSON.parse(text)); return "started";', JSON.stringify(order));
    return answered(async () => {
      const found = await this.#inPage('return page.JSON.stringify(page.directory.answer ?? null);', '');
      return (JSON.parse(found ?? 'null') as Answer | null) ?? undefined;
    });
  }

  #inPage(body: string, text: string): Promise<string | null> {
    return inBackgroundPage(this.#thunderbird.remote, { addOn: ADD_ON, name: 'directory' }, body, text);
  }

  async close(): Promise<void> {
    await this.#thunderbird.stop();
    await this.#screen.close();
  }
}
