import { type Der } from '../base/bytes';
import { type DigestName } from '../base/digest';
import { digestOf } from '../asn1/digest-algorithms';
import { children, encoded, readOid, readSmallInteger, readTlv, type Tlv } from '../asn1/der';
import { OID } from '../asn1/oids';
import { type PureAlgorithm, PURE_ALGORITHMS } from './pure-algorithms';

/** What an AlgorithmIdentifier of a signature says, parameters read. */
export type SignatureAlgorithm =
  | { readonly kind: 'rsa' | 'ecdsa' | 'dsa'; readonly digest: DigestName | undefined }
  | {
      readonly kind: 'rsa-pss';
      readonly digest: DigestName;
      readonly maskDigest: DigestName;
      readonly saltLength: number;
    }
  /** The signature covers the content itself and no digest of it. */
  | { readonly kind: 'pure'; readonly name: PureAlgorithm }
  | { readonly kind: 'unknown'; readonly id: string };

export type PssAlgorithm = Extract<SignatureAlgorithm, { kind: 'rsa-pss' }>;

type Fixed = readonly [kind: 'rsa' | 'ecdsa' | 'dsa', digest: DigestName];
const FIXED: Readonly<Record<string, Fixed>> = {
  [OID.md5WithRsa]: ['rsa', 'md5'],
  [OID.sha1WithRsa]: ['rsa', 'sha1'],
  '1.3.14.3.2.29': ['rsa', 'sha1'], // OIW sha1WithRSASignature
  [OID.sha224WithRsa]: ['rsa', 'sha224'],
  [OID.sha256WithRsa]: ['rsa', 'sha256'],
  [OID.sha384WithRsa]: ['rsa', 'sha384'],
  [OID.sha512WithRsa]: ['rsa', 'sha512'],
  [OID.sha3_224WithRsa]: ['rsa', 'sha3-224'],
  [OID.sha3_256WithRsa]: ['rsa', 'sha3-256'],
  [OID.sha3_384WithRsa]: ['rsa', 'sha3-384'],
  [OID.sha3_512WithRsa]: ['rsa', 'sha3-512'],
  [OID.ecdsaWithSha1]: ['ecdsa', 'sha1'],
  [OID.ecdsaWithSha224]: ['ecdsa', 'sha224'],
  [OID.ecdsaWithSha256]: ['ecdsa', 'sha256'],
  [OID.ecdsaWithSha384]: ['ecdsa', 'sha384'],
  [OID.ecdsaWithSha512]: ['ecdsa', 'sha512'],
  [OID.ecdsaWithSha3_224]: ['ecdsa', 'sha3-224'],
  [OID.ecdsaWithSha3_256]: ['ecdsa', 'sha3-256'],
  [OID.ecdsaWithSha3_384]: ['ecdsa', 'sha3-384'],
  [OID.ecdsaWithSha3_512]: ['ecdsa', 'sha3-512'],
  [OID.dsaWithSha1]: ['dsa', 'sha1'],
  [OID.dsaWithSha224]: ['dsa', 'sha224'],
  [OID.dsaWithSha256]: ['dsa', 'sha256'],
  [OID.dsaWithSha384]: ['dsa', 'sha384'],
  [OID.dsaWithSha512]: ['dsa', 'sha512'],
};

/** Algorithms that name the key only; the digest is that of the SignerInfo. */
const KEY_ONLY: Readonly<Record<string, 'rsa' | 'ecdsa' | 'dsa'>> = {
  [OID.rsaEncryption]: 'rsa',
  [OID.ecPublicKey]: 'ecdsa',
  [OID.dsa]: 'dsa',
};

/**
 * Reads the AlgorithmIdentifier of a signature. `digest` is used where the algorithm names only the key: rsaEncryption
 * (RFC 3370 3.2), id-dsa (RFC 3370 3.1) and, QUIRK, id-ecPublicKey as some signers write. Pure algorithms with parameters
 * are unknown: theirs must be absent (RFC 8410 3, RFC 9881 2, RFC 9909 3). Throws `malformed-der`.
 */
