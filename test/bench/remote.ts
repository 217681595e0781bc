import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type AdapterName, type Operation, type Timing, NotOffered } from './operations';
import { AS_BROWSERS, ON_ONE_PROCESSOR } from './processor';
import { type Answer, type Order } from './stand';

/** One that can be timed: an adapter on a stand, libcrypto, or the openssl command. */
export interface Contender {
  readonly name: ContenderName;
  /** Rejects with `NotOffered` for what it does not have, and with any other error where it fails. */
  run(operation: Operation, repeats: number): Promise<Timing>;
}
export type ContenderName = AdapterName | 'libcrypto' | 'openssl command' | 'signet command';

/** A stand in another process. */
export interface RemoteStand {
  open(octets: number): Promise<void>;
  drop(operation: Operation): Promise<void>;
  load(name: AdapterName, operation: Operation, from: string): Promise<void>;
  run(name: AdapterName, operation: Operation, repeats: number): Promise<Timing>;
  /** The process in which it works, or those among which it is. */
  pids(): Promise<readonly number[]>;
  close(): Promise<void>;
}

export function timingOf(answer: Answer): Timing {
  if ('ok' in answer) return answer.ok;
  throw answer.isOffered ? new Error(answer.error) : new NotOffered(answer.error);
}

/** No single order may take longer. */
export const PATIENCE = 240_000;

/** A child process that answers each line with a line. */
export class LineProcess {
  readonly child: ChildProcess;
  readonly #answers: AsyncIterator<string, undefined>;

  constructor(program: string, args: readonly string[]) {
    const [first = program, ...words] = [...ON_ONE_PROCESSOR, program, ...args];
    this.child = spawn(first, words, { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: this.child.stdout as NonNullable<ChildProcess['stdout']> });
    this.#answers = lines[Symbol.asyncIterator]();
    this.child.on('error', () => lines.close());
  }

  async ask(line: string): Promise<string> {
    this.child.stdin?.write(`${line}\n`);
    const timer = setTimeout(() => this.child.kill('SIGKILL'), PATIENCE);
    const answer = await this.#answers.next();
    clearTimeout(timer);
    if (answer.done) throw new Error('the process ended');
    return answer.value;
  }

  close(): Promise<void> {
    const ended = new Promise<void>((resolve) => this.child.once('exit', () => resolve()));
    if (this.child.exitCode !== null || this.child.signalCode !== null) return Promise.resolve();
    this.child.stdin?.end();
    this.child.kill('SIGKILL');
    return ended;
  }
}

/** Node, with garbage collected before each measured call and room for what takes thirty times the message. */
export class NodeStand implements RemoteStand {
  readonly #process: LineProcess;

  constructor(script: string, keysFile: string) {
    const args = [...AS_BROWSERS, '--expose-gc', '--max-old-space-size=12000', script, keysFile];
    this.#process = new LineProcess(process.execPath, args);
  }

  async #order(order: Order): Promise<Timing> {
    return timingOf(JSON.parse(await this.#process.ask(JSON.stringify(order))) as Answer);
  }

  async open(octets: number): Promise<void> {
    await this.#order({ kind: 'open', octets });
  }

  async drop(operation: Operation): Promise<void> {
    await this.#order({ kind: 'drop', operation });
  }

  async load(name: AdapterName, operation: Operation, from: string): Promise<void> {
    await this.#order({ kind: 'load', name, operation, from });
  }

  /** Writes what an adapter makes of the entity into a file. */
  async save(name: AdapterName, operation: Operation, to: string): Promise<void> {
    await this.#order({ kind: 'save', name, operation, to });
  }

  run(name: AdapterName, operation: Operation, repeats: number): Promise<Timing> {
    return this.#order({ kind: 'run', name, operation, repeats });
  }

  pids(): Promise<readonly number[]> {
    return Promise.resolve([this.#process.child.pid ?? 0]);
  }

  close(): Promise<void> {
    return this.#process.close();
  }
}

/** A process for each adapter: what one leaves behind in memory is not in the way of another. */
export class SeparateStands implements RemoteStand {
  readonly #stands = new Map<AdapterName, RemoteStand>();
  readonly #start: () => RemoteStand;
  #octets = 0;

  constructor(start: () => RemoteStand) {
    this.#start = start;
  }

  async #standOf(name: AdapterName): Promise<RemoteStand> {
    const known = this.#stands.get(name);
    if (known) return known;
    const fresh = this.#start();
    this.#stands.set(name, fresh);
    await fresh.open(this.#octets);
    return fresh;
  }

  async open(octets: number): Promise<void> {
    this.#octets = octets;
    for (const stand of this.#stands.values()) await stand.open(octets);
  }

  async drop(operation: Operation): Promise<void> {
    for (const stand of this.#stands.values()) await stand.drop(operation);
  }

  async load(name: AdapterName, operation: Operation, from: string): Promise<void> {
    await (await this.#standOf(name)).load(name, operation, from);
  }

  async run(name: AdapterName, operation: Operation, repeats: number): Promise<Timing> {
    return (await this.#standOf(name)).run(name, operation, repeats);
  }

  async pids(): Promise<readonly number[]> {
    return (await Promise.all([...this.#stands.values()].map((stand) => stand.pids()))).flat();
  }

  async close(): Promise<void> {
    for (const stand of this.#stands.values()) await stand.close();
  }
}
