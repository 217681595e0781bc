import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Frame } from 'playwright-core';
import { startHarness, until, type OutlookHarness } from '../harness';
import { decryptedByOpenssl, verifiedByOpenssl } from './judges';
import {
  addDemoIdentity,
  compose,
  openComposePane,
  openMessage,
  openReadPane,
  protect,
  sendSecure,
  sentFiles,
  toggle,
} from './support';

const BOB = 'bob@signet.example';
const DAN = 'dan@signet.example';
const CAROL = 'carol@signet.example';
/** The emulated Outlook discards a draft once more, after it is gone. */
const DISCARDED = /404/;

describe.each(['light', 'dark'] as const)('recipients in Outlook, in the %s', (colorScheme) => {
  let harness: OutlookHarness;
  beforeAll(async () => {
    harness = await startHarness({ real: true, colorScheme, expectedErrors: DISCARDED });
    await openMessage(harness, 'Lunch on Friday?');
    await addDemoIdentity(await openReadPane(harness));
  }, 90_000);
  afterAll(() => harness.close());
  afterEach(async () => {
    for (let left = await harness.page.locator('[data-own-command=discard]').count(); left > 0; left--)
      await (await harness.page.$('[data-own-command=discard]'))?.click();
  });

  const headerOf = (octets: Uint8Array): string => Buffer.from(octets).toString('latin1').split('\r\n\r\n')[0] ?? '';
  const picture = async (name: string): Promise<void> => {
    const folder = join(process.cwd(), process.env['SIGNET_PICTURES'] ?? 'dist/pictures');
    mkdirSync(folder, { recursive: true });
    await harness.page.screenshot({ path: join(folder, `outlook-${name}-${colorScheme}.png`) });
  };
  /** Sends by the pane and gives what left. */
  const sent = async (pane: Frame): Promise<readonly Uint8Array<ArrayBuffer>[]> => {
    const before = sentFiles(harness).length;
    await sendSecure(harness, pane);
    return sentFiles(harness)
      .slice(before)
      .map(({ octets }) => new Uint8Array(octets));
  };
  const states = async (pane: Frame): Promise<readonly string[]> => {
    await pane.waitForSelector('.sg-recipient');
    const shown = (): Promise<string[]> =>
      pane.locator('.sg-recipient').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-state') ?? ''));
    // Who is missing is looked for as soon as that is known: the steps come once nobody is looked for.
    let last = '';
    await until(async () => {
      const before = last;
      last = (await shown()).join(' ');
      return last === before && !last.includes('checking');
    });
    return last.split(' ');
  };

  it('who signed a message is answered encrypted with no further click', async () => {
    await openMessage(harness, 'Lunch on Friday?');
    await harness.page.click('[data-own-command=reply]');
    await harness.page.waitForSelector('#field-subject');
    const pane = await openComposePane(harness);
    await pane.waitForSelector('.sg-toggle[aria-pressed=true]:has-text("Encrypt")');
    await pane.waitForSelector('[data-note=started-encrypted]');
    await picture('reply-encrypted');
    const [octets] = await sent(pane);
    const opened = await decryptedByOpenssl(octets ?? new Uint8Array(0), harness.playground.world);
    expect(opened).toMatchObject({ accepted: true });
    expect(await verifiedByOpenssl(opened.content, harness.playground.world)).toMatchObject({ accepted: true });
  });

  it('each have a state, and who can read it is said', async () => {
    await compose(harness, { to: [BOB, DAN], bcc: [CAROL], subject: 'To many', body: 'Text' });
    await toggle(harness, 'encrypt');
    const pane = await openComposePane(harness);
    expect(await states(pane)).toEqual(['ready', 'missing', 'ready']);
    await picture('recipients');
  });

  it('who can all read it are named before it is sent', async () => {
    await compose(harness, { to: [BOB], bcc: [CAROL], subject: 'To both', body: 'Text' });
    await toggle(harness, 'encrypt');
    const pane = await openComposePane(harness);
    expect(await states(pane)).toEqual(['ready', 'ready']);
    await pane.click('.sg-readers > summary');
    const readers = await pane.locator('[data-reader]').allInnerTexts();
    expect(readers.join('|')).toMatch(
      /You \(alice@signet\.example\)[^]*bob@signet[^]*carol@signet[^]*a message of their own/,
    );
    await picture('readers');
  });

  it('without a certificate get a message of their own, once the user has seen which goes how', async () => {
    await compose(harness, { to: [BOB, DAN], subject: 'Apart', body: 'Both read this' });
    await toggle(harness, 'encrypt');
    const pane = await openComposePane(harness);
    await states(pane);
    await pane.click('[data-step=separate]');
    const question = await pane.innerText('[role=alertdialog]');
    expect(question).toMatch(/Encrypted to[^]*bob@signet\.example[^]*Unencrypted[^]*dan@signet\.example/);
    await picture('separate');
    const before = sentFiles(harness).length;
    await pane.click('[data-answer=yes]');
    await harness.page.waitForSelector('.compose', { state: 'detached', timeout: 20_000 });
    const headers = sentFiles(harness)
      .slice(before)
      .map(({ octets }) => headerOf(octets));
    expect(headers).toHaveLength(2);
    expect(headers[0]).toMatch(/pkcs7-mime/);
    expect(headers[0]).not.toContain(DAN);
    expect(headers[1]).toMatch(/multipart\/signed/);
    expect(headers[1]).not.toContain(BOB);
  });

  it('without a certificate can be written to unencrypted, after a question', async () => {
    await compose(harness, { to: [DAN], subject: 'Open', body: 'Text' });
    await toggle(harness, 'encrypt');
    const pane = await openComposePane(harness);
    await states(pane);
    await pane.click('[data-step=open]');
    await pane.click('[data-answer=yes]');
    await pane.waitForSelector('.sg-toggle[aria-pressed=false]:has-text("Encrypt")');
    const [octets] = await sent(pane);
    expect(headerOf(octets ?? new Uint8Array(0))).toMatch(/multipart\/signed/);
  });

  it('that the user wants to write to without encryption stay so', async () => {
    await compose(harness, { to: [BOB], subject: 'Open by choice', body: 'Text' });
    const pane = await openComposePane(harness);
    await protect(pane, { sign: true, encrypt: false });
    await harness.page.waitForTimeout(2_000);
    expect(await pane.getAttribute('.sg-toggle:has-text("Encrypt")', 'aria-pressed')).toBe('false');
  });
});
