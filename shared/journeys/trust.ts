import { type Bytes } from '../base/bytes';
import { type Certificate, parseCertificate } from '../pkix/certificate';
import { type Pin } from '../pkix/pin';
import { type AnchorIndex, type TrustAnchor } from '../pkix/trust-anchor';
import { type TrustStore } from '../ports/trust-store';

export interface Trust {
  readonly anchors: readonly TrustAnchor[];
  readonly anchorIndex: AnchorIndex | undefined;
  readonly intermediates: readonly Certificate[];
  readonly pins: readonly Pin[];
}

/** What a trust store holds, parsed. */
export async function readTrust(store: TrustStore): Promise<Trust> {
  const [anchors, anchorIndex, intermediates, pins] = await Promise.all([
    store.anchors(),
    store.anchorIndex?.(),
    store.intermediates(),
    store.pins?.() ?? [],
  ]);
  return { anchors, anchorIndex, intermediates: readable(intermediates), pins };
}

/** The certificates among octets that are some; one that cannot be read helps nobody and stops nothing. */
export function readable(list: readonly Bytes[]): readonly Certificate[] {
  return list.flatMap((octets) => {
    try {
      return [parseCertificate(octets)];
    } catch {
      return [];
    }
  });
}
