import { type Frame } from 'playwright-core';
import { TOLD } from '../../demo/demo-sentences';
import { startHarness, until, type OutlookHarness } from '../harness';
import { addDemoIdentity, openDetails, openMessage, openReadPane, read, told, verdict } from './support';

const subjectOf = (key: string): string => TOLD[key]?.subject ?? '';
const PINS = '.pane-identities section[aria-label="Certificates you confirmed yourself"]';

/** Opens the line with the settings, once they are loaded. */
async function openSettings(pane: Frame): Promise<void> {
  await pane.click('.pane-identities > summary');
  await pane.waitForSelector(PINS);
}

describe('the settings in the pane', () => {
  let harness: OutlookHarness;
  let pane: Frame;
  beforeAll(async () => {
    harness = await startHarness({ real: true, expectedErrors: /Failed to load resource/ });
    await openMessage(harness, subjectOf('unknown-ca'));
    pane = await openReadPane(harness);
    await addDemoIdentity(pane);
    await read(harness, pane, subjectOf('unknown-ca'));
  }, 90_000);
  afterAll(() => harness.close());

  it('have nobody confirmed at first', async () => {
    await openSettings(pane);
    expect(await pane.innerText(PINS)).toMatch(/None\./);
    await pane.click('.pane-identities > summary');
  });

  it('a certificate that the user confirms gives the mark, with the user’s own word as the reason', async () => {
    await openDetails(pane);
    await pane.click('button:has-text("Trust this certificate")');
    await pane.click('button:has-text("Yes, I checked it")');
    await pane.waitForSelector('.sg-card[data-state=signed-valid]');
    expect((await told(pane)).sentence).toMatch(/You said yourself that this certificate belongs to this address/);
  });

  it('list it, and taking it away takes the mark', async () => {
    await openSettings(pane);
    await pane.waitForSelector(`${PINS} :text("bob@signet.example")`);
    await pane.click(`${PINS} button:has-text("Remove")`);
    await pane.waitForSelector('.sg-card[data-state=signed-untrusted]');
    expect((await told(pane)).sentence).toBe(TOLD['unknown-ca']?.sentence);
    expect(await pane.innerText(PINS)).toMatch(/None\./);
  });

  it('keep that the public roots are not trusted, over a restart', async () => {
    const roots = pane.locator('input[name=publicAnchors]');
    await until(() => roots.isEnabled());
    expect(await roots.isChecked()).toBe(true);
    await roots.click();
    await until(async () => !(await roots.isChecked()));
    await harness.restart();
    await harness.page.reload();
    await openMessage(harness, subjectOf('clear-signed'));
    pane = await openReadPane(harness);
    // The demo's authority is not one of them.
    expect((await verdict(pane)).shown).toBe('signed-valid');
    await openSettings(pane);
    const again = pane.locator('input[name=publicAnchors]');
    await until(() => again.isEnabled());
    expect(await again.isChecked()).toBe(false);
  });
});
