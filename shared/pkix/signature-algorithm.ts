import { type Der } from '../base/bytes';
import { children, encoded, readOid, readSmallInteger, readTlv, type Tlv } from '../asn1/der';
import { OID } from '../asn1/oids';

/** Digests by the name WebCrypto has for them; those it lacks by another, so that they can still be named. */
export type DigestName = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512' | 'SHA-224' | 'MD5';

/** What an AlgorithmIdentifier of a signature says, parameters read. */
export type SignatureAlgorithm =
  | { readonly kind: 'rsa'; readonly digest: DigestName | undefined }
  | {
      readonly kind: 'rsa-pss';
      readonly digest: DigestName;
      readonly maskDigest: DigestName;
      readonly saltLength: number;
    }
  | { readonly kind: 'ecdsa'; readonly digest: DigestName | undefined }
  | { readonly kind: 'ed25519' }
  | { readonly kind: 'unknown'; readonly id: string };

const DIGESTS: Readonly<Record<string, DigestName>> = {
  [OID.md5]: 'MD5',
  [OID.sha1]: 'SHA-1',
  [OID.sha224]: 'SHA-224',
  [OID.sha256]: 'SHA-256',
  [OID.sha384]: 'SHA-384',
  [OID.sha512]: 'SHA-512',
};

type Fixed = Extract<SignatureAlgorithm, { kind: 'rsa' | 'ecdsa' | 'ed25519' }>;
const FIXED: Readonly<Record<string, Fixed>> = {
  [OID.md5WithRsa]: { kind: 'rsa', digest: 'MD5' },
  [OID.sha1WithRsa]: { kind: 'rsa', digest: 'SHA-1' },
  '1.3.14.3.2.29': { kind: 'rsa', digest: 'SHA-1' }, // OIW sha1WithRSASignature
  [OID.sha224WithRsa]: { kind: 'rsa', digest: 'SHA-224' },
  [OID.sha256WithRsa]: { kind: 'rsa', digest: 'SHA-256' },
  [OID.sha384WithRsa]: { kind: 'rsa', digest: 'SHA-384' },
  [OID.sha512WithRsa]: { kind: 'rsa', digest: 'SHA-512' },
  [OID.ecdsaWithSha1]: { kind: 'ecdsa', digest: 'SHA-1' },
  [OID.ecdsaWithSha224]: { kind: 'ecdsa', digest: 'SHA-224' },
  [OID.ecdsaWithSha256]: { kind: 'ecdsa', digest: 'SHA-256' },
  [OID.ecdsaWithSha384]: { kind: 'ecdsa', digest: 'SHA-384' },
  [OID.ecdsaWithSha512]: { kind: 'ecdsa', digest: 'SHA-512' },
  [OID.ed25519]: { kind: 'ed25519' },
};

/** WebCrypto's name of a digest algorithm, by its dotted OID. */
export function digestName(id: string): DigestName | undefined {
  return DIGESTS[id];
}

/**
 * Reads the AlgorithmIdentifier of a signature. `digestAlgorithm` (dotted) is used where the algorithm names only the
 * key: rsaEncryption (RFC 3370 3.2) and, QUIRK, id-ecPublicKey as some signers write. Throws `malformed-der`.
 */
export function readSignatureAlgorithm(algorithm: Der, digestAlgorithm?: string): SignatureAlgorithm {
  const [idField, parameters] = children(readTlv(algorithm));
  const id = idField ? readOid(idField) : '';
  const digest = digestAlgorithm === undefined ? undefined : digestName(digestAlgorithm);
  if (id === OID.rsaEncryption) return { kind: 'rsa', digest };
  if (id === OID.ecPublicKey) return { kind: 'ecdsa', digest };
  if (id === OID.rsassaPss) return readPss(parameters) ?? { kind: 'unknown', id };
  return FIXED[id] ?? { kind: 'unknown', id };
}

/**
 * RSASSA-PSS-params, RFC 4055 3.1. Undefined where the mask generation is not MGF1 or the trailer not 1: nobody uses
 * them.
 */
export function readPss(parameters: Tlv | undefined): Extract<SignatureAlgorithm, { kind: 'rsa-pss' }> | undefined {
  if (!parameters) return undefined;
  const field = (number: number): Tlv | undefined => {
    const wrapped = children(parameters).find(({ tag }) => tag === (0xa0 | number));
    return wrapped && children(wrapped)[0];
  };
  const [hash, mask, salt, trailer] = [field(0), field(1), field(2), field(3)];
  const digest = hash ? digestOf(hash) : 'SHA-1';
  const maskDigest = mask ? maskDigestOf(mask) : 'SHA-1';
  if (digest === undefined || maskDigest === undefined) return undefined;
  if (trailer && readSmallInteger(trailer) !== 1) return undefined;
  return { kind: 'rsa-pss', digest, maskDigest, saltLength: salt ? readSmallInteger(salt) : 20 };
}

function digestOf(algorithm: Tlv): DigestName | undefined {
  const [id] = children(algorithm);
  return id && digestName(readOid(id));
}

function maskDigestOf(algorithm: Tlv): DigestName | undefined {
  const [id, digest] = children(algorithm);
  return id && digest && readOid(id) === OID.mgf1 ? digestOf(digest) : undefined;
}

/** The name of the inspector contract, without the digest: `rsa`, `rsa-pss`, `ecdsa`, `ed25519`; unknown: dotted. */
export function signatureAlgorithmName(algorithm: Der): string {
  const read = readSignatureAlgorithm(algorithm);
  if (read.kind !== 'unknown') return read.kind;
  return read.id === OID.rsassaPss ? 'rsa-pss' : read.id;
}

/** The digest an AlgorithmIdentifier of a signature itself names. */
export function signatureDigest(algorithm: Der): DigestName | undefined {
  const read = readSignatureAlgorithm(algorithm);
  return 'digest' in read ? read.digest : undefined;
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
