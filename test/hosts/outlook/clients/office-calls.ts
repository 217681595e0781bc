import { METHODS, UnknownMethodError } from '../host/dispatch';
import { isAllowed, type Permission } from '../host/initial-data';
import { type HostItem } from '../host/item';
import { type HostMailbox } from '../host/mailbox';
import { HOST_ERROR, HostError } from '../host/protocol';
import { type ClientProfile } from './profiles';

export type Done = (result: Office.AsyncResult<unknown>) => void;

/** Of "too many calls at once" nothing is documented but that a further one fails. */
const TOO_MANY = 9000;

/** A method of Office.js by its dispatch id: parameters made of its arguments, answered by the emulated host. */
export type Ask = (
  id: number,
  parametersOf?: (values: readonly unknown[]) => object,
  shape?: (value: unknown) => unknown,
) => (...values: readonly unknown[]) => void;

/**
 * How one client answers calls: at most so many at once, and what the manifest does not permit throws at once, as office.js does.
 * `selected` gives the item that is on the screen: hosts act on that one, whichever object was called.
 */
export function officeCalls(options: {
  readonly selected: () => HostItem;
  readonly mailbox: HostMailbox;
  readonly client: ClientProfile;
  readonly permission?: Permission;
}): Ask {
  const { selected, mailbox, client, permission = 'ReadWriteItem' } = options;
  let running = 0;
  return (id, parametersOf = () => ({}), shape = (value) => value) =>
    (...values) => {
      const done = values.find((value): value is Done => typeof value === 'function');
      const settle = (result: object): void => done?.(result as Office.AsyncResult<unknown>);
      const fail = (code: number): void =>
        settle({ status: 'failed', error: { code, name: 'HostError', message: '' } });
      const method = METHODS.get(id);
      if (!method) throw new UnknownMethodError('ExecuteMethod', id);
      if (!isAllowed(permission, method.permission)) throw new Error(`Elevated permission is required: ${method.name}`);
      if (client.callsAtOnce !== undefined && running >= client.callsAtOnce) {
        fail(TOO_MANY);
        return;
      }
      running++;
      const item = selected();
      const call = { parameters: parametersOf(values), mailbox, addinId: 'signet', item, initializationContext: '' };
      void new Promise((resolve) => resolve(method.answer(call as never)))
        .finally(() => running--)
        .then(
          (value) => settle({ status: 'succeeded', value: shape(value) }),
          (thrown: unknown) => fail(thrown instanceof HostError ? thrown.code : HOST_ERROR.genericResponse),
        );
    };
}
