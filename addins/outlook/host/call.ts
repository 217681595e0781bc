import { SignetError } from '../../../shared/index';

type Callback<T> = (result: Office.AsyncResult<T>) => void;

/** How long a host may take for one call: Office.js itself gives up after 65 s, and never for some calls. */
export const CALL_TIMEOUT_MS = 70_000;

/**
 * One asynchronous call of Office.js as a promise. Rejects with `host` and the call's name where the host reports a
 * failure, throws at once, or does not answer in time. The host's own text goes to `message` for support only.
 */
export function officeCall<T>(
  name: string,
  start: (done: Callback<T>) => void,
  timeoutMs = CALL_TIMEOUT_MS,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => reject(new SignetError('host', `${name}: ${why}`, name));
    const timer = setTimeout(() => fail('no answer'), timeoutMs);
    const done: Callback<T> = (result) => {
      clearTimeout(timer);
      if (result.status === Office.AsyncResultStatus.Succeeded) resolve(result.value);
      else fail(describe(result));
    };
    try {
      start(done);
    } catch (thrown) {
      clearTimeout(timer);
      fail(thrown instanceof Error ? thrown.message : 'refused');
    }
  });
}

function describe(result: Office.AsyncResult<unknown>): string {
  const { error } = result as { readonly error?: { readonly code?: number; readonly message?: string } };
  return `${error?.code ?? 'failed'} ${error?.message ?? ''}`.trim();
}

/** Runs jobs one after the other; a job that fails does not stop the next. */
export type Queue = <T>(job: () => Promise<T>) => Promise<T>;

/** Outlook takes at most three calls at a time on the web: ours go through here one by one. */
export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const next = last.then(job, job);
    last = next.catch(() => undefined);
    return next;
  };
}
