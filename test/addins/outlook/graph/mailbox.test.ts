import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGraphClient } from '../../../../addins/outlook/graph/graph-client';
import { createGraphTransport } from '../../../../addins/outlook/graph/graph-transport';
import { createGraphMailbox } from '../../../../addins/outlook/graph/mailbox';
import { latin1Text, utf8Bytes, type Bytes } from '../../../../shared/base/bytes';
import { answerGraph, type GraphOptions } from '../../../hosts/outlook/graph/graph';
import { Faults } from '../../../hosts/outlook/graph/graph-faults';
import { MessageStore } from '../../../hosts/outlook/graph/message-store';
import { ADDRESS, createAcmeWorld, type AcmeWorld } from '../../acme/world';

let folder: string;
let store: MessageStore;
let options: GraphOptions;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signet-acme-graph-'));
  store = new MessageStore(join(folder, 'mail'), [ADDRESS]);
  options = {
    store,
    owners: [ADDRESS],
    sentFolder: join(folder, 'sent'),
    now: () => new Date(),
    faults: new Faults(),
    userOfToken: () => ({ name: 'Alice', address: ADDRESS }),
  };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The simulated Graph as `fetch` sees it; what is sent to the authority goes there too. */
function graphFetch(world: () => AcmeWorld): typeof fetch {
  return async (input, init = {}) => {
    const url = new URL(input as string);
    const body = new Uint8Array(await new Response(init.body ?? '').arrayBuffer());
    const headers = Object.fromEntries(new Headers(init.headers));
    const path = url.pathname.replace('/v1.0', '');
    const answer = await answerGraph(
      { method: init.method ?? 'GET', path, query: url.searchParams, headers, body },
      options,
    );
    if (path === '/me/sendMail') await world().server.receive(new Uint8Array(Buffer.from(latin1Text(body), 'base64')));
    const octets = typeof answer.body === 'string' ? utf8Bytes(answer.body) : answer.body.slice();
    return new Response(answer.status === 202 ? null : octets, { status: answer.status, headers: answer.headers });
  };
}

async function worldByGraph(): Promise<AcmeWorld> {
  const arrive = (to: string, octets: Bytes): void => {
    store.add({ owner: to, folder: 'inbox', received: Date.now(), isRead: false }, octets);
  };
  const world: AcmeWorld = await createAcmeWorld({ deliver: arrive });
  const client = createGraphClient({
    baseUrl: 'https://graph.example/v1.0',
    tokens: { token: () => Promise.resolve('good') },
    fetch: graphFetch(() => world),
    sleep: () => Promise.resolve(),
  });
  Object.assign(world.host, { mailbox: createGraphMailbox(client, createGraphTransport(client)) });
  return world;
}

describe('an order by the mailbox of Outlook (simulated Graph)', () => {
  it('finds the challenge, answers it from the right address, brings the identity and renews it', async () => {
    const world = await worldByGraph();
    const first = await world.run(await world.begin());
    expect([first.order.step, world.server.responseFaults]).toEqual(['done', []]);
    const [sent] = store.list(ADDRESS, 'sentitems');
    expect((await store.item(sent as never)).subject).toMatch(/^Re: ACME: /);
    const renewal = await world.run(await world.begin('ec-p256', first.order.identityId));
    expect([renewal.order.step, world.server.responseFaults]).toEqual(['done', []]);
    expect(await world.ports.keyStore.identities()).toHaveLength(2);
  });

  it('looks at nothing that came before the order, from somebody else, or has another subject', async () => {
    const world = await worldByGraph();
    const mail = (subject: string, from = 'a@b.example'): Bytes =>
      utf8Bytes(`From: CA <${from}>\r\nSubject: ${subject}\r\n\r\nx`);
    store.add({ owner: ADDRESS, folder: 'inbox', received: Date.now() - 3_600_000, isRead: false }, mail('ACME: old'));
    store.add({ owner: ADDRESS, folder: 'inbox', received: Date.now(), isRead: false }, mail('Lunch'));
    store.add({ owner: ADDRESS, folder: 'inbox', received: Date.now(), isRead: false }, mail('ACME: new'));
    for (let i = 0; i < 60; i++) {
      store.add(
        { owner: ADDRESS, folder: 'inbox', received: Date.now(), isRead: false },
        mail('ACME: x', 'flood@b.example'),
      );
    }
    const { mailbox } = world.host;
    const search = { address: ADDRESS, from: 'a@b.example', since: new Date(Date.now() - 60_000) };
    const found = await Promise.all((await mailbox.find(search, 20)).map((mail) => mailbox.read(mail)));
    expect(found.map((octets) => Buffer.from(octets).toString())).toEqual([expect.stringContaining('ACME: new')]);
  });

  it('rests where Graph does not give the mailbox out', async () => {
    const world = await worldByGraph();
    options = { ...options, userOfToken: () => undefined };
    expect((await world.run(await world.begin())).task).toEqual({ kind: 'rest', problem: 'mail-not-read' });
  });
});
