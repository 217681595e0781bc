import { type Bytes, concat, latin1Text } from '../../shared/base/bytes';
import { nodeForge } from './adapters/node-forge';
import { pkijsRaised } from './adapters/pkijs';
import { pkijsNaive } from './adapters/pkijs-naive';
import { signet } from './adapters/signet';
import {
  type Adapter,
  type AdapterName,
  type Cipher,
  type Keys,
  makeEntity,
  maker,
  type Message,
  NotOffered,
  type Operation,
  type Timing,
} from './operations';

/**
 * Holds the adapters, the entity and what was made of it, and times one operation. Runs as it is in Node, in Chromium and
 * in Thunderbird. The entity and conversions to text are made outside the time that is measured, in favour of those who
 * take text.
 */
export class Stand {
  readonly #adapters: ReadonlyMap<AdapterName, Adapter>;
  /** Entity, or message from elsewhere, in the forms that were asked for. */
  #entity: { octets: Bytes; text?: string } = { octets: new Uint8Array(0) };
  readonly #made = new Map<string, Message>();

  private constructor(adapters: readonly Adapter[]) {
    this.#adapters = new Map(adapters.map((one) => [one.name, one]));
  }

  static async create(keys: Keys): Promise<Stand> {
    return new Stand([await signet(keys), await pkijsNaive(keys), await pkijsRaised(keys), nodeForge(keys)]);
  }

  /** A new entity of so many octets, 0: none; whatever was made before is let go. */
  open(octets: number): void {
    this.#made.clear();
    this.#entity = { octets: new Uint8Array(0) };
    collect();
    if (octets > 0) this.#entity = { octets: makeEntity(octets) };
  }

  /** A message made elsewhere, as what the next `verify` or `decrypt` of `adapter` reads. */
  load(name: AdapterName, operation: Operation, octets: Bytes): void {
    const adapter = this.#adapter(name);
    this.#made.set(`${name} ${maker(operation)}`, adapter.takes === 'text' ? latin1Text(octets) : octets);
  }

  /** Lets go of what was made for an operation. */
  drop(operation: Operation): void {
    for (const key of [...this.#made.keys()]) if (key.endsWith(` ${maker(operation)}`)) this.#made.delete(key);
    collect();
  }

  /** What an adapter makes of the entity: what it reads later, and what other processes read. */
  async made(name: AdapterName, operation: Operation): Promise<Message> {
    const source = maker(operation);
    const key = `${name} ${source}`;
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const call = await this.#call(this.#adapter(name), source);
    const fresh = joined((await call()) as Message | readonly Bytes[]);
    this.#made.set(key, fresh);
    return fresh;
  }

  /**
   * Time of one call, the mean of `repeats`. Rejects with what the adapter rejects with. Garbage is collected before a
   * single call; before many short ones it would throw away what the engine compiled for them.
   */
  async run(name: AdapterName, operation: Operation, repeats: number): Promise<Timing> {
    const adapter = this.#adapter(name);
    const call = await this.#call(adapter, operation);
    if (repeats === 1) collect();
    const before = cpuNow();
    const start = performance.now();
    let last: unknown;
    for (let i = 0; i < repeats; i++) last = await call();
    const wall = (performance.now() - start) / repeats;
    const after = cpuNow();
    if (maker(operation) === operation)
      this.#made.set(`${name} ${operation}`, joined(last as Message | readonly Bytes[]));
    return { wall, cpu: before === undefined || after === undefined ? undefined : (after - before) / repeats };
  }

  #adapter(name: AdapterName): Adapter {
    const adapter = this.#adapters.get(name);
    if (!adapter) throw new Error(`no adapter is called ${name}`);
    return adapter;
  }

  async #call(adapter: Adapter, operation: Operation): Promise<() => Promise<unknown>> {
    const input = await this.#input(adapter, operation);
    if (operation === 'sign') return () => adapter.sign(input);
    if (operation === 'verify') return () => adapter.verify(input);
    if (operation.startsWith('encrypt')) return () => adapter.encrypt(input, operation.slice(-3) as Cipher);
    const length = this.#entity.octets.length;
    return async () => {
      const found = await adapter.decrypt(input);
      if (length > 0 && found !== length) throw new Error(`${found} octets came out, not ${length}`);
    };
  }

  async #input(adapter: Adapter, operation: Operation): Promise<Message> {
    return maker(operation) === operation ? this.#entityFor(adapter) : this.made(adapter.name, operation);
  }

  #entityFor(adapter: Adapter): Message {
    if (adapter.takes === 'octets') return this.#entity.octets;
    return (this.#entity.text ??= latin1Text(this.#entity.octets));
  }
}

function joined(made: Message | readonly Bytes[]): Message {
  return typeof made === 'string' || made instanceof Uint8Array ? made : concat(made);
}

interface Runtime {
  readonly gc?: () => void;
  readonly process?: { cpuUsage(): { readonly user: number; readonly system: number } };
}
const runtime = globalThis as unknown as Runtime;

function collect(): void {
  runtime.gc?.();
}

/** Milliseconds of all threads; undefined where the engine does not tell. */
function cpuNow(): number | undefined {
  const used = runtime.process?.cpuUsage();
  return used && (used.user + used.system) / 1000;
}

/** What a stand is told to do. */
export type Order =
  | { readonly kind: 'open'; readonly octets: number }
  | { readonly kind: 'load'; readonly name: AdapterName; readonly operation: Operation; readonly from: string }
  | { readonly kind: 'save'; readonly name: AdapterName; readonly operation: Operation; readonly to: string }
  | { readonly kind: 'drop'; readonly operation: Operation }
  | { readonly kind: 'run'; readonly name: AdapterName; readonly operation: Operation; readonly repeats: number };

export type Answer = { readonly ok: Timing } | { readonly error: string; readonly isOffered: boolean };

/** Where messages of other processes are read from and written to. */
export interface Messages {
  read(from: string): Promise<Bytes>;
  write(to: string, message: Message): void;
}

const NONE: Timing = { wall: 0 };

/** Does what it is told; every failure is an answer. */
export async function obey(stand: Stand, order: Order, messages: Messages): Promise<Answer> {
  try {
    return { ok: await carryOut(stand, order, messages) };
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown.message : String(thrown);
    return { error, isOffered: !(thrown instanceof NotOffered) };
  }
}

async function carryOut(stand: Stand, order: Order, messages: Messages): Promise<Timing> {
  switch (order.kind) {
    case 'open':
      stand.open(order.octets);
      return NONE;
    case 'load':
      stand.load(order.name, order.operation, await messages.read(order.from));
      return NONE;
    case 'save':
      messages.write(order.to, await stand.made(order.name, order.operation));
      return NONE;
    case 'drop':
      stand.drop(order.operation);
      return NONE;
    case 'run':
      return stand.run(order.name, order.operation, order.repeats);
  }
}
