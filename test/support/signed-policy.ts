import { createHash } from 'node:crypto';
import { ScratchFolder, pem } from './openssl';
import { generateKeyPair, TestCa, type KeyKind } from './test-ca';
import { type Bytes } from '../../shared/base/bytes';

/** Somebody who signs policies, as docs/policy.md says: a key, and a certificate that only carries it. */
export interface PolicySigner {
  /** As the manifest names it. */
  readonly key: string;
  readonly certificatePem: string;
  readonly keyPem: string;
}

export async function createPolicySigner(name = 'Policy', kind: KeyKind = 'ec-p256'): Promise<PolicySigner> {
  const ca = await TestCa.create(`${name} CA`);
  const { certificate, keys } = await ca.issue({ commonName: name }, await generateKeyPair(kind));
  return {
    key: createHash('sha256').update(keys.spki).digest('hex'),
    certificatePem: pem('CERTIFICATE', certificate),
    keyPem: pem('PRIVATE KEY', keys.pkcs8),
  };
}

/** The detached signature of all of them, by the command in docs/policy.md; `more` are further options of it. */
export function signPolicy(
  text: string | Bytes,
  signers: readonly PolicySigner[],
  more: readonly string[] = [],
): Bytes {
  const folder = new ScratchFolder();
  try {
    folder.write('policy.json', text);
    const by = signers.flatMap((signer, at) => [
      ...['-signer', folder.write(`${at}.pem`, signer.certificatePem)],
      ...['-inkey', folder.write(`${at}.key`, signer.keyPem)],
    ]);
    const out = ['-in', 'policy.json', '-out', 'policy.json.p7s'];
    const run = folder.openssl('cms', '-sign', '-binary', '-outform', 'DER', '-md', 'sha256', ...by, ...out, ...more);
    if (run.status !== 0) throw new Error(run.stderr);
    return folder.read('policy.json.p7s');
  } finally {
    folder.remove();
  }
}
