import { type Der } from '../base/bytes';
import { type DigestName } from '../base/digest';
import { DIGEST_OIDS, digestOf } from '../asn1/digest-algorithms';
import { OID } from '../asn1/oids';
import { type KeyAlgorithm } from '../pkix/public-key';
import { signatureIdName } from '../pkix/signature-algorithm';
import { algorithmIdentifier } from './syntax/algorithm-identifier';

export { DIGEST_OIDS, digestOf } from '../asn1/digest-algorithms';
export { defaultScheme, schemeDigest, signatureAlgorithm } from '../pkix/signature-scheme';
export type { SignatureScheme } from '../pkix/signature-scheme';

/** Names of the inspector contract, those of digests and signatures apart. */
const NAMES: Readonly<Record<string, string>> = {
  [OID.shake256Len]: 'shake256',
  [OID.rsaesOaep]: 'rsa-oaep',
  [OID.mlKem512]: 'ml-kem-512',
  [OID.mlKem768]: 'ml-kem-768',
  [OID.mlKem1024]: 'ml-kem-1024',
  [OID.hkdfWithSha256]: 'hkdf-sha256',
  [OID.hkdfWithSha384]: 'hkdf-sha384',
  [OID.hkdfWithSha512]: 'hkdf-sha512',
  [OID.chaCha20Poly1305]: 'chacha20-poly1305',
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
  return NAMES[id] ?? digestOf(id) ?? signatureIdName(id) ?? id;
}

/** The name of a signature algorithm with the key it was verified by: 'ecdsa-p256', 'rsa', 'rsa-pss', 'ed25519', … */
export function signatureName(id: string, key?: KeyAlgorithm): string {
  const name = algorithmName(id);
  return name === 'ecdsa' && key?.startsWith('ec-') ? `ecdsa-${key.slice(3)}` : name;
}

/** digestAlgorithm of a SignerInfo: parameters absent (RFC 5754 2). */
export function digestAlgorithm(digest: DigestName): Der {
  return algorithmIdentifier(DIGEST_OIDS[digest]);
}
