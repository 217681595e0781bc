import { composeMethods } from './dispatch-compose';
import { mailboxMethods } from './dispatch-mailbox';
import { messageMethods } from './dispatch-message';
import { shimmedMethods } from './dispatch-shimmed';
import { RawAnswer, type Method } from './method';
import { HOST_ERROR, HostError } from './protocol';

/** Every method of `ExecuteMethod` that this host answers. */
export const METHODS: ReadonlyMap<number, Method> = new Map(
  [composeMethods, messageMethods, mailboxMethods, shimmedMethods].flatMap((table) =>
    Object.entries(table).map(([id, entry]) => [Number(id), entry] as const),
  ),
);

/** An API of office.js that this host does not know. Nothing is made up: it stops the test or shows on the page. */
export class UnknownMethodError extends Error {
  readonly dispatchId: number;

  constructor(channel: string, dispatchId: number) {
    super(`the emulated Outlook has no ${channel} method ${dispatchId}`);
    this.name = 'UnknownMethodError';
    this.dispatchId = dispatchId;
  }
}

export function successReply(value: unknown): Readonly<Record<string, unknown>> {
  if (value instanceof RawAnswer) return value.reply;
  return { error: false, wasSuccessful: true, errorCode: 0, data: value ?? null };
}

export function failureReply(thrown: unknown): Readonly<Record<string, unknown>> {
  const errorCode = thrown instanceof HostError ? thrown.code : HOST_ERROR.genericResponse;
  const errorMessage = thrown instanceof Error ? thrown.message : String(thrown);
  return { error: true, wasSuccessful: false, errorCode, errorMessage };
}
