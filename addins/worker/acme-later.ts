import { type OrderStore } from '../storage/index';
import { type AcmeCallPorts, type AcmeCalls } from './acme-calls';
import { type Handlers } from './protocol';

/** What is open from the start; the store of orders comes with the code of orders. */
export type AcmeLaterPorts = Omit<AcmeCallPorts, 'orders'> & { readonly openOrders: () => Promise<OrderStore> };

/** The code of orders is loaded with the first question about one. */
export function acmeHandlers(ports: AcmeLaterPorts): Handlers<AcmeCalls> {
  let loaded: Promise<Handlers<AcmeCalls>> | undefined;
  const load = (): Promise<Handlers<AcmeCalls>> =>
    (loaded ??= Promise.all([import('./acme-handlers'), ports.openOrders()]).then(([module, orders]) =>
      module.acmeHandlers({ ...ports, orders }),
    ));
  return {
    acmeChoice: async (request, work) => (await load()).acmeChoice(request, work),
    storeAcmeOptions: async (request, work) => (await load()).storeAcmeOptions(request, work),
    acmeOrders: async (request, work) => (await load()).acmeOrders(request, work),
    beginOrder: async (request, work) => (await load()).beginOrder(request, work),
    forgetOrder: async (request, work) => (await load()).forgetOrder(request, work),
    bindAccount: async (request, work) => (await load()).bindAccount(request, work),
    acmeRound: async (request, work) => (await load()).acmeRound(request, work),
    dueRenewals: async (request, work) => (await load()).dueRenewals(request, work),
  };
}
