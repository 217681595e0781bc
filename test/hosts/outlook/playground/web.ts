import { type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { concat, type Bytes } from '../../../../shared/base/bytes';
import { answerGraph, type GraphOptions } from '../graph/graph';
import { DroppedConnection } from '../graph/graph-faults';
import { errorResponse, GraphError, type GraphRequest, type GraphResponse } from '../graph/graph-http';
import { type MessageStore } from '../graph/message-store';
import { addinPage } from './addin-page';
import { answerControl, type ControlOptions } from './control';
import { staticFile } from './static-files';

export interface WebFolders {
  /** The host page and what is put into add-in pages. */
  readonly page: string;
  readonly addin: string;
  readonly officeJs: string;
  /** An organisation's policy with its signature, served below `/policy/`; left out: there is none. */
  readonly policy?: string;
}

export interface WebOptions {
  readonly folders: WebFolders;
  readonly control: ControlOptions;
  readonly graph: GraphOptions;
  readonly store: MessageStore;
  readonly certificate: { readonly key: string; readonly cert: string };
}

/** Above Graph's own limit, so that its answer is seen; a bound for this process. */
const MAX_BODY = 48 * 1024 * 1024;
const ADDIN_SUPPORT: Readonly<Record<string, string>> = {
  'ms-ajax.js': 'microsoft-ajax.js',
  'shimmed-methods.js': 'shimmed-methods.js',
};
/** Everything that any page here loads comes from here. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "frame-src 'self' blob: data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');
const COMMON = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** The one origin of the playground. */
export function createWeb(options: WebOptions): Server {
  const { key, cert } = options.certificate;
  return createServer({ key, cert }, (request, response) => void serve(request, response, options));
}

async function serve(request: IncomingMessage, response: ServerResponse, options: WebOptions): Promise<void> {
  try {
    // As it was sent: a URL object would put dots in order before anybody looks at them.
    const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
    if (!isOurs(request)) {
      send(response, plain(403, 'This server answers its own pages only.\n'));
      return;
    }
    if (path === '/playground/events' && request.method === 'GET') {
      events(response, options.store);
      return;
    }
    send(response, await answer(await read(request, path, query), path, options));
  } catch (thrown) {
    if (thrown instanceof DroppedConnection) request.socket.destroy();
    else if (thrown instanceof GraphError) send(response, errorResponse(thrown));
    else {
      console.error(thrown);
      send(response, plain(500, 'Something went wrong here.\n'));
    }
  }
}

/** Another site's page in the same browser may not use this server, nor a name that somebody points to this machine. */
function isOurs({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  const isNavigation = headers['sec-fetch-mode'] === 'navigate';
  const isOwnPage = site === undefined || site === 'same-origin' || site === 'none' || isNavigation;
  return isOwnPage && /^(?:localhost|127\.0\.0\.1)(?::\d+)?$/.test(headers.host ?? '');
}

async function read(request: IncomingMessage, path: string, query: string): Promise<GraphRequest> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > MAX_BODY) throw new GraphError(413, 'RequestEntityTooLarge', 'The request is too large.');
    chunks.push(chunk);
  }
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
  const body: Bytes = concat(chunks);
  return { method: request.method ?? 'GET', path, query: new URLSearchParams(query), headers, body };
}

async function answer(request: GraphRequest, path: string, options: WebOptions): Promise<GraphResponse> {
  const below = (prefix: string): string | undefined =>
    path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
  const graphPath = below('/graph/v1.0');
  if (graphPath?.startsWith('/')) return answerGraph({ ...request, path: graphPath }, options.graph);
  const controlPath = below('/playground/');
  if (controlPath !== undefined) return answerControl(controlPath, request, options.control);
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'Not allowed.\n');
  return fileAnswer(path, options) ?? plain(404, 'There is nothing here.\n');
}

function fileAnswer(path: string, { folders, control }: WebOptions): GraphResponse | undefined {
  const [, area = '', rest = ''] = /^\/([^/]*)\/?(.*)$/.exec(path) ?? [];
  if (area === 'office-js') {
    const found = answerFile(folders.officeJs, rest.toLowerCase());
    // Hidden frames load it again and again.
    return found && { ...found, headers: { ...found.headers, 'cache-control': 'max-age=3600' } };
  }
  if (area === 'policy') return folders.policy === undefined ? undefined : answerFile(folders.policy, rest);
  if (area === 'addin-support') return answerFile(folders.page, ADDIN_SUPPORT[rest] ?? '');
  if (area !== 'addin') return answerFile(folders.page, path === '/' ? 'index.html' : path.slice(1));
  const found = answerFile(folders.addin, rest);
  if (!found?.headers['content-type']?.startsWith('text/html')) return found;
  return { ...found, body: addinPage(Buffer.from(found.body).toString('utf8'), control.isShimmed) };
}

function answerFile(root: string, path: string): GraphResponse | undefined {
  const found = staticFile(root, path);
  return found && { status: 200, headers: { 'content-type': found.type }, body: found.octets };
}

function plain(status: number, body: string): GraphResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}

function send(response: ServerResponse, { status, headers, body }: GraphResponse): void {
  response.writeHead(status, { ...COMMON, ...headers });
  response.end(body);
}

/** Tells the page that the mailbox changed; what changed it asks itself. */
function events(response: ServerResponse, store: MessageStore): void {
  response.writeHead(200, { ...COMMON, 'content-type': 'text/event-stream' });
  response.write(':\n\n');
  const forget = store.onChange(() => response.write('data: changed\n\n'));
  response.on('close', forget);
}
