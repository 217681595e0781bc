import {
  asDer,
  fromBase64,
  type RevocationKind,
  type RevocationNetwork,
  type RevocationQuestion,
} from '../../shared/index';

export interface RelayOptions {
  /** Asks under the rules of `direct-network`, with a resolver: a relay stands inside the organisation's network. */
  readonly network: RevocationNetwork;
  /** Origins whose pages may use it, such as that of the add-in. */
  readonly origins: readonly string[];
}

/** Characters of one request. */
const REQUEST_LENGTH = 16_384;
const KINDS: ReadonlySet<unknown> = new Set(['crl', 'ocsp', 'issuer'] satisfies RevocationKind[]);

/**
 * A relay, as a function from request to answer for any server that speaks them. 200 with the octets of what was asked,
 * 502 where nothing came, 400, 403, 405 and 413 for requests that are none; keeps nothing and logs nothing.
 */
export async function relayAnswer(request: Request, { network, origins }: RelayOptions): Promise<Response> {
  const origin = request.headers.get('origin') ?? '';
  if (!origins.includes(origin)) return new Response(null, { status: 403 });
  const headers = {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type',
    'cache-control': 'no-store',
    vary: 'Origin',
  };
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers });
  if (request.method !== 'POST') return new Response(null, { status: 405, headers });
  const text = await request.text();
  if (text.length > REQUEST_LENGTH) return new Response(null, { status: 413, headers });
  const question = questionOf(text);
  if (!question) return new Response(null, { status: 400, headers });
  const [answer] = await network.ask([question]);
  if (!answer || 'failure' in answer) return Response.json({ failure: answer?.failure }, { status: 502, headers });
  return new Response(answer.octets, { headers: { ...headers, 'content-type': 'application/octet-stream' } });
}

function questionOf(text: string): RevocationQuestion | undefined {
  const { kind, url, body } = parsed(text);
  if (typeof url !== 'string' || !KINDS.has(kind)) return undefined;
  const octets = typeof body === 'string' ? fromBase64(body) : undefined;
  if ((kind === 'ocsp') !== (octets !== undefined)) return undefined;
  return { name: url, kind: kind as RevocationKind, url, ...(octets && { body: asDer(octets) }) };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
