import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { latin1Text, type Bytes } from '../../shared/base/bytes';
import { exportIdentity, type ExportedIdentity } from '../../shared/journeys/export-identity';
import { type PfxFlavour } from '../../shared/pkcs12/export-targets';
import { memoryVault } from '../shared/journeys/memory-ports';
import { type ScratchFolder, withFolder } from '../support/openssl';
import { generateKeyPair, TestCa, type KeyKind, type Party } from '../support/test-ca';
import { isThunderbirds } from './judges/nss';

/** What we export is opened by the programs that people take it to: each finds the key, the certificate and the chain. */
const KINDS: readonly KeyKind[] = ['rsa-2048', 'rsa-3072', 'ec-p256', 'ec-p384'];
const FLAVOURS: readonly PfxFlavour[] = ['modern', 'legacy'];
const CASES = KINDS.flatMap((kind) => FLAVOURS.map((flavour) => [kind, flavour] as const));

let root: TestCa;
const people = new Map<KeyKind, Party>();

beforeAll(async () => {
  root = await TestCa.create('Export Root');
  const issuing = await root.subordinate({ commonName: 'Export Issuing' });
  for (const kind of KINDS) {
    const options = { commonName: 'Ällice Example', addresses: ['alice@signet.example'] };
    people.set(kind, await issuing.issue(options, await generateKeyPair(kind)));
  }
}, 60_000);

async function exported(kind: KeyKind, flavour: PfxFlavour): Promise<ExportedIdentity> {
  const { certificate, chain, keys } = people.get(kind) as Party;
  const vault = memoryVault();
  const { id } = await vault.add({ certificate, chain: [...chain, root.certificate], privateKey: keys.pkcs8 });
  return exportIdentity(id, flavour, { keyStore: { identities: () => Promise.resolve(vault.entries) }, vault });
}

function said(folder: ScratchFolder, program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
  const run = folder.run(program, args, { env });
  if (run.status !== 0) throw new Error(`${program}: ${run.stderr}${latin1Text(run.stdout)}`);
  return latin1Text(run.stdout) + run.stderr;
}

const fingerprint = (certificate: Bytes, digest = 'sha1'): string =>
  createHash(digest).update(certificate).digest('hex').toUpperCase();

describe.each(CASES)('a key file with %s, %s', (kind, flavour) => {
  let made: ExportedIdentity;
  let own: Party;
  beforeAll(async () => {
    made = await exported(kind, flavour);
    own = people.get(kind) as Party;
  });

  const inFolder = (body: (folder: ScratchFolder) => void): Promise<void> =>
    withFolder((folder) => {
      folder.write('id.p12', made.file);
      body(folder);
    });

  it('opens in openssl pkcs12 with the key that it had', () =>
    inFolder((folder) => {
      const legacy = flavour === 'legacy' ? ['-legacy'] : [];
      const open = ['pkcs12', '-in', 'id.p12', '-passin', `pass:${made.passphrase}`, '-nodes', ...legacy];
      const text = said(folder, 'openssl', open);
      expect(text.match(/BEGIN CERTIFICATE/g)).toHaveLength(3);
      folder.write('all.pem', text);
      said(folder, 'openssl', ['pkey', '-in', 'all.pem', '-outform', 'DER', '-pubout', '-out', 'key.der']);
      expect(Buffer.from(folder.read('key.der')).equals(Buffer.from(own.keys.spki))).toBe(true);
      const info = folder.run('openssl', [...open, '-info', '-noout']).stderr;
      expect(info).toContain(flavour === 'modern' ? 'MAC: sha256' : 'MAC: sha1');
      expect(info).toContain(flavour === 'modern' ? 'PBES2, PBKDF2, AES-256-CBC' : 'pbeWithSHA1And3-KeyTripleDES-CBC');
    }));

  it('is refused by openssl with any other passphrase', () =>
    inFolder((folder) => {
      const run = folder.run('openssl', ['pkcs12', '-in', 'id.p12', '-passin', 'pass:wrong', '-noout']);
      expect([run.status, /invalid password/.test(run.stderr)]).toEqual([1, true]);
    }));

  it('opens in NSS pk12util, which then has the key', () =>
    inFolder((folder) => {
      const env = isThunderbirds ? { LD_LIBRARY_PATH: '/usr/lib/thunderbird' } : {};
      said(folder, 'certutil', ['-N', '-d', '.', '--empty-password'], env);
      said(folder, 'pk12util', ['-i', 'id.p12', '-d', '.', '-W', made.passphrase], env);
      expect(said(folder, 'certutil', ['-K', '-d', '.'], env)).toMatch(/<\s*0>\s+(rsa|ec)/);
      const listed = said(folder, 'certutil', ['-L', '-d', '.'], env);
      expect(listed).toMatch(/u,u,u/);
      expect(listed).toContain('Export Issuing');
    }));

  it('opens in Java keytool as a private key with its chain', () =>
    inFolder((folder) => {
      const store = ['-keystore', 'id.p12', '-storetype', 'PKCS12', '-storepass', made.passphrase];
      const listed = said(folder, 'keytool', ['-list', '-v', ...store], { LC_ALL: 'C.UTF-8' });
      expect(listed).toContain('Entry type: PrivateKeyEntry');
      expect(listed).toContain('Certificate chain length: 3');
      expect(listed.replaceAll(':', '')).toContain(fingerprint(own.certificate, 'sha256'));
    }));
});

/** gpgsm up to 2.2 reads PBES2 only where no function for PBKDF2 is named, which leaves SHA-1. */
const READS_PBES2 = !/\(GnuPG\) 2\.[0-2]\./.test(execFileSync('gpgsm', ['--version'], { encoding: 'utf8' }));

describe('a key file for gpgsm', () => {
  const imported = (made: ExportedIdentity): Promise<{ readonly said: string; readonly secretKeys: string }> =>
    withFolder((folder) => {
      folder.write('gpgsm.conf', 'disable-crl-checks\nno-secmem-warning\n');
      folder.write('gpg-agent.conf', 'allow-loopback-pinentry\n');
      folder.write('id.p12', made.file);
      const home = ['--homedir', folder.path, '--batch', '--no-tty', '--yes'];
      const secret = ['--pinentry-mode', 'loopback', '--passphrase-fd', '0'];
      const input = Buffer.from(`${made.passphrase}\n`);
      const run = folder.run('gpgsm', [...home, ...secret, '--import', 'id.p12'], { input });
      const listed = folder.run('gpgsm', [...home, '--list-secret-keys', '--with-colons']);
      folder.run('gpgconf', ['--homedir', folder.path, '--kill', 'all']);
      return { said: run.stderr, secretKeys: latin1Text(listed.stdout) };
    });

  it('is imported with its key in the legacy flavour; of keys it takes RSA alone', async () => {
    const { said, secretKeys } = await imported(await exported('rsa-2048', 'legacy'));
    expect(said).toContain('secret keys imported: 1');
    expect(secretKeys).toContain(fingerprint((people.get('rsa-2048') as Party).certificate));
  }, 60_000);

  it('is imported in the modern flavour by versions that read it; older ones say what they miss', async () => {
    const { said } = await imported(await exported('rsa-2048', 'modern'));
    expect(said).toContain(READS_PBES2 ? 'secret keys imported: 1' : 'pkcs5PBES2-params');
  }, 60_000);
});
