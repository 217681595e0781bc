import {
  composeEntity,
  composeHeader,
  parseCertificate,
  protectEntity,
  withHeader,
  type Bytes,
} from '../../../../shared/index';
import { certificateOf } from '../../demo/demo-people';
import { rareMessage } from '../../demo/rare-message';
import { missingPrograms, Session, stopSessions } from '../session';
import { createTestWorld, type TestWorld } from './world';

const missing = missingPrograms();
const BIG = 'A big one';
const RARE = 'A rare one';
const MEGABYTES = 25;

/** AES-GCM, which Thunderbird's own S/MIME does not open, so that the document is ours. */
async function bigMessage({ keys }: TestWorld): Promise<Bytes> {
  const { alice, bob } = keys;
  const octets = new Uint8Array(MEGABYTES << 20).map((_, i) => Math.imul(i, 2_654_435_761) >>> 24);
  const entity = composeEntity({
    text: 'All of it is here.',
    attachments: [{ filename: 'big.bin', contentType: 'application/octet-stream', octets }],
  });
  const sealed = await protectEntity({
    entity,
    encryptTo: [parseCertificate(certificateOf(alice))],
    algorithm: 'aes-256-gcm',
  });
  const header = composeHeader({
    from: bob,
    to: [alice],
    subject: BIG,
    date: new Date(),
    messageId: '<big@signet.example>',
  });
  return withHeader(header, sealed);
}

/** Runs in the background page: counts how often its main thread comes to run a timer. */
const WATCH = `
  const watch = { ticks: 0, longest: 0, milliseconds: 0 };
  let last = content.performance.now();
  content.setInterval(() => {
    const now = content.performance.now();
    watch.ticks++;
    watch.milliseconds += now - last;
    watch.longest = Math.max(watch.longest, now - last);
    last = now;
    content.wrappedJSObject.signetWatch = Cu.cloneInto(watch, content);
  }, 4);`;

(missing.length > 0 ? describe.skip : describe)('long work in Thunderbird', () => {
  let session: Session;

  beforeAll(async () => {
    const world = await createTestWorld();
    session = await Session.start(world, { extraMessages: [await bigMessage(world), rareMessage(RARE)] });
    await session.chrome.openFolder('INBOX', world.messages.length + 2);
  }, 150_000);
  afterAll(stopSessions, 30_000);

  const bodyWith = async (text: string): Promise<string> => {
    for (const end = performance.now() + 60_000; ;) {
      const { body } = await session.chrome.shown();
      if (body.includes(text)) return body;
      if (performance.now() > end) throw new Error(`waited in vain for "${text}"; shown: "${body}"`);
      await session.chrome.pause(50);
    }
  };
  const press = (label: string): Promise<boolean> =>
    session.chrome.run<boolean>(
      `const [label] = args;
      const find = (node) => {
        if (node.localName === "button" && node.textContent.includes(label)) return node;
        for (const child of [...(node.openOrClosedShadowRoot?.children ?? []), ...(node.children ?? [])]) {
          const found = find(child);
          if (found) return found;
        }
        return undefined;
      };
      const body = () => messageWindow().getMessagePaneBrowser().contentDocument?.body;
      (await until("the button " + label, () => body() && find(body()))).click();
      return true;`,
      label,
    );

  it('is shown with a bar, and stops when Cancel is pressed; the message can be opened again', async () => {
    await session.chrome.showMessage(BIG);
    expect(await bodyWith('Checking this message')).toContain('Cancel');
    await press('Cancel');
    await bodyWith('You stopped this');
    await press('Try again');
    expect(await bodyWith('All of it is here.')).toContain('big.bin');
  }, 150_000);

  it('may use WebAssembly, and refuses script that is made of text', async () => {
    const made = await session.chrome.background<readonly string[]>(
      `const module = new page.WebAssembly.Module(new page.Uint8Array(page.Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)));
      let evaluated = "ran";
      try { page.Function("return 1")(); } catch { evaluated = "refused"; }
      return [page.Object.prototype.toString.call(module), evaluated];`,
    );
    expect(made).toEqual(['[object WebAssembly.Module]', 'refused']);
  });

  it('has what is rare loaded into the worker when it is met', async () => {
    const { status } = await session.chrome.showMessage(RARE, { status: true });
    expect(status).toBe('Signature not confirmed');
  });

  it('leaves the background page free: all of it is done in the worker', async () => {
    await session.chrome.showMessage('Lunch on Friday?');
    await session.chrome.suspend();
    await session.chrome.background(WATCH);
    await session.chrome.showMessage(BIG);
    await bodyWith('All of it is here.');
    const watch = await session.chrome.background<{ ticks: number; longest: number; milliseconds: number }>(
      'return page.signetWatch;',
    );
    if (process.env['SIGNET_LONG_WORK_RESULTS'] !== undefined) console.log('background page', watch);
    expect(watch.ticks).toBeGreaterThan(watch.milliseconds / 100);
    expect(watch.longest).toBeLessThan(watch.milliseconds / 2);
  }, 150_000);
});
