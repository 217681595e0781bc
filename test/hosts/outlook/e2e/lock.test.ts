import { type Frame } from 'playwright-core';
import { TOLD } from '../../demo/demo-sentences';
import { startHarness, until, type OutlookHarness } from '../harness';
import { verifiedByOpenssl } from './judges';
import {
  addDemoIdentity,
  bodyText,
  compose,
  moveClock,
  openComposePane,
  openMessage,
  openReadPane,
  pictures,
  sentFiles,
} from './support';

const ENCRYPTED = TOLD['encrypted']?.subject ?? '';
const TEXT = TOLD['encrypted']?.text ?? '';
const PASSPHRASE = 'correct horse battery staple';
const PANEL = '.pane-identities .sg-keys';

describe('keys under a passphrase in the pane', () => {
  let harness: OutlookHarness;
  let pane: Frame;
  beforeAll(async () => {
    harness = await startHarness({ real: true, expectedErrors: /Failed to load resource/ });
    await openMessage(harness, ENCRYPTED);
    pane = await openReadPane(harness);
    await addDemoIdentity(pane);
    await opened();
  }, 90_000);
  afterAll(() => harness.close());

  const opened = async (): Promise<void> => {
    await pane.waitForSelector('.sg-message');
    await until(async () => (await bodyText(pane)).includes(TEXT));
  };
  const openSettings = async (): Promise<void> => {
    if (!(await pane.isVisible(PANEL))) await pane.click('.pane-identities > summary');
    await pane.waitForSelector(`${PANEL}[aria-busy=false]`);
  };
  const closeSettings = async (): Promise<void> => pane.click('.pane-identities > summary');
  const enter = async (passphrase: string): Promise<void> => {
    await pane.fill('.sg-unlock input[name=passphrase]', passphrase);
    await pane.click('.sg-unlock button[type=submit]');
  };

  it('are set in the settings; what was open stays open', async () => {
    await openSettings();
    expect(await pane.innerText(PANEL)).toContain('protected by this profile alone');
    await pane.click(`${PANEL} button:has-text("Set a passphrase")`);
    await pane.fill(`${PANEL} input[name=next]`, PASSPHRASE);
    await pane.fill(`${PANEL} input[name=repeat]`, PASSPHRASE);
    await pane.click(`${PANEL} button[type=submit]`);
    await pane.waitForSelector(`${PANEL} :text("The passphrase is set.")`);
    await pictures(harness, 'keys-settings');
    await closeSettings();
    await opened();
  });

  it('are locked after a restart: the passphrase is asked for in the place of the message, which then opens', async () => {
    await harness.restart();
    await harness.page.reload();
    await openMessage(harness, ENCRYPTED);
    pane = await openReadPane(harness);
    await pane.waitForSelector('.sg-unlock');
    expect(await pane.innerText('.sg-unlock')).toContain('This message is encrypted for you.');
    expect(await pane.locator('.sg-unlock input').evaluate((field) => field === document.activeElement)).toBe(true);
    await enter('correct horse');
    await pane.waitForSelector('#sg-passphrase-problem:has-text("Wrong passphrase.")');
    await pictures(harness, 'keys-unlock');
    await enter(PASSPHRASE);
    await opened();
  });

  it('are locked by a click, which closes the message; declined, it stays closed', async () => {
    await openSettings();
    await pane.click(`${PANEL} button:has-text("Lock now")`);
    await pane.waitForSelector(':text("Opening it takes your key")');
    expect(await pane.locator('.sg-message').count()).toBe(0);
    await pane.click('.sg-unlock button:has-text("Not now")');
    await pane.waitForSelector(':text("this message stays closed")');
    await pane.click('button:has-text("Unlock…")');
    await enter(PASSPHRASE);
    await opened();
  });

  it('are locked after the time that was chosen', async () => {
    await openSettings();
    await pane.selectOption(`${PANEL} select[name=unlockTime]`, '5');
    await until(async () => (await pane.inputValue(`${PANEL} select[name=unlockTime]`)) === '5');
    await closeSettings();
    await moveClock(harness, 6 * 60_000);
    await openMessage(harness, TOLD['clear-signed']?.subject ?? '');
    await openMessage(harness, ENCRYPTED);
    await pane.waitForSelector('.sg-unlock');
  });

  it('are asked for when a message is signed, which goes out then and not before', async () => {
    await compose(harness, { to: ['dan@signet.example'], subject: 'Signed later', body: 'The text' });
    // Signing is on from the start where there is an identity.
    pane = await openComposePane(harness);
    await pane.click('.pane-send');
    await pane.waitForSelector('.sg-unlock');
    await pictures(harness, 'keys-send');
    await pane.click('.sg-unlock button:has-text("Not now")');
    await pane.waitForSelector(':text("was not sent and is as it was")');
    expect(sentFiles(harness)).toEqual([]);
    await pane.click('.pane-send');
    await pane.waitForSelector('.sg-unlock');
    await enter(PASSPHRASE);
    await harness.page.waitForSelector('.compose', { state: 'detached', timeout: 20_000 });
    const [file] = sentFiles(harness);
    const judged = await verifiedByOpenssl(new Uint8Array(file?.octets ?? []), harness.playground.world);
    expect(judged).toMatchObject({ accepted: true });
  });

  it('leave neither the passphrase nor a key in what the pages store', async () => {
    // The draft was closed with its pane.
    await openMessage(harness, ENCRYPTED);
    pane = await openReadPane(harness);
    await pane.waitForSelector('.pane-identities');
    const stored = await pane.evaluate(() => [...Object.entries(localStorage), ...Object.entries(sessionStorage)]);
    expect(JSON.stringify(stored)).not.toContain('correct horse');
    const [, marked = '{}'] = stored.find(([name]) => name === 'signet.identities') ?? [];
    expect(Object.keys(JSON.parse(String(marked)) as object).sort()).toEqual(['at', 'fingerprints', 'storage']);
    const state = JSON.stringify(await harness.context.storageState({ indexedDB: true }).catch(() => ''));
    expect(state).not.toContain('correct horse');
  });

  it('that are gone with the storage are missed, and the way back is told', async () => {
    await pane.evaluate(async () => {
      for (const { name } of await indexedDB.databases()) {
        if (name !== undefined) indexedDB.deleteDatabase(name);
      }
    });
    await harness.page.reload();
    await openMessage(harness, ENCRYPTED);
    pane = await openReadPane(harness);
    await pane.waitForSelector(':text("Your keys are gone from here")');
    expect(await pane.innerText('.pane')).toContain('Import the file that you kept');
    await pictures(harness, 'keys-gone');
  });

  /** How many keys lie in the stores, wrapped in whatever way. */
  const storedKeys = (): Promise<number> =>
    pane.evaluate(
      () =>
        new Promise<number>((resolve, reject) => {
          const opening = indexedDB.open('signet');
          opening.onerror = () => reject(new Error('not opened'));
          opening.onsuccess = () => {
            const counting = opening.result.transaction('identities').objectStore('identities').count();
            counting.onsuccess = () => resolve(counting.result);
            opening.result.close();
          };
        }),
    );

  it('are not stored without a passphrase where the organisation wants one: the import asks for it first', async () => {
    await harness.context.route(`${harness.playground.address}playground/policy.json`, async (route) => {
      const policy = (await (await route.fetch()).json()) as object;
      await route.fulfill({ json: { ...policy, keys: { passphraseRequired: true } } });
    });
    await harness.page.reload();
    await openMessage(harness, ENCRYPTED);
    pane = await openReadPane(harness);
    await pane.click('button:has-text("Add an identity")');
    const { pfx, passphrase } = harness.playground.world;
    const file = { name: 'alice.p12', mimeType: 'application/octet-stream', buffer: Buffer.from(pfx) };
    await pane.setInputFiles('.sg-steps input[type=file]', file);
    await pane.fill('.sg-steps input[type=password]', passphrase);
    await pane.press('.sg-steps input[type=password]', 'Enter');
    await pane.click('.sg-steps button:text-is("Add")');
    await pane.waitForSelector('.sg-steps .sg-unlock input[name=next]');
    expect(await storedKeys()).toBe(0);
    await pictures(harness, 'keys-required');
    await pane.fill('.sg-unlock input[name=next]', PASSPHRASE);
    await pane.fill('.sg-unlock input[name=repeat]', PASSPHRASE);
    await pane.click('.sg-unlock button[type=submit]');
    await pane.waitForSelector('.sg-self-test[data-result=good]');
    expect(await storedKeys()).toBe(1);
    await opened();
  });

  it('that were imported so sign once they are unlocked; the passphrase cannot be removed', async () => {
    await openSettings();
    expect(await pane.locator(`${PANEL} button:has-text("Remove")`).count()).toBe(0);
    await pane.click(`${PANEL} button:has-text("Lock now")`);
    await closeSettings();
    const before = sentFiles(harness).length;
    await compose(harness, { to: ['dan@signet.example'], subject: 'Signed again', body: 'The text' });
    pane = await openComposePane(harness);
    await pane.click('.pane-send');
    await pane.waitForSelector('.sg-unlock');
    expect(sentFiles(harness)).toHaveLength(before);
    await enter(PASSPHRASE);
    await harness.page.waitForSelector('.compose', { state: 'detached', timeout: 20_000 });
    const judged = await verifiedByOpenssl(
      new Uint8Array(sentFiles(harness)[before]?.octets ?? []),
      harness.playground.world,
    );
    expect(judged).toMatchObject({ accepted: true });
  });
});
