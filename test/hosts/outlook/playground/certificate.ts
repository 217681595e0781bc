import { X509Certificate, createPrivateKey } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contextTag, der, sequence } from '../../../../shared/asn1/der';
import { OID } from '../../../../shared/asn1/oids';
import { utf8Bytes } from '../../../../shared/base/bytes';
import { extension, TestCa } from '../../../support/test-ca';
import { writeFileWhole } from '../graph/message-store';
import { damaged } from './state-folder';

export interface ServerCertificate {
  readonly key: string;
  /** Certificate and authority, PEM. */
  readonly cert: string;
  /** The authority alone: what a person may tell the browser to trust. */
  readonly authorityPath: string;
}

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const DNS_NAME = contextTag(2, 'primitive');
const IP_ADDRESS = contextTag(7, 'primitive');
const WEEK = 7 * 86_400_000;

/**
 * The certificate of the local server: made on first start with a fresh key by an authority whose key is then
 * forgotten, for `localhost` and 127.0.0.1 only. Made again when it is about to expire. Throws `StartError` where the
 * files are damaged.
 */
export async function serverCertificate(stateFolder: string, now: Date): Promise<ServerCertificate> {
  const folder = join(stateFolder, 'tls');
  const paths = { key: join(folder, 'key.pem'), cert: join(folder, 'certificate.pem') };
  const authorityPath = join(folder, 'authority.pem');
  if (existsSync(paths.key) && existsSync(paths.cert)) {
    const known = readCertificate(stateFolder, paths);
    if (known.validTo.getTime() - now.getTime() > WEEK) return { key: known.key, cert: known.cert, authorityPath };
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const made = await makeCertificate(now);
  writeFileWhole(authorityPath, made.authority);
  writeFileWhole(paths.key, made.key);
  writeFileWhole(paths.cert, made.cert);
  return { key: made.key, cert: made.cert, authorityPath };
}

function readCertificate(stateFolder: string, paths: { readonly key: string; readonly cert: string }) {
  try {
    const key = readFileSync(paths.key, 'utf8');
    const cert = readFileSync(paths.cert, 'utf8');
    const parsed = new X509Certificate(cert);
    if (!parsed.checkPrivateKey(createPrivateKey(key))) throw new Error('key and certificate do not belong together');
    return { key, cert, validTo: new Date(parsed.validTo) };
  } catch {
    throw damaged(stateFolder, 'The server certificate cannot be read');
  }
}

async function makeCertificate(now: Date) {
  const authority = await TestCa.create('Signet playground, this computer only', { now });
  const names = sequence(der(DNS_NAME, utf8Bytes('localhost')), der(IP_ADDRESS, Uint8Array.of(127, 0, 0, 1)));
  const server = await authority.issue({
    commonName: 'localhost',
    keyUsage: [0],
    extendedKeyUsage: [SERVER_AUTH],
    extraExtensions: [extension(OID.subjectAltName, names)],
  });
  const own = pem('CERTIFICATE', authority.certificate);
  return {
    authority: own,
    cert: pem('CERTIFICATE', server.certificate) + own,
    key: pem('PRIVATE KEY', server.keys.pkcs8),
  };
}

function pem(label: string, octets: Uint8Array): string {
  const lines =
    Buffer.from(octets)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
