import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type axe from 'axe-core';
import { type Frame } from 'playwright-core';
import { SETTING_NAMES, toBase64 } from '../../../../shared/index';
import { TestCa } from '../../../support/test-ca';
import { TOLD } from '../../demo/demo-sentences';
import { ROOT, startHarness, until, type OutlookHarness } from '../harness';
import { addDemoIdentity, openMessage, openReadPane, read } from './support';

const PICTURES = join(ROOT, process.env['SIGNET_PICTURES'] ?? 'dist/pictures');
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const PEOPLE = '.pane-identities .sg-correspondents';
const JUDY = 'judy@signet.example';
const subjectOf = (key: string): string => TOLD[key]?.subject ?? '';

/** What axe-core has against the list of people, or another part. */
async function violations(pane: Frame, part = PEOPLE): Promise<readonly string[]> {
  await pane.evaluate(AXE);
  return pane.evaluate(async (selector) => {
    const { axe: checker } = globalThis as unknown as { readonly axe: typeof axe };
    const { violations: found } = await checker.run(document.querySelector(selector) ?? document);
    return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
  }, part);
}

async function openPeople(pane: Frame): Promise<void> {
  if (!(await pane.locator(PEOPLE).isVisible())) await pane.click('.pane-identities > summary');
  await pane.waitForSelector(`${PEOPLE} li[data-address]`);
}

