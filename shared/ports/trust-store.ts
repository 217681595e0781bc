import { type Der } from '../base/bytes';
import { type Pin } from '../pkix/pin';
import { type AnchorIndex, type TrustAnchor } from '../pkix/trust-anchor';

/** Certificates at which a path may end, untrusted ones that may help to build it, and what the user confirmed singly. */
export interface TrustStore {
  /** The same certificate comes once, with the limits that hold for it. */
  anchors(): Promise<readonly TrustAnchor[]>;
  /** Further anchors, found by name. Left out: there are none. */
  anchorIndex?(): Promise<AnchorIndex>;
  intermediates(): Promise<readonly Der[]>;
  /** Left out: nothing is pinned. */
  pins?(): Promise<readonly Pin[]>;
}
