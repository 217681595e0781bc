import { type Bytes } from '../base/bytes';
import { type Work } from '../base/work';
import { decryptedCopy, type DecryptedCopy } from '../smime/decrypted-copy';
import { type Summary } from '../verdict/verdict';
import { openMessage, type OpenPorts } from './open-message';

/** A message without its encryption; or why there is no such thing, by what it is worth as it stands. */
export type PermanentCopy =
  | ({ readonly kind: 'copy' } & DecryptedCopy)
  | { readonly kind: 'closed'; readonly summary: Summary }
  | { readonly kind: 'not-encrypted' };

/** As `decryptedCopy` has it. Teaches nothing of anybody, and rejects as `openMessage` does. */
export async function decryptPermanently(octets: Bytes, ports: OpenPorts, work: Work = {}): Promise<PermanentCopy> {
  const opened = await openMessage(octets, ports, work);
  const copy = await decryptedCopy(octets, opened);
  if (copy) return { kind: 'copy', ...copy };
  return opened.encryption.state === 'none' ? { kind: 'not-encrypted' } : { kind: 'closed', summary: opened.summary };
}
