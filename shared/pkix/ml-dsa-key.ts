import { ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js';
import { type Bytes, equal } from '../base/bytes';
import { SignetError } from '../base/errors';
import { contents, contextTag, readTlv, TAG, type Tlv } from '../asn1/der';
import { ElementReader } from '../asn1/structure';

/** Signing with ML-DSA. Loaded only when met. */
const ALGORITHMS = { 'ml-dsa-44': ml_dsa44, 'ml-dsa-65': ml_dsa65, 'ml-dsa-87': ml_dsa87 } as const;

type Name = keyof typeof ALGORITHMS;

/**
 * The expanded secret key of an ML-DSA private key (RFC 9881 6): a seed under [0], an expanded key, or both, which must
 * then be one. Throws `malformed-der`.
 */
export function mlDsaSecretKey(name: Name, privateKey: Bytes): Bytes {
  const choice = readTlv(privateKey);
  if (choice.end !== privateKey.length) throw malformed('something stands behind an ML-DSA private key');
  if (choice.tag === contextTag(0, 'primitive')) return fromSeed(name, choice);
  if (choice.tag === TAG.octetString) return expanded(name, choice);
  const reader = new ElementReader(choice, 'ML-DSA-PrivateKey');
  const own = fromSeed(name, reader.take('seed', TAG.octetString));
  const theirs = expanded(name, reader.take('expandedKey', TAG.octetString));
  reader.end();
  if (!equal(own, theirs)) throw malformed('the two forms of an ML-DSA private key differ');
  return own;
}

/** FIPS 204 5.2, hedged, with empty context. */
export function signMlDsa(name: Name, secretKey: Bytes, toBeSigned: Bytes): Bytes {
  return new Uint8Array(ALGORITHMS[name].sign(toBeSigned, secretKey));
}

function fromSeed(name: Name, value: Tlv): Bytes {
  const seed = contents(value);
  if (seed.length !== 32) throw malformed('a seed of 32 octets was expected');
  return new Uint8Array(ALGORITHMS[name].keygen(seed).secretKey);
}

function expanded(name: Name, value: Tlv): Bytes {
  const key = contents(value).slice();
  if (key.length !== ALGORITHMS[name].lengths.secretKey) throw malformed('an expanded ML-DSA key of another length');
  return key;
}

function malformed(what: string): SignetError {
  return new SignetError('malformed-der', what);
}
