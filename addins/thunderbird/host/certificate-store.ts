import { asDer, fromBase64, type Der } from '../../../shared/index';
import { withDeadline } from './deadline';
import { thunderbird } from './thunderbird';

const QUICK_MS = 5_000;
/** Each is looked at for every message that is opened. */
const MOST = 200;

/**
 * The authorities that were added to Thunderbird's own certificate store and are trusted there for mail, 200 at most; those
 * built into Thunderbird are not among them. Whether they are certificates is not checked. Rejects with `host`.
 */
export async function addedAuthorities(): Promise<readonly Der[]> {
  const texts = await withDeadline('addedAuthorities', QUICK_MS, thunderbird.signetTrust.addedAuthorities());
  return texts.slice(0, MOST).flatMap((text) => {
    const octets = fromBase64(text.replace(/\s/g, ''));
    return octets ? [asDer(octets)] : [];
  });
}
