import { type OutgoingTransport } from '../../shared/index';
import { type AcmeHost, type AcmeMailbox } from '../acme/run-order';
import { type GraphClient } from './graph/graph-client';

/** Network and mailbox for orders, loaded with the first one. */
export function acmeHost(client: GraphClient, transport: OutgoingTransport, fetchLike: typeof fetch): AcmeHost {
  const mailbox = async (): Promise<AcmeMailbox> =>
    (await import('./graph/mailbox')).createGraphMailbox(client, transport);
  return {
    network: {
      async ask(directory, request) {
        const { createAcmeNetwork } = await import('../acme/network');
        return createAcmeNetwork({ fetch: fetchLike }).ask(directory, request);
      },
    },
    mailbox: {
      find: async (search, most) => (await mailbox()).find(search, most),
      read: async (mail) => (await mailbox()).read(mail),
      send: async (mail) => (await mailbox()).send(mail),
    },
  };
}
