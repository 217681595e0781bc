import { readFileSync } from 'node:fs';
import { type DemoWorld } from '../../demo/demo-world';
import { startHarness, type OutlookHarness } from '../harness';
import { verifiedByOpenssl } from './judges';
import {
  addDemoIdentity,
  bodyText,
  compose,
  openComposePane,
  openMessage,
  openReadPane,
  protect,
  sendSecure,
  sentFiles,
  verdict,
} from './support';

const BOB = 'bob@signet.example';
const PROVOKED = /401|403|404|Failed to load resource|ERR_/;

const start = async (options: Parameters<typeof startHarness>[0] = {}): Promise<OutlookHarness> => {
  const harness = await startHarness({ real: true, expectedErrors: PROVOKED, ...options });
  await openMessage(harness, 'Lunch on Friday?');
  return harness;
};

it('an identity and what was sent are still there after a restart', async () => {
  const harness = await start();
  try {
    await addDemoIdentity(await openReadPane(harness));
    await compose(harness, { to: ['alice@signet.example'], subject: 'Before the restart', body: 'Still here' });
    const draft = await openComposePane(harness);
    await protect(draft, { sign: true, encrypt: false });
    await sendSecure(harness, draft);
    await harness.restart();
    await harness.page.reload();
    await openMessage(harness, 'Before the restart');
    const pane = await openReadPane(harness);
    expect((await verdict(pane)).shown).toBe('signed-valid');
    expect(await bodyText(pane)).toContain('Still here');
    await openMessage(harness, 'Contract draft');
    await pane.waitForSelector('.pane-subject:has-text("Contract draft")');
    expect((await verdict(pane)).shown).toBe('signed-valid');
  } finally {
    await harness.close();
  }
}, 120_000);

describe('an Outlook without the newer methods', () => {
  let harness: OutlookHarness;
  beforeAll(async () => {
    harness = await start({ shimmed: false });
    await addDemoIdentity(await openReadPane(harness));
  }, 90_000);
  afterAll(() => harness.close());

  it('sends, and whatever it keeps of the draft holds no text', async () => {
    await compose(harness, { to: [BOB], subject: 'Old methods', body: 'Confidential text' });
    await sendSecure(harness, await openComposePane(harness));
    expect(sentFiles(harness)).toHaveLength(1);
    await harness.page.waitForTimeout(500);
    const { store, world } = harness.playground;
    const kept = store
      .list(world.user.address)
      .filter(({ folder }) => folder === 'drafts' || folder === 'deleteditems');
    for (const message of kept) {
      expect(Buffer.from(store.octets(message)).toString('latin1')).not.toMatch(/Confidential|Old methods/);
    }
  });

  it('reads all the same', async () => {
    await openMessage(harness, 'Travel dates');
    expect((await verdict(await openReadPane(harness))).shown).toBe('signed-valid');
  });
});

