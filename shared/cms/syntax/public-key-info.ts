import { type Bytes } from '../../base/bytes';
import { readTlv, TAG } from '../../asn1/der';
import { bitStringOctets, ElementReader } from '../../asn1/structure';
import { type AlgorithmIdentifier, readAlgorithm } from './algorithm-identifier';

/** A SubjectPublicKeyInfo (RFC 5280 4.1.2.7): what the BIT STRING holds depends on the algorithm. Throws `malformed-der`. */
export function publicKeyParts(spki: Bytes): { readonly algorithm: AlgorithmIdentifier; readonly key: Bytes } {
  const reader = new ElementReader(readTlv(spki), 'SubjectPublicKeyInfo');
  return {
    algorithm: readAlgorithm(reader.take('algorithm', TAG.sequence)),
    key: bitStringOctets(reader.take('subjectPublicKey', TAG.bitString)),
  };
}
