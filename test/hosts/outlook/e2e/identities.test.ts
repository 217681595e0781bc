import { type Frame } from 'playwright-core';
import { DEMO_PASSPHRASE } from '../../demo/demo-people';
import { createRenewingAlice, OLD_SUBJECT, OLD_TEXT, type RenewingAlice } from '../../demo/renewing-world';
import { startHarness, type OutlookHarness } from '../harness';
import { type PlaygroundWorld } from '../playground/world';
import { verifiedByOpenssl } from './judges';
import {
  bodyText,
  compose,
  moveClock,
  openComposePane,
  openReadPane,
  pictures,
  read,
  sendSecure,
  sentFiles,
  verdict,
} from './support';

const DAY = 86_400_000;

function worldOf({ people, firstPfx, oldMail }: RenewingAlice): PlaygroundWorld {
  return {
    user: { name: people.alice.name, address: people.alice.address },
    passphrase: DEMO_PASSPHRASE,
    pfx: firstPfx,
    anchor: people.authority.certificate,
    people: [],
    messages: [{ key: 'old', octets: oldMail }],
  };
}

async function chooseFile(pane: Frame, octets: Uint8Array, name: string): Promise<void> {
  await pane.click('button:has-text("Add an identity")');
  const file = { name, mimeType: 'application/octet-stream', buffer: Buffer.from(octets) };
  await pane.setInputFiles('.sg-steps input[type=file]', file);
}

async function enter(pane: Frame, password: string): Promise<void> {
  await pane.fill('.sg-steps input[type=password]', password);
  await pane.press('.sg-steps input[type=password]', 'Enter');
}

async function listIdentities(pane: Frame): Promise<void> {
  await pane.click('.pane-identities > summary');
  await pane.waitForSelector('.pane-identities .sg-identity');
}

describe('an identity in Outlook, from its file to the one after it', () => {
  let alice: RenewingAlice;
  let harness: OutlookHarness;
  beforeAll(async () => {
    const now = new Date();
    alice = await createRenewingAlice(now, new Date(now.getTime() + 20 * DAY));
    const world = worldOf(alice);
    const source = { create: () => Promise.resolve(world), load: () => world };
    harness = await startHarness({ real: true, world: source, expectedErrors: /Failed to load resource|ERR_/ });
    await harness.page.click('.row >> nth=0');
  }, 90_000);
  afterAll(() => harness.close());

  it('is imported in three steps, with everything said first', async () => {
    const pane = await openReadPane(harness);
    await chooseFile(pane, alice.firstPfx, 'alice.p12');
    await enter(pane, 'wrong');
    await pane.waitForSelector('.sg-steps [role=alert]:has-text("password is wrong")');
    await enter(pane, DEMO_PASSPHRASE);
    await pane.waitForSelector('.sg-found');
    const found = await pane.innerText('.sg-steps');
    expect(found).toContain('Step 3 of 3');
    expect(found).toContain('For your account: alice@signet.example');
    expect(found).toContain('expires within 30 days');
    expect(found).not.toContain('not trusted');
    await pictures(harness, 'import-found');
    await pane.click('.sg-steps button:text-is("Add")');
  });

  it('is tested by a message that is really signed, encrypted, opened and verified', async () => {
    const pane = await harness.pane();
    await pane.waitForSelector('.sg-self-test[data-result=good]');
    expect(await pane.locator('.sg-test-steps > [data-outcome=good]').count()).toBe(5);
    await pane.click('button:has-text("Yes, I keep the file")');
    await pane.waitForSelector('text=Noted: the file is your backup.');
    await pane.waitForSelector('[data-reminder="30"]');
    await pictures(harness, 'identity-tested');
    expect(sentFiles(harness)).toHaveLength(0);
  });

  it('opens what was encrypted to it', async () => {
    const pane = await harness.pane();
    await read(harness, pane, OLD_SUBJECT);
    expect((await verdict(pane)).shown).toBe('signed-valid');
    expect(await bodyText(pane)).toContain(OLD_TEXT);
  });

  it('signs what is sent', async () => {
    await compose(harness, { to: ['dan@signet.example'], subject: 'Signed', body: 'By the first' });
    await sendSecure(harness, await openComposePane(harness));
    const [sent] = sentFiles(harness);
    expect((await verifiedByOpenssl(sent?.octets ?? Buffer.alloc(0), worldOf(alice))).accepted).toBe(true);
  });

  it('signs nothing once it has expired', async () => {
    await compose(harness, { to: ['dan@signet.example'], subject: 'Too late', body: 'By nobody' });
    const pane = await openComposePane(harness);
    await moveClock(harness, 25 * DAY);
    await pane.click('.pane-send:enabled');
    await pane.waitForSelector('[data-code=identity-expired]');
    expect(sentFiles(harness)).toHaveLength(1);
  });

  it('gives way to the next one, which signs', async () => {
    const pane = await harness.pane();
    await listIdentities(pane);
    await chooseFile(pane, alice.nextPfx, 'next.p12');
    await enter(pane, DEMO_PASSPHRASE);
    await pane.click('.sg-steps button:text-is("Add")');
    await pane.waitForSelector('.sg-self-test[data-result=good]');
    await pane.waitForSelector('.sg-reminders', { state: 'detached' });
    await pane.click('.pane-send:enabled');
    await harness.page.waitForSelector('.compose', { state: 'detached' });
    expect(sentFiles(harness)).toHaveLength(2);
    const sent = sentFiles(harness)[1]?.octets ?? Buffer.alloc(0);
    expect((await verifiedByOpenssl(sent, worldOf(alice))).accepted).toBe(true);
  });

  it('still opens old mail then, and after a restart', async () => {
    const opened = async (): Promise<void> => {
      const pane = await openReadPane(harness);
      await read(harness, pane, OLD_SUBJECT);
      expect(await bodyText(pane)).toContain(OLD_TEXT);
    };
    await harness.page.click('.row >> nth=0');
    await opened();
    await harness.restart();
    await harness.page.reload();
    await harness.page.click('.row >> nth=0');
    await opened();
  });

  it('shows both, each with its details', async () => {
    const pane = await harness.pane();
    await listIdentities(pane);
    expect(await pane.locator('.pane-identities li.sg-identity:has(.sg-identity-facts)').count()).toBe(2);
    await pane.locator('.sg-identity button:text-is("Details")').first().click();
    await pane.waitForSelector('.sg-identity-details .sg-chain > li >> nth=2');
    const details = await pane.innerText('.sg-identity-details');
    expect(details).toContain('trusted here');
    expect(details).toContain('there is one, as of');
    await pane.click('button:text-is("Test it")');
    await pane.waitForSelector('.sg-self-test[data-result=good]');
    await pictures(harness, 'identity-details');
  });
});
