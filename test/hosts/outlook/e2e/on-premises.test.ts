import { parseEntity, shownText } from '../../../../shared/index';
import { startHarness, type OutlookHarness } from '../harness';
import { decryptedByOpenssl, verifiedByOpenssl } from './judges';
import {
  addDemoIdentity,
  bodyText,
  compose,
  openComposePane,
  openMessage,
  openReadPane,
  sendSecure,
  sentFiles,
  toggle,
  verdict,
} from './support';

const BOB = 'bob@signet.example';

/* A mailbox on premises, played: no Graph for the add-in, EWS by the real makeEwsRequestAsync. */
describe('a mailbox on premises (simulated)', () => {
  let harness: OutlookHarness;
  const graph: string[] = [];
  beforeAll(async () => {
    harness = await startHarness({ real: true, accountType: 'enterprise', expectedErrors: /404/ });
    // The window itself keeps its mailbox by that way: only what the add-in asks counts.
    await harness.page.context().route('**/graph/**', async (route) => {
      if (route.request().frame() !== harness.page.mainFrame()) graph.push(route.request().url());
      await route.continue();
    });
    await openMessage(harness, 'Lunch on Friday?');
    await addDemoIdentity(await openReadPane(harness));
  }, 90_000);
  afterAll(() => harness.close());

  it('signs and encrypts through EWS: OpenSSL agrees, it opens again, and no draft is left', async () => {
    await compose(harness, { to: [BOB], subject: 'On premises', body: 'Signed secret, Grüße' });
    await toggle(harness, 'encrypt');
    const pane = await openComposePane(harness);
    await pane.waitForSelector('text=Everyone can read it encrypted.');
    await sendSecure(harness, pane);
    const files = sentFiles(harness);
    expect(files).toHaveLength(1);
    const { world, store } = harness.playground;
    const opened = await decryptedByOpenssl(new Uint8Array(files[0]?.octets ?? []), world);
    expect(opened).toMatchObject({ accepted: true });
    const judged = await verifiedByOpenssl(opened.content, world);
    expect(judged).toMatchObject({ accepted: true });
    expect(shownText(parseEntity(judged.content))).toContain('Signed secret, Grüße');
    const left = store
      .list(world.user.address)
      .filter(({ folder }) => folder === 'drafts' || folder === 'deleteditems');
    for (const one of left) expect(Buffer.from(store.octets(one)).toString()).not.toContain('secret');
    await harness.page.click('[data-folder=sentitems]');
    await openMessage(harness, '[...]');
    const reading = await openReadPane(harness);
    await reading.waitForSelector('.pane-subject:has-text("On premises")');
    expect((await verdict(reading)).shown).toBe('signed-valid');
    expect(await bodyText(reading)).toContain('Signed secret, Grüße');
    expect(graph).toEqual([]);
  });
});
