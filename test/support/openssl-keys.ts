import { asDer, type Bytes } from '../../shared/base/bytes';
import { withFolder } from './openssl';
import { type KeyPair } from './test-ca';

/** A fresh key pair that openssl makes, for kinds that WebCrypto does not: `genpkey` options. */
export async function opensslKeyPair(...options: readonly string[]): Promise<KeyPair> {
  return withFolder((folder) => {
    const made = folder.openssl('genpkey', ...options, '-outform', 'PEM', '-out', 'pem');
    if (made.status !== 0) throw new Error(made.stderr);
    folder.openssl('pkcs8', '-topk8', '-nocrypt', '-in', 'pem', '-outform', 'DER', '-out', 'key');
    folder.openssl('pkey', '-in', 'pem', '-pubout', '-outform', 'DER', '-out', 'pub');
    return subjectKeyPair(folder.read('key'), folder.read('pub'));
  });
}

export const ecKeyPair = (curve: string): Promise<KeyPair> =>
  opensslKeyPair('-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${curve}`);

/** Keys of a subject: an authority needs no more than the public half. */
export function subjectKeyPair(pkcs8: Bytes, spki: Bytes): KeyPair {
  return { kind: 'ec-p256', pkcs8, spki: asDer(spki), sign: () => Promise.reject(new Error('a subject key only')) };
}

/** A signature over `content` with a key of any kind: Ed25519 and Ed448 too, which `openssl cms` does not sign with. */
export async function opensslSignature(pkcs8: Bytes, content: Bytes): Promise<Bytes> {
  return withFolder((folder) => {
    folder.write('key', pkcs8);
    folder.write('in', content);
    const key = ['-inkey', 'key', '-keyform', 'DER'];
    const run = folder.openssl('pkeyutl', '-sign', '-rawin', ...key, '-in', 'in', '-out', 'value');
    if (run.status !== 0) throw new Error(run.stderr);
    return folder.read('value');
  });
}
