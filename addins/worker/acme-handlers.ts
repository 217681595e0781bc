import { readMessage, SignetError } from '../../shared/index';
import { type AcmePorts } from '../acme/context';
import { type ExternalAccount } from '../acme/jws';
import { orderView } from '../acme/order';
import { createAcmeRecords } from '../acme/records';
import { type AcmeCallPorts, type AcmeCalls } from './acme-calls';
import { isOffered, knownAcme, readAcmeOptions, storeAcmeOptions, type AcmeOptions } from './acme-options';
import { type Handlers } from './protocol';

/** Answers what pages ask about orders. */
export function acmeHandlers(ports: AcmeCallPorts): Handlers<AcmeCalls> {
  const { keyStore, waitingKeys, settings, clock, acmePolicy: policy } = ports;
  const records = createAcmeRecords(ports.orders);
  const bound = new Map<string, ExternalAccount>();
  const options = (): Promise<AcmeOptions> => readAcmeOptions(settings, policy);
  const acme: AcmePorts = {
    waitingKeys,
    vault: keyStore,
    trustStore: ports.trustStore,
    records,
    clock,
    openMail: async (octets) => (await readMessage(octets, ports)).message.view,
    mailServer: async () => (await options()).mailServer,
    isOffered: async (directory) => isOffered(directory, await options(), policy),
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
    async acmeRound({ id, ...said }) {
      const order = await records.order(id);
      if (!order) throw new SignetError('host', 'this order is not here', 'not-found');
      return (await import('../acme/rounds')).nextRound(order, said, acme);
    },
    async dueRenewals() {
      return (await import('../acme/orders')).dueRenewals(await keyStore.identities(), acme);
    },
  };
}
