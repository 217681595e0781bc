import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}
interface RemoteError {
  readonly error: string;
  readonly message: string;
}

/** A client of Thunderbird's remote control (Marionette protocol 3: `<length>:[type, id, error, result]`). */
export class Marionette {
  readonly #socket: Socket;
  readonly #pending = new Map<number, Pending>();
  #received = Buffer.alloc(0);
  #greeted = false;
  #next = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Waits for the port, opens a session and enters Thunderbird's own (chrome) context. */
  static async open(port: number, timeout = 60_000): Promise<Marionette> {
    const end = performance.now() + timeout;
    for (;;) {
      try {
        const client = await Marionette.#connect(port);
        await client.send('WebDriver:NewSession', { capabilities: { alwaysMatch: {} } });
        await client.send('Marionette:SetContext', { value: 'chrome' });
        return client;
      } catch (error) {
        if (performance.now() > end) throw new Error('Thunderbird did not open its remote control', { cause: error });
        await sleep(200);
      }
    }
  }

  static #connect(port: number): Promise<Marionette> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      const client = new Marionette(socket);
      socket.once('error', reject);
      socket.on('close', () => client.#fail(new Error('Thunderbird closed its remote control')));
      socket.on('data', (chunk) => {
        client.#received = Buffer.concat([client.#received, chunk]);
        while (client.#takeMessage());
        if (client.#greeted) resolve(client);
      });
    });
  }

  #takeMessage(): boolean {
    const colon = this.#received.indexOf(0x3a);
    if (colon < 0) return false;
    const end = colon + 1 + Number(this.#received.subarray(0, colon).toString());
    if (this.#received.length < end) return false;
    const message = JSON.parse(this.#received.subarray(colon + 1, end).toString()) as unknown;
    this.#received = this.#received.subarray(end);
    if (!this.#greeted) this.#greeted = true;
    else this.#settle(message as [number, number, RemoteError | null, unknown]);
    return true;
  }

  #settle([, id, error, result]: [number, number, RemoteError | null, unknown]): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (error) pending?.reject(new Error(`${error.error}: ${error.message}`));
    else pending?.resolve(result);
  }

  #fail(error: Error): void {
    for (const pending of this.#pending.values()) pending.reject(error);
    this.#pending.clear();
  }

  send(command: string, parameters: object = {}): Promise<unknown> {
    const id = ++this.#next;
    const body = JSON.stringify([0, id, command, parameters]);
    this.#socket.write(`${Buffer.byteLength(body)}:${body}`);
    return new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject }));
  }

  /** Runs the body of an async function with `args` in Thunderbird's main process; the result must be JSON. */
  async run<T = unknown>(body: string, ...args: readonly unknown[]): Promise<T> {
    const script = `const done = arguments[arguments.length - 1]; const args = [...arguments].slice(0, -1);
      (async () => { ${body} })().then((value) => done({ value }), (e) => done({ error: String(e) + "\\n" + (e && e.stack) }));`;
    const parameters = { script, args, newSandbox: false, sandbox: 'system', scriptTimeout: 60_000 };
    const answer = (await this.send('WebDriver:ExecuteAsyncScript', parameters)) as {
      value?: { value?: T; error?: string };
    };
    if (answer.value?.error !== undefined) throw new Error(`in Thunderbird: ${answer.value.error}`);
    return answer.value?.value as T;
  }

  /** Installs an add-on from a file; answers its id. */
  async install(path: string, temporary: boolean): Promise<string> {
    return ((await this.send('Addon:Install', { path, temporary })) as { value: string }).value;
  }

  close(): void {
    this.#socket.removeAllListeners('close');
    this.#fail(new Error('the remote control was closed'));
    this.#socket.destroy();
  }
}
