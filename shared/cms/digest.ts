export { digest, isWebDigest, WEB_DIGESTS } from '../base/digest';
export type { DigestName, WebDigest } from '../base/digest';
