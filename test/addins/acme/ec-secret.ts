import { latin1Text, type Bytes } from '../../../shared/base/bytes';

/** The secret number of a PKCS #8 key on P-256 as WebCrypto writes it: octets 36 to 68. */
export const EC_SECRET = (pkcs8: Bytes): string => latin1Text(pkcs8.subarray(36, 68));
