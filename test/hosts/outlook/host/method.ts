import { type Permission } from './initial-data';
import { type HostItem } from './item';
import { type HostMailbox } from './mailbox';

export interface Call<Parameters> {
  readonly parameters: Parameters;
  readonly mailbox: HostMailbox;
  readonly addinId: string;
  /** The item on the screen. Throws `ItemNotFound` where there is none. */
  readonly item: HostItem;
  /** What `getInitializationContextAsync` gives. */
  readonly initializationContext: string;
}

/** One method of office.js by its dispatch id: what it is called in the API, what it needs, what answers it. */
export interface Method {
  readonly name: string;
  readonly permission: Permission;
  answer(call: Call<never>): unknown;
}

/** An answer that does not have the usual form: it is the reply as it stands. */
export class RawAnswer {
  readonly reply: Readonly<Record<string, unknown>>;

  constructor(reply: Readonly<Record<string, unknown>>) {
    this.reply = reply;
  }
}

/** Declares a method. That the parameters have the declared form is office.js' own promise and not checked. */
export function method<Parameters = Record<string, never>>(
  name: string,
  permission: Permission,
  answer: (call: Call<Parameters>) => unknown,
): Method {
  return { name, permission, answer };
}
