import { type Frame, type Route } from 'playwright-core';
import { toBase64 } from '../../../../shared/index';
import { DEMO_PASSPHRASE } from '../../demo/demo-people';
import { AcmeServer, type AcmeFault } from '../../../support/acme/acme-server';
import { createRenewingAlice } from '../../demo/renewing-world';
import { startHarness, type OutlookHarness } from '../harness';
import { openReadPane, pictures, sentFiles } from './support';

const DAY = 86_400_000;
const ALICE = 'alice@signet.example';
/** The first part of each path of the server. */
const PLACES = ['directory', 'new-nonce', 'new-account', 'new-order', 'authz', 'challenge', 'order', 'finalize'];

/** A simulated authority at the origin of the pages, whose policy lets them ask it; its mail goes by the simulated Graph. */
async function startAuthority(harness: OutlookHarness, renewal: { readonly isOn: boolean }): Promise<AcmeServer> {
  const origin = harness.playground.address.replace(/\/$/, '');
  const server = await AcmeServer.create({
    origin,
    terms: 'https://ca.signet.example/terms',
    days: 20,
    deliver: (owner, octets) => {
      harness.playground.store.add({ owner, folder: 'inbox', received: Date.now(), isRead: false }, octets);
    },
  });
  const received = new Set<string>();
  const answer = async (route: Route): Promise<void> => {
    for (const { path, octets } of sentFiles(harness).filter((sent) => !received.has(sent.path))) {
      received.add(path);
      await server.receive(new Uint8Array(octets));
    }
    const request = route.request();
    const { status, headers, body } = await server.answer({
      method: request.method(),
      url: request.url(),
      contentType: request.headers()['content-type'] ?? '',
      body: request.postData() ?? '',
    });
    await route.fulfill({ status, headers, body });
  };
  for (const place of [...PLACES, 'certificate']) {
    await harness.context.route((url) => url.origin === origin && url.pathname.split('/')[1] === place, answer);
  }
  await harness.context.route(`${origin}/playground/policy.json`, async (route) => {
    const policy = (await (await route.fetch()).json()) as { readonly anchors: readonly string[] };
    const anchors = [...policy.anchors, toBase64(server.ca.certificate)];
    await route.fulfill({
      json: { ...policy, anchors, certificateAuthority: { directory: server.directory, renews: renewal.isOn } },
    });
  });
  return server;
}

describe('a certificate by ACME in Outlook', () => {
  let harness: OutlookHarness;
  let server: AcmeServer;
  let pane: Frame;
  const renewal = { isOn: false };
  beforeAll(async () => {
    const now = new Date();
    const { people, firstPfx, oldMail } = await createRenewingAlice(now, new Date(now.getTime() + 300 * DAY));
    const world = {
      user: { name: people.alice.name, address: people.alice.address },
      passphrase: DEMO_PASSPHRASE,
      pfx: firstPfx,
      anchor: people.authority.certificate,
      people: [],
      messages: [{ key: 'old', octets: oldMail }],
    };
    const source = { create: () => Promise.resolve(world), load: () => world };
    harness = await startHarness({ real: true, world: source, expectedErrors: /Failed to load resource|ERR_/ });
    server = await startAuthority(harness, renewal);
    await harness.page.click('.row >> nth=0');
  }, 90_000);
  afterAll(() => harness.close());

  /** Waits until an order of this number has ended or stands still. */
  async function endOf(index: number): Promise<string> {
    const row = pane.locator('[data-order]').nth(index);
    await row.locator('button:text-is("Continue")').click();
    await row.locator('.sg-busy').waitFor({ state: 'detached', timeout: 60_000 });
    return (await row.getAttribute('data-problem')) ?? '';
  }

  it('comes after the terms were agreed to, with mail that goes by Graph', async () => {
    pane = await openReadPane(harness);
    await pane.click('summary:has-text("Get a certificate")');
    await pane.selectOption('select[name=orderKeyKind]', 'ec-p256');
    await pane.click('button:text-is("Order a certificate")');
    await pane.click('button:text-is("Continue")');
    await pane.click('button:text-is("Agree and continue")', { timeout: 30_000 });
    await pane.waitForSelector('.sg-self-test[data-result=good]', { timeout: 60_000 });
    expect(await pane.innerText('.sg-import-done')).toContain('Make a backup of the key');
    await pictures(harness, 'certificate-here');
    await pane.click('.pane-identities > summary');
    expect(await pane.innerText('.pane-identities .sg-identity:has(.sg-identity-facts)')).toContain(ALICE);
    expect([server.responseFaults, sentFiles(harness).length]).toEqual([[], 1]);
  }, 120_000);

  it('is listed as done, with the order that brought it', async () => {
    await pane.click('summary:has-text("Get a certificate")');
    await pane.waitForSelector('[data-order][data-step=done]');
    await pane.locator('[data-order]').first().scrollIntoViewIfNeeded();
    await pictures(harness, 'acme');
  });

  it.each<AcmeFault>(['address-rejected', 'rate-limited'])(
    'ends with a reason where the server shows %s',
    async (fault) => {
      server.faults.add(fault);
      const before = await pane.locator('[data-order]').count();
      await pane.click('button:text-is("Order a certificate")');
      await pane.locator('[data-order]').nth(before).waitFor();
      const end = await endOf(before);
      server.faults.delete(fault);
      expect(end).toBe(fault);
    },
    90_000,
  );

  it('is renewed by itself where that is wanted, while a pane is open', async () => {
    // The server issues for 20 days: from the start there are less than 30 left.
    renewal.isOn = true;
    await harness.page.reload();
    await harness.page.click('.row >> nth=0');
    pane = await openReadPane(harness);
    await pane.click('.pane-identities > summary');
    await pane.waitForSelector('.pane-identities .sg-identity:has(.sg-identity-facts) >> nth=1', { timeout: 60_000 });
    expect(server.responseFaults).toEqual([]);
  }, 120_000);
});
