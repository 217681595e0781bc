import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { type Duplex } from 'node:stream';
import { type Bytes } from '../../../shared/base/bytes';
import { type Chrome } from './chrome';

/** What a place answers: octets, a redirect, nothing for ever, or more octets than anybody reads. */
export type Answer = Bytes | { readonly redirect: string } | 'silence' | { readonly endless: number };

export interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
}

const PIECE = new Uint8Array(1 << 20).fill(0x30);

/**
 * The Internet as Thunderbird sees it in a test: an HTTP proxy on 127.0.0.1 that answers for every host by itself. What
 * names resolve to is told to Thunderbird's own resolver, so that the add-on's rules about addresses hold as they are.
 */
export class Internet {
  readonly port: number;
  /** Everything that was asked, oldest first; by the address as a proxy gets it, or a path where no proxy was meant. */
  readonly requests: Request[] = [];
  /** Octets that were taken by whoever asked, by address. */
  readonly taken = new Map<string, number>();
  readonly #server: Server;
  readonly #places = new Map<string, Answer>();
  readonly #servers = new Map<string, number>();
  readonly #sockets = new Set<Duplex>();

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on('request', (request, response) => this.#answer(request, response));
    server.on('connect', (request, socket) => this.#tunnel(request, socket));
  }

  static async start(): Promise<Internet> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Internet(server);
  }

  /** Preferences that lead Thunderbird here. */
  get preferences(): Readonly<Record<string, string | number>> {
    return {
      'network.proxy.type': 1,
      'network.proxy.http': '127.0.0.1',
      'network.proxy.http_port': this.port,
      'network.proxy.ssl': '127.0.0.1',
      'network.proxy.ssl_port': this.port,
      'network.proxy.no_proxies_on': '',
    };
  }

  /** Every address that begins with `url` is answered so. */
  place(url: string, answer: Answer): void {
    this.#places.set(url, answer);
  }

  /** A host whose https is spoken by a server of this machine. Others cannot be reached by https. */
  host(name: string, port: number): void {
    this.#servers.set(`${name}:443`, port);
  }

  /** The addresses asked at a host, oldest first. */
  askedAt(host: string): readonly string[] {
    return this.requests.map(({ url }) => url).filter((url) => URL.canParse(url) && new URL(url).hostname === host);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { method = '', url = '', headers } = request;
    this.requests.push({ method, url, headers });
    request.resume();
    const answer = [...this.#places].find(([place]) => url.startsWith(place))?.[1];
    if (answer === 'silence') return;
    if (answer === undefined) {
      response.writeHead(404).end();
    } else if (answer instanceof Uint8Array) {
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(answer);
    } else if ('redirect' in answer) {
      response.writeHead(302, { location: answer.redirect }).end();
    } else {
      response.writeHead(200, { 'content-type': 'application/pkix-crl' });
      this.#pour(url, response, answer.endless);
    }
  }

  /** Of https the proxy sees no more than the host: it is there as `host:443`. */
  #tunnel({ method = '', url = '', headers }: IncomingMessage, socket: Duplex): void {
    // Thunderbird's own settings service, which no preference of a release switches off.
    if (!url.endsWith('.thunderbird.net:443')) this.requests.push({ method, url, headers });
    const port = this.#servers.get(url);
    if (port === undefined) {
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    const server: Socket = connect(port, '127.0.0.1', () =>
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n'),
    );
    for (const one of [socket, server]) {
      this.#sockets.add(one);
      one.once('error', () => one.destroy());
      one.once('close', () => this.#sockets.delete(one));
    }
    server.pipe(socket).pipe(server);
  }

  /** Writes on as long as somebody takes it, up to `most` octets, at the pace of a good line: a megabyte in 50 ms. */
  #pour(url: string, response: ServerResponse, most: number): void {
    const sent = this.taken.get(url) ?? 0;
    if (response.destroyed || sent >= most) {
      response.end();
      return;
    }
    this.taken.set(url, sent + PIECE.length);
    response.write(PIECE);
    setTimeout(() => this.#pour(url, response, most), 50);
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

/** Says to Thunderbird's resolver what names stand for. */
export async function resolveNames(chrome: Chrome, addresses: Readonly<Record<string, string>>): Promise<void> {
  await chrome.run(
    `const resolver = Cc["@mozilla.org/network/native-dns-override;1"].getService(Ci.nsINativeDNSResolverOverride);
    for (const [name, address] of Object.entries(args[0])) resolver.addIPOverride(name, address);
    return true;`,
    addresses,
  );
}
