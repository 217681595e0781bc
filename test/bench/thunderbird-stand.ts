import { setTimeout as sleep } from 'node:timers/promises';
import { Screen, Thunderbird } from '../hosts/thunderbird/thunderbird';
import { PageStand } from './page-stand';
import { PATIENCE } from './remote';
import { type Answer, type Order } from './stand';
import { inBackgroundPage, silentPort } from './thunderbird-page';

const BENCH_ID = 'bench@signet.example';

/** The background page of an extension in the real Thunderbird: where the add-on runs, with the same privileges. */
export class ThunderbirdStand extends PageStand {
  readonly version: string;
  readonly #thunderbird: Thunderbird;
  readonly #screen: Screen;

  private constructor(thunderbird: Thunderbird, screen: Screen, version: string) {
    super();
    this.#thunderbird = thunderbird;
    this.#screen = screen;
    this.version = version;
  }

  static async start(addOn: string, keys: string): Promise<ThunderbirdStand> {
    const screen = await Screen.open();
    try {
      const port = await silentPort();
      // Asked for new mail during a long run, a server that says nothing opens a dialog in the end.
      const extra = { 'mail.server.server1.check_new_mail': false };
      const account = { name: 'Bench', address: 'bench@example.test', imapPort: port, smtpPort: port, extra };
      const thunderbird = await Thunderbird.start({ ...account, display: screen.display });
      await thunderbird.remote.install(addOn, true);
      // Longer than any run: mail servers that say nothing would open a dialog.
      await thunderbird.remote.run('Services.prefs.setIntPref("mailnews.tcptimeout", 36000);');
      const version = await thunderbird.remote.run<string>('return Services.appinfo.version;');
      const stand = new ThunderbirdStand(thunderbird, screen, version);
      await stand.#inPage('return page.bench.prepare(text).then(() => "ready");', keys);
      return stand;
    } catch (error) {
      await screen.close();
      throw error;
    }
  }

  /** Started and then asked for: one that takes long would outlast the remote control's patience. */
  protected override async order(order: Order): Promise<Answer> {
    await this.#inPage('page.bench.start(page.JSON.parse(text)); return "started";', JSON.stringify(order));
    for (const end = performance.now() + PATIENCE; performance.now() < end;) {
      const answer = await this.#answer();
      if (answer !== 'null') return JSON.parse(answer) as Answer;
      await sleep(order.kind === 'run' ? 60 : 20);
    }
    throw new Error('Thunderbird takes too long');
  }

  /** A dialog that opens meanwhile is dismissed, and the question put again. */
  async #answer(): Promise<string> {
    try {
      const body = 'return page.JSON.stringify(page.bench.answer ?? null);';
      return (await this.#inPage(body, '')) ?? 'null';
    } catch (thrown) {
      if (thrown instanceof Error && thrown.message.startsWith('unexpected alert open')) return 'null';
      throw thrown;
    }
  }

  #inPage(body: string, text: string): Promise<string | null> {
    return inBackgroundPage(this.#thunderbird.remote, { addOn: BENCH_ID, name: 'bench' }, body, text);
  }

  /** The process in which extensions run. */
  pids(): Promise<readonly number[]> {
    return this.#thunderbird.remote.run<readonly number[]>(
      `const { pid, children } = await ChromeUtils.requestProcInfo();
      const own = children.filter(({ type }) => type === "extension").map((one) => one.pid);
      return own.length > 0 ? own : [pid];`,
    );
  }

  protected override async collect(): Promise<void> {
    await this.#inPage('Cu.forceGC(); return "";', '');
  }

  async close(): Promise<void> {
    await this.#thunderbird.stop();
    await this.#screen.close();
  }
}
