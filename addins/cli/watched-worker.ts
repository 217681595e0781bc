import { Worker } from 'node:worker_threads';
import { type ErrorCode } from '../../shared/index';
import { named } from './inspect-file';
import { type InspectRequest } from './request';
import { type InspectResult } from './result';

/** Milliseconds for one request. docs/inspect.md. */
const TIME_LIMIT = 10_000;
/** Milliseconds for a thread to load. */
const START_LIMIT = 60_000;
/** Heap of one worker, in MiB: a hostile file must not take the machine's. */
const HEAP_LIMIT = 2048;

type Message =
  | { readonly kind: 'message'; readonly value: unknown }
  | { readonly kind: 'lost'; readonly code: ErrorCode; readonly message: string };

/** A thread whose next message, or end, can be waited for. Listeners stay as they are for its whole life. */
class Thread {
  readonly #worker: Worker;
  #tell: (message: Message) => void = () => undefined;
  #lost: Message | undefined;

  constructor(script: string) {
    this.#worker = new Worker(script, { resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT }, stdout: true });
    this.#worker.on('message', (value) => {
      this.#tell({ kind: 'message', value });
    });
    this.#worker.on('error', (error: NodeJS.ErrnoException) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.#end(isMemory ? 'limit' : 'defect', isMemory ? 'out of memory' : 'the worker broke down');
    });
    this.#worker.on('exit', () => {
      this.#end('defect', 'the worker broke down');
    });
  }

  #end(code: ErrorCode, message: string): void {
    this.#lost ??= { kind: 'lost', code, message };
    this.#tell(this.#lost);
  }

  /** What the thread says next; `lost` where it ends or says nothing in time. */
  next(timeLimit: number): Promise<Message> {
    if (this.#lost) return Promise.resolve(this.#lost);
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        resolve({ kind: 'lost', code: 'limit', message: `no answer within ${timeLimit / 1000} s` });
      }, timeLimit);
      this.#tell = (message) => {
        clearTimeout(timer);
        resolve(message);
      };
    });
  }

  ask(request: InspectRequest, timeLimit: number): Promise<Message> {
    const answer = this.next(timeLimit);
    this.#worker.postMessage(request);
    return answer;
  }

  async close(): Promise<void> {
    this.#tell = () => undefined;
    await this.#worker.terminate();
  }
}

/**
 * Answers requests in a thread of its own, one after the other. A request that takes too long, or takes the thread down,
 * is answered with an error, and the next one gets a fresh thread.
 */
export class WatchedWorker {
  readonly #script: string;
  readonly #timeLimit: number;
  #thread: Thread | undefined;

  constructor(script: string, timeLimit: number = TIME_LIMIT) {
    this.#script = script;
    this.#timeLimit = timeLimit;
  }

  /** Never rejects. */
  async answer(request: InspectRequest): Promise<InspectResult> {
    const thread = this.#thread ?? (await this.#start());
    const outcome = await thread.ask(request, this.#timeLimit);
    if (outcome.kind === 'message') return outcome.value as InspectResult;
    await this.close();
    const { code, message } = outcome;
    return { schema: 1, ...named(request), file: request.file, kind: 'unknown', error: { code, message } };
  }

  /** The thread says one word when it has loaded, so that loading is not counted against the first request. */
  async #start(): Promise<Thread> {
    const thread = new Thread(this.#script);
    this.#thread = thread;
    await thread.next(START_LIMIT);
    return thread;
  }

  async close(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.close();
  }
}
