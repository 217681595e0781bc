import { type AcmeCallPorts } from '../../../addins/worker/acme-calls';
import { acmeHandlers } from '../../../addins/worker/acme-later';
import { type AcmePolicy } from '../../../addins/worker/acme-options';
import { type AcmeHost, type AcmeMailbox, type AskRound, type RunEnd } from '../../../addins/acme/run-order';
import { type AcmeResult } from '../../../addins/acme/tasks';
import { runOrder } from '../../../addins/acme/run-order';
import { createAcmeNetwork } from '../../../addins/acme/network';
import { createCertificateDirectory } from '../../../addins/storage/certificate-directory';
import { type Database } from '../../../addins/storage/database';
import { createVault } from '../../../addins/storage/vault';
import { createKeyStore } from '../../../addins/storage/key-store';
import { createOrderStore } from '../../../addins/storage/order-store';
import { createSettings } from '../../../addins/storage/settings';
import { createTrustStore } from '../../../addins/storage/trust-store';
import { createWaitingKeys } from '../../../addins/storage/waiting-keys';
import { type Handlers } from '../../../addins/worker/protocol';
import { type AcmeCalls } from '../../../addins/worker/acme-calls';
import { type Bytes } from '../../../shared/base/bytes';
import { type GeneratedKeyKind } from '../../../shared/pkix/key-kinds';
import { AcmeServer, type AcmeServerOptions } from '../../support/acme/acme-server';
import { freshDatabase } from '../storage/fresh-database';

export const ADDRESS = 'alice@signet.example';
export const ORIGIN = 'https://ca.signet.example';

/** A client with its stores, a simulated server, and a mailbox between them, all in one process. */
export interface AcmeWorld {
  readonly server: AcmeServer;
  readonly ports: AcmeCallPorts;
  readonly host: AcmeHost;
  readonly database: Database;
  /** Mails that lie in the user's mailbox. */
  readonly inbox: Bytes[];
  /** How often a mail went out. */
  sent: number;
  /** What the worker answers, as it would after a restart too. */
  handlers(): Handlers<AcmeCalls>;
  begin(keyKind?: GeneratedKeyKind, renews?: string): Promise<string>;
  run(id: string, first?: AcmeResult): Promise<RunEnd>;
  /** Moves everybody's clock. */
  pass(milliseconds: number): void;
}

export async function createAcmeWorld(
  serverOptions: Partial<AcmeServerOptions> = {},
  policy: AcmePolicy = {},
): Promise<AcmeWorld> {
  const database = await freshDatabase();
  let offset = 0;
  const now = (): Date => new Date(Date.now() + offset);
  const inbox: Bytes[] = [];
  const server = await AcmeServer.create({
    origin: ORIGIN,
    now,
    deliver: (to, octets) => {
      // What another person gets is not in this mailbox; the search is by mailbox and not by the field To.
      if (to === ADDRESS) inbox.unshift(octets);
    },
    ...serverOptions,
  });
  const settings = createSettings(database);
  const clock = { now };
  const ports: AcmeCallPorts = {
    keyStore: createKeyStore(database, clock),
    waitingKeys: createWaitingKeys(database, createVault(database), clock),
    orders: createOrderStore(database),
    settings,
    clock,
    certificateDirectory: createCertificateDirectory(database),
    trustStore: createTrustStore(database, { anchors: [server.ca.certificate] }),
    acmePolicy: { directory: server.directory, ...policy },
  };
  const world: AcmeWorld = {
    server,
    ports,
    database,
    inbox,
    sent: 0,
    host: { network: createAcmeNetwork({ fetch: fetchOf(server) }), mailbox: mailboxOf(server, inbox, () => world) },
    handlers: () => acmeHandlers({ ...ports, openOrders: () => Promise.resolve(ports.orders) }),
    async begin(keyKind = 'ec-p256', renews) {
      const request = { address: ADDRESS, keyKind, ...(renews !== undefined && { renews }) };
      return ((await world.handlers().beginOrder(request, {})) as { id: string }).id;
    },
    run(id, first) {
      const ask: AskRound = (order, said) =>
        world.handlers().acmeRound({ id: order, ...said }, {}) as ReturnType<AskRound>;
      const sleepUntil = (until: Date): Promise<void> => {
        offset += Math.max(0, until.getTime() - now().getTime()) + 1;
        return Promise.resolve();
      };
      return runOrder(id, world.host, ask, first, { sleepUntil });
    },
    pass(milliseconds) {
      offset += milliseconds;
    },
  };
  return world;
}

/** The server as `fetch` sees it. */
export function fetchOf(server: AcmeServer): typeof fetch {
  return async (input, init = {}) => {
    const { method = 'GET', body } = init;
    const headers = new Headers(init.headers);
    const {
      status,
      headers: answered,
      body: text,
    } = await server.answer({
      method,
      url: input as string,
      contentType: headers.get('content-type') ?? '',
      body: typeof body === 'string' ? body : '',
    });
    return new Response(status === 204 || method === 'HEAD' ? null : text, { status, headers: answered });
  };
}

/** One mail is another where its octets are others. */
const idOf = (octets: Bytes): string => Buffer.from(octets).toString('base64');

function mailboxOf(server: AcmeServer, inbox: readonly Bytes[], world: () => AcmeWorld): AcmeMailbox {
  return {
    find: (_search, most) => Promise.resolve(inbox.map((octets) => ({ id: idOf(octets) })).slice(0, most)),
    read: ({ id }) => Promise.resolve(new Uint8Array(Buffer.from(id, 'base64'))),
    async send({ octets }) {
      world().sent++;
      await server.receive(octets);
    },
  };
}
