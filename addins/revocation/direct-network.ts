import { toBase64, type Bytes, type Der, type FetchFailure, type RevocationNetwork } from '../../shared/index';
import { inTurn, type Outcome } from './in-turn';
import { isAddressLiteral } from './public-address';
import { mayBeAsked, NETWORK_LIMITS, permittedUrl } from './network-rules';
import { readAnswer, TooLargeError } from './read-answer';

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
    async ask(requests) {
      if (host.isPermitted && !(await host.isPermitted().catch(() => false))) {
        return requests.map((request) => ({ request, failure: 'not-permitted' }));
      }
      return inTurn(requests, ({ url, body }) => askOne(host, url, body));
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

/** Ends with the signal even where what is waited for does not. */
function ended<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const end = (): void => reject(new SlowError());
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    work.then(resolve, reject);
  });
}

class SlowError extends Error {}

/** The server answered, and not with what was asked for. */
class StatusError extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`status ${status}`);
    this.status = status;
  }
}

async function hasPublicAddress({ resolve }: NetworkHost, name: string): Promise<boolean> {
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
  return send(host, url, { method: 'POST', body, headers: { 'content-type': 'application/ocsp-request' } }, signal);
}

/** The address of RFC 6960 A.1, or undefined where it would be too long. */
export function ocspGetUrl(url: URL, body: Der): URL | undefined {
  if (url.search !== '') return undefined;
  const text = `${url.href.replace(/\/$/, '')}/${encodeURIComponent(toBase64(body))}`;
  return text.length <= NETWORK_LIMITS.getLength ? new URL(text) : undefined;
}

const get = (host: NetworkHost, url: URL, signal: AbortSignal): Promise<Bytes> => send(host, url, {}, signal);

async function send(host: NetworkHost, url: URL, init: RequestInit, signal: AbortSignal): Promise<Bytes> {
  const response = await host.fetch(url.href, {
    ...init,
    signal,
    redirect: 'error',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    cache: 'no-store',
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new StatusError(response.status);
  }
  return readAnswer(response, NETWORK_LIMITS.answerOctets);
}

function failureOf(thrown: unknown, signal: AbortSignal): FetchFailure {
  if (signal.aborted || thrown instanceof SlowError) return 'too-slow';
  return thrown instanceof TooLargeError ? 'too-large' : 'no-answer';
}
