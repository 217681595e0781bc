import { equal, type Bytes } from '../base/bytes';
import { agreementKeys } from './agreement-groups';
import { decapsulate, encapsulate } from './key-encapsulation';
import { isMlKem } from './recipient-kind';
import { publicKeyParts } from './syntax/public-key-info';

/**
 * Whether a private key opens what is written to a public key, by using both; undefined for kinds of key that this cannot
 * be asked of. Throws `malformed-der` where either is damaged, `recipient-certificate` for an ML-KEM key that is none.
 */
export async function opensFor(pkcs8: Bytes, spki: Bytes): Promise<boolean | undefined> {
  const { algorithm, key } = publicKeyParts(spki);
  if (isMlKem(algorithm.oid)) {
    const { cipherText, sharedSecret } = await encapsulate(algorithm.oid, key);
    const opened = await decapsulate(algorithm.oid, pkcs8, new Uint8Array(cipherText));
    return opened !== undefined && equal(opened, sharedSecret);
  }
  const keys = agreementKeys(algorithm);
  if (!keys?.written) return undefined;
  const ephemeral = await keys.written.ephemeral(key);
  const opened = ephemeral && (await keys.agree(pkcs8, ephemeral.publicKey));
  return ephemeral !== undefined && opened !== undefined && equal(opened, ephemeral.secret);
}
