import { pem, ScratchFolder } from '../../support/openssl';
import { answered, type Company, type EncryptionChoice, type Judge, type SignatureChoice } from './judge';

const OAEP = ['rsa_padding_mode:oaep', 'rsa_oaep_md:sha256', 'rsa_mgf1_md:sha256'];

function digestOf({ scheme }: SignatureChoice): readonly string[] {
  const name = /sha\d+$/.exec(scheme)?.[0];
  return name === undefined ? [] : ['-md', name];
}

/** `openssl cms`, which trusts the test authority. */
export function openssl({ ca, people }: Company): Judge {
  const folder = new ScratchFolder();
  folder.write('ca.pem', pem('CERTIFICATE', ca.certificate));
  for (const [name, { certificate, keys }] of Object.entries(people)) {
    folder.write(`${name}.crt`, pem('CERTIFICATE', certificate));
    folder.write(`${name}.key`, pem('PRIVATE KEY', keys.pkcs8));
  }
  const cms = (...args: readonly string[]): ReturnType<ScratchFolder['openssl']> =>
    folder.openssl('cms', '-binary', ...args);
  return {
    name: 'openssl',
    verify(octets, detached) {
      folder.write('in', octets);
      const content = detached ? ['-content', folder.write('content', detached)] : [];
      const run = cms(
        '-verify',
        '-inform',
        'DER',
        '-in',
        'in',
        '-CAfile',
        'ca.pem',
        '-purpose',
        'smimesign',
        ...content,
      );
      return answered(run, /successful/);
    },
    decrypt(octets, reader) {
      folder.write('in', octets);
      return answered(
        cms('-decrypt', '-inform', 'DER', '-in', 'in', '-recip', `${reader}.crt`, '-inkey', `${reader}.key`),
      );
    },
    sign(content, choice, form) {
      folder.write('in', content);
      const signer = ['-signer', `${choice.signer}.crt`, '-inkey', `${choice.signer}.key`, ...digestOf(choice)];
      const padding = choice.scheme.startsWith('rsa-pss') ? ['-keyopt', 'rsa_padding_mode:pss'] : [];
      const shape = form === 'attached' ? ['-nodetach'] : [];
      return answered(cms('-sign', '-outform', 'DER', '-in', 'in', ...signer, ...padding, ...shape));
    },
    encrypt(content, { reader, algorithm, keyTransport }: EncryptionChoice) {
      folder.write('in', content);
      const options = keyTransport === 'oaep-sha256' ? OAEP.flatMap((option) => ['-keyopt', option]) : [];
      const to = ['-recip', `${reader}.crt`, ...options];
      return answered(cms('-encrypt', `-${algorithm}`, '-outform', 'DER', '-in', 'in', ...to));
    },
    close: () => {
      folder.remove();
    },
  };
}
