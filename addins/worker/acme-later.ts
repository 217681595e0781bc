import { type AcmeCallPorts, type AcmeCalls } from './acme-calls';
import { type Handlers } from './protocol';

/** The code of orders is loaded with the first question about one. */
export function acmeHandlers(ports: AcmeCallPorts): Handlers<AcmeCalls> {
  let loaded: Promise<Handlers<AcmeCalls>> | undefined;
  const load = (): Promise<Handlers<AcmeCalls>> =>
    (loaded ??= import('./acme-handlers').then((module) => module.acmeHandlers(ports)));
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
