import { SignetError, type Bytes } from '../../../shared/index';
import { type TokenProvider } from './token-provider';

export interface GraphRequest {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly contentType?: string;
  readonly body?: string | Bytes;
  readonly timeoutMs?: number;
}

/** What a client needs of the outside, given by `wiring.ts` and by tests. */
export interface GraphOptions {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly tokens: TokenProvider;
  readonly fetch: typeof fetch;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * One request to Graph. A refused token is renewed once. Gives whatever status else the server answered; undefined
 * where no answer came (network, time): the request may have been carried out then. Rejects with `host`, as the
 * token provider does, where no token is to be had.
 */
export interface GraphClient {
  request(path: string, request?: GraphRequest): Promise<Response | undefined>;
  /** As `request`, repeated while the server asks to wait (429, 503): for requests that may be carried out twice. */
  ask(path: string, request?: GraphRequest): Promise<Response>;
  readonly sleep: (ms: number) => Promise<void>;
}

/** The user's own mailbox, or that of an address (a user principal name or id by the documentation). */
export const mailboxPath = (owner?: string): string =>
  owner === undefined ? '/me' : `/users/${encodeURIComponent(owner)}`;

const TIMEOUT_MS = 30_000;
const ATTEMPTS = 4;
/** Longest that one Retry-After is followed. */
const WAIT_LIMIT_MS = 20_000;
const WAIT_DEFAULT_MS = 2_000;

export function createGraphClient(options: GraphOptions): GraphClient {
  const request: GraphClient['request'] = async (path, what = {}) => {
    const response = await once(options, path, what, await options.tokens.token());
    if (response?.status !== 401) return response;
    return once(options, path, what, await options.tokens.token({ renew: true }));
  };
  return {
    request,
    sleep: options.sleep,
    async ask(path, what = {}) {
      for (let attempt = 1; ; attempt++) {
        const response = await request(path, what);
        if (!response) throw new SignetError('host', 'Graph: no answer', 'network');
        if (response.ok) return response;
        if (attempt === ATTEMPTS || !asksToWait(response)) throw await refusal(response);
        await options.sleep(waitFor(response));
      }
    },
  };
}

async function once(
  { baseUrl, fetch: fetchLike }: GraphOptions,
  path: string,
  { method = 'GET', contentType, body, timeoutMs = TIMEOUT_MS }: GraphRequest,
  token: string,
): Promise<Response | undefined> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  try {
    return await fetchLike(`${baseUrl}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(contentType === undefined ? {} : { 'Content-Type': contentType }),
      },
      signal: controller.signal,
      cache: 'no-store',
      ...(body === undefined ? {} : { body }),
    });
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

export const asksToWait = ({ status }: Response): boolean => status === 429 || status === 503;

/** Milliseconds that Retry-After asks for (RFC 9110 10.2.3, seconds), within our own bound. */
export function waitFor(response: Response): number {
  const seconds = Number(response.headers.get('Retry-After') ?? NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds * 1000, WAIT_LIMIT_MS) : WAIT_DEFAULT_MS;
}

/** The error that stands for a refused request: its subject says what people can do about it. */
export async function refusal(response: Response): Promise<SignetError> {
  const body: unknown = await response.json().catch(() => undefined);
  const { error } = (body ?? {}) as { readonly error?: { readonly code?: unknown } };
  const code = typeof error?.code === 'string' ? error.code.slice(0, 80) : '';
  return new SignetError('host', `Graph: ${response.status} ${code}`.trim(), subjectOf(response.status, code));
}

function subjectOf(status: number, code: string): string {
  if (code === 'ErrorSendAsDenied') return 'send-as';
  if (status === 401) return 'sign-in';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not-found';
  if (status === 413) return 'too-large';
  return status === 429 || status === 503 ? 'busy' : 'refused';
}
