import { importPfx, openMessage, prepareSend, previewPfx, readiness, type Clock } from '../../shared/index';
import { createCertificateDirectory, createKeyStore, createTrustStore, openDatabase } from '../storage/index';
import { createDraftRemover } from './graph/draft-remover';
import { createGraphClient, type GraphClient } from './graph/graph-client';
import { createGraphTransport } from './graph/graph-transport';
import { createNestedAppTokens } from './graph/nested-app-token';
import { createOriginalMessages } from './graph/original-message';
import { createPlaygroundTokens } from './graph/playground-token';
import { applyPlaygroundPolicy } from './playground-policy';
import { type Services } from './task-pane/services';

const clock: Clock = { now: () => new Date() };
const boundFetch: typeof fetch = (...request) => fetch(...request);

function createClient(): GraphClient {
  return createGraphClient({
    baseUrl: __GRAPH_URL__,
    tokens: __PLAYGROUND__ ? createPlaygroundTokens(boundFetch) : createNestedAppTokens(__CLIENT_ID__),
    fetch: boundFetch,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
}

/** Puts the real parts together: the one place of the Outlook add-in that does. */
export async function createServices(): Promise<Services> {
  const database = await openDatabase();
  const keyStore = createKeyStore(database);
  const directory = createCertificateDirectory(database);
  const trustStore = createTrustStore(database, []);
  const client = createClient();
  const demo = __PLAYGROUND__ ? await applyPlaygroundPolicy({ fetch: boundFetch, trustStore, directory }) : undefined;
  const sendPorts = { keyStore, certificateDirectory: directory, trustStore, clock };
  return {
    clock,
    directory,
    demo,
    originals: createOriginalMessages(client),
    transport: createGraphTransport(client),
    drafts: createDraftRemover(client),
    open: (octets) => openMessage(octets, { keyStore, trustStore, clock }),
    prepare: (request) => prepareSend(request, sendPorts),
    readiness: (request) => readiness(request, sendPorts),
    identities: () => keyStore.identities(),
    removeIdentity: (id) => keyStore.remove(id),
    async openPfx(octets, passphrase) {
      const preview = await previewPfx(octets, passphrase, clock);
      return {
        identities: preview.identities,
        async accept() {
          await importPfx(preview, keyStore);
        },
      };
    },
    newMessageId: (address) => `<${crypto.randomUUID()}@${address.split('@').at(-1) ?? 'localhost'}>`,
  };
}
