import { Resolver } from 'node:dns/promises';
import { type Agent as HttpAgent, type IncomingMessage, request as httpRequest } from 'node:http';
import { type Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Readable } from 'node:stream';
import { type ReadableStream as NodeStream } from 'node:stream/web';
import { mayBeAsked, permittedUrl } from '../revocation/network-rules';
import { carriedIpv4, isAddressLiteral } from '../revocation/public-address';
import { AddressRefusedError } from '../revocation/timed-fetch';
import { type Network } from './command-line';

export interface PinnedOptions {
  /** Every address of a name; left out: as the name servers of this machine say. */
  readonly resolve?: (name: string) => Promise<readonly string[]>;
  /** Never asked, public or not. */
  readonly denied?: readonly Network[];
  /** Make the connections; left out: a new one for each question. */
  readonly agents?: { readonly http: HttpAgent; readonly https: HttpsAgent };
}

/**
 * `fetch` that reaches public addresses only: the name is resolved once, every address of it judged by `mayBeAsked`, and the
 * connection goes to one of exactly those, so that a name server that changes its answer afterwards changes nothing.
 * Follows no redirect, sends no header that is not given, knows no cookies, cache or proxy. Rejects with
 * AddressRefusedError where the address may not be asked; otherwise as `fetch`. A server's certificate is checked by Node.
 */
export function createPinnedFetch({ resolve = addressesOf, denied = [], agents }: PinnedOptions = {}): typeof fetch {
  const refused = blockList(denied);
  return async (input, init) => {
    const request = new Request(input, init);
    const url = permittedUrl(request.url);
    const addresses = url ? await judged(url.hostname, resolve, refused) : [];
    if (!url || addresses.length === 0) throw new AddressRefusedError();
    const body = new Uint8Array(await request.arrayBuffer());
    return responseOf(await exchange({ request, body, url, addresses, agents }));
  };
}

/** Milliseconds that a name server has. */
const NAME_TIME = 2_000;

/** By DNS alone, not by the machine's own tables; a name server that does not answer keeps no thread. Rejects where there is none. */
async function addressesOf(name: string): Promise<readonly string[]> {
  const resolver = new Resolver({ timeout: NAME_TIME, tries: 1 });
  const found = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  const addresses = found.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  if (addresses.length === 0) throw new TypeError('the name has no address');
  return addresses;
}

/** None where any of them may not be asked. */
async function judged(
  host: string,
  resolve: NonNullable<PinnedOptions['resolve']>,
  refused: BlockList,
): Promise<readonly string[]> {
  const literal = host.replace(/^\[|\]$/g, '');
  const addresses = isAddressLiteral(host) ? [literal] : await resolve(host);
  return mayBeAsked(addresses) && !addresses.some((address) => isRefused(address, refused)) ? addresses : [];
}

/** Also one that carries a refused address inside; and what is no address at all. */
function isRefused(address: string, refused: BlockList): boolean {
  if (isIP(address) === 0) return true;
  const carried = carriedIpv4(address);
  return refused.check(address, familyOf(address)) || (carried !== undefined && refused.check(carried, 'ipv4'));
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

function blockList(networks: readonly Network[]): BlockList {
  const list = new BlockList();
  for (const { address, prefix } of networks) list.addSubnet(address, prefix, familyOf(address));
  return list;
}

interface Exchange {
  readonly request: Request;
  readonly body: Uint8Array;
  readonly url: URL;
  readonly addresses: readonly string[];
  readonly agents: PinnedOptions['agents'];
}

function exchange({ request, body, url, addresses, agents }: Exchange): Promise<IncomingMessage> {
  const { method, headers, signal } = request;
  const isSecure = url.protocol === 'https:';
  const common = { method, headers: Object.fromEntries(headers), signal, lookup: pinnedTo(addresses) };
  return new Promise((resolve, reject) => {
    const outgoing = isSecure
      ? httpsRequest(url, { ...common, agent: agents?.https ?? false })
      : httpRequest(url, { ...common, agent: agents?.http ?? false });
    outgoing.on('response', resolve);
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Answers a connection's own look-up with what was judged. */
function pinnedTo(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_, { all }, callback) => {
    const [first] = found;
    if (all) callback(null, found);
    else callback(null, first?.address ?? '', first?.family);
  };
}

/** Throws for a redirect; the body of what is no answer is not read. */
function responseOf(message: IncomingMessage): Response {
  const { statusCode: status = 0, headers } = message;
  if (status === 200) {
    const length = headers['content-length'];
    const body = Readable.toWeb(message) as NodeStream<Uint8Array> as ReadableStream<Uint8Array>;
    return new Response(body, { headers: length === undefined ? {} : { 'content-length': length } });
  }
  message.destroy();
  if (status >= 300 && status < 400) throw new TypeError('redirected');
  return status >= 400 && status < 600 ? new Response(null, { status }) : Response.error();
}
