import { type Bytes } from '../../base/bytes';
import { readTlv, TAG } from '../../asn1/der';
import { ElementReader } from '../../asn1/structure';
import { type AlgorithmIdentifier, readAlgorithm } from './algorithm-identifier';

/** privateKeyAlgorithm of a PKCS #8 PrivateKeyInfo (RFC 5208 5). Throws `malformed-der`. */
export function privateKeyAlgorithm(pkcs8: Bytes): AlgorithmIdentifier {
  const reader = new ElementReader(readTlv(pkcs8), 'PrivateKeyInfo');
  reader.take('version', TAG.integer);
  return readAlgorithm(reader.take('privateKeyAlgorithm', TAG.sequence));
}
