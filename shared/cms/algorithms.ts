import { type Der } from '../base/bytes';
import { SignetError } from '../base/errors';
import { contextTag, der, integer } from '../asn1/der';
import { OID } from '../asn1/oids';
import { type KeyAlgorithm } from '../pkix/certificate';
import { type DigestName } from './digest';
import { algorithmIdentifier, algorithmWithNull } from './syntax/algorithm-identifier';

/** How a signature value is made: key type, padding, curve and digest in one name. RFC 5754, RFC 4056. */
export type SignatureScheme =
  | 'rsa-sha256'
  | 'rsa-sha384'
  | 'rsa-sha512'
  | 'rsa-pss-sha256'
  | 'rsa-pss-sha384'
  | 'rsa-pss-sha512'
  | 'ecdsa-p256-sha256'
  | 'ecdsa-p384-sha384'
  | 'ecdsa-p521-sha512';

export const DIGEST_OIDS: Readonly<Record<DigestName, string>> = {
  sha1: OID.sha1,
  sha224: OID.sha224,
  sha256: OID.sha256,
  sha384: OID.sha384,
  sha512: OID.sha512,
};
const DIGESTS: ReadonlyMap<string, DigestName> = new Map(
  (Object.keys(DIGEST_OIDS) as DigestName[]).map((name) => [DIGEST_OIDS[name], name]),
);

/** Octets of the digest, which is also the PSS salt length that goes with it (RFC 4056 3). */
const DIGEST_OCTETS: Readonly<Record<DigestName, number>> = {
  sha1: 20,
  sha224: 28,
  sha256: 32,
  sha384: 48,
  sha512: 64,
};

/** The digest of an object identifier, where this project computes it. */
export function digestOf(id: string): DigestName | undefined {
  return DIGESTS.get(id);
}

/** The ecdsa-with-… algorithm of a digest. */
function ecdsaWith(digest: DigestName): Der {
  const ids: Readonly<Record<DigestName, string>> = {
    sha1: OID.ecdsaWithSha1,
    sha224: OID.ecdsaWithSha224,
    sha256: OID.ecdsaWithSha256,
    sha384: OID.ecdsaWithSha384,
    sha512: OID.ecdsaWithSha512,
  };
  return algorithmIdentifier(ids[digest]);
}

/** Names of the inspector contract. Those of signatures with ECDSA depend on the key: see `signatureName`. */
const NAMES: Readonly<Record<string, string>> = {
  [OID.md5]: 'md5',
  [OID.sha1]: 'sha1',
  [OID.sha224]: 'sha224',
  [OID.sha256]: 'sha256',
  [OID.sha384]: 'sha384',
  [OID.sha512]: 'sha512',
  [OID.rsaEncryption]: 'rsa',
  [OID.md5WithRsa]: 'rsa',
  [OID.sha1WithRsa]: 'rsa',
  [OID.sha224WithRsa]: 'rsa',
  [OID.sha256WithRsa]: 'rsa',
  [OID.sha384WithRsa]: 'rsa',
  [OID.sha512WithRsa]: 'rsa',
  [OID.rsassaPss]: 'rsa-pss',
  [OID.rsaesOaep]: 'rsa-oaep',
  [OID.dsa]: 'dsa',
  '1.2.840.10040.4.3': 'dsa',
  '2.16.840.1.101.3.4.3.1': 'dsa',
  '2.16.840.1.101.3.4.3.2': 'dsa',
  [OID.ecPublicKey]: 'ecdsa',
  [OID.ecdsaWithSha1]: 'ecdsa',
  [OID.ecdsaWithSha224]: 'ecdsa',
  [OID.ecdsaWithSha256]: 'ecdsa',
  [OID.ecdsaWithSha384]: 'ecdsa',
  [OID.ecdsaWithSha512]: 'ecdsa',
  [OID.ed25519]: 'ed25519',
  [OID.ed448]: 'ed448',
  [OID.mlDsa44]: 'ml-dsa-44',
  [OID.mlDsa65]: 'ml-dsa-65',
  [OID.mlDsa87]: 'ml-dsa-87',
  [OID.aes128Cbc]: 'aes-128-cbc',
  [OID.aes192Cbc]: 'aes-192-cbc',
  [OID.aes256Cbc]: 'aes-256-cbc',
  [OID.aes128Gcm]: 'aes-128-gcm',
  [OID.aes192Gcm]: 'aes-192-gcm',
  [OID.aes256Gcm]: 'aes-256-gcm',
  [OID.aes128Wrap]: 'aes128-wrap',
  [OID.aes192Wrap]: 'aes192-wrap',
  [OID.aes256Wrap]: 'aes256-wrap',
  [OID.desEde3Cbc]: 'des-ede3-cbc',
  [OID.desCbc]: 'des-cbc',
  [OID.rc2Cbc]: 'rc2-cbc',
  '1.2.840.113549.1.9.16.3.6': 'des-ede3-wrap',
};

/** The name of an algorithm by its dotted object identifier; an unknown one is that. */
export function algorithmName(id: string): string {
  return NAMES[id] ?? id;
}

/** The name of a signature algorithm with the key it was verified by: 'ecdsa-p256', 'rsa', 'rsa-pss', 'ed25519', … */
export function signatureName(id: string, key?: KeyAlgorithm): string {
  const name = algorithmName(id);
  return name === 'ecdsa' && key !== undefined && /^ec-p\d+$/.test(key) ? `ecdsa-${key.slice(3)}` : name;
}

/** The scheme a key signs with where nothing asks for another. Throws `identity-unusable` for a key that cannot sign. */
export function defaultScheme(key: KeyAlgorithm): SignatureScheme {
  const schemes: Readonly<Record<string, SignatureScheme>> = {
    rsa: 'rsa-sha256',
    'rsa-pss': 'rsa-pss-sha256',
    'ec-p256': 'ecdsa-p256-sha256',
    'ec-p384': 'ecdsa-p384-sha384',
    'ec-p521': 'ecdsa-p521-sha512',
  };
  const scheme = schemes[key];
  if (!scheme) throw new SignetError('identity-unusable', 'a key of this kind cannot sign', key);
  return scheme;
}

/** The digest that a scheme hashes with. */
export function schemeDigest(scheme: SignatureScheme): DigestName {
  return scheme.slice(scheme.lastIndexOf('-') + 1) as DigestName;
}

/** digestAlgorithm of a SignerInfo: parameters absent (RFC 5754 2). */
export function digestAlgorithm(digest: DigestName): Der {
  return algorithmIdentifier(DIGEST_OIDS[digest]);
}

/** signatureAlgorithm of a SignerInfo. RSA PKCS #1 v1.5 is written as rsaEncryption, which every reader knows (RFC 5754 3.2). */
export function signatureAlgorithm(scheme: SignatureScheme): Der {
  const digest = schemeDigest(scheme);
  if (scheme.startsWith('rsa-pss-')) return algorithmIdentifier(OID.rsassaPss, pssParameters(digest));
  return scheme.startsWith('rsa-') ? algorithmWithNull(OID.rsaEncryption) : ecdsaWith(digest);
}

/** RSASSA-PSS-params, RFC 4056 3: MGF1 with the same digest, salt as long as it. */
function pssParameters(digest: DigestName): Der {
  const hash = algorithmWithNull(DIGEST_OIDS[digest]);
  return der(
    0x30,
    der(contextTag(0), hash),
    der(contextTag(1), algorithmIdentifier(OID.mgf1, hash)),
    der(contextTag(2), integer(DIGEST_OCTETS[digest])),
  );
}
