import { SignetError, type Work } from '../../shared/index';
import { plainError, Transferred, type CallTable, type FromWorker, type Handlers, type ToWorker } from './protocol';

/** The worker's own global scope, as far as it is used. */
export interface WorkerScope {
  postMessage(message: FromWorker, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ToWorker>) => void): void;
}

/** Least time between two reports of progress of one call. */
const REPORT_MILLISECONDS = 50;

/**
 * Answers the calls of one page. `open` makes the handlers of the page's configuration; where that fails, the call that
 * needed them fails with it and the next one tries again. Another configuration is for the calls that come after it. Every call gets exactly one answer or failure.
 */
export function serve<Calls extends CallTable>(
  scope: WorkerScope,
  open: (configuration: unknown) => Promise<Handlers<Calls>>,
): void {
  const running = new Map<number, AbortController>();
  let configuration: unknown;
  let opened: Promise<Handlers<Calls>> | undefined;
  const handlers = (): Promise<Handlers<Calls>> => {
    opened ??= open(configuration).catch((thrown: unknown) => {
      opened = undefined;
      throw thrown;
    });
    return opened;
  };
  const tell = (message: FromWorker, transfer: readonly Transferable[] = []): void => {
    scope.postMessage(message, [...transfer]);
  };

  const answer = async (id: number, name: string, request: unknown): Promise<void> => {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const known = await handlers();
      if (!Object.hasOwn(known, name)) throw new SignetError('defect', `the worker knows no call ${name}`);
      const handler = known[name] as Handlers<CallTable>[string];
      const value = await handler(request, { progress: reporter(id, tell), signal: controller.signal });
      if (value instanceof Transferred) tell({ kind: 'answer', id, value: value.value }, value.buffers);
      else tell({ kind: 'answer', id, value });
    } catch (thrown) {
      tell({ kind: 'failure', id, ...plainError(thrown) });
    } finally {
      running.delete(id);
    }
  };

  scope.addEventListener('message', ({ data }) => {
    if (data.kind === 'start') {
      configuration = data.configuration;
      opened = undefined;
    } else if (data.kind === 'call') void answer(data.id, data.name, data.request);
    else running.get(data.id)?.abort();
  });
  tell({ kind: 'ready' });
}

/** Tells of progress, not oftener than anybody looks; the end of the work always. */
function reporter(id: number, tell: (message: FromWorker) => void): NonNullable<Work['progress']> {
  let last = -Infinity;
  return (done, total) => {
    const now = performance.now();
    if (now - last < REPORT_MILLISECONDS && done < total) return;
    last = now;
    tell({ kind: 'progress', id, done, total });
  };
}
