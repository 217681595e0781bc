import { createHash } from 'node:crypto';
import { utf8Bytes } from '../../../shared/base/bytes';
import { pem, ScratchFolder, type ToolRun } from '../../support/openssl';
import { answered, type Company, type Judge } from './judge';

/** GnuPG in a home folder of its own that trusts the test authority; of the keys it can import RSA alone. */
export function gpgsm({ ca, people }: Company): Judge {
  const folder = new ScratchFolder();
  const home = ['--homedir', folder.path, '--batch', '--no-tty', '--yes'];
  const run = (...args: readonly string[]): ToolRun => folder.run('gpgsm', [...home, ...args]);
  const withSecret = (...args: readonly string[]): ToolRun =>
    folder.run('gpgsm', [...home, '--pinentry-mode', 'loopback', '--passphrase-fd', '0', ...args], {
      input: utf8Bytes('test\n'),
    });
  const fingerprint = createHash('sha1').update(ca.certificate).digest('hex').toUpperCase();
  folder.write('trustlist.txt', `${fingerprint} S relax\n`);
  folder.write('gpgsm.conf', 'disable-crl-checks\nno-secmem-warning\n');
  folder.write('gpg-agent.conf', 'allow-loopback-pinentry\nallow-preset-passphrase\n');
  answered(run('--import', folder.write('ca.der', ca.certificate)));
  for (const [name, { certificate }] of Object.entries(people)) {
    if (!name.endsWith('25519')) answered(run('--import', folder.write(`${name}.der`, certificate)));
  }
  folder.write('rsa.key', pem('PRIVATE KEY', people.rsa.keys.pkcs8));
  folder.write('rsa.crt', pem('CERTIFICATE', people.rsa.certificate));
  const pbe = ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1', '-passout', 'pass:test'];
  const bringKey = (): ToolRun => {
    answered(folder.openssl('pkcs12', '-export', ...pbe, '-inkey', 'rsa.key', '-in', 'rsa.crt', '-out', 'rsa.p12'));
    return withSecret('--import', 'rsa.p12');
  };
  // QUIRK: gpgsm 2.2 cannot import one in a hundred of these files, which OpenSSL reads; another salt makes another file.
  const first = bringKey();
  answered(first.status === 0 ? first : bringKey());
  return {
    name: 'gpgsm',
    verify(cms, detached) {
      const files = [folder.write('in', cms), ...(detached ? [folder.write('content', detached)] : [])];
      const output = detached ? [] : ['--output', '-'];
      return answered(run(...output, '--verify', ...files), /Good signature/);
    },
    decrypt: (cms) => answered(withSecret('--decrypt', folder.write('in', cms))),
    sign: (content, { signer, scheme }, form) =>
      answered(
        withSecret(
          ...['--digest-algo', /sha\d+$/.exec(scheme)?.[0] ?? 'sha256', '-u', `${signer}@example.test`, '--sign'],
          ...(form === 'detached' ? ['--detach-sign'] : []),
          folder.write('in', content),
        ),
      ),
    encrypt: (content, { reader, algorithm }) =>
      answered(
        run(
          '--cipher-algo',
          algorithm.slice(0, 7).replace('-', '').toUpperCase(),
          '-r',
          `${reader}@example.test`,
          '--encrypt',
          folder.write('in', content),
        ),
      ),
    close: () => {
      folder.run('gpgconf', ['--homedir', folder.path, '--kill', 'all']);
      folder.remove();
    },
  };
}
