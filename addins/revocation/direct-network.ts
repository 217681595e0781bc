import { toBase64, type Bytes, type Der, type RevocationNetwork } from '../../shared/index';
import { inTurn, type Outcome } from './in-turn';
import { isAddressLiteral } from './public-address';
import { mayBeAsked, NETWORK_LIMITS, permittedUrl } from './network-rules';
import { ended, failureOf, fetchAnswer, StatusError } from './timed-fetch';

/** What a host lends for asking. */
export interface NetworkHost {
  readonly fetch: typeof fetch;
  /** The addresses of a name; left out where the host cannot say, and then only names are judged. May reject. */
  readonly resolve?: (name: string) => Promise<readonly string[]>;
  /** Whether the user let the add-on reach other hosts; left out: nothing has to be asked for. */
  readonly isPermitted?: () => Promise<boolean>;
  /** Left out: NETWORK_LIMITS.milliseconds. */
  readonly milliseconds?: number;
}

/**
 * Asks the hosts that certificates name. Every rule of `network-rules` holds for every question; redirects are refused, no
 * cookie, referrer or cache is used, one time limit holds for the whole question, and reading stops at a limit. Where the
 * host can resolve names, each address is judged before the question goes out; the connection itself resolves anew, which
 * script cannot prevent, so a name server that changes its answer within that moment is not caught.
 */
export function createDirectNetwork(host: NetworkHost): RevocationNetwork {
  return {
    async ask(questions) {
      if (host.isPermitted && !(await host.isPermitted().catch(() => false))) {
        return questions.map((question) => ({ question, failure: 'not-permitted' }));
      }
      return inTurn(questions, ({ url, body }) => askOne(host, url, body));
    },
  };
}

async function askOne(host: NetworkHost, text: string, body: Der | undefined): Promise<Outcome> {
  const url = permittedUrl(text);
  if (!url) return { failure: 'address-refused' };
  const signal = AbortSignal.timeout(host.milliseconds ?? NETWORK_LIMITS.milliseconds);
  try {
    if (!(await ended(signal, hasPublicAddress(host, url.hostname)))) return { failure: 'address-refused' };
    return { octets: await ended(signal, body ? askOcsp(host, url, body, signal) : get(host, url, signal)) };
  } catch (thrown) {
    return { failure: failureOf(thrown, signal) };
  }
}

/** Whether what a name resolves to may be asked; true where the host cannot say. Rejects where the name has no address. */
export async function hasPublicAddress({ resolve }: Pick<NetworkHost, 'resolve'>, name: string): Promise<boolean> {
  if (!resolve || isAddressLiteral(name)) return true;
  return mayBeAsked(await resolve(name));
}

/** RFC 5019 5: GET where the address stays short, which caches understand; POST otherwise, or where GET brings nothing. */
async function askOcsp(host: NetworkHost, url: URL, body: Der, signal: AbortSignal): Promise<Bytes> {
  const short = ocspGetUrl(url, body);
  if (short) {
    try {
      return await get(host, short, signal);
    } catch (thrown) {
      if (!(thrown instanceof StatusError)) throw thrown;
    }
  }
  const headers = { 'content-type': 'application/ocsp-request' };
  return fetchAnswer(host.fetch, url, { method: 'POST', body, headers }, signal);
}

/** The address of RFC 6960 A.1, or undefined where it would be too long. */
export function ocspGetUrl(url: URL, body: Der): URL | undefined {
  if (url.search !== '') return undefined;
  const text = `${url.href.replace(/\/$/, '')}/${encodeURIComponent(toBase64(body))}`;
  return text.length <= NETWORK_LIMITS.getLength ? new URL(text) : undefined;
}

const get = (host: NetworkHost, url: URL, signal: AbortSignal): Promise<Bytes> =>
  fetchAnswer(host.fetch, url, {}, signal);
