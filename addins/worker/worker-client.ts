import { SignetError, type Work } from '../../shared/index';
import { rebuiltError, type CallTable, type FromWorker, type ToWorker } from './protocol';

/** A Worker, as far as it is used. */
export interface WorkerPort {
  postMessage(message: ToWorker, transfer: Transferable[]): void;
  terminate(): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<FromWorker>) => void): void;
  addEventListener(type: 'error' | 'messageerror', listener: (event: Event) => void): void;
}

export interface CallOptions extends Work {
  /** Buffers of the request that are handed over: the caller's own are empty afterwards. */
  readonly transfer?: readonly ArrayBuffer[];
}

/** Asks a worker: the one thing that screens and journeys of a host need of it. */
export interface Caller<Calls extends CallTable> {
  /**
   * Rejects with what the worker's own code threw, with `cancelled` as soon as `signal` says so, and with `host`
   * (`worker`) where the worker does not start or has died.
   */
  call<Name extends keyof Calls & string>(
    name: Name,
    request: Calls[Name]['request'],
    options?: CallOptions,
  ): Promise<Calls[Name]['answer']>;
}

export interface ClientOptions {
  /** Starts a worker; may throw where the browser allows none. */
  readonly start: () => WorkerPort;
  /** What each worker is given before its first call. */
  readonly configuration?: () => Promise<unknown>;
  /** How long a worker may take until its script runs. */
  readonly startMilliseconds?: number;
  /** How long a worker may go on with a call that was cancelled before it is ended and another takes its place. */
  readonly graceMilliseconds?: number;
  /** How much longer where it has calls beside that cannot be asked of another. */
  readonly patienceMilliseconds?: number;
  /** Calls that may be asked again of another worker; left out: none, since what they change may be done already. */
  readonly repeatable?: ReadonlySet<string>;
}

interface Pending {
  readonly message: Extract<ToWorker, { kind: 'call' }>;
  readonly options: CallOptions;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

interface Running {
  readonly port: WorkerPort;
  isConfigured: boolean;
  readonly startTimer: ReturnType<typeof setTimeout>;
  /** Calls that were cancelled and are not over yet. */
  readonly cancelled: Map<number, ReturnType<typeof setTimeout>>;
}

const lost = (): SignetError => new SignetError('host', 'the worker did not start or has ended', 'worker');

/**
 * One worker at a time, started when it is first needed. A worker that dies takes the calls it had with it, and the next
 * call starts another. Where a cancelled call does not stop, its worker is ended; repeatable calls beside it are asked of
 * the next one. The others are waited for, and fail where they take too long or their octets went with the first: no
 * call is done twice.
 */
export class WorkerClient<Calls extends CallTable> implements Caller<Calls> {
  readonly #options: ClientOptions;
  readonly #pending = new Map<number, Pending>();
  #running: Running | undefined;
  #last = 0;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  call<Name extends keyof Calls & string>(
    name: Name,
    request: Calls[Name]['request'],
    options: CallOptions = {},
  ): Promise<Calls[Name]['answer']> {
    const { signal } = options;
    if (signal?.aborted) return Promise.reject(cancelled());
    const id = ++this.#last;
    return new Promise<unknown>((resolve, reject) => {
      this.#pending.set(id, { message: { kind: 'call', id, name, request }, options, resolve, reject });
      const cancel = (): void => {
        this.#cancel(id);
      };
      signal?.addEventListener('abort', cancel, { once: true });
      this.#post(id);
    });
  }

  /** What is asked from now on is answered under the configuration as it is now; what was asked before ends as it began. */
  async renew(): Promise<void> {
    const running = this.#running;
    const configuration = await this.#options.configuration?.();
    if (running && this.#running === running) running.port.postMessage({ kind: 'start', configuration }, []);
  }

  #post(id: number): void {
    const running = this.#running ?? this.#start();
    const pending = this.#pending.get(id);
    if (!pending || !running?.isConfigured) return;
    try {
      running.port.postMessage(pending.message, [...(pending.options.transfer ?? [])]);
    } catch {
      this.#settle(id)?.reject(new SignetError('defect', `the request of ${pending.message.name} is no plain data`));
    }
  }

  #start(): Running | undefined {
    let port: WorkerPort;
    try {
      port = this.#options.start();
    } catch {
      this.#failAll(lost());
      return undefined;
    }
    const startTimer = setTimeout(() => {
      this.#end(running, lost());
    }, this.#options.startMilliseconds ?? 20_000);
    const running: Running = { port, isConfigured: false, startTimer, cancelled: new Map() };
    this.#running = running;
    port.addEventListener('message', ({ data }) => {
      if (this.#running === running) this.#hear(running, data);
    });
    const died = (): void => {
      this.#end(running, lost());
    };
    port.addEventListener('error', died);
    port.addEventListener('messageerror', died);
    void this.#configure(running);
    return running;
  }

  async #configure(running: Running): Promise<void> {
    try {
      const configuration = await this.#options.configuration?.();
      if (this.#running !== running) return;
      running.port.postMessage({ kind: 'start', configuration }, []);
      running.isConfigured = true;
      for (const id of this.#pending.keys()) this.#post(id);
    } catch (thrown) {
      this.#end(running, thrown);
    }
  }

  #hear(running: Running, message: FromWorker): void {
    if (message.kind === 'ready') {
      clearTimeout(running.startTimer);
      return;
    }
    if (message.kind === 'progress') {
      this.#pending.get(message.id)?.options.progress?.(message.done, message.total);
      return;
    }
    clearTimeout(running.cancelled.get(message.id));
    running.cancelled.delete(message.id);
    const pending = this.#settle(message.id);
    if (message.kind === 'answer') pending?.resolve(message.value);
    else pending?.reject(rebuiltError(message));
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  #cancel(id: number): void {
    const pending = this.#settle(id);
    const running = this.#running;
    if (!pending) return;
    pending.reject(cancelled());
    if (!running?.isConfigured) return;
    running.port.postMessage({ kind: 'cancel', id }, []);
    const { graceMilliseconds: grace = 300, patienceMilliseconds: patience = 5_000 } = this.#options;
    const replaceAfter = (milliseconds: number, left: number): void => {
      const replace = (): void => {
        if (left > 0 && this.#single().length > 0) replaceAfter(Math.min(grace, left), left - grace);
        else this.#replace(running);
      };
      running.cancelled.set(id, setTimeout(replace, milliseconds));
    };
    replaceAfter(grace, patience);
  }

  /** The calls that cannot be asked of another worker. */
  #single(): readonly number[] {
    const isRepeatable = ({ message, options }: Pending): boolean =>
      this.#options.repeatable?.has(message.name) === true && (options.transfer ?? []).length === 0;
    return [...this.#pending].flatMap(([id, pending]) => (isRepeatable(pending) ? [] : [id]));
  }

  #replace(running: Running): void {
    if (this.#running !== running) return;
    this.#stop(running);
    for (const id of this.#single()) this.#settle(id)?.reject(lost());
    if (this.#pending.size > 0) this.#start();
  }

  /** The worker is of no use any more; its calls fail. */
  #end(running: Running, error: unknown): void {
    if (this.#running !== running) return;
    this.#stop(running);
    this.#failAll(error);
  }

  #failAll(error: unknown): void {
    for (const id of [...this.#pending.keys()]) this.#settle(id)?.reject(error);
  }

  #stop(running: Running): void {
    this.#running = undefined;
    running.port.terminate();
    clearTimeout(running.startTimer);
    for (const timer of running.cancelled.values()) clearTimeout(timer);
  }
}

function cancelled(): SignetError {
  return new SignetError('cancelled', 'the user called it off');
}