describe.each([
  { locale: 'en-US', colorScheme: 'light' },
  { locale: 'de-DE', colorScheme: 'dark' },
] as const)('certificates of other people in the pane, $locale', ({ locale, colorScheme }) => {
  let harness: OutlookHarness;
  let pane: Frame;
  const words = (en: string, de: string): string => (locale === 'en-US' ? en : de);
  const picture = async (name: string): Promise<void> => {
    mkdirSync(PICTURES, { recursive: true });
    await pane.evaluate((selector) => document.querySelector(selector)?.scrollIntoView(), PEOPLE);
    await harness.page.screenshot({ path: join(PICTURES, `outlook-${name}-${colorScheme}.png`) });
  };

  beforeAll(async () => {
    harness = await startHarness({ real: true, locale, colorScheme, expectedErrors: /Failed to load resource/ });
    await openMessage(harness, subjectOf('first-seen'));
    pane = await openReadPane(harness);
    await pane.click(`button:has-text("${words('Add the demo identity', 'Demo-Identität hinzufügen')}")`);
    await pane.waitForSelector('.pane-identities');
    await read(harness, pane, subjectOf('first-seen'));
  }, 90_000);
  afterAll(() => harness.close());

  it('a new key of somebody known is told beside the message, and is not used', async () => {
    await read(harness, pane, subjectOf('changed-certificate'));
    const notice = await pane.waitForSelector('.sg-message-keys');
    expect(await notice.innerText()).toContain(JUDY);
    await openPeople(pane);
    await pane.waitForSelector(`${PEOPLE} .sg-waiting-keys:has-text("${JUDY}")`);
    await picture('people');
    expect(await violations(pane)).toEqual([]);
  });

  it('the keyboard finds her by her name, and her details say which certificate is used', async () => {
    await pane.focus(`${PEOPLE} input[type=search]`);
    await harness.page.keyboard.type('jud');
    await until(async () => (await pane.locator(`${PEOPLE} li[data-address]`).count()) === 1);
    await pane.focus(`${PEOPLE} li[data-address="${JUDY}"] button`);
    await harness.page.keyboard.press('Enter');
    await pane.waitForSelector(`${PEOPLE} .sg-correspondent[data-used=true]`);
    expect(await pane.locator(`${PEOPLE} .sg-correspondent`).count()).toBe(2);
    await picture('people-details');
    expect(await violations(pane)).toEqual([]);
  });

  it('one step confirms the new key, which is used from then on', async () => {
    const newest = pane.locator(`${PEOPLE} .sg-correspondent`).first();
    expect(await newest.getAttribute('data-used')).toBe('false');
    await newest
      .locator(`button:has-text("${words('Use the new certificate', 'Neues Zertifikat verwenden')}")`)
      .click();
    await picture('people-confirm');
    await newest.locator(`button:has-text("${words('Yes, use it', 'Ja, verwenden')}")`).click();
    await until(async () => (await newest.getAttribute('data-used')) === 'true');
  });

  it('a certificate is saved as a card, and removed after a question', async () => {
    const newest = pane.locator(`${PEOPLE} .sg-correspondent`).first();
    const download = harness.page.waitForEvent('download');
    await newest.locator('button:has-text(".vcf")').click();
    expect((await download).suggestedFilename()).toBe(`${JUDY}.vcf`);
    await newest.locator(`button:text-is("${words('Remove', 'Entfernen')}")`).click();
    await newest.locator(`[role=alertdialog] button:text-is("${words('Remove', 'Entfernen')}")`).click();
    await until(async () => (await pane.locator(`${PEOPLE} .sg-correspondent`).count()) === 1);
    await pane.click(`${PEOPLE} button:has-text("${words('Back to all people', 'Zurück zu allen Personen')}")`);
  });

  it('files bring people in, and what is no certificate is told', async () => {
    await openPeople(pane);
    const ca = await TestCa.create();
    const nina = await ca.issue({ commonName: 'Nina', addresses: ['nina@signet.example'] });
    const card = `BEGIN:VCARD\r\nFN:Nina\r\nKEY;ENCODING=b:${toBase64(nina.certificate)}\r\nEND:VCARD\r\n`;
    await pane.setInputFiles(`${PEOPLE} .sg-drop input[type=file]`, [
      { name: 'nina.vcf', mimeType: 'text/vcard', buffer: Buffer.from(card) },
      { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') },
    ]);
    await pane.waitForSelector(`${PEOPLE} [data-outcome=added]:has-text("Nina")`);
    expect(await pane.innerText(`${PEOPLE} .sg-drop .sg-tone-error`)).toContain('notes.txt');
    await pane.waitForSelector(`${PEOPLE} li[data-address="nina@signet.example"]`);
    await pane.evaluate((selector) => document.querySelector(selector)?.scrollIntoView(), `${PEOPLE} .sg-drop`);
    await harness.page.screenshot({ path: join(PICTURES, `outlook-people-files-${colorScheme}.png`) });
  });

  it('beside it the add-in’s server has an editor of policies, which needs no server', async () => {
    const page = await harness.context.newPage();
    await page.goto(`${harness.playground.address}addin/policy-editor.html`);
    const frame = page.mainFrame();
    await page.waitForSelector('[data-outcome]');
    expect(await page.locator('[data-setting]').count()).toBe(SETTING_NAMES.length);
    const encrypt = page.locator('[data-setting="encrypt"]');
    await encrypt.locator('select').first().selectOption('"always"');
    await page.getByLabel(words('To, without one', 'An, ohne Zertifikat')).fill('bob@b.example');
    await page.keyboard.press('Tab');
    await page.waitForSelector('[data-outcome=refuse]:has-text("bob@b.example")');
    await page.click(`button:has-text("${words('Add a rule', 'Regel hinzufügen')}")`);
    await page.waitForSelector('[data-rule="rule-1"]');
    await page.click(`button:has-text("${words('Add an account', 'Konto hinzufügen')}")`);
    const account = page.locator('[data-account="account-1@example.org"]');
    await account.locator('select').last().selectOption('sign');
    await account.locator('[data-setting=sign] select').first().selectOption('"offer"');
    await page.click(`button:has-text("${words('Add a group', 'Gruppe hinzufügen')}")`);
    await page.waitForSelector('[data-group="group-1"]');
    await page.screenshot({ path: join(PICTURES, `policy-editor-${colorScheme}.png`) });
    expect(await violations(frame, 'main')).toEqual([]);
    const saved = page.waitForEvent('download');
    await page.click('button.sg-primary');
    const text = readFileSync(await (await saved).path(), 'utf8');
    expect(JSON.parse(text)).toMatchObject({
      settings: { encrypt: { value: 'always' } },
      accounts: [{ identity: ['account-1@example.org'], settings: { sign: { value: 'offer' } } }],
      groups: { 'group-1': ['*@example.org'] },
      rules: [{ id: 'rule-1' }],
    });
    await page.fill('textarea', text.replace('"always"', '"often"'));
    await page.waitForSelector('[data-fault=wrong-value]');
    expect(await page.innerText('[data-fault]')).toMatch(words('line 6, column', 'Zeile 6, Spalte'));
    await page.focus('[data-fault] button');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
    expect(await page.isDisabled('button.sg-primary')).toBe(true);
    expect(await violations(frame, 'main')).toEqual([]);
    await page.close();
  });
});

describe('a certificate attached to a message', () => {
  let harness: OutlookHarness;
  let pane: Frame;
  beforeAll(async () => {
    harness = await startHarness({ real: true, expectedErrors: /Failed to load resource/ });
    await openMessage(harness, subjectOf('plain'));
    pane = await openReadPane(harness);
    await addDemoIdentity(pane);
  }, 90_000);
  afterAll(() => harness.close());

  it('is added by one click', async () => {
    const ca = await TestCa.create();
    const nina = await ca.issue({ commonName: 'Nina', addresses: ['nina@signet.example'] });
    const message = [
      'From: Nina <nina@signet.example>',
      'To: alice@signet.example',
      'Subject: My certificate',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'here it is',
      '--b',
      'Content-Type: application/pkix-cert; name=nina.cer',
      'Content-Disposition: attachment; filename=nina.cer',
      'Content-Transfer-Encoding: base64',
      '',
      toBase64(nina.certificate),
      '--b--',
      '',
    ].join('\r\n');
    await pane.setInputFiles('.pane-file input[type=file]', {
      name: 'nina.eml',
      mimeType: 'message/rfc822',
      buffer: Buffer.from(message),
    });
    await pane.click('.sg-message-keys button');
    await pane.waitForSelector('.sg-message-keys [data-outcome=added]:has-text("Nina")');
    await openPeople(pane);
    await pane.waitForSelector(`${PEOPLE} li[data-address="nina@signet.example"]`);
  });
});
