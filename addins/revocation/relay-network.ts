import { toBase64, type RevocationNetwork, type RevocationQuestion } from '../../shared/index';
import { inTurn, type Outcome } from './in-turn';
import { NETWORK_LIMITS, permittedUrl } from './network-rules';
import { ended, failureOf, fetchAnswer } from './timed-fetch';

/** What a relay is sent, as JSON by POST: whom to ask, and the OCSP request in base64. docs/revocation.md has the protocol. */
export interface RelayRequest {
  readonly kind: RevocationQuestion['kind'];
  readonly url: string;
  readonly body?: string;
}

/** A relay adds its own way to that of the question. */
const RELAY_MILLISECONDS = 2 * NETWORK_LIMITS.milliseconds;

/**
 * Asks through a relay that the organisation named, for hosts whose pages reach only https servers that allow it. The
 * relay learns every question; its answers are checked as any other's. Undefined for an address that is not https.
 */
export function createRelayNetwork(
  relay: string,
  fetchLike: typeof fetch,
  milliseconds = RELAY_MILLISECONDS,
): RevocationNetwork | undefined {
  if (!URL.canParse(relay)) return undefined;
  const url = new URL(relay);
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return undefined;
  return { ask: (questions) => inTurn(questions, (question) => askRelay(url, question, fetchLike, milliseconds)) };
}

async function askRelay(
  relay: URL,
  { kind, url, body }: RevocationQuestion,
  fetchLike: typeof fetch,
  milliseconds: number,
): Promise<Outcome> {
  const permitted = permittedUrl(url);
  if (!permitted) return { failure: 'address-refused' };
  const request: RelayRequest = { kind, url: permitted.href, ...(body && { body: toBase64(body) }) };
  const headers = { 'content-type': 'application/json' };
  const signal = AbortSignal.timeout(milliseconds);
  try {
    const init = { method: 'POST', headers, body: JSON.stringify(request) };
    return { octets: await ended(signal, fetchAnswer(fetchLike, relay, init, signal)) };
  } catch (thrown) {
    return { failure: failureOf(thrown, signal) };
  }
}
