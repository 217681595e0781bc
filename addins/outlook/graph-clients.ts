import { createGraphClient, type GraphClient } from './graph/graph-client';
import { createNestedAppTokens, type TokenOptions } from './graph/nested-app-token';
import { createPlaygroundTokens } from './graph/playground-token';
import { type TokenProvider } from './graph/token-provider';

export const boundFetch: typeof fetch = (...request) => fetch(...request);

/** Of the user's account; in the playground, which has none, of its own. */
export const tokensFor = (asked: TokenOptions): TokenProvider =>
  __PLAYGROUND__ ? createPlaygroundTokens(boundFetch) : createNestedAppTokens(__CLIENT_ID__, asked);

/** Asks the Graph that the build names. */
export function createClient(asked: TokenOptions = {}): GraphClient {
  return createGraphClient({
    baseUrl: __GRAPH_URL__,
    tokens: tokensFor(asked),
    fetch: boundFetch,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
}
