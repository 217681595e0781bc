import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Frame } from 'playwright-core';
import { toBase64, utf8Text, type Bytes } from '../../../../shared/index';
import { type Party, TestCa } from '../../../support/test-ca';
import { startHarness, until, type OutlookHarness } from '../harness';
import { addDemoIdentity, compose, openComposePane, openMessage, openReadPane, sentFiles, toggle } from './support';

const DAN = 'dan@signet.example';
const MIA = 'mia@signet.example';
const NORA = 'nora@signet.example';
const OLGA = 'olga@signet.example';
const GROUP = 'group-everyone@signet.example';
const DAY = 86_400_000;

interface Policy {
  readonly anchors: readonly string[];
}

/** Recipients without a certificate, and what can be done for each. Graph's contacts are simulated here, after its documentation. */
describe('somebody without a certificate, in Outlook', () => {
  let harness: OutlookHarness;
  let ca: TestCa;
  let mia: Party;
  /** Addresses that contacts were asked for. */
  const asked: string[] = [];

  beforeAll(async () => {
    ca = await TestCa.create('People CA');
    mia = await ca.issue({ commonName: 'Mia', addresses: [MIA] });
    harness = await startHarness({ real: true, expectedErrors: /404|403/ });
    await harness.context.route('**/playground/policy.json', async (route) => {
      const policy = (await (await route.fetch()).json()) as Policy;
      const anchors = [...policy.anchors, toBase64(ca.certificate)];
      await route.fulfill({ json: { ...policy, anchors, lookUp: { sources: { exchange: true } } } });
    });
    await harness.context.route('**/me/contacts**', async (route) => {
      const url = new URL(route.request().url());
      const [, address] = /eq '([^']*)'/.exec(url.searchParams.get('$filter') ?? '') ?? [];
      if (address === undefined) {
        const id = 'BinaryArray 0x3A70';
        return route.fulfill({
          json: { id: 'mia', multiValueExtendedProperties: [{ id, value: [toBase64(mia.certificate)] }] },
        });
      }
      asked.push(address);
      return route.fulfill({ json: { value: address === MIA ? [{ id: 'mia' }] : [] } });
    });
    await harness.page.reload();
    await openMessage(harness, 'Lunch on Friday?');
    await addDemoIdentity(await openReadPane(harness));
  }, 90_000);
  afterAll(() => harness.close());
  afterEach(async () => {
    for (let left = await harness.page.locator('[data-own-command=discard]').count(); left > 0; left--)
      await (await harness.page.$('[data-own-command=discard]'))?.click();
  });

  const picture = async (name: string): Promise<void> => {
    const folder = join(process.cwd(), process.env['SIGNET_PICTURES'] ?? 'dist/pictures');
    mkdirSync(folder, { recursive: true });
    await harness.page.screenshot({ path: join(folder, `outlook-${name}-light.png`) });
  };
  const draftTo = async (...to: readonly string[]): Promise<Frame> => {
    await compose(harness, { to, subject: 'Hello', body: 'Text' });
    await toggle(harness, 'encrypt');
    return openComposePane(harness);
  };
  const isState = async (pane: Frame, address: string, state: string): Promise<void> => {
    await pane.waitForSelector(`.sg-recipient[data-state=${state}]:has-text("${address}")`);
  };
  const choose = (pane: Frame, name: string, certificate: Bytes): Promise<void> =>
    pane.setInputFiles('[data-step=import]', {
      name,
      mimeType: 'application/pkix-cert',
      buffer: Buffer.from(certificate),
    });

  it('is found among the contacts where the organisation has that switched on', async () => {
    const pane = await draftTo(MIA);
    await isState(pane, MIA, 'ready');
    expect(asked).toContain(MIA);
  });

  it('is asked for a signed message by a draft that lies with the others', async () => {
    const pane = await draftTo(DAN);
    await isState(pane, DAN, 'missing');
    await pane.click('[data-step=ask]');
    await pane.waitForSelector(`[role=status]:has-text("A message to ${DAN} that asks for it lies in your Drafts.")`);
    await picture('asked');
    const { store, world } = harness.playground;
    const texts = store.list(world.user.address, 'drafts').map((one) => utf8Text(store.octets(one)) ?? '');
    const [text = '', ...others] = texts.filter((one) => one.includes('Please send me a signed message'));
    expect(others).toEqual([]);
    expect(text).toMatch(/^To: .*dan@signet\.example/m);
    expect(sentFiles(harness)).toEqual([]);
  });

  it('can read it once their certificate was imported beside the draft', async () => {
    const nora = await ca.issue({ commonName: 'Nora', addresses: [NORA] });
    const pane = await draftTo(NORA);
    await isState(pane, NORA, 'missing');
    await choose(pane, 'dan.cer', mia.certificate);
    await pane.waitForSelector('[role=status]:has-text("No certificate of these recipients is in this file.")');
    await isState(pane, NORA, 'missing');
    await choose(pane, 'nora.cer', nora.certificate);
    await isState(pane, NORA, 'ready');
  });

  it('with a new key can read it once the user confirmed that, with both fingerprints before them', async () => {
    const now = Date.now();
    const issue = (from: number, to: number): Promise<Party> =>
      ca.issue({
        commonName: 'Olga',
        addresses: [OLGA],
        notBefore: new Date(now + from * DAY),
        notAfter: new Date(now + to * DAY),
      });
    const [old, fresh] = await Promise.all([issue(-400, -10), issue(-5, 300)]);
    const pane = await draftTo(OLGA);
    await isState(pane, OLGA, 'missing');
    await choose(pane, 'old.cer', old.certificate);
    await isState(pane, OLGA, 'expired');
    await choose(pane, 'fresh.cer', fresh.certificate);
    await isState(pane, OLGA, 'unconfirmed');
    await pane.click('[data-step=confirm] button');
    expect(await pane.locator('[data-step=confirm] [role=alertdialog] .sg-facts dd').count()).toBeGreaterThan(3);
    await picture('confirm-beside-draft');
    await pane.click('[data-step=confirm] button:has-text("Yes, use it")');
    await isState(pane, OLGA, 'ready');
  });

  it('that is a group is named as one, is asked for nothing, and nothing is sent', async () => {
    const pane = await draftTo(GROUP);
    await isState(pane, GROUP, 'list');
    expect(await pane.innerText('.sg-recipient')).toContain('does not say who is in this group');
    expect(asked).not.toContain(GROUP);
    expect(await pane.locator('[data-step=ask]').count()).toBe(0);
    await picture('group');
    await pane.click('.pane-send');
    await pane.waitForSelector('.sg-tone-error, .sg-tone-attention');
    expect(sentFiles(harness)).toEqual([]);
  });

  it('is looked for where the organisation said so, which the settings show and do not change', async () => {
    await openMessage(harness, 'Lunch on Friday?');
    const pane = await openReadPane(harness);
    await pane.waitForSelector('.pane-subject:has-text("Lunch on Friday?")');
    await pane.click('.pane-identities > summary');
    const box = pane.locator('input[name="look-up-exchange"]');
    await until(async () => (await box.count()) === 1);
    expect([await box.isChecked(), await box.isDisabled()]).toEqual([true, true]);
  });
});
