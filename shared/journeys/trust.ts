import { type Bytes } from '../base/bytes';
import { type Certificate, parseCertificate } from '../pkix/certificate';
import { type TrustStore } from '../ports/trust-store';

export interface Trust {
  readonly anchors: readonly Certificate[];
  readonly intermediates: readonly Certificate[];
}

/** What a trust store holds, parsed. */
export async function readTrust(store: TrustStore): Promise<Trust> {
  const [anchors, intermediates] = await Promise.all([store.anchors(), store.intermediates()]);
  return { anchors: readable(anchors), intermediates: readable(intermediates) };
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
