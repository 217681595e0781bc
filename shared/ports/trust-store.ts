import { type Der } from '../base/bytes';

/** Certificates at which a path may end, and untrusted ones that may help to build it. */
export interface TrustStore {
  anchors(): Promise<readonly Der[]>;
  intermediates(): Promise<readonly Der[]>;
}
