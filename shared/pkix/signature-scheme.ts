import { type Der } from '../base/bytes';
import { type DigestName } from '../base/digest';
import { SignetError } from '../base/errors';
import { DIGEST_OIDS } from '../asn1/digest-algorithms';
import { contextTag, der, integer, nullValue, oid, sequence } from '../asn1/der';
import { OID } from '../asn1/oids';
import { type KeyAlgorithm } from './public-key';
import { pureAlgorithmId } from './pure-algorithms';

type Sha2 = 'sha256' | 'sha384' | 'sha512';

/** Algorithms whose name says all: the signature covers no digest that they would name. */
export type PureScheme = 'ed25519' | 'ml-dsa-44' | 'ml-dsa-65' | 'ml-dsa-87';

export type EcdsaScheme =
  | 'ecdsa-p256-sha256'
  | 'ecdsa-p384-sha384'
  | 'ecdsa-p521-sha512'
  | 'ecdsa-brainpoolp256r1-sha256'
  | 'ecdsa-brainpoolp384r1-sha384'
  | 'ecdsa-brainpoolp512r1-sha512';

/**
 * How a signature value is made: key type, padding, curve and digest in one name. RFC 5754, RFC 4056, RFC 8419, RFC 9882.
 */
export type SignatureScheme = `rsa-${Sha2}` | `rsa-pss-${Sha2}` | EcdsaScheme | PureScheme;

const DEFAULTS: Readonly<Record<string, SignatureScheme>> = {
  rsa: 'rsa-sha256',
  'rsa-pss': 'rsa-pss-sha256',
  'ec-p256': 'ecdsa-p256-sha256',
  'ec-p384': 'ecdsa-p384-sha384',
  'ec-p521': 'ecdsa-p521-sha512',
  'ec-brainpoolp256r1': 'ecdsa-brainpoolp256r1-sha256',
  'ec-brainpoolp384r1': 'ecdsa-brainpoolp384r1-sha384',
  'ec-brainpoolp512r1': 'ecdsa-brainpoolp512r1-sha512',
  ed25519: 'ed25519',
  'ml-dsa-44': 'ml-dsa-44',
  'ml-dsa-65': 'ml-dsa-65',
  'ml-dsa-87': 'ml-dsa-87',
};

/** Whether this project signs with keys of a kind. */
export function canSign(key: KeyAlgorithm): boolean {
  return key in DEFAULTS;
}

/** The scheme a key signs with where nothing asks for another. Throws `identity-unusable` for a key that cannot sign. */
export function defaultScheme(key: KeyAlgorithm): SignatureScheme {
  const scheme = DEFAULTS[key];
  if (!scheme) throw new SignetError('identity-unusable', 'a key of this kind cannot sign', key);
  return scheme;
}

export function isPure(scheme: SignatureScheme): scheme is PureScheme {
  return !scheme.includes('sha');
}

/** The digest of the content: of pure schemes SHA-512 (RFC 8419 3.1, RFC 9882 3.3), which the signed attributes carry. */
export function schemeDigest(scheme: SignatureScheme): Sha2 {
  return isPure(scheme) ? 'sha512' : (scheme.slice(scheme.lastIndexOf('-') + 1) as Sha2);
}

const ECDSA_WITH: Readonly<Record<Sha2, string>> = {
  sha256: OID.ecdsaWithSha256,
  sha384: OID.ecdsaWithSha384,
  sha512: OID.ecdsaWithSha512,
};

/** signatureAlgorithm of a SignerInfo. RSA PKCS #1 v1.5 is written as rsaEncryption, which every reader knows (RFC 5754 3.2). */
export function signatureAlgorithm(scheme: SignatureScheme): Der {
  if (isPure(scheme)) return sequence(oid(pureAlgorithmId(scheme)));
  const digest = schemeDigest(scheme);
  if (scheme.startsWith('rsa-pss-')) return sequence(oid(OID.rsassaPss), pssParameters(digest));
  if (scheme.startsWith('rsa-')) return sequence(oid(OID.rsaEncryption), nullValue());
  return sequence(oid(ECDSA_WITH[digest]));
}

/** Octets of the digest, which is also the PSS salt length that goes with it (RFC 4056 3). */
export const SALT_OCTETS: Readonly<Record<Sha2, number>> = { sha256: 32, sha384: 48, sha512: 64 };

/** RSASSA-PSS-params, RFC 4056 3: MGF1 with the same digest, salt as long as it. */
function pssParameters(digest: Sha2): Der {
  const hash = sequence(oid(DIGEST_OIDS[digest satisfies DigestName]), nullValue());
  return der(
    0x30,
    der(contextTag(0), hash),
    der(contextTag(1), sequence(oid(OID.mgf1), hash)),
    der(contextTag(2), integer(SALT_OCTETS[digest])),
  );
}
