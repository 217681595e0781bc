import { type DigestName } from './digest';
import { type HkdfHash, hkdf, type KeyUse, eccSharedInfo, x942, x963 } from './key-derivation';
import { type Bytes } from '../base/bytes';

/** How the key-encryption key comes out of the shared secret. */
export type KeyAgreementScheme =
  | { readonly kdf: 'x963'; readonly hash: DigestName }
  | { readonly kdf: 'hkdf'; readonly hash: HkdfHash }
  | { readonly kdf: 'x942'; readonly hash: 'sha1' };

const x963With = (hash: DigestName): KeyAgreementScheme => ({ kdf: 'x963', hash });
const hkdfWith = (hash: HkdfHash): KeyAgreementScheme => ({ kdf: 'hkdf', hash });

/**
 * dhSinglePass-stdDH with X9.63 (RFC 5753 7.1.4) and HKDF (RFC 8418 2.2); dhSinglePass-cofactorDH (RFC 5753 7.1.5), which
 * is the same where the cofactor is 1, as it is on the NIST and brainpool curves; id-alg-ESDH (RFC 3370 4.1.1).
 */
const SCHEMES: Readonly<Record<string, KeyAgreementScheme>> = {
  '1.3.133.16.840.63.0.2': x963With('sha1'),
  '1.3.132.1.11.0': x963With('sha224'),
  '1.3.132.1.11.1': x963With('sha256'),
  '1.3.132.1.11.2': x963With('sha384'),
  '1.3.132.1.11.3': x963With('sha512'),
  '1.3.133.16.840.63.0.3': x963With('sha1'),
  '1.3.132.1.14.0': x963With('sha224'),
  '1.3.132.1.14.1': x963With('sha256'),
  '1.3.132.1.14.2': x963With('sha384'),
  '1.3.132.1.14.3': x963With('sha512'),
  '1.2.840.113549.1.9.16.3.19': hkdfWith('sha256'),
  '1.2.840.113549.1.9.16.3.20': hkdfWith('sha384'),
  '1.2.840.113549.1.9.16.3.21': hkdfWith('sha512'),
  '1.2.840.113549.1.9.16.3.5': { kdf: 'x942', hash: 'sha1' },
};

/** Undefined where this project does not know the scheme. */
export function keyAgreementScheme(id: string): KeyAgreementScheme | undefined {
  return SCHEMES[id];
}

/** The name of a scheme with its key wrap: 'ecdh-x963-sha256-aes128-wrap', 'ecdh-hkdf-sha256-aes256-wrap', 'dh-x942-sha1-…'. */
export function schemeName({ kdf, hash }: KeyAgreementScheme, wrapName: string): string {
  return `${kdf === 'x942' ? 'dh' : 'ecdh'}-${kdf}-${hash}-${wrapName}`;
}

/** The key-encryption key. */
export function deriveAgreed(scheme: KeyAgreementScheme, secret: Bytes, use: KeyUse): Promise<Bytes> {
  switch (scheme.kdf) {
    case 'x963':
      return x963(scheme.hash, secret, use);
    case 'hkdf':
      return hkdf(scheme.hash, secret, eccSharedInfo(use), use.length);
    case 'x942':
      return x942(secret, use);
  }
}
