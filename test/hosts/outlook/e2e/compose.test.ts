import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Frame } from 'playwright-core';
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
  pictures,
  protect,
  sendSecure,
  sentFiles,
  toggle,
  verdict,
} from './support';

/** The emulated Outlook discards the draft once more, after it is gone. */
const DISCARDED = /404/;
const ALICE = 'alice@signet.example';
const BOB = 'bob@signet.example';
const CAROL = 'carol@signet.example';

const headerOf = (octets: Uint8Array): string => Buffer.from(octets).toString('latin1').split('\r\n\r\n')[0] ?? '';
const textIn = (octets: Uint8Array<ArrayBuffer>): string => shownText(parseEntity(octets));
const allFiles = (folder: string): readonly Buffer[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [readFileSync(join(entry.parentPath, entry.name))] : [],
  );
/** Turns one bit somewhere in the middle of a message's last part. */
function flipped(octets: Uint8Array): Buffer {
  const out = Buffer.from(octets);
  const at = out.lastIndexOf('\r\n', out.length - 200) - 20;
  out[at] = out[at] === 0x41 ? 0x42 : 0x41;
  return out;
}

describe('sending secure', () => {
  let harness: OutlookHarness;
  beforeAll(async () => {
    harness = await startHarness({ real: true, expectedErrors: DISCARDED });
    await openMessage(harness, 'Lunch on Friday?');
    await addDemoIdentity(await openReadPane(harness));
  }, 90_000);
  afterAll(() => harness.close());

  /** Opens what has just arrived, and gives what the pane says of it. */
  const arrived = async (subject: string, outside = subject) => {
    await harness.page.click('[data-folder=inbox]');
    await harness.page.waitForSelector(`.row:has-text("${outside}")`);
    await openMessage(harness, outside);
    const pane: Frame = await openReadPane(harness);
    await pane.waitForSelector(`.pane-subject:has-text("${subject}")`);
    return { ...(await verdict(pane)), text: await bodyText(pane) };
  };

  it('signs: arrives verified, and OpenSSL agrees', async () => {
    await compose(harness, { to: [ALICE, BOB], subject: 'Only signed', body: 'Signed text, Grüße' });
    const pane = await openComposePane(harness);
    // Signing is on from the start: an identity is there.
    await pane.waitForSelector('.sg-toggle[aria-pressed=true]:has-text("Sign")');
    await protect(pane, { sign: true, encrypt: false });
    await sendSecure(harness, pane);
    const [file] = sentFiles(harness).slice(-1);
    const octets = new Uint8Array(file?.octets ?? []);
    expect(headerOf(octets)).toMatch(/^Content-Type: multipart\/signed/im);
    const judged = await verifiedByOpenssl(octets, harness.playground.world);
    expect(judged).toMatchObject({ accepted: true });
    expect(headerOf(judged.content)).toMatch(/^Subject: Only signed\r$[^]*^ hp="clear"\r?$/m);
    expect(textIn(judged.content)).toContain('Signed text, Grüße');
    expect((await verifiedByOpenssl(flipped(octets), harness.playground.world)).accepted).toBe(false);
    const { shown, text } = await arrived('Only signed');
    expect(shown).toBe('signed-valid');
    expect(text).toContain('Signed text, Grüße');
  });

  it('encrypts: arrives opened, and OpenSSL agrees', async () => {
    await compose(harness, { to: [ALICE], cc: [CAROL], subject: 'Only encrypted', body: 'Secret text' });
    const pane = await openComposePane(harness);
    await protect(pane, { sign: false, encrypt: true });
    await pane.waitForSelector('text=Everyone can read it encrypted.');
    await sendSecure(harness, pane);
    const [file] = sentFiles(harness).slice(-1);
    const octets = new Uint8Array(file?.octets ?? []);
    expect(headerOf(octets)).toMatch(/^Content-Type: application\/pkcs7-mime;[\s\S]*enveloped-data/im);
    expect(Buffer.from(octets).includes('Secret text')).toBe(false);
    expect(headerOf(octets)).toMatch(/^Subject: \[\.\.\.\]\r$/m);
    expect(Buffer.from(octets).includes('Only encrypted')).toBe(false);
    const judged = await decryptedByOpenssl(octets, harness.playground.world);
    expect(judged).toMatchObject({ accepted: true });
    expect(textIn(judged.content)).toContain('Secret text');
    expect(headerOf(judged.content)).toMatch(/^Subject: Only encrypted\r$[^]*^HP-Outer: Subject: \[\.\.\.\]\r$/m);
    const { shown, sentence, text } = await arrived('Only encrypted', '[...]');
    expect(shown).toBe('unsigned');
    expect(sentence).toMatch(/encrypted/i);
    expect(text).toContain('Secret text');
  });

  it('does both by the ribbon alone: arrives opened and verified, with an attachment', async () => {
    await compose(harness, { to: [BOB, ALICE], subject: 'Both at once', body: 'Signed secret' });
    await harness.page.setInputFiles('[data-attach]', {
      name: 'Plan für Montag.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('1. Coffee'),
    });
    await toggle(harness, 'encrypt');
    const pane = await openComposePane(harness);
    await pane.waitForSelector('text=Everyone can read it encrypted.');
    await sendSecure(harness, pane);
    const [file] = sentFiles(harness).slice(-1);
    const { world } = harness.playground;
    const opened = await decryptedByOpenssl(new Uint8Array(file?.octets ?? []), world);
    expect(opened).toMatchObject({ accepted: true });
    const judged = await verifiedByOpenssl(opened.content, world);
    expect(judged).toMatchObject({ accepted: true });
    expect(Buffer.from(judged.content).toString('latin1')).toContain(Buffer.from('1. Coffee').toString('base64'));
    const { shown, sentence, text } = await arrived('Both at once', '[...]');
    expect(shown).toBe('signed-valid');
    expect(sentence).toMatch(/encrypted/i);
    expect(text).toContain('Signed secret');
  });

  it('leaves no plaintext draft behind', async () => {
    await harness.page.click('[data-folder=drafts]');
    await harness.page.waitForTimeout(300);
    expect(await harness.page.locator('.row').count()).toBe(0);
    const { store, world } = harness.playground;
    const folders = store.list(world.user.address).map(({ folder }) => folder);
    expect(folders).not.toContain('drafts');
    expect(folders).not.toContain('deleteditems');
  });

  it('sends blind copies apart: nobody sees them, and each can read their own', async () => {
    const before = sentFiles(harness).length;
    await compose(harness, { to: [BOB], bcc: [CAROL], subject: 'With a blind copy', body: 'For both' });
    await toggle(harness, 'encrypt');
    await sendSecure(harness, await openComposePane(harness));
    const files = sentFiles(harness).slice(before);
    expect(files).toHaveLength(2);
    const headers = files.map(({ octets }) => headerOf(octets));
    expect(headers.join()).not.toMatch(/^bcc:/im);
    expect(headers.map((header) => header.includes(CAROL))).toEqual([false, true]);
    expect(headers.map((header) => header.includes(BOB))).toEqual([true, false]);
    const ids = headers.map((header) => /^Message-ID: (.*)$/im.exec(header)?.[1]);
    expect(new Set(ids).size).toBe(2);
  });

  it('sends the sender a copy that they can read', async () => {
    await harness.page.click('[data-folder=sentitems]');
    await openMessage(harness, '[...]');
    const pane = await openReadPane(harness);
    await pane.waitForSelector('.pane-subject:has-text("With a blind copy")');
    expect((await verdict(pane)).shown).toBe('signed-valid');
  });

  it('writes in the pane: what is written is never in the mailbox unprotected', async () => {
    await compose(harness, { to: [BOB], subject: 'Written elsewhere', body: '' });
    const pane = await openComposePane(harness);
    await pane.click('[data-step=write-here]');
    await pane.fill('[data-field=text]', 'Unseen by any server');
    await pane.setInputFiles('.pane-write-files input[type=file]', {
      name: 'unseen.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('Unseen attachment'),
    });
    await pane.waitForSelector('.pane-list:has-text("unseen.txt")');
    await pictures(harness, 'write');
    await pane.click('.pane-send:enabled');
    await pane.click('[data-step=remove-draft]');
    await harness.page.waitForSelector('.compose', { state: 'detached' });
    const [file] = sentFiles(harness).slice(-1);
    const opened = await decryptedByOpenssl(new Uint8Array(file?.octets ?? []), harness.playground.world);
    const judged = await verifiedByOpenssl(opened.content, harness.playground.world);
    expect(judged).toMatchObject({ accepted: true });
    expect(textIn(judged.content)).toContain('Unseen by any server');
    for (const octets of allFiles(harness.stateFolder)) {
      expect(octets.includes('Unseen by any server')).toBe(false);
      expect(octets.includes(Buffer.from('Unseen attachment').toString('base64'))).toBe(false);
    }
  });

  it('forwards in the pane what it has decrypted, with its attachment, encrypted again', async () => {
    await arrived('Both at once', '[...]');
    const pane = await harness.pane();
    await pane.click('[data-step=forward]');
    await pane.waitForSelector('.pane-list li[data-state=read]:has-text("Plan für Montag.txt")');
    await pane.fill('[data-field=to]', BOB);
    await pane.fill('[data-field=text]', `Passed on unseen${await pane.inputValue('[data-field=text]')}`);
    await pane.click('.pane-send:enabled');
    await pane.click('[data-step=done]');
    const octets = new Uint8Array(sentFiles(harness).at(-1)?.octets ?? []);
    expect(headerOf(octets)).not.toMatch(/^(?:in-reply-to|references):/im);
    const opened = await decryptedByOpenssl(octets, harness.playground.world);
    const judged = await verifiedByOpenssl(opened.content, harness.playground.world);
    expect(judged).toMatchObject({ accepted: true });
    const content = Buffer.from(judged.content).toString('latin1');
    expect(content).toMatch(/^Subject: Fwd: Both at once$/m);
    expect(textIn(judged.content)).toMatch(/^Passed on unseen\s+Alice[^]*> Signed secret/);
    expect(content).toContain(Buffer.from('1. Coffee').toString('base64'));
    for (const kept of allFiles(harness.stateFolder)) expect(kept.includes('Passed on unseen')).toBe(false);
  });

  it('answers in the pane what is open there, quoting it', async () => {
    await harness.page.click('[data-folder=inbox]');
    await openMessage(harness, 'Contract draft');
    const pane = await openReadPane(harness);
    await pane.click('[data-step=reply]');
    const quoted = await pane.inputValue('[data-field=text]');
    expect(quoted).toMatch(/^\n\nBob Example:\n> /);
    await openMessage(harness, 'Lunch on Friday?');
    expect(await pane.inputValue('[data-field=text]')).toBe(quoted);
    await pane.click('[data-step=back]');
    await pane.waitForSelector('.pane-subject:has-text("Lunch on Friday?")');
  });
});
