import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, isIP } from 'node:net';
import { type RelayOptions, relayAnswer, REQUEST_LENGTH } from '../revocation/relay';
import { RateLimit, type RateLimits } from './rate-limit';

export interface ServerOptions extends RelayOptions, Partial<RateLimits> {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** PEM; left out: plain http, for a proxy on the same machine that speaks https. */
  readonly tls?: { readonly certificate: string; readonly key: string };
  /** The last address of X-Forwarded-For is the client's: a proxy of one's own wrote it. */
  readonly isBehindProxy?: boolean;
}

export interface RunningServer {
  readonly port: number;
  stop(): Promise<void>;
}

const DEFAULTS: RateLimits = { perMinute: 120, atOnce: 64 };
/** Milliseconds: a request is small; whoever takes longer for it wants the connection and not the answer. */
const REQUEST_TIME = 10_000;
const CONNECTIONS = 1_024;

/**
 * Serves `relayAnswer` at every path. Bounded: the octets of a request, its time, requests of one client and of all,
 * connections. Writes no log and names no client anywhere. Rejects where it cannot listen.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host, port, tls, perMinute = DEFAULTS.perMinute, atOnce = DEFAULTS.atOnce } = options;
  const limit = new RateLimit({ perMinute, atOnce }, () => performance.now());
  const listener: RequestListener = (incoming, outgoing) => {
    void serve(incoming, outgoing, options, limit);
  };
  const bounds = {
    requestTimeout: REQUEST_TIME,
    headersTimeout: REQUEST_TIME / 2,
    maxHeaderSize: 8_192,
    connectionsCheckingInterval: 1_000,
  };
  const server = tls
    ? createSecureServer({ ...bounds, cert: tls.certificate, key: tls.key }, listener)
    : createServer(bounds, listener);
  server.maxConnections = CONNECTIONS;
  server.timeout = REQUEST_TIME;
  await listening(server, host, port);
  return { port: (server.address() as AddressInfo).port, stop: () => stop(server) };
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

/** Answers one request; never rejects. It counts once it is there as a whole: an unfinished one holds no place. */
async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  options: ServerOptions,
  limit: RateLimit,
): Promise<void> {
  let done: (() => void) | undefined;
  try {
    const body = await bodyOf(incoming);
    done = body && limit.begin(clientOf(incoming, options.isBehindProxy ?? false));
    await write(outgoing, body ? await admitted(incoming, body, options, done !== undefined) : refused(413));
  } catch {
    outgoing.destroy();
  } finally {
    done?.();
  }
}

/** What was sent is not read, so the connection is of no more use. */
const refused = (status: number, headers: Record<string, string> = {}): Response =>
  new Response(null, { status, headers: { ...headers, connection: 'close' } });

function clientOf({ headers, socket }: IncomingMessage, isBehindProxy: boolean): string {
  const own = socket.remoteAddress ?? '';
  if (!isBehindProxy) return own;
  const last = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .at(-1);
  return addressIn((last ?? '').trim()) ?? own;
}

async function admitted(
  { method = 'GET', headers: { origin } }: IncomingMessage,
  body: Uint8Array<ArrayBuffer>,
  options: ServerOptions,
  isAdmitted: boolean,
): Promise<Response> {
  if (!isAdmitted) return refused(429, { 'retry-after': '60' });
  const request = new Request('http://relay.invalid/', {
    method: METHODS.includes(method) ? method : 'PUT',
    headers: origin === undefined ? {} : { origin },
    ...(method === 'POST' && { body }),
  });
  return relayAnswer(request, options);
}

/** Those that have an answer, or that a Request can have without a body; all others are answered alike. */
const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST'];

/** Undefined where it is longer than a request may be: the rest is not read, and of one that did not say so all is lost. */
async function bodyOf(incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (Number(incoming.headers['content-length'] ?? '0') > REQUEST_LENGTH) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > REQUEST_LENGTH) return undefined;
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** QUIRK: some proxies write the port behind the address, and IPv6 in brackets. Undefined for what is no address. */
function addressIn(text: string): string | undefined {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\]|([\d.]+))(?::\d+)?$/.exec(text) ?? [];
  return [text, bracketed ?? plain ?? ''].find((one) => isIP(one) !== 0);
}

async function write(outgoing: ServerResponse, response: Response): Promise<void> {
  const octets = new Uint8Array(await response.arrayBuffer());
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  // A client that does not read holds its place until its connection is ended.
  const closed = new Promise<void>((resolve) => outgoing.once('close', resolve));
  outgoing.end(octets);
  await closed;
}
