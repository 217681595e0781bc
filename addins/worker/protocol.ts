import { SignetError, type ErrorCode, type Work } from '../../shared/index';

/** What a worker can be asked: by name, one request each, plain data in and out. */
export type CallTable = Readonly<Record<string, { readonly request: unknown; readonly answer: unknown }>>;

/** From a page to its worker. `start` comes first, and again with another configuration. */
export type ToWorker =
  | { readonly kind: 'start'; readonly configuration: unknown }
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly request: unknown }
  | { readonly kind: 'cancel'; readonly id: number };

/** From a worker to its page. `ready` comes once, when the worker's script runs. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly id: number; readonly done: number; readonly total: number }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | ({ readonly kind: 'failure'; readonly id: number } & PlainError);

/** A SignetError as plain data: an Error loses its code on the way. */
export interface PlainError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly subject?: string;
}

/** Anything thrown, as plain data. What is not ours is a `defect`, and nothing it says leaves the worker. */
export function plainError(thrown: unknown): PlainError {
  if (!(thrown instanceof SignetError)) return { code: 'defect', message: 'an unexpected error in the worker' };
  const { code, message, subject } = thrown;
  return { code, message, ...(subject === undefined ? {} : { subject }) };
}

export function rebuiltError({ code, message, subject }: PlainError): SignetError {
  return new SignetError(code, message, subject);
}

/** An answer whose buffers change hands instead of being copied. They must belong to nobody else in the worker. */
export class Transferred<Answer> {
  readonly value: Answer;
  readonly buffers: readonly ArrayBuffer[];

  constructor(value: Answer, octets: readonly Uint8Array<ArrayBuffer>[]) {
    this.value = value;
    this.buffers = buffersOf(octets);
  }
}

/** Each buffer once: a list with one twice cannot be transferred. */
export function buffersOf(octets: readonly Uint8Array<ArrayBuffer>[]): readonly ArrayBuffer[] {
  return [...new Set(octets.map(({ buffer }) => buffer))];
}

/** How a worker answers each call. */
export type Handlers<Calls extends CallTable> = {
  readonly [Name in keyof Calls]: (
    request: Calls[Name]['request'],
    work: Work,
  ) => Promise<Calls[Name]['answer'] | Transferred<Calls[Name]['answer']>>;
};
