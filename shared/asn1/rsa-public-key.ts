import { type Bytes } from '../base/bytes';
import { type RsaPublicKey, toNumber } from '../base/rsa-arithmetic';
import { readTlv, TAG } from './der';
import { bitStringOctets, ElementReader, unsignedInteger } from './structure';

/** RSAPublicKey inside a SubjectPublicKeyInfo, whatever its algorithm is named. Throws `malformed-der`. */
export function readRsaPublicKey(spki: Bytes): RsaPublicKey {
  const info = new ElementReader(readTlv(spki), 'SubjectPublicKeyInfo');
  info.take('algorithm', TAG.sequence);
  const key = new ElementReader(readTlv(bitStringOctets(info.take('subjectPublicKey', TAG.bitString))), 'RSAPublicKey');
  const modulus = unsignedInteger(key.take('modulus', TAG.integer));
  return {
    modulus: toNumber(modulus),
    exponent: toNumber(unsignedInteger(key.take('publicExponent', TAG.integer))),
    octets: modulus.length,
  };
}
