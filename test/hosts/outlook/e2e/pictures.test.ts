import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type axe from 'axe-core';
import { type Frame } from 'playwright-core';
import { TOLD } from '../../demo/demo-sentences';
import { type DemoWorld } from '../../demo/demo-world';
import { ROOT, startHarness, type OutlookHarness } from '../harness';
import { demoWorld } from '../playground/world';
import {
  addDemoIdentity,
  compose,
  drawn,
  moveClock,
  openComposePane,
  openDetails,
  openMessage,
  openReadPane,
  read,
  toggle,
} from './support';

/** SIGNET_PICTURES=docs/pictures makes those in the documentation anew. */
const PICTURES = join(ROOT, process.env['SIGNET_PICTURES'] ?? 'dist/pictures');
const DAY = 86_400_000;
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core has against the pane: rule and place. */
async function violations(pane: Frame): Promise<string[]> {
  await pane.evaluate(AXE);
  return pane.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as { readonly axe: typeof axe };
    const { violations: found } = await checker.run(document, { iframes: false });
    return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
  });
}

interface Scene {
  readonly name: string;
  /** Left out: everything. */
  readonly of?: 'pane';
  readonly show: (harness: OutlookHarness) => Promise<Frame>;
  /** Leaves what the next one would not. */
  readonly leave?: (pane: Frame) => Promise<void>;
}

/** A demo message with its text. */
const reading = (
  name: string,
  key: string,
  more: Pick<Scene, 'of'> & { readonly before?: (pane: Frame, harness: OutlookHarness) => Promise<unknown> } = {},
): Scene => ({
  name,
  ...more,
  async show(harness) {
    const pane = await harness.pane();
    await read(harness, pane, TOLD[key]?.subject ?? key);
    await pane.evaluate(() => document.querySelector('.pane-identities')?.removeAttribute('open'));
    await drawn(pane);
    await more.before?.(pane, harness);
    return pane;
  },
});

async function askToPin(pane: Frame): Promise<void> {
  await openDetails(pane);
  const offer = pane.locator('button:has-text("Trust this certificate")');
  await offer.click();
  await pane.locator('.sg-details code').last().scrollIntoViewIfNeeded();
}

/** What is known of each certificate of the path. */
async function showStatus(pane: Frame): Promise<void> {
  await openDetails(pane);
  await pane.evaluate(() => document.querySelector('.sg-chain')?.scrollIntoView({ block: 'center' }));
}

/** Weeks pass, and the message is opened once more. */
async function openLater(pane: Frame, harness: OutlookHarness): Promise<void> {
  await moveClock(harness, 30 * DAY);
  await read(harness, pane, TOLD['plain']?.subject ?? '');
  await read(harness, pane, TOLD['expired-since']?.subject ?? '');
  await drawn(pane);
}

/** A forward, so that it has all that an answer has, and a file. */
async function forward(harness: OutlookHarness): Promise<Frame> {
  const pane = await harness.pane();
  await read(harness, pane, TOLD['clear-signed']?.subject ?? '');
  await pane.click('[data-step=forward]');
  await pane.waitForSelector('.pane-list li[data-state=read]');
  await pane.fill('[data-field=to]', 'bob@signet.example; Jane');
  await pane.waitForSelector('.sg-toggle[aria-pressed=true]');
  return pane;
}

/** Pixels by which the pane is wider than its place; once at the size it has, once at twice the size of all. */
const overflows = (pane: Frame): Promise<number[]> =>
  pane.evaluate(() =>
    ['1', '2'].map((zoom) => {
      const { documentElement: root } = document;
      root.style.zoom = zoom;
      const over = root.scrollWidth - root.clientWidth;
      root.style.zoom = '';
      return over;
    }),
  );

/** In the colours that the system forces on it. */
async function forcedColours({ page }: OutlookHarness, name: string): Promise<void> {
  await page.emulateMedia({ forcedColors: 'active' });
  await page.locator('.task-pane').screenshot({ path: join(PICTURES, name), animations: 'disabled' });
  await page.emulateMedia({ forcedColors: 'none' });
}