describe('where sending is not possible', () => {
  let harness: OutlookHarness;
  beforeAll(async () => {
    harness = await start();
  }, 90_000);
  afterAll(() => harness.close());

  it('nothing is signed without an identity', async () => {
    await compose(harness, { to: [BOB], subject: 'Nobody', body: 'Text' });
    const pane = await openComposePane(harness);
    await pane.click('.sg-toggle:has-text("Sign")');
    await pane.click('.pane-send:enabled');
    await pane.waitForSelector('[data-code=no-identity]');
    expect(sentFiles(harness)).toHaveLength(0);
  });

  it('nothing is signed with an identity that has expired', async () => {
    const pane = await harness.pane();
    const { expiredPfx, passphrase } = harness.playground.world as DemoWorld;
    await pane.click('button:has-text("Add an identity")');
    const file = { name: 'old.pfx', mimeType: 'application/x-pkcs12', buffer: Buffer.from(expiredPfx) };
    await pane.setInputFiles('.sg-steps input[type=file]', file);
    await pane.fill('.sg-steps input[type=password]', passphrase);
    await pane.press('.sg-steps input[type=password]', 'Enter');
    await pane.click('.sg-steps button:text-is("Add")');
    await pane.waitForSelector('.pane-identities');
    await pane.click('.pane-send:enabled');
    await pane.waitForSelector('[data-code=identity-expired]');
    expect(sentFiles(harness)).toHaveLength(0);
    await pane.click('.pane-identities summary');
    await pane.click('.sg-identity button:text-is("Details")');
    await pane.click('.sg-identity-actions button:text-is("Remove")');
    await pane.click('.sg-question button:has-text("Remove")');
  });

  it('until there is one that can sign', async () => {
    const pane = await harness.pane();
    await addDemoIdentity(pane);
    await pane.waitForSelector('text=/Signs as/');
  });

  it('the protected message can be saved as a file that others accept', async () => {
    const pane = await harness.pane();
    await harness.context.route('**/sendMail', (route) =>
      route.fulfill({ status: 403, json: { error: { code: 'ErrorAccessDenied' } } }),
    );
    await protect(pane, { sign: true, encrypt: false });
    await pane.click('.pane-send:enabled');
    const button = pane.locator('button:has-text("Save the protected message")');
    await button.waitFor();
    const [download] = await Promise.all([harness.page.waitForEvent('download'), button.click()]);
    const octets = new Uint8Array(readFileSync(await download.path()));
    expect(await verifiedByOpenssl(octets, harness.playground.world)).toMatchObject({ accepted: true });
    expect(sentFiles(harness)).toHaveLength(0);
    expect(await harness.page.isVisible('#field-subject')).toBe(true);
    await harness.context.unroute('**/sendMail');
  });

  it('a plain message of Outlook’s own still goes', async () => {
    const pane = await harness.pane();
    await pane.click('.sg-toggle[aria-pressed=true]:has-text("Sign")');
    await pane.waitForSelector('text=/Choose Sign or Encrypt first/');
    await harness.page.click('[data-own-command=send]');
    await harness.page.waitForSelector('.compose', { state: 'detached' });
    expect(sentFiles(harness)).toHaveLength(1);
  });
});

describe('a message file', () => {
  let harness: OutlookHarness;
  beforeAll(async () => {
    harness = await start();
  }, 90_000);
  afterAll(() => harness.close());

  it('that is dropped on the pane is shown, and the way back too', async () => {
    const pane = await openReadPane(harness);
    await pane.waitForSelector('.sg-card');
    const message = harness.playground.world.messages.find(({ key }) => key === 'clear-signed');
    const text = Buffer.from(message?.octets ?? []).toString('base64');
    await pane.evaluate((base64) => {
      const octets = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([octets], 'dropped.eml', { type: 'message/rfc822' }));
      const target = document.querySelector('.pane-drop');
      for (const type of ['dragover', 'drop']) {
        target?.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
      }
    }, text);
    await pane.waitForSelector('.pane-subject:has-text("Minutes of the meeting")');
    expect((await verdict(pane)).shown).toBe('signed-valid');
    await pane.click('button:has-text("Back to the selected message")');
    await pane.waitForSelector('.pane-subject:has-text("Lunch on Friday?")');
  });

  it('gives way to the message that is selected next', async () => {
    const pane = await harness.pane();
    await pane.setInputFiles('.pane-file input[type=file]', {
      name: 'x.eml',
      mimeType: 'message/rfc822',
      buffer: Buffer.from('Subject: From a file\r\n\r\nText'),
    });
    await pane.waitForSelector('.pane-subject:has-text("From a file")');
    await openMessage(harness, 'Travel dates');
    await pane.waitForSelector('.pane-subject:has-text("Travel dates")');
    expect(await pane.locator('.pane-file-shown').count()).toBe(0);
  });
});

it('the pane speaks German in a German Outlook', async () => {
  const harness = await start({ locale: 'de-DE' });
  try {
    const pane = await openReadPane(harness);
    await pane.waitForSelector('.sg-word:has-text("Nicht signiert")');
    expect(await harness.page.innerText('[data-control="smime.read.open"]')).toBe('Nachricht prüfen');
    expect(await pane.evaluate(() => document.documentElement.lang)).toBe('de');
  } finally {
    await harness.close();
  }
}, 120_000);
