import { sha224 } from '@noble/hashes/sha2.js';
import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { type Bytes } from '../base/bytes';
import { SignetError } from '../base/errors';
import { children, contents, readOid, readSmallInteger, TAG, type Tlv } from './der';
import { OID } from './oids';

export type KdfDigest = 'SHA-1' | 'SHA-224' | 'SHA-256' | 'SHA-384' | 'SHA-512';

const PRFS: Readonly<Record<string, KdfDigest>> = {
  [OID.hmacSha1]: 'SHA-1',
  [OID.hmacSha224]: 'SHA-224',
  [OID.hmacSha256]: 'SHA-256',
  [OID.hmacSha384]: 'SHA-384',
  [OID.hmacSha512]: 'SHA-512',
};

export interface Pbkdf2Parameters {
  readonly salt: Bytes;
  readonly iterations: number;
  readonly keyLength: number | undefined;
  readonly digest: KdfDigest;
}

/** The digest of an HMAC named by its OID; throws `unsupported`. */
export function hmacDigest(id: string): KdfDigest {
  const digest = PRFS[id];
  if (!digest) throw new SignetError('unsupported', 'an HMAC that is not known', id);
  return digest;
}

/**
 * PBKDF2-params, RFC 8018 A.2, from the AlgorithmIdentifier of the derivation, whatever its tag. The count is not
 * bounded. Throws `malformed-der`, and `unsupported` for another derivation or HMAC.
 */
export function readPbkdf2(algorithm: Tlv): Pbkdf2Parameters {
  const [id, parameters] = children(algorithm);
  const name = id ? readOid(id) : '';
  if (name !== OID.pbkdf2 || !parameters)
    throw new SignetError('unsupported', 'a key derivation that is not PBKDF2', name);
  const [salt, iterations, ...rest] = children(parameters);
  if (salt?.tag !== TAG.octetString || !iterations)
    throw new SignetError('malformed-der', 'PBKDF2 without salt or count');
  const keyLength = rest[0]?.tag === TAG.integer ? rest.shift() : undefined;
  const prf = rest[0] && children(rest[0])[0];
  return {
    salt: contents(salt),
    iterations: readSmallInteger(iterations),
    keyLength: keyLength && readSmallInteger(keyLength),
    digest: prf ? hmacDigest(readOid(prf)) : 'SHA-1',
  };
}

/** PBKDF2, RFC 8018 5.2; on the platform wherever it can. */
export async function derivePbkdf2(parameters: Pbkdf2Parameters, passphrase: Bytes, length: number): Promise<Bytes> {
  const { salt, iterations, digest } = parameters;
  // WebCrypto has no SHA-224.
  if (digest === 'SHA-224') return pbkdf2(sha224, passphrase, salt, { c: iterations, dkLen: length }).slice();
  const key = await crypto.subtle.importKey('raw', passphrase, 'PBKDF2', false, ['deriveBits']);
  return new Uint8Array(
    await crypto.subtle.deriveBits({ name: 'PBKDF2', salt, iterations, hash: digest }, key, 8 * length),
  );
}
