import { ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js';
import { ml_kem1024, ml_kem512, ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { contextTag, der, integer, octets, oid, sequence, TAG } from '../../shared/asn1/der';
import { OID } from '../../shared/asn1/oids';
import { type Bytes, type Der } from '../../shared/base/bytes';
import { pureAlgorithmId } from '../../shared/pkix/pure-algorithms';

export const ML_DSA = ['ml-dsa-44', 'ml-dsa-65', 'ml-dsa-87'] as const;
export type MlDsa = (typeof ML_DSA)[number];

const ALGORITHMS = { 'ml-dsa-44': ml_dsa44, 'ml-dsa-65': ml_dsa65, 'ml-dsa-87': ml_dsa87 };

/** One ML-DSA key as RFC 9881 writes it: SubjectPublicKeyInfo and the three forms of its PKCS #8. */
export interface MlDsaKeys {
  readonly seed: Bytes;
  readonly secretKey: Bytes;
  readonly spki: Der;
  readonly fromSeed: Der;
  readonly expanded: Der;
  readonly both: Der;
  sign(toBeSigned: Bytes): Bytes;
}

export function mlDsaKeys(name: MlDsa): MlDsaKeys {
  const seed = crypto.getRandomValues(new Uint8Array(32));
  const pair = ALGORITHMS[name].keygen(seed);
  const secretKey = new Uint8Array(pair.secretKey);
  return {
    seed,
    secretKey,
    spki: spkiOf(pureAlgorithmId(name), new Uint8Array(pair.publicKey)),
    fromSeed: pkcs8(name, der(contextTag(0, 'primitive'), seed)),
    expanded: pkcs8(name, octets(secretKey)),
    both: pkcs8(name, sequence(octets(seed), octets(secretKey))),
    sign: (toBeSigned) => new Uint8Array(ALGORITHMS[name].sign(toBeSigned, secretKey)),
  };
}

/** A PKCS #8 whose seed is one key's and whose expanded key is another's. */
export function mixedMlDsaKey(name: MlDsa, one: MlDsaKeys, other: MlDsaKeys): Der {
  return pkcs8(name, sequence(octets(one.seed), octets(other.secretKey)));
}

export function pkcs8(name: MlDsa, privateKey: Der): Der {
  return privateKeyInfo(pureAlgorithmId(name), privateKey);
}

function privateKeyInfo(id: string, privateKey: Der): Der {
  return sequence(integer(0), sequence(oid(id)), octets(privateKey));
}

export const ML_KEM = ['ml-kem-512', 'ml-kem-768', 'ml-kem-1024'] as const;

const KEMS = {
  'ml-kem-512': [ml_kem512, OID.mlKem512],
  'ml-kem-768': [ml_kem768, OID.mlKem768],
  'ml-kem-1024': [ml_kem1024, OID.mlKem1024],
} as const;

/** One ML-KEM key as RFC 9935 writes it. */
export function mlKemKeys(
  name: (typeof ML_KEM)[number],
): Readonly<Record<'spki' | 'fromSeed' | 'expanded' | 'both', Der>> {
  const [kem, id] = KEMS[name];
  const seed = crypto.getRandomValues(new Uint8Array(64));
  const { publicKey, secretKey } = kem.keygen(seed);
  return {
    spki: spkiOf(id, new Uint8Array(publicKey)),
    fromSeed: privateKeyInfo(id, der(contextTag(0, 'primitive'), seed)),
    expanded: privateKeyInfo(id, octets(new Uint8Array(secretKey))),
    both: privateKeyInfo(id, sequence(octets(seed), octets(new Uint8Array(secretKey)))),
  };
}

export function spkiOf(id: string, key: Bytes): Der {
  return sequence(sequence(oid(id)), der(TAG.bitString, Uint8Array.of(0), key));
}
