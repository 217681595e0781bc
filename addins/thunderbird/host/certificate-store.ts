import { asDer, fromBase64 } from '../../../shared/index';
import { type HostTrust } from '../../storage/index';
import { withDeadline } from './deadline';
import { experiment } from './experiment';

const QUICK_MS = 5_000;
/** Each is looked at for every message that is opened. */
const MOST = 200;

/**
 * What Thunderbird's own certificate store says: the authorities that were added to it and are trusted there for mail, 200
 * at most, those built into Thunderbird not among them; and what it holds and does not trust for mail. Whether these are
 * certificates is not checked. Rejects with `host`.
 */
export async function readCertificateStore(): Promise<HostTrust> {
  const { added, untrusted } = await withDeadline('signetTrust.read', QUICK_MS, experiment('signetTrust').read());
  const authorities = added.slice(0, MOST).flatMap((text) => {
    const octets = fromBase64(text.replace(/\s/g, ''));
    return octets ? [asDer(octets)] : [];
  });
  return { authorities, untrusted: untrusted.map((text) => text.replaceAll(':', '').toLowerCase()) };
}
