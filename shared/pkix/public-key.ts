import { type Der } from '../base/bytes';
import { SignetError } from '../base/errors';
import { children, contents, encoded, oid, readOid, readTlv, sequence, TAG, type Tlv } from '../asn1/der';
import { OID } from '../asn1/oids';
import { type PureAlgorithm, PURE_ALGORITHMS } from './pure-algorithms';
import { algorithmParts } from './signature-algorithm';

/** Curves on which this project verifies ECDSA. */
export type CurveName =
  | 'ec-p256'
  | 'ec-p384'
  | 'ec-p521'
  | 'ec-brainpoolp256r1'
  | 'ec-brainpoolp384r1'
  | 'ec-brainpoolp512r1'
  | 'ec-secp256k1';

/** By the names of the inspector contract; what this project has no name for is its dotted OID (of the curve, for EC). */
export type KeyAlgorithm = 'rsa' | 'rsa-pss' | 'dsa' | 'x25519' | 'x448' | CurveName | PureAlgorithm | (string & {});

export interface PublicKey {
  readonly algorithm: KeyAlgorithm;
  /** SubjectPublicKeyInfo as received. */
  readonly spki: Der;
  /** Of the RSA modulus or the curve's field; 0 where unknown. */
  readonly bits: number;
}

const CURVES: Readonly<Record<string, readonly [CurveName, number]>> = {
  [OID.p256]: ['ec-p256', 256],
  [OID.p384]: ['ec-p384', 384],
  [OID.p521]: ['ec-p521', 521],
  [OID.brainpoolP256r1]: ['ec-brainpoolp256r1', 256],
  [OID.brainpoolP384r1]: ['ec-brainpoolp384r1', 384],
  [OID.brainpoolP512r1]: ['ec-brainpoolp512r1', 512],
  [OID.secp256k1]: ['ec-secp256k1', 256],
};

const OTHERS: Readonly<Record<string, readonly [KeyAlgorithm, number]>> = {
  [OID.ed25519]: ['ed25519', 256],
  [OID.x25519]: ['x25519', 256],
  [OID.ed448]: ['ed448', 448],
  [OID.x448]: ['x448', 448],
  [OID.mlKem512]: ['ml-kem-512', 0],
  [OID.mlKem768]: ['ml-kem-768', 0],
  [OID.mlKem1024]: ['ml-kem-1024', 0],
  [OID.dsa]: ['dsa', 0],
};

/** Reads a SubjectPublicKeyInfo (RFC 5280 4.1.2.7). The key itself is not checked beyond its size. */
export function readPublicKey(value: Tlv): PublicKey {
  const [algorithm, key] = children(value);
  if (value.tag !== TAG.sequence || !algorithm || key?.tag !== TAG.bitString) {
    throw new SignetError('malformed-certificate', 'a public key is not a SubjectPublicKeyInfo');
  }
  const [id, parameters] = children(algorithm);
  if (!id) throw new SignetError('malformed-certificate', 'a public key without algorithm');
  const spki = encoded(value);
  const dotted = readOid(id);
  if (dotted === OID.rsaEncryption) return { algorithm: 'rsa', spki, bits: modulusBits(key) };
  if (dotted === OID.rsassaPss) return { algorithm: 'rsa-pss', spki, bits: modulusBits(key) };
  if (dotted === OID.ecPublicKey && parameters?.tag === TAG.oid) {
    const curve = readOid(parameters);
    const [name, bits] = CURVES[curve] ?? [curve, 0];
    return { algorithm: name, spki, bits };
  }
  const [name, bits] = OTHERS[dotted] ?? [PURE_ALGORITHMS.get(dotted) ?? dotted, 0];
  return { algorithm: name, spki, bits };
}

/** RSAPublicKey inside the BIT STRING, RFC 8017 A.1.1. */
function modulusBits(key: Tlv): number {
  const content = contents(key);
  const [modulus] = children(readTlv(content, 1));
  if (modulus?.tag !== TAG.integer) throw new SignetError('malformed-certificate', 'an RSA key without modulus');
  const octets = contents(modulus);
  const from = octets.findIndex((octet) => octet !== 0);
  if (from < 0) return 0;
  return (octets.length - from - 1) * 8 + (32 - Math.clz32(octets[from] as number));
}

/** Whether a DSA key leaves its parameters to the key of its issuer (RFC 3279 2.3.2). */
export function inheritsParameters({ algorithm, spki }: PublicKey): boolean {
  return algorithm === 'dsa' && dsaParameters(spki) === undefined;
}

/** A DSA key that inherits, with the parameters of its issuer's key (RFC 5280 6.1.4 f); any other as it is. */
export function withParametersOf(key: PublicKey, issuer: PublicKey): PublicKey {
  const parameters = issuer.algorithm === 'dsa' ? dsaParameters(issuer.spki) : undefined;
  if (!inheritsParameters(key) || !parameters) return key;
  const algorithm = sequence(oid(OID.dsa), encoded(parameters));
  return { ...key, spki: sequence(algorithm, algorithmParts(key.spki).key) };
}

function dsaParameters(spki: Der): Tlv | undefined {
  const { parameters } = algorithmParts(spki);
  return parameters?.tag === TAG.null ? undefined : parameters;
}
