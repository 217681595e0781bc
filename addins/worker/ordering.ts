import { SignetError } from '../../shared/index';
import { type OrderView } from '../acme/order';
import { type DueRenewal } from '../acme/orders';
import { type ExternalAccount } from '../acme/jws';
import { type AcmeHost, type AskRound, type RunEnd, type RunOptions } from '../acme/run-order';
import { type AcmeResult } from '../acme/tasks';
import { type AcmeCalls, type AcmeChoice, type BeginOrder } from './acme-calls';
import { type AcmeOptions } from './acme-options';
import { type Caller } from './worker-client';

/** Orders at a certification authority, as pages ask for them. */
export interface Ordering {
  /** The host has a network and a mailbox to do so with. */
  readonly isPossible: boolean;
  /** Asks the user to let the add-on reach this server, where the host wants that; only while a click is answered. */
  permit(directory: string): Promise<void>;
  choice(): Promise<AcmeChoice>;
  store(options: AcmeOptions): Promise<void>;
  all(): Promise<readonly OrderView[]>;
  begin(request: BeginOrder): Promise<OrderView>;
  /** Deletes the order and, where no certificate came, its key. */
  forget(id: string): Promise<void>;
  /** What ties the account to a customer: given over, used once and not kept. */
  bind(id: string, external: ExternalAccount): Promise<void>;
  /** Takes an order as far as it goes without a person. `first`: what a person did, where that was asked for. */
  run(id: string, first?: AcmeResult, options?: RunOptions): Promise<RunEnd>;
  /** Identities that came by an order and end soon. */
  due(): Promise<readonly DueRenewal[]>;
}

/** `host`: left out where there is none. */
export function createOrdering(acting: Caller<AcmeCalls>, host?: AcmeHost): Ordering {
  return {
    isPossible: host !== undefined,
    permit: async (directory) => host?.permit?.(directory),
    choice: () => acting.call('acmeChoice', undefined),
    store: (options) => acting.call('storeAcmeOptions', options),
    all: () => acting.call('acmeOrders', undefined),
    begin: (request) => acting.call('beginOrder', request),
    forget: (id) => acting.call('forgetOrder', id),
    bind: (id, external) => acting.call('bindAccount', { id, external }),
    async run(id, first, options) {
      if (!host) throw new SignetError('host', 'this host has no network for orders', 'network');
      const { runOrder } = await import('../acme/run-order');
      const ask: AskRound = (order, said) => acting.call('acmeRound', { id: order, ...said });
      return runOrder(id, host, ask, first, options);
    },
    due: () => acting.call('dueRenewals', undefined),
  };
}