export function readSignatureAlgorithm(algorithm: Der, digest?: DigestName): SignatureAlgorithm {
  const [idField, parameters] = children(readTlv(algorithm));
  const id = idField ? readOid(idField) : '';
  const keyOnly = KEY_ONLY[id];
  if (keyOnly) return { kind: keyOnly, digest };
  if (id === OID.rsassaPss) return readPss(parameters) ?? { kind: 'unknown', id };
  const pure = PURE_ALGORITHMS.get(id);
  if (pure && !parameters) return { kind: 'pure', name: pure };
  const fixed = FIXED[id];
  return fixed ? { kind: fixed[0], digest: fixed[1] } : { kind: 'unknown', id };
}

/**
 * RSASSA-PSS-params, RFC 4055 3.1. Undefined where the mask generation is not MGF1 or the trailer not 1: nobody uses
 * them.
 */
export function readPss(parameters: Tlv | undefined): PssAlgorithm | undefined {
  if (!parameters) return undefined;
  const field = (number: number): Tlv | undefined => {
    const wrapped = children(parameters).find(({ tag }) => tag === (0xa0 | number));
    return wrapped && children(wrapped)[0];
  };
  const [hash, mask, salt, trailer] = [field(0), field(1), field(2), field(3)];
  const digest = hash ? digestIn(hash) : 'sha1';
  const maskDigest = mask ? maskDigestIn(mask) : 'sha1';
  if (digest === undefined || maskDigest === undefined) return undefined;
  if (trailer && readSmallInteger(trailer) !== 1) return undefined;
  return { kind: 'rsa-pss', digest, maskDigest, saltLength: salt ? readSmallInteger(salt) : 20 };
}

function digestIn(algorithm: Tlv): DigestName | undefined {
  const [id, parameters] = children(algorithm);
  return id && digestOf(readOid(id), parameters);
}

function maskDigestIn(algorithm: Tlv): DigestName | undefined {
  const [id, digest] = children(algorithm);
  return id && digest && readOid(id) === OID.mgf1 ? digestIn(digest) : undefined;
}

/**
 * The name of the inspector contract by the dotted identifier, without digest and curve: `rsa`, `rsa-pss`, `ecdsa`, `dsa`,
 * `ed25519`, `ml-dsa-65`, `slh-dsa-sha2-128s`; undefined for what is no signature algorithm of ours.
 */
export function signatureIdName(id: string): string | undefined {
  if (id === OID.rsassaPss) return 'rsa-pss';
  return KEY_ONLY[id] ?? FIXED[id]?.[0] ?? PURE_ALGORITHMS.get(id);
}

/** The same of an AlgorithmIdentifier; unknown: dotted. */
export function signatureAlgorithmName(algorithm: Der): string {
  const [idField] = children(readTlv(algorithm));
  const id = idField ? readOid(idField) : '';
  return signatureIdName(id) ?? id;
}

/** The digest an AlgorithmIdentifier of a signature itself names; undefined also where it cannot be read. */
export function signatureDigest(algorithm: Der): DigestName | undefined {
  try {
    const read = readSignatureAlgorithm(algorithm);
    return 'digest' in read ? read.digest : undefined;
  } catch {
    return undefined;
  }
}

/** What is historic in a signature (RFC 8551 2.1, 2.2, RFC 8550 4.3): `md5`, `sha1`, `dsa`. */
export function weakParts(algorithm: Der): readonly string[] {
  try {
    const read = readSignatureAlgorithm(algorithm);
    const digest = 'digest' in read ? read.digest : undefined;
    return [...(isWeakDigest(digest) ? [digest] : []), ...(read.kind === 'dsa' ? ['dsa'] : [])];
  } catch {
    return [];
  }
}

/** Digests for which collisions have been found. */
export function isWeakDigest(name: DigestName | undefined): name is 'md5' | 'sha1' {
  return name === 'md5' || name === 'sha1';
}

/** A SubjectPublicKeyInfo in parts, encodings as received. */
export function algorithmParts(spki: Der): {
  readonly id: string;
  readonly parameters: Tlv | undefined;
  readonly key: Der;
} {
  const [algorithm, key] = children(readTlv(spki));
  const [id, parameters] = algorithm ? children(algorithm) : [];
  return { id: id ? readOid(id) : '', parameters, key: key ? encoded(key) : spki };
}
