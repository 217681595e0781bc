import {
  readMessage,
  SignetError,
  type GeneratedKeyKind,
  type IdentityVault,
  type KeyStore,
  type ReadPorts,
  type WaitingKeys,
} from '../../shared/index';
import { createAcmeRecords } from '../acme/records';
import { orderView, type OrderView } from '../acme/order';
import { type DueRenewal } from '../acme/orders';
import { type AcmePorts } from '../acme/context';
import { type ExternalAccount } from '../acme/jws';
import { type AcmeResult, type AcmeRound } from '../acme/tasks';
import { type OrderStore, type Settings } from '../storage/index';
import { knownAcme, readAcmeOptions, storeAcmeOptions, type AcmeOptions, type AcmePolicy } from './acme-options';
import { type Handlers } from './protocol';

/** The options in force, and those that the organisation has set, which the user cannot change. */
export interface AcmeChoice {
  readonly options: AcmeOptions;
  readonly fixed: readonly (keyof AcmeOptions)[];
}

export interface BeginOrder {
  readonly address: string;
  readonly keyKind: GeneratedKeyKind;
  readonly renews?: string;
}

/** What pages ask about orders at a certification authority. Network and mailbox are on their side, keys and state here. */
export type AcmeCalls = {
  readonly acmeChoice: { readonly request: undefined; readonly answer: AcmeChoice };
  readonly storeAcmeOptions: { readonly request: AcmeOptions; readonly answer: undefined };
  readonly acmeOrders: { readonly request: undefined; readonly answer: readonly OrderView[] };
  readonly beginOrder: { readonly request: BeginOrder; readonly answer: OrderView };
  readonly forgetOrder: { readonly request: string; readonly answer: undefined };
  /** For this run of the worker only: it is never kept. */
  readonly bindAccount: {
    readonly request: { readonly id: string; readonly external: ExternalAccount };
    readonly answer: undefined;
  };
  readonly acmeRound: {
    readonly request: { readonly id: string; readonly result?: AcmeResult };
    readonly answer: AcmeRound;
  };
  readonly dueRenewals: { readonly request: undefined; readonly answer: readonly DueRenewal[] };
};

export interface AcmeCallPorts extends ReadPorts {
  readonly keyStore: KeyStore & IdentityVault;
  readonly waitingKeys: WaitingKeys;
  readonly orders: OrderStore;
  readonly settings: Settings;
  readonly acmePolicy?: AcmePolicy;
}

/** The code of orders is loaded with the first one. */
export function acmeHandlers(ports: AcmeCallPorts): Handlers<AcmeCalls> {
  const { keyStore, waitingKeys, settings, clock, acmePolicy: policy } = ports;
  const records = createAcmeRecords(ports.orders);
  const bound = new Map<string, ExternalAccount>();
  const options = (): Promise<AcmeOptions> => readAcmeOptions(settings, policy);
  const acme: AcmePorts = {
    waitingKeys,
    vault: keyStore,
    records,
    clock,
    openMail: async (octets) => (await readMessage(octets, ports)).message.view,
    mailServer: async () => (await options()).mailServer,
    externalAccount: ({ id }) => bound.get(id) ?? policy?.externalAccount,
  };
  return {
    async acmeChoice() {
      return { options: await options(), fixed: Object.keys(knownAcme(policy)) as (keyof AcmeOptions)[] };
    },
    storeAcmeOptions: (chosen) => storeAcmeOptions(settings, chosen).then(() => undefined),
    acmeOrders: async () => (await records.orders()).map(orderView),
    async beginOrder(request) {
      const { directory } = await options();
      return (await import('../acme/orders')).beginOrder({ ...request, directory }, acme);
    },
    async forgetOrder(id) {
      bound.delete(id);
      await (await import('../acme/orders')).forgetOrder(id, acme);
      return undefined;
    },
    bindAccount({ id, external }) {
      bound.set(id, external);
      return Promise.resolve(undefined);
    },
    async acmeRound({ id, result }) {
      const order = await records.order(id);
      if (!order) throw new SignetError('host', 'this order is not here', 'not-found');
      return (await import('../acme/rounds')).nextRound(order, result, acme);
    },
    async dueRenewals() {
      return (await import('../acme/orders')).dueRenewals(await keyStore.identities(), acme);
    },
  };
}
