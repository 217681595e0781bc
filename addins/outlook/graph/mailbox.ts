import { SignetError, type OutgoingTransport } from '../../../shared/index';
import { type AcmeMailbox } from '../../acme/run-order';
import { type GraphClient } from './graph-client';

/** Messages looked at in one go: a challenge is among the newest. */
const LOOKED_AT = 50;

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
      const path = `/me/messages?$filter=${filter}&$orderby=${order}&$top=${LOOKED_AT}&$select=id,subject`;
      const body: unknown = await (await client.ask(path)).json().catch(() => undefined);
      const { value } = (body ?? {}) as { readonly value?: unknown };
      if (!Array.isArray(value)) throw new SignetError('host', 'Graph: a list of messages expected', 'refused');
      const ids = (value as readonly (Found | null)[]).flatMap((one) =>
        typeof one?.id === 'string' && typeof one.subject === 'string' && one.subject.includes('ACME:') ? [one.id] : [],
      );
      return Promise.all(ids.slice(0, most).map((id) => wholeMessage(client, id)));
    },
    send: ({ from, to, messageId, octets }) => transport.send({ from, recipients: [to], messageId, octets }),
  };
}

async function wholeMessage(client: GraphClient, id: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await client.ask(`/me/messages/${encodeURIComponent(id)}/$value`);
  return new Uint8Array(await response.arrayBuffer());
}
