import { createGraphClient, type GraphClient } from '../../../../addins/outlook/graph/graph-client';

export type Answer =
  | {
      readonly status: number;
      readonly json?: unknown;
      readonly octets?: Uint8Array;
      readonly headers?: Record<string, string>;
    }
  | 'no answer';

export interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly token: string;
  readonly body: string;
}

export interface FakeGraph {
  readonly client: GraphClient;
  readonly requests: SentRequest[];
  readonly slept: number[];
  /** Tokens asked for; `true` where a new one was demanded. */
  readonly renewals: boolean[];
}

/** A Graph that answers each request by `answer`; time does not pass. */
export function fakeGraph(answer: (request: SentRequest, count: number) => Answer): FakeGraph {
  const requests: SentRequest[] = [];
  const slept: number[] = [];
  const renewals: boolean[] = [];
  const fakeFetch = (url: string, init: RequestInit): Promise<Response> => {
    const token = new Headers(init.headers).get('Authorization') ?? '';
    const request = {
      method: init.method ?? 'GET',
      path: decodeURIComponent(url.replace('https://graph.example', '')),
      token: token.replace('Bearer ', ''),
      body: typeof init.body === 'string' ? init.body : Buffer.from((init.body ?? []) as Uint8Array).toString('latin1'),
    };
    requests.push(request);
    const given = answer(request, requests.length);
    if (given === 'no answer') return Promise.reject(new TypeError('Failed to fetch'));
    const body = given.octets
      ? Buffer.from(given.octets)
      : given.json === undefined
        ? null
        : JSON.stringify(given.json);
    return Promise.resolve(new Response(body, { status: given.status, headers: given.headers ?? {} }));
  };
  const client = createGraphClient({
    baseUrl: 'https://graph.example',
    tokens: {
      token: (options) => {
        renewals.push(options?.renew === true);
        return Promise.resolve(options?.renew === true ? 'new' : 'old');
      },
    },
    fetch: fakeFetch as typeof fetch,
    sleep: (ms) => {
      slept.push(ms);
      return Promise.resolve();
    },
  });
  return { client, requests, slept, renewals };
}
