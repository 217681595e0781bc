import { type Clock } from '../../shared/index';
import { createRelayNetwork } from '../revocation/index';
import { createCore } from '../worker/core';
import { type CoreCalls } from '../worker/core-calls';
import { readKeyPolicy } from '../worker/key-policy';
import { buffersOf } from '../worker/protocol';
import { onLockNews } from '../worker/lock-news';
import { type Provision } from '../worker/provision';
import { WorkerClient } from '../worker/worker-client';
import { type OutlookCalls } from './core-worker';
import { acmeHost } from './acme-host';
import { createDraftRemover } from './graph/draft-remover';
import { createGraphClient, type GraphClient } from './graph/graph-client';
import { createGraphTransport } from './graph/graph-transport';
import { createNestedAppTokens } from './graph/nested-app-token';
import { createOriginalMessages } from './graph/original-message';
import { createPlaygroundTokens } from './graph/playground-token';
import { createStorageMarker } from './host/storage-marker';
import { readPlayground, type Playground } from './playground-policy';
import { type Services } from './task-pane/services';

const clock: Clock = { now: () => new Date() };
const boundFetch: typeof fetch = (...request) => fetch(...request);
const NOTHING: Playground = { provision: { anchors: [], certificates: [], identities: [] }, demo: undefined };

function createClient(): GraphClient {
  return createGraphClient({
    baseUrl: __GRAPH_URL__,
    tokens: __PLAYGROUND__ ? createPlaygroundTokens(boundFetch) : createNestedAppTokens(__CLIENT_ID__),
    fetch: boundFetch,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
}

const startWorker = (): Worker =>
  new Worker(new URL(/* webpackChunkName: "core-worker" */ './core-worker.ts', import.meta.url), { name: 'core' });

/** Puts the real parts together: the one place of the Outlook add-in that does. */
export async function createServices(): Promise<Services> {
  const client = createClient();
  const { provision, demo } = __PLAYGROUND__ ? await readPlayground(boundFetch) : NOTHING;
  const transport = createGraphTransport(client);
  const relay = provision.revocation?.relay ?? __REVOCATION_RELAY__;
  const acme = __ACME_DIRECTORY__ === '' ? provision.acme : { ...provision.acme, directory: __ACME_DIRECTORY__ };
  const keys = readKeyPolicy(__KEY_POLICY__);
  const configuration = (): Promise<Provision> =>
    Promise.resolve({ ...provision, ...(keys && { keys }), ...(acme && { acme }) });
  const reading = new WorkerClient<CoreCalls>({ start: startWorker, configuration });
  const acting = new WorkerClient<OutlookCalls>({ start: startWorker, configuration });
  return {
    clock,
    demo,
    watchLock: onLockNews,
    marker: createStorageMarker(() => window.localStorage),
    core: createCore(
      reading,
      acting,
      relay === '' ? undefined : createRelayNetwork(relay, boundFetch),
      undefined,
      // The page's policy lets it reach the server that the build names, and no other.
      acme?.directory === undefined ? undefined : acmeHost(client, transport, boundFetch),
    ),
    originals: createOriginalMessages(client),
    transport,
    drafts: createDraftRemover(client),
    protect(request, work) {
      const octets = request.draft.attachments.map((attachment) => attachment.octets);
      return acting.call('protect', request, { ...work, transfer: buffersOf(octets) });
    },
    newMessageId: (address) => `<${crypto.randomUUID()}@${address.split('@').at(-1) ?? 'localhost'}>`,
  };
}
