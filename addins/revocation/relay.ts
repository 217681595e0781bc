import {
  asDer,
  type Bytes,
  type FetchFailure,
  fromBase64,
  latin1Text,
  type RevocationKind,
  type RevocationNetwork,
  type RevocationQuestion,
} from '../../shared/index';

export interface RelayOptions {
  /** Asks under the rules of `direct-network` where what a name resolves to is judged: a relay stands inside a network. */
  readonly network: RevocationNetwork;
  /** Origins whose pages may use it, such as that of the add-in. */
  readonly origins: readonly string[];
}

/** Characters of one request. */
export const REQUEST_LENGTH = 16_384;
const KINDS: ReadonlySet<unknown> = new Set(['crl', 'ocsp', 'issuer'] satisfies RevocationKind[]);

/**
 * A relay, as a function from request to answer for any server that speaks them. 200 with the octets of what was asked,
 * 502 where nothing came or what came is no DER, 400, 403, 405 and 413 for requests that are none; keeps nothing and logs
 * nothing. What came is not judged: that is for whoever asked. Reads a request to its end before it measures it.
 */
export async function relayAnswer(request: Request, { network, origins }: RelayOptions): Promise<Response> {
  const origin = request.headers.get('origin') ?? '';
  if (!origins.includes(origin)) return new Response(null, { status: 403 });
  const headers = {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type',
    'access-control-max-age': '86400',
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
  const failure = !answer || 'failure' in answer ? answer?.failure : notWhole(question.kind, answer.octets);
  if (!answer || 'failure' in answer || failure) return Response.json({ failure }, { status: 502, headers });
  return new Response(answer.octets, { headers: { ...headers, 'content-type': 'application/octet-stream' } });
}

/** No page and no picture goes through: only what may be a CRL, an OCSP response or certificates. */
function notWhole(kind: RevocationKind, octets: Bytes): FetchFailure | undefined {
  if (isOneSequence(octets)) return undefined;
  const isPem = latin1Text(octets.subarray(0, PEM.length)) === PEM;
  return kind === 'issuer' && isPem ? undefined : 'not-accepted';
}

const PEM = '-----BEGIN ';

/** One SEQUENCE from the first octet to the last; certs-only may be of indefinite length. */
function isOneSequence(octets: Bytes): boolean {
  const [tag, first = 0] = octets;
  if (tag !== 0x30) return false;
  if (first === 0x80) return octets.length > 3 && octets.at(-1) === 0 && octets.at(-2) === 0;
  const count = first < 0x80 ? 0 : first & 0x7f;
  const long = [...octets.subarray(2, 2 + count)].reduce((length, octet) => length * 256 + octet, 0);
  return count <= 4 && octets.length === 2 + count + (count === 0 ? first : long);
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
