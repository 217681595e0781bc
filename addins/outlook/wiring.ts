import { type Clock } from '../../shared/index';
import { createRelayNetwork } from '../revocation/index';
import { createCore } from '../worker/core';
import { type CoreCalls } from '../worker/core-calls';
import { readKeyPolicy } from '../worker/key-policy';
import { knownLookUp } from '../worker/look-up-options';
import { buffersOf } from '../worker/protocol';
import { onLockNews } from '../worker/lock-news';
import { REPEATABLE } from '../worker/repeatable-calls';
import { WorkerClient } from '../worker/worker-client';
import { type Configuration, type OutlookCalls } from './core-worker';
import { acmeHost } from './acme-host';
import { boundFetch, createClient, tokensFor } from './graph-clients';
import { CONTACT_SCOPES } from './graph/nested-app-token';
import { mailClient, ownAddresses } from './host/own-mailbox';
import { createStorageMarker } from './host/storage-marker';
import { createLookUpHost } from './look-up-host';
import { hostedPolicyOf } from './hosted-address';
import { loadMailServer } from './load-mail-server';
import { loadPolicySource } from './load-policy-source';
import { createMailServer } from './mail-server';
import { createRecordSource } from './record-source';
import { readPlayground, type Playground } from './playground-policy';
import { type Services } from './task-pane/services';

/** As the page was opened: the host may put its own into the address later. */
const hosted = hostedPolicyOf(location.search);
const clock: Clock = { now: () => new Date() };
const NOTHING: Playground = { provision: { anchors: [], certificates: [], identities: [] }, demo: undefined };

const startWorker = (): Worker =>
  new Worker(new URL(/* webpackChunkName: "core-worker" */ './core-worker.ts', import.meta.url), { name: 'core' });

/**
 * Puts the real parts together: the one place of the Outlook add-in that does. `waiting` is called where that takes until the
 * server of the organisation's policy has answered.
 */
export async function createServices(waiting: () => void): Promise<Services> {
  const client = createClient();
  const { provision, demo } = __PLAYGROUND__ ? await readPlayground(boundFetch) : NOTHING;
  const server = createMailServer(() => loadMailServer(client), mailClient, __LARGE_MESSAGES__);
  const relay = provision.revocation?.relay ?? __REVOCATION_RELAY__;
  const acme = __ACME_DIRECTORY__ === '' ? provision.acme : { ...provision.acme, directory: __ACME_DIRECTORY__ };
  const keys = readKeyPolicy(__KEY_POLICY__);
  const lookUp = __PLAYGROUND__ ? (provision.lookUp ?? {}) : knownLookUp(__LOOK_UP_POLICY__);
  const policy = await loadPolicySource(hosted, boundFetch, {
    judge: (request) => acting.call('policy', request),
    renew: () => Promise.all([reading.renew(), acting.renew()]),
    waiting,
    clock,
  });
  const configuration = (): Promise<Configuration> => {
    const asked = policy.request();
    return Promise.resolve({
      provision: { ...provision, lookUp, ...(keys && { keys }), ...(acme && { acme }) },
      ...(asked && { hosted: asked }),
    });
  };
  const reading = new WorkerClient<CoreCalls>({ start: startWorker, configuration, repeatable: REPEATABLE });
  const acting = new WorkerClient<OutlookCalls>({ start: startWorker, configuration, repeatable: REPEATABLE });
  const core = createCore(
    reading,
    acting,
    relay === '' ? undefined : createRelayNetwork(relay, boundFetch),
    undefined,
    // The page's policy lets it reach the server that the build names, and no other.
    acme?.directory === undefined ? undefined : acmeHost(client, server.transport, boundFetch),
    createLookUpHost({
      policy: lookUp,
      fetch: boundFetch,
      contacts: createClient({ scopes: CONTACT_SCOPES, isSilent: true }),
      permitContacts: () => tokensFor({ scopes: CONTACT_SCOPES }).token(),
    }),
    () => Promise.resolve(ownAddresses()),
  );
  // Where it cannot be found out what holds, whatever is asked next says so.
  await policy.inForce().catch(() => undefined);
  return {
    clock,
    demo,
    policy: (which) => policy.inForce(which),
    watchPolicy: (changed) => policy.onChanged(changed),
    watchLock: onLockNews,
    marker: createStorageMarker(() => window.localStorage),
    core,
    record: createRecordSource(() => ({ settings: core.settings, clock, policy: () => policy.inForce() })),
    ...server,
    protect(request, work) {
      const octets = request.parts.flatMap(({ draft }) => draft.attachments.map((attachment) => attachment.octets));
      return acting.call('protect', { ...request, accounts: ownAddresses() }, { ...work, transfer: buffersOf(octets) });
    },
    newMessageId: (address) => `<${crypto.randomUUID()}@${address.split('@').at(-1) ?? 'localhost'}>`,
  };
}
