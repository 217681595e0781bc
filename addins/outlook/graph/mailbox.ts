import { SignetError, type OutgoingTransport } from '../../../shared/index';
import { type AcmeMailbox } from '../../acme/run-order';
import { type GraphClient } from './graph-client';

interface Found {
  readonly id?: unknown;
  readonly subject?: unknown;
}

/** The user's mailbox by Graph, as far as a challenge goes through it. Rejects with `host`. */
export function createGraphMailbox(client: GraphClient, transport: OutgoingTransport): AcmeMailbox {
  return {
    async find({ from, since }, most) {
      const time = since.toISOString().replace(/\.\d+Z$/, 'Z');
      const sender = from.replaceAll("'", "''");
      const filter = encodeURIComponent(`receivedDateTime ge ${time} and from/emailAddress/address eq '${sender}'`);
      const order = encodeURIComponent('receivedDateTime desc');
      const path = `/me/messages?$filter=${filter}&$orderby=${order}&$top=${most}&$select=id,subject`;
      const body: unknown = await (await client.ask(path)).json().catch(() => undefined);
      const { value } = (body ?? {}) as { readonly value?: unknown };
      if (!Array.isArray(value)) throw new SignetError('host', 'Graph: a list of messages expected', 'refused');
      return (value as readonly (Found | null)[]).flatMap((one) =>
        typeof one?.id === 'string' && typeof one.subject === 'string' && one.subject.includes('ACME:')
          ? [{ id: one.id }]
          : [],
      );
    },
    async read({ id }) {
      const response = await client.ask(`/me/messages/${encodeURIComponent(id)}/$value`);
      return new Uint8Array(await response.arrayBuffer());
    },
    send: ({ from, to, messageId, octets }) => transport.send({ from, recipients: [to], messageId, octets }),
  };
}
