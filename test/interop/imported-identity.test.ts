import { type Bytes } from '../../shared/base/bytes';
import { type SignetError } from '../../shared/base/errors';
import { type ImportPreview, previewIdentities } from '../../shared/journeys/import-identity';
import { type ScratchFolder, withFolder } from '../support/openssl';

const PASSWORD = 'gehéim 𝔊';
const ASCII = 'geheim1';
const ports = {
  clock: { now: () => new Date() },
  trustStore: { anchors: () => Promise.resolve([]), intermediates: () => Promise.resolve([]) },
};
const look = (file: Bytes, password: string): Promise<ImportPreview> => previewIdentities([file], password, ports);

function run(folder: ScratchFolder, program: string, ...args: readonly string[]): void {
  const ran = folder.run(program, args);
  if (ran.status !== 0) throw new Error(ran.stderr + new TextDecoder().decode(ran.stdout));
}

function keytool(folder: ScratchFolder, store: string, alias: string, ...options: readonly string[]): void {
  const names = ['-dname', `CN=${alias}`, '-ext', `san=email:${alias}@signet.example`];
  const file = ['-keystore', store, '-storepass', ASCII, '-keypass', ASCII];
  run(folder, 'keytool', '-genkeypair', '-alias', alias, ...names, ...file, ...options);
}

describe('identity files by other programs', () => {
  it('of Java: several keys, and what is no identity beside them', async () => {
    await withFolder(async (folder) => {
      keytool(folder, 'a.p12', 'alice', '-keyalg', 'RSA', '-keysize', '2048', '-storetype', 'pkcs12');
      keytool(folder, 'a.p12', 'office', '-keyalg', 'EC', '-groupname', 'secp256r1', '-storetype', 'pkcs12');
      const secret = ['-genseckey', '-alias', 'secret', '-keyalg', 'AES', '-keysize', '256'];
      run(folder, 'keytool', ...secret, '-keystore', 'a.p12', '-storepass', ASCII, '-storetype', 'pkcs12');
      const { identities, mac } = await look(folder.read('a.p12'), ASCII);
      expect(mac).toBe('good');
      expect(identities.map(({ addresses, isImportable }) => [addresses[0], isImportable]).sort()).toEqual([
        ['alice@signet.example', true],
        ['office@signet.example', true],
      ]);
      await expect(look(folder.read('a.p12'), 'wrong')).rejects.toMatchObject({ code: 'passphrase' });
    });
  }, 60_000);

  it('of Java in its own old form are named for what they are', async () => {
    await withFolder(async (folder) => {
      keytool(folder, 'a.jks', 'alice', '-keyalg', 'RSA', '-keysize', '2048', '-storetype', 'jks');
      const refusal = await look(folder.read('a.jks'), ASCII).catch((thrown: unknown) => thrown as SignetError);
      expect(refusal).toMatchObject({ code: 'unsupported', subject: 'JKS' });
    });
  }, 60_000);

  it.each([[PASSWORD], [ASCII]])(
    'of NSS, which Thunderbird and Firefox use, under %s',
    async (password) => {
      await withFolder(async (folder) => {
        const subject = ['-subj', '/CN=alice', '-addext', 'subjectAltName=email:alice@signet.example'];
        run(
          folder,
          'openssl',
          'req',
          '-x509',
          '-nodes',
          '-newkey',
          'rsa:2048',
          ...subject,
          '-keyout',
          'k',
          '-out',
          'c',
        );
        run(
          folder,
          'openssl',
          'pkcs12',
          '-export',
          '-inkey',
          'k',
          '-in',
          'c',
          '-name',
          'alice',
          '-passout',
          'pass:x',
          '-out',
          'in.p12',
        );
        run(folder, 'certutil', '-N', '-d', '.', '--empty-password');
        run(folder, 'pk12util', '-i', 'in.p12', '-d', '.', '-W', 'x');
        run(folder, 'pk12util', '-o', 'out.p12', '-n', 'alice', '-d', '.', '-W', password);
        const { identities } = await look(folder.read('out.p12'), password);
        expect(identities).toMatchObject([{ addresses: ['alice@signet.example'], isImportable: true }]);
      });
      // 600,000 iterations several times over.
    },
    90_000,
  );
});
