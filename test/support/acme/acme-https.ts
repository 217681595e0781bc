import { createServer, type Server } from 'node:https';
import { type AddressInfo } from 'node:net';
import { contextTag, der, sequence } from '../../../shared/asn1/der';
import { OID } from '../../../shared/asn1/oids';
import { type Bytes, type Der } from '../../../shared/base/bytes';
import { pem } from '../openssl';
import { extension, TestCa } from '../test-ca';
import { AcmeServer, type AcmeServerOptions } from './acme-server';

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

/** The simulated authority on a port of 127.0.0.1, by https with a certificate of its own for that address. */
export interface AcmeHttps {
  readonly acme: AcmeServer;
  /** What a browser has to trust for the connection. */
  readonly tlsAuthority: Der;
  stop(): Promise<void>;
}

export async function startAcmeHttps(options: Omit<AcmeServerOptions, 'origin'>): Promise<AcmeHttps> {
  const authority = await TestCa.create('TLS of the simulated ACME server');
  const address = der(contextTag(7, 'primitive'), Uint8Array.of(127, 0, 0, 1));
  const party = await authority.issue({
    commonName: '127.0.0.1',
    keyUsage: [0],
    extendedKeyUsage: [SERVER_AUTH],
    extraExtensions: [extension(OID.subjectAltName, sequence(address))],
  });
  const https = createServer({
    key: pem('PRIVATE KEY', party.keys.pkcs8),
    cert: pem('CERTIFICATE', party.certificate) + pem('CERTIFICATE', authority.certificate),
  });
  await new Promise<void>((resolve) => https.listen(0, '127.0.0.1', resolve));
  const origin = `https://127.0.0.1:${(https.address() as AddressInfo).port}`;
  const acme = await AcmeServer.create({ ...options, origin });
  answerBy(https, origin, acme);
  return {
    acme,
    tlsAuthority: authority.certificate,
    stop: async () => {
      https.closeAllConnections();
      await new Promise<void>((resolve) => https.close(() => resolve()));
    },
  };
}

function answerBy(https: Server, origin: string, acme: AcmeServer): void {
  https.on('request', (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '/', headers } = request;
      const body = Buffer.concat(chunks).toString('utf8');
      void acme
        .answer({ method, url: origin + url, contentType: headers['content-type'] ?? '', body })
        .then((answer) => response.writeHead(answer.status, answer.headers).end(answer.body));
    });
  });
}

/** Gives the server every response mail that was submitted, once each. */
export function responsesTo(acme: AcmeServer): (octets: Bytes, recipients: readonly string[]) => Promise<void> {
  return async (octets, recipients) => {
    if (recipients.includes(acme.from)) await acme.receive(octets);
  };
}
