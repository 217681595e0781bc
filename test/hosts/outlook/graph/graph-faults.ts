import { GraphError } from './graph-http';

/** What shall go wrong, and how often. `drop-…`: the connection breaks before or after the request is carried out. */
export interface Fault {
  /** Method and path as in `POST /me/sendMail`; ids stand as `{id}`. */
  readonly operation: string;
  readonly kind: 'throttled' | 'unavailable' | 'forbidden' | 'drop-before' | 'drop-after';
  readonly times: number;
  readonly retryAfter?: number;
}

/** The connection is to be broken instead of an answer. */
export class DroppedConnection extends Error {}

/** Faults that tests and curious people ask for. Each is used up by as many requests as it was made for. */
export class Faults {
  readonly #left: { fault: Fault; times: number }[] = [];

  add(fault: Fault): void {
    this.#left.push({ fault, times: fault.times });
  }

  clear(): void {
    this.#left.length = 0;
  }

  /** Throws for a request that is to fail; gives back what is to be done after it was carried out. */
  before(operation: string): () => void {
    const index = this.#left.findIndex((entry) => entry.fault.operation === operation);
    const entry = this.#left[index];
    if (!entry) return () => undefined;
    if (--entry.times <= 0) this.#left.splice(index, 1);
    const { kind, retryAfter = 1 } = entry.fault;
    if (kind === 'drop-before') throw new DroppedConnection();
    if (kind === 'drop-after') {
      return () => {
        throw new DroppedConnection();
      };
    }
    throw faultError(kind, retryAfter);
  }
}

function faultError(kind: 'throttled' | 'unavailable' | 'forbidden', retryAfter: number): GraphError {
  if (kind === 'throttled') {
    const headers = { 'retry-after': String(retryAfter) };
    return new GraphError(429, 'ApplicationThrottled', 'Application is over its MailboxConcurrency limit.', headers);
  }
  if (kind === 'forbidden') {
    return new GraphError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
  }
  const headers = { 'retry-after': String(retryAfter) };
  return new GraphError(503, 'ErrorServerBusy', 'The server cannot service this request right now.', headers);
}
