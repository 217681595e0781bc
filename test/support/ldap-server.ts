import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { toBase64 } from '../../shared/base/base64';
import { type Bytes } from '../../shared/base/bytes';
import { endProcess } from '../hosts/thunderbird/end-process';
import { freePort } from '../hosts/thunderbird/mail-server';
import { ScratchFolder } from './openssl';

const SLAPD = '/usr/sbin/slapd';
const SCHEMAS = ['core', 'cosine', 'inetorgperson'];
export const LDAP_BASE = 'dc=signet,dc=example';
export const LDAP_READER = { dn: `cn=reader,${LDAP_BASE}`, password: 'read these' } as const;

export interface LdapEntry {
  readonly uid: string;
  readonly mail: string;
  readonly certificates?: readonly Bytes[];
}

/** OpenLDAP's slapd on 127.0.0.1 with people in it: a real part. */
export class LdapServer {
  readonly port: number;
  readonly #folder: ScratchFolder;
  readonly #process: ChildProcess;

  private constructor(port: number, folder: ScratchFolder, process: ChildProcess) {
    this.port = port;
    this.#folder = folder;
    this.#process = process;
  }

  static async start(people: readonly LdapEntry[]): Promise<LdapServer> {
    const folder = new ScratchFolder();
    mkdirSync(join(folder.path, 'data'));
    const file = folder.write('slapd.conf', configuration(folder.path));
    const data = folder.write('people.ldif', ldif(people));
    const loaded = spawnSync(SLAPD, ['-T', 'add', '-f', file, '-l', data], { encoding: 'utf8' });
    if (loaded.status !== 0) throw new Error(`slapadd: ${loaded.stderr}`);
    const port = await freePort();
    const process = spawn(SLAPD, ['-f', file, '-h', `ldap://127.0.0.1:${port}/`, '-d', '0'], { stdio: 'ignore' });
    const server = new LdapServer(port, folder, process);
    try {
      await reachable(port);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  /** Preferences with which Thunderbird has it among its address books. */
  preferences(authDn?: string): Readonly<Record<string, string | number>> {
    return {
      'ldap_2.servers.signet.description': 'Signet LDAP',
      'ldap_2.servers.signet.dirType': 0,
      'ldap_2.servers.signet.filename': 'ldap-signet.sqlite',
      'ldap_2.servers.signet.maxHits': 100,
      'ldap_2.servers.signet.uri': `ldap://127.0.0.1:${this.port}/${LDAP_BASE}??sub?(objectclass=inetOrgPerson)`,
      ...(authDn !== undefined && { 'ldap_2.servers.signet.auth.dn': authDn }),
    };
  }

  async stop(): Promise<void> {
    await endProcess(this.#process);
    this.#folder.remove();
  }
}

async function reachable(port: number): Promise<void> {
  for (const end = Date.now() + 10_000; ;) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (isOpen) return;
    if (Date.now() > end) throw new Error('slapd did not start');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function configuration(folder: string): string {
  return `${SCHEMAS.map((name) => `include /etc/ldap/schema/${name}.schema`).join('\n')}
pidfile ${folder}/slapd.pid
argsfile ${folder}/slapd.args
modulepath /usr/lib/ldap
moduleload back_mdb
database mdb
maxsize 16777216
suffix "${LDAP_BASE}"
directory ${folder}/data
index objectClass,mail eq
access to attrs=userPassword by anonymous auth
access to * by * read
`;
}

function ldif(people: readonly LdapEntry[]): string {
  const root = `dn: ${LDAP_BASE}\nobjectClass: dcObject\nobjectClass: organization\no: Signet\ndc: signet\n`;
  const reader = `dn: ${LDAP_READER.dn}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: reader\nuserPassword: ${LDAP_READER.password}\n`;
  const entries = people.map(({ uid, mail, certificates = [] }) =>
    [
      `dn: uid=${uid},${LDAP_BASE}`,
      'objectClass: inetOrgPerson',
      `uid: ${uid}`,
      `cn: ${uid}`,
      `sn: ${uid}`,
      `mail: ${mail}`,
      ...certificates.map((der) => `userCertificate;binary:: ${toBase64(der)}`),
      '',
    ].join('\n'),
  );
  return [root, reader, ...entries].join('\n');
}
