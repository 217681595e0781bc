import { type DigestName } from '../base/digest';
import { readSmallInteger, TAG, type Tlv } from './der';
import { OID } from './oids';

export const DIGEST_OIDS: Readonly<Record<DigestName, string>> = {
  md5: OID.md5,
  sha1: OID.sha1,
  sha224: OID.sha224,
  sha256: OID.sha256,
  sha384: OID.sha384,
  sha512: OID.sha512,
  'sha3-224': OID.sha3_224,
  'sha3-256': OID.sha3_256,
  'sha3-384': OID.sha3_384,
  'sha3-512': OID.sha3_512,
  shake128: OID.shake128,
  shake256: OID.shake256,
};

const DIGESTS: ReadonlyMap<string, DigestName> = new Map(
  (Object.keys(DIGEST_OIDS) as DigestName[]).map((name) => [DIGEST_OIDS[name], name]),
);

/**
 * The digest of an AlgorithmIdentifier, where this project computes it. id-shake256-len, which Ed448 asks for (RFC 8419
 * 3.1), is SHAKE256 where its parameters say 512 bits.
 */
export function digestOf(id: string, parameters?: Tlv): DigestName | undefined {
  if (id !== OID.shake256Len) return DIGESTS.get(id);
  return parameters?.tag === TAG.integer && readSmallInteger(parameters) === 512 ? 'shake256' : undefined;
}
