import { Worker } from 'node:worker_threads';
import { type ErrorCode } from '../../shared/index';
import { named } from './inspect-file';
import { type InspectRequest } from './request';
import { type InspectResult } from './result';

/** Milliseconds for one request. docs/inspect.md. */
const TIME_LIMIT = 10_000;
/** Heap of one worker, in MiB: a hostile file must not take the machine's. */
const HEAP_LIMIT = 2048;

/**
 * Answers requests in a thread of its own, one after the other. A request that takes too long, or takes the thread down,
 * is answered with an error, and the next one gets a fresh thread.
 */
export class WatchedWorker {
  readonly #script: string;
  readonly #timeLimit: number;
  #ready: Promise<Worker> | undefined;

  constructor(script: string, timeLimit: number = TIME_LIMIT) {
    this.#script = script;
    this.#timeLimit = timeLimit;
  }

  /** Never rejects. */
  async answer(request: InspectRequest): Promise<InspectResult> {
    try {
      const worker = await (this.#ready ??= start(this.#script));
      const outcome = await ask(worker, request, this.#timeLimit);
      if (outcome.kind === 'result') return outcome.result;
      await this.close();
      return failed(request, outcome.code, outcome.message);
    } catch {
      this.#ready = undefined;
      return failed(request, 'defect', 'the worker could not be started');
    }
  }

  async close(): Promise<void> {
    const ready = this.#ready;
    this.#ready = undefined;
    if (ready) await (await ready).terminate();
  }
}

function failed(request: InspectRequest, code: ErrorCode, message: string): InspectResult {
  return { schema: 1, ...named(request), file: request.file, kind: 'unknown', error: { code, message } };
}

function start(script: string): Promise<Worker> {
  const worker = new Worker(script, { resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT }, stdout: true });
  return new Promise((resolve, reject) => {
    worker.once('message', () => {
      worker.removeAllListeners();
      resolve(worker);
    });
    worker.once('error', reject);
    worker.once('exit', () => {
      reject(new Error('the worker ended before it was ready'));
    });
  });
}

type Outcome =
  | { readonly kind: 'result'; readonly result: InspectResult }
  | { readonly kind: 'lost'; readonly code: 'limit' | 'defect'; readonly message: string };

function ask(worker: Worker, request: InspectRequest, timeLimit: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const end = (outcome: Outcome): void => {
      clearTimeout(timer);
      worker.removeAllListeners();
      // What a thread still has to say while it is taken down is of no interest.
      worker.on('error', () => undefined);
      resolve(outcome);
    };
    const timer = setTimeout(() => {
      end({ kind: 'lost', code: 'limit', message: `no answer within ${timeLimit / 1000} s` });
    }, timeLimit);
    worker.once('message', (result: InspectResult) => {
      end({ kind: 'result', result });
    });
    worker.once('error', (error: NodeJS.ErrnoException) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      end({ kind: 'lost', code: isMemory ? 'limit' : 'defect', message: isMemory ? 'out of memory' : 'it broke down' });
    });
    worker.once('exit', () => {
      end({ kind: 'lost', code: 'defect', message: 'it broke down' });
    });
    worker.postMessage(request);
  });
}
