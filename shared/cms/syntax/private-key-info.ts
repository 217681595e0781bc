import { type Bytes } from '../../base/bytes';
import { contents, octetString, readTlv, TAG } from '../../asn1/der';
import { ElementReader, unsignedInteger } from '../../asn1/structure';
import { type AlgorithmIdentifier, readAlgorithm } from './algorithm-identifier';

interface PrivateKeyInfo {
  readonly algorithm: AlgorithmIdentifier;
  /** What stands in the OCTET STRING privateKey; its form depends on the algorithm. */
  readonly privateKey: Bytes;
}

/** A PKCS #8 PrivateKeyInfo (RFC 5208 5, RFC 5958 2). Throws `malformed-der`. */
export function readPrivateKeyInfo(pkcs8: Bytes): PrivateKeyInfo {
  const reader = new ElementReader(readTlv(pkcs8), 'PrivateKeyInfo');
  reader.take('version', TAG.integer);
  const algorithm = readAlgorithm(reader.take('privateKeyAlgorithm', TAG.sequence));
  return { algorithm, privateKey: contents(reader.take('privateKey', TAG.octetString)) };
}

/** privateKeyAlgorithm of a PKCS #8 PrivateKeyInfo. Throws `malformed-der`. */
export function privateKeyAlgorithm(pkcs8: Bytes): AlgorithmIdentifier {
  return readPrivateKeyInfo(pkcs8).algorithm;
}

/** The scalar of an ECPrivateKey (RFC 5915 3). Throws `malformed-der`. */
export function ecPrivateScalar(pkcs8: Bytes): Bytes {
  const reader = new ElementReader(readTlv(readPrivateKeyInfo(pkcs8).privateKey), 'ECPrivateKey');
  reader.take('version', TAG.integer);
  return contents(reader.take('privateKey', TAG.octetString));
}

/** The key of a CurvePrivateKey (RFC 8410 7). Throws `malformed-der`. */
export function curvePrivateKey(pkcs8: Bytes): Bytes {
  return octetString(readTlv(readPrivateKeyInfo(pkcs8).privateKey));
}

/** The exponent of a Diffie-Hellman private key, an INTEGER. Throws `malformed-der`. */
export function dhPrivateExponent(pkcs8: Bytes): Bytes {
  return unsignedInteger(readTlv(readPrivateKeyInfo(pkcs8).privateKey));
}
