import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type axe from 'axe-core';
import { type Frame } from 'playwright-core';
import { ROOT, startHarness, type OutlookHarness } from '../harness';
import { addDemoIdentity, compose, openComposePane, openMessage, openReadPane, toggle } from './support';

/** SIGNET_PICTURES=docs/pictures makes those in the documentation anew. */
const PICTURES = join(ROOT, process.env['SIGNET_PICTURES'] ?? 'dist/pictures');
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
  readonly show: (harness: OutlookHarness) => Promise<Frame>;
}

const reading = (name: string, subject: string): Scene => ({
  name,
  async show(harness) {
    await openMessage(harness, subject);
    const pane = await harness.pane();
    await pane.waitForSelector(`.pane-subject:has-text("${subject}")`);
    return pane;
  },
});

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
    name: 'identity-added',
    async show(harness) {
      const pane = await harness.pane();
      await addDemoIdentity(pane);
      await pane.waitForSelector('.pane-subject');
      await pane.click('.pane-identities summary');
      return pane;
    },
  },
  reading('read-plain', 'Lunch on Friday?'),
  reading('read-signed', 'Minutes of the meeting'),
  reading('read-opaque-signed', 'Travel dates'),
  reading('read-tampered', 'Invoice 2041'),
  reading('read-encrypted', 'The door code'),
  reading('read-signed-encrypted', 'Contract draft'),
  reading('read-unknown-authority', 'New bank account'),
  reading('read-other-signer', 'Password reset'),
  {
    name: 'read-details',
    async show(harness) {
      const pane = await reading('', 'Contract draft').show(harness);
      await pane.click('.sg-card > .sg-details > summary');
      return pane;
    },
  },
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
    harness = await startHarness({ real: true, colorScheme, now: () => new Date('2026-11-23T15:00:00Z') });
  }, 90_000);
  afterAll(() => harness.close());

  it.each(SCENES.map(({ name, show }) => [name, show] as const))('%s is accessible', async (name, show) => {
    const pane = await show(harness);
    await harness.page.screenshot({
      path: join(PICTURES, `outlook-${name}-${colorScheme}.png`),
      animations: 'disabled',
    });
    expect(await violations(pane)).toEqual([]);
  });
});
