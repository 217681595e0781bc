import { existsSync } from 'node:fs';
import { pem, ScratchFolder, type ToolRun } from '../../support/openssl';
import { answered, type Company, type Judge } from './judge';

const THUNDERBIRD = '/usr/lib/thunderbird';
/** Where Thunderbird is installed it is Thunderbird's NSS: older ones know no elliptic curves in envelopes. */
export const isThunderbirds = existsSync(`${THUNDERBIRD}/libsmime3.so`);

/** NSS by its cmsutil, with a key database of its own. */
export function nss({ ca, people }: Company): Judge {
  const folder = new ScratchFolder();
  const env = isThunderbirds ? { LD_LIBRARY_PATH: THUNDERBIRD } : {};
  const run = (program: string, ...args: readonly string[]): ToolRun =>
    folder.run(program, ['-d', folder.path, ...args], { env });
  folder.write('ca.der', ca.certificate);
  answered(run('certutil', '-N', '--empty-password'));
  answered(run('certutil', '-A', '-n', 'ca', '-t', 'CT,CT,CT', '-i', 'ca.der'));
  for (const [name, { certificate, keys }] of Object.entries(people)) {
    if (name.endsWith('25519') || name === 'brainpool') continue;
    folder.write(`${name}.key`, pem('PRIVATE KEY', keys.pkcs8));
    folder.write(`${name}.crt`, pem('CERTIFICATE', certificate));
    const files = ['-inkey', `${name}.key`, '-in', `${name}.crt`, '-name', name, '-out', `${name}.p12`];
    answered(folder.openssl('pkcs12', '-export', ...files, '-passout', 'pass:test'));
    answered(run('pk12util', '-i', `${name}.p12`, '-W', 'test'));
  }
  return {
    name: 'nss',
    verify(cms, detached) {
      folder.write('in', cms);
      if (!detached) return answered(run('cmsutil', '-D', '-i', 'in'));
      folder.write('content', detached);
      const found = answered(run('cmsutil', '-D', '-i', 'in', '-c', 'content', '-h', '0', '-n'));
      if (!Buffer.from(found).includes('signer0.status=GoodSignature')) throw new Error(Buffer.from(found).toString());
      return detached;
    },
    decrypt: (cms) => answered(run('cmsutil', '-D', '-i', folder.write('in', cms))),
    sign(content, { signer, scheme }, form) {
      folder.write('in', content);
      const hash = (/sha\d+$/.exec(scheme)?.[0] ?? 'sha256').toUpperCase();
      const shape = form === 'detached' ? ['-T'] : [];
      return answered(run('cmsutil', '-S', '-N', signer, '-G', '-P', '-Y', signer, '-H', hash, '-i', 'in', ...shape));
    },
    encrypt: (content, { reader }) => answered(run('cmsutil', '-E', '-r', reader, '-i', folder.write('in', content))),
    close: () => {
      folder.remove();
    },
  };
}
