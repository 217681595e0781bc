import { createServer } from 'node:https';
import { type AddressInfo } from 'node:net';
import { type Bytes, type Der } from '../../shared/base/bytes';
import { serverCertificate } from './tls-server';

/** Certificates of people by https, at `/certificates/ADDRESS.cer`. */
export interface CertificateServer {
  readonly port: number;
  /** What a client has to trust for the connection. */
  readonly tlsAuthority: Der;
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

export async function startCertificateServer(
  host: string,
  people: ReadonlyMap<string, Bytes>,
): Promise<CertificateServer> {
  const { authority, certificate, key } = await serverCertificate(host);
  const asked: string[] = [];
  const server = createServer({ cert: certificate, key }, ({ url = '' }, response) => {
    asked.push(url);
    const address = decodeURIComponent(/^\/certificates\/([^/]+)\.cer$/.exec(url)?.[1] ?? '');
    const found = people.get(address);
    if (found) response.writeHead(200, { 'content-type': 'application/pkix-cert' }).end(found);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    tlsAuthority: authority,
    asked,
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
