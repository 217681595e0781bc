import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { basename, join } from 'node:path';

const PAGES: Readonly<Record<string, string>> = {
  'page.html': '<!doctype html><script src="page.js"></script>',
  'directory.html': '<!doctype html><script src="directory.js"></script>',
  'empty.html': '<!doctype html><title>empty</title>',
};
const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript' };

/** Files of some folders at 127.0.0.1, for pages of any origin: the bundle, and messages that pages read. */
export class FileServer {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static start(folders: readonly string[]): Promise<FileServer> {
    const server = createServer((request, response) => {
      const name = basename(request.url ?? '');
      const path = folders.map((folder) => join(folder, name)).find((one) => existsSync(one));
      const page = PAGES[name];
      if (page !== undefined) response.writeHead(200, { 'content-type': 'text/html' }).end(page);
      else if (path === undefined) response.writeHead(404).end();
      else {
        response.writeHead(200, {
          'content-type': TYPES[name.split('.').pop() ?? ''] ?? 'application/octet-stream',
          'content-length': statSync(path).size,
          'access-control-allow-origin': '*',
        });
        createReadStream(path).pipe(response);
      }
    });
    return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(new FileServer(server))));
  }

  url(name: string): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${name}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
