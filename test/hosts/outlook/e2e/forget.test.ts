import { startHarness, type OutlookHarness } from '../harness';
import { addDemoIdentity, openMessage, openReadPane, verdict } from './support';

describe('what is remembered of senders', () => {
  let harness: OutlookHarness;
  beforeAll(async () => {
    harness = await startHarness({ real: true });
    await openMessage(harness, 'Minutes of the meeting');
    await addDemoIdentity(await openReadPane(harness));
  }, 90_000);
  afterAll(() => harness.close());

  it('is erased in the settings after a question, and the message that is shown counts as the first', async () => {
    const pane = await harness.pane();
    await verdict(pane);
    await openMessage(harness, 'Contract draft');
    await pane.waitForSelector('.pane-subject:has-text("Contract draft")');
    await pane.waitForSelector('[data-continuity=same]');
    await pane.click('.pane-identities > summary');
    await pane.click('button:has-text("Erase what is remembered")');
    await pane.click('.sg-forget button:text-is("Keep it")');
    await pane.waitForSelector('[data-continuity=same]');
    await pane.click('button:has-text("Erase what is remembered")');
    await pane.click('.sg-forget button:text-is("Erase")');
    await pane.waitForSelector('[data-continuity=first]');
    expect((await verdict(pane)).shown).toBe('signed-valid');
  }, 60_000);
});
