import { type Bytes } from '../base/bytes';
import { type Work } from '../base/work';
import { type DraftWish } from './draft-mark';
import { type OpenPorts } from './open-message';

/** `restoreDraft` of draft.ts, loaded with the first draft. Rejects also where that cannot be loaded. */
export async function restoreDraft(
  octets: Bytes,
  ports: OpenPorts,
  work: Work = {},
): Promise<DraftWish & { readonly message: Bytes }> {
  return (await import('./draft')).restoreDraft(octets, ports, work);
}
