import { createCore, type Core } from '../../../addins/worker/core';
import { coreHandlers, type CoreCalls } from '../../../addins/worker/core-calls';
import { type CallTable, type FromWorker, type Handlers, type ToWorker } from '../../../addins/worker/protocol';
import { serve, type WorkerScope } from '../../../addins/worker/serve';
import { type CorePorts } from '../../../addins/worker/wiring';
import { WorkerClient, type WorkerPort } from '../../../addins/worker/worker-client';

/** A worker without a thread: what goes in and out is cloned and transferred as between threads. */
export interface FakeWorker extends WorkerPort {
  readonly received: ToWorker[];
  isTerminated: boolean;
  /** Says something as the worker. */
  say(message: FromWorker): void;
  /** Breaks down, as a script that cannot be loaded does. */
  die(kind?: 'error' | 'messageerror'): void;
}

export function fakeWorker(
  attach: (scope: WorkerScope) => void = () => undefined,
  start: 'starts' | 'mute' = 'starts',
): FakeWorker {
  const page = new EventTarget();
  const inside = new EventTarget();
  const send = (to: EventTarget, message: unknown, transfer: readonly Transferable[] = []): void => {
    const data: unknown = structuredClone(message, { transfer: [...transfer] });
    setTimeout(() => {
      if (!worker.isTerminated) to.dispatchEvent(Object.assign(new Event('message'), { data }));
    });
  };
  const worker: FakeWorker = {
    received: [],
    isTerminated: false,
    postMessage: (message, transfer) => {
      send(inside, message, transfer);
    },
    terminate() {
      worker.isTerminated = true;
    },
    addEventListener: (type: string, listener: (event: never) => void) => {
      page.addEventListener(type, listener as (event: Event) => void);
    },
    say: (message) => {
      send(page, message);
    },
    die: (kind = 'error') => page.dispatchEvent(new Event(kind)),
  };
  inside.addEventListener('message', (event) => {
    worker.received.push((event as MessageEvent<ToWorker>).data);
  });
  attach({
    postMessage: (message, transfer) => {
      send(page, message, transfer);
    },
    addEventListener: (type, listener) => {
      inside.addEventListener(type, listener as (event: Event) => void);
    },
  });
  if (start === 'starts') worker.say({ kind: 'ready' });
  return worker;
}

/** A client of handlers that run beside it. */
export function clientOf<Calls extends CallTable>(
  open: (configuration: unknown) => Promise<Handlers<Calls>>,
): WorkerClient<Calls> {
  return new WorkerClient<Calls>({
    start: () =>
      fakeWorker((scope) => {
        serve(scope, open);
      }),
  });
}

/** The core over the given ports, as a page has it. */
export function localCore(ports: CorePorts): Core {
  const client = clientOf<CoreCalls>(() => Promise.resolve(coreHandlers(ports)));
  return createCore(client, client);
}
