import { type Bytes } from '../../shared/index';
import { readAnswer, TooLargeError } from '../revocation/read-answer';
import { sameOrigin } from './addresses';
import { type AcmeProblem } from './failure';
import { ACME_LIMITS } from './limits';

/** One request of the protocol, ready to go. Plain data. */
export interface AcmeRequest {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: string;
  /** A JWS in JSON. */
  readonly body?: string;
  readonly accept?: string;
}

export interface AcmeResponse {
  readonly status: number;
  readonly contentType: string;
  readonly location?: string;
  readonly replayNonce?: string;
  readonly retryAfter?: string;
  readonly body: Bytes;
}

export type NetworkProblem = Extract<AcmeProblem, 'no-answer' | 'not-permitted' | 'address-refused' | 'too-large'>;

export type AcmeAnswer = { readonly response: AcmeResponse } | { readonly failure: NetworkProblem };

/** Where a certification authority is asked. Never rejects. */
export interface AcmeNetwork {
  ask(directory: string, request: AcmeRequest): Promise<AcmeAnswer>;
}

export interface AcmeNetworkHost {
  readonly fetch: typeof fetch;
  /** Whether the user let the add-on reach this server; left out: nothing has to be asked for. */
  readonly isPermitted?: (directory: string) => Promise<boolean>;
  /** Left out: ACME_LIMITS.milliseconds. */
  readonly milliseconds?: number;
}

/**
 * Asks a certification authority under the rules: https at the place of its directory alone, no redirect, no cookie,
 * referrer or cache, one time limit for all of it, and reading stops at a limit.
 */
export function createAcmeNetwork(host: AcmeNetworkHost): AcmeNetwork {
  return {
    async ask(directory, request) {
      try {
        const url = sameOrigin(directory, request.url);
        const isPermitted = host.isPermitted ? await host.isPermitted(directory).catch(() => false) : true;
        if (!isPermitted) return { failure: 'not-permitted' };
        return { response: await fetched(host, url, request) };
      } catch (thrown) {
        return { failure: failureOf(thrown) };
      }
    },
  };
}

function failureOf(thrown: unknown): NetworkProblem {
  if (thrown instanceof TooLargeError) return 'too-large';
  return (thrown as { problem?: unknown }).problem === 'address-refused' ? 'address-refused' : 'no-answer';
}

async function fetched(host: AcmeNetworkHost, url: string, request: AcmeRequest): Promise<AcmeResponse> {
  const { method, body, accept } = request;
  const signal = AbortSignal.timeout(host.milliseconds ?? ACME_LIMITS.milliseconds);
  const response = await host.fetch(url, {
    method,
    signal,
    redirect: 'error',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    cache: 'no-store',
    headers: {
      ...(body !== undefined && { 'content-type': 'application/jose+json' }),
      ...(accept !== undefined && { accept }),
    },
    ...(body !== undefined && { body }),
  });
  const header = (name: string): string | undefined => response.headers.get(name) ?? undefined;
  const [location, replayNonce, retryAfter] = ['location', 'replay-nonce', 'retry-after'].map(header);
  return {
    status: response.status,
    contentType: header('content-type') ?? '',
    ...(location !== undefined && { location: new URL(location, url).href }),
    ...(replayNonce !== undefined && { replayNonce }),
    ...(retryAfter !== undefined && { retryAfter }),
    body: await readAnswer(response, ACME_LIMITS.answerOctets),
  };
}