const PANE = { of: 'pane' } as const;
const SCENES: readonly Scene[] = [
  {
    name: 'first-run',
    async show(harness) {
      await openMessage(harness, 'Contract draft');
      const pane = await openReadPane(harness);
      await pane.waitForSelector('button:has-text("demo")');
      await pane.waitForSelector('.sg-card');
      return pane;
    },
  },
  {
    name: 'import-file',
    async show(harness) {
      const pane = await harness.pane();
      await pane.click('button:has-text("Add an identity")');
      const file = { name: 'alice.cer', mimeType: '', buffer: Buffer.from(harness.playground.world.anchor) };
      await pane.setInputFiles('.sg-steps input[type=file]', file);
      await pane.waitForSelector('.sg-drop [role=alert]');
      await pane.locator('.sg-steps').scrollIntoViewIfNeeded();
      return pane;
    },
  },
  {
    name: 'import-confirm',
    of: 'pane',
    async show(harness) {
      const pane = await harness.pane();
      const { expiredPfx, passphrase } = harness.playground.world as DemoWorld;
      await pane.click('.sg-steps button:has-text("Cancel")');
      await pane.click('button:has-text("Add an identity")');
      const file = { name: 'old.p12', mimeType: '', buffer: Buffer.from(expiredPfx) };
      await pane.setInputFiles('.sg-steps input[type=file]', file);
      await pane.fill('.sg-steps input[type=password]', passphrase);
      await pane.press('.sg-steps input[type=password]', 'Enter');
      await pane.waitForSelector('.sg-found [data-problem]');
      await pane.evaluate(() => document.querySelector('.sg-steps')?.scrollIntoView());
      return pane;
    },
  },
  {
    name: 'import-tested',
    of: 'pane',
    async show(harness) {
      const pane = await harness.pane();
      await pane.click('.sg-steps button:text-is("Add")');
      await pane.waitForSelector('.sg-self-test[data-result=good]');
      await pane.waitForSelector('[data-reminder="0"]');
      await pane.evaluate(() => document.querySelector('.sg-import-done')?.scrollIntoView({ block: 'end' }));
      return pane;
    },
  },
  {
    name: 'identity-details',
    of: 'pane',
    async show(harness) {
      const pane = await harness.pane();
      await pane.click('.pane-identities > summary');
      await pane.click('.sg-identity button:text-is("Details")');
      await pane.waitForSelector('.sg-identity-details .sg-chain');
      await pane.evaluate(() => document.querySelector('.sg-identity-details')?.scrollIntoView());
      return pane;
    },
  },
  {
    name: 'identity-remove',
    of: 'pane',
    async show(harness) {
      const pane = await harness.pane();
      await pane.click('.sg-identity-actions button:text-is("Remove")');
      await pane.waitForSelector('.sg-question');
      await pane.evaluate(() => document.querySelector('.sg-question')?.scrollIntoView({ block: 'center' }));
      return pane;
    },
  },
  {
    name: 'identity-added',
    async show(harness) {
      const pane = await harness.pane();
      await pane.click('.sg-question button:text-is("Remove")');
      await pane.waitForSelector('.pane-identities', { state: 'detached' });
      await addDemoIdentity(pane);
      await drawn(pane);
      await pane.click('.pane-identities summary');
      await pane.waitForSelector('.pane-identities .sg-identity');
      return pane;
    },
  },
  {
    name: 'settings',
    of: 'pane',
    async show(harness) {
      const pane = await harness.pane();
      await pane.waitForSelector('.pane-identities .sg-panel:nth-of-type(5)');
      await pane.locator('.pane-identities .sg-panel').first().scrollIntoViewIfNeeded();
      await pane.evaluate(() => document.querySelector('.pane-identities')?.scrollIntoView());
      return pane;
    },
  },
  {
    name: 'settings-trust',
    of: 'pane',
    async show(harness) {
      const pane = await harness.pane();
      await pane.waitForSelector('input[name=publicAnchors]:enabled');
      await pane.evaluate(() => document.querySelector('.pane-identities')?.scrollIntoView({ block: 'end' }));
      return pane;
    },
  },
  reading('read-plain', 'plain'),
  reading('read-signed', 'clear-signed'),
  reading('read-opaque-signed', 'opaque-signed'),
  reading('read-tampered', 'tampered'),
  reading('read-encrypted', 'encrypted'),
  reading('read-signed-encrypted', 'signed-encrypted'),
  reading('read-unknown-authority', 'unknown-ca'),
  reading('read-pin', 'unknown-ca', { ...PANE, before: askToPin }),
  reading('read-other-signer', 'other-signer'),
  reading('read-first-seen', 'first-seen', PANE),
  reading('read-same-key', 'same-key', PANE),
  reading('read-changed-certificate', 'changed-certificate', PANE),
  reading('read-usually-signs', 'usually-signs', PANE),
  reading('read-revoked', 'revoked', PANE),
  reading('read-revoked-details', 'revoked', { ...PANE, before: showStatus }),
  reading('read-weak-algorithm', 'weak-algorithm', PANE),
  reading('read-several-signers', 'several-signers', { ...PANE, before: openDetails }),
  reading('read-list-footer', 'list-footer', PANE),
  reading('read-reply-elsewhere', 'reply-elsewhere', PANE),
  reading('read-details', 'signed-encrypted', { before: openDetails }),
  {
    name: 'write-forward',
    of: 'pane',
    async show(harness) {
      const pane = await forward(harness);
      await forcedColours(harness, 'outlook-write-forward-forced.png');
      expect(await overflows(pane)).toEqual([0, 0]);
      await pane.evaluate(() => document.querySelector('.pane-written')?.scrollIntoView());
      return pane;
    },
    async leave(pane) {
      await pane.click('[data-step=back]');
      await pane.click('[data-step=discard]');
      await pane.waitForSelector('.pane-subject');
    },
  },
  reading('read-expired-since', 'expired-since', { ...PANE, before: openLater }),
  {
    name: 'compose',
    async show(harness) {
      await compose(harness, {
        to: ['bob@signet.example', 'carol@signet.example'],
        subject: 'Budget for next year',
        body: 'Here are the numbers we talked about.',
      });
      await toggle(harness, 'encrypt');
      const pane = await openComposePane(harness);
      await pane.waitForSelector('.sg-recipient-ready');
      return pane;
    },
  },
  {
    name: 'compose-refused',
    async show(harness) {
      await harness.page.fill('#field-cc', 'dan@signet.example; erin@signet.example;');
      await harness.page.press('#field-cc', 'Enter');
      const pane = await harness.pane();
      await pane.waitForSelector('.sg-recipient-missing');
      await pane.click('.pane-send');
      await pane.waitForSelector('.sg-notice[role=alert]');
      return pane;
    },
  },
  {
    name: 'send-held-back',
    async show(harness) {
      const pane = await harness.pane();
      await harness.page.click('[data-own-command=send]');
      await harness.page.waitForSelector('.smart-alert');
      return pane;
    },
  },
];

describe.each(['light', 'dark'] as const)('the pane, %s', (colorScheme) => {
  let harness: OutlookHarness;
  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    const now = (): Date => new Date('2026-11-23T15:00:00Z');
    const world = demoWorld({ expiry: new Date(Date.now() + 20 * DAY) });
    harness = await startHarness({ real: true, colorScheme, now, world });
  }, 90_000);
  afterAll(() => harness.close());

  it.each(SCENES.map((scene) => [scene.name, scene] as const))(
    '%s is accessible',
    async (name, { of, show, leave }) => {
      const pane = await show(harness);
      const shown = of === 'pane' ? harness.page.locator('.task-pane') : harness.page;
      await shown.screenshot({
        path: join(PICTURES, `outlook-${name}-${colorScheme}.png`),
        animations: 'disabled',
      });
      expect(await violations(pane)).toEqual([]);
      await leave?.(pane);
    },
  );
});
