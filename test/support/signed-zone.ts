import { spawn, type ChildProcess } from 'node:child_process';
import { connect } from 'node:http2';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { hex, type Bytes, type Der } from '../../shared/base/bytes';
import { smimeaName } from '../../addins/lookup/smimea';
import { endProcess } from '../hosts/thunderbird/end-process';
import { freePort } from '../hosts/thunderbird/mail-server';
import { pem, ScratchFolder } from './openssl';
import { serverCertificate } from './tls-server';

const UNBOUND = '/usr/sbin/unbound';
export const RESOLVER_HOST = 'dns.signet.example';

export interface ZoneRecord {
  readonly address: string;
  /** Data of the SMIMEA record: usage, selector and matching type, then what they say. */
  readonly data: Bytes;
}

export interface Zone {
  readonly name: string;
  readonly records: readonly ZoneRecord[];
  /** `signed`: by the key that the resolver knows. `unsigned`: by none. `forged`: by another than it knows. */
  readonly manner: 'signed' | 'unsigned' | 'forged';
}

/** Unbound as a validating resolver that speaks DNS over HTTPS, with zones that ldns signed: real parts on 127.0.0.1. */
export class SignedZones {
  readonly port: number;
  /** What a client has to trust for the connection. */
  readonly tlsAuthority: Der;
  readonly #folder: ScratchFolder;
  readonly #process: ChildProcess;

  private constructor(port: number, tlsAuthority: Der, folder: ScratchFolder, process: ChildProcess) {
    this.port = port;
    this.tlsAuthority = tlsAuthority;
    this.#folder = folder;
    this.#process = process;
  }

  static async start(zones: readonly Zone[]): Promise<SignedZones> {
    const folder = new ScratchFolder();
    const files = [];
    for (const zone of zones) files.push(await writeZone(folder, zone));
    const { authority, certificate, key } = await serverCertificate(RESOLVER_HOST);
    folder.write('tls.pem', certificate);
    folder.write('tls.key', key);
    const port = await freePort();
    const file = folder.write('unbound.conf', configuration(folder.path, port, files));
    const process = spawn(UNBOUND, ['-d', '-p', '-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
    const zonesServer = new SignedZones(port, authority, folder, process);
    try {
      await zonesServer.#untilReady();
    } catch (error) {
      await zonesServer.stop();
      throw error;
    }
    return zonesServer;
  }

  /**
   * `fetch` by HTTP/2, which is all that Unbound speaks and Node's own does not; whatever the host, its certificate is
   * checked for the resolver's name.
   */
  readonly fetch: typeof fetch = (input, init) =>
    new Promise<Response>((resolve, reject) => {
      const url = new URL(input as string);
      const ca = pem('CERTIFICATE', this.tlsAuthority);
      const client = connect(`https://127.0.0.1:${this.port}`, { ca, servername: RESOLVER_HOST });
      const fail = (error: Error): void => {
        client.destroy();
        reject(error);
      };
      client.once('error', fail);
      init?.signal?.addEventListener('abort', () => fail(new Error('aborted')));
      const headers = { ':path': url.pathname + url.search, accept: new Headers(init?.headers).get('accept') ?? '*/*' };
      const request = client.request(headers);
      const chunks: Buffer[] = [];
      let status = 0;
      request.on('response', (fields) => (status = Number(fields[':status'])));
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.once('error', fail);
      request.once('end', () => {
        client.close();
        resolve(new Response(Buffer.concat(chunks), { status }));
      });
    });

  async #untilReady(): Promise<void> {
    const end = Date.now() + 10_000;
    for (;;) {
      const isThere = await this.fetch(`https://${RESOLVER_HOST}/`).then(
        () => true,
        () => false,
      );
      if (isThere) return;
      if (Date.now() > end || this.#process.exitCode !== null) throw new Error('unbound did not start');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async stop(): Promise<void> {
    await endProcess(this.#process);
    this.#folder.remove();
  }
}

interface ZoneFile {
  readonly name: string;
  readonly file: string;
  readonly anchor: string | undefined;
}

async function writeZone(folder: ScratchFolder, { name, records, manner }: Zone): Promise<ZoneFile> {
  const lines = [`$ORIGIN ${name}.`, '$TTL 60', '@ IN SOA ns hostmaster 1 3600 600 86400 60', '@ IN NS ns'];
  lines.push('ns IN A 127.0.0.1');
  for (const { address, data } of records) {
    // RFC 3597 5: what every program reads, whether it knows the type or not.
    lines.push(`${(await smimeaName(address)) ?? ''}. IN TYPE53 \\# ${data.length} ${hex(data)}`);
  }
  folder.write(`${name}.zone`, `${lines.join('\n')}\n`);
  if (manner === 'unsigned') return { name, file: `${name}.zone`, anchor: undefined };
  const key = makeKey(folder, name);
  ran(folder, 'ldns-signzone', [`${name}.zone`, key]);
  const anchor = manner === 'forged' ? makeKey(folder, name) : key;
  return { name, file: `${name}.zone.signed`, anchor: `${anchor}.key` };
}

/** A key that signs everything; answers the beginning of its files' names. */
function makeKey(folder: ScratchFolder, name: string): string {
  const before = new Set(readdirSync(folder.path));
  ran(folder, 'ldns-keygen', ['-a', 'ECDSAP256SHA256', '-k', name]);
  const made = readdirSync(folder.path).find((file) => file.endsWith('.key') && !before.has(file));
  if (made === undefined) throw new Error('ldns-keygen made no key');
  return made.replace(/\.key$/, '');
}

function ran(folder: ScratchFolder, program: string, args: readonly string[]): void {
  const { status, stderr } = folder.run(program, args);
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
}

function configuration(folder: string, port: number, zones: readonly ZoneFile[]): string {
  const anchors = zones.flatMap(({ anchor }) => (anchor === undefined ? [] : [`  trust-anchor-file: "${anchor}"`]));
  const served = zones.map(
    ({ name, file }) => `auth-zone:
  name: "${name}"
  zonefile: "${join(folder, file)}"
  for-downstream: no
  for-upstream: yes`,
  );
  return `server:
  directory: "${folder}"
  chroot: ""
  username: ""
  pidfile: ""
  use-syslog: no
  interface: 127.0.0.1@${port}
  https-port: ${port}
  tls-service-pem: "tls.pem"
  tls-service-key: "tls.key"
  http-endpoint: "/dns-query"
  module-config: "validator iterator"
  root-hints: ""
${anchors.join('\n')}
remote-control:
  control-enable: no
${served.join('\n')}
`;
}
