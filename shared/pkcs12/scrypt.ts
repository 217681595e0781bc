import { type Bytes } from '../base/bytes';
import { SignetError } from '../base/errors';
import { LIMITS } from '../base/limits';
import { children, contents, readSmallInteger, TAG, type Tlv } from '../asn1/der';

/** scrypt-params, RFC 7914 7. */
export interface ScryptParameters {
  readonly salt: Bytes;
  /** N. */
  readonly cost: number;
  /** r. */
  readonly blockSize: number;
  /** p. */
  readonly parallelization: number;
}

/** Throws `malformed-der`, and `limit` for what takes more time or memory than `LIMITS.scryptBlocks`. */
export function readScrypt(parameters: Tlv): ScryptParameters {
  const [saltField, costField, blockField, parallelField] = children(parameters);
  if (saltField?.tag !== TAG.octetString || !costField || !blockField || !parallelField) {
    throw new SignetError('malformed-der', 'scrypt without salt or costs');
  }
  const [cost, blockSize, parallelization] = [costField, blockField, parallelField].map(readSmallInteger) as [
    number,
    number,
    number,
  ];
  const isPower = cost > 1 && Number.isInteger(Math.log2(cost));
  if (!isPower || blockSize < 1 || parallelization < 1) {
    throw new SignetError('malformed-der', 'scrypt with impossible costs');
  }
  if (cost * blockSize * parallelization > LIMITS.scryptBlocks) {
    throw new SignetError('limit', 'scrypt with costs beyond reason', 'scryptBlocks');
  }
  return { salt: contents(saltField), cost, blockSize, parallelization };
}

/** scrypt, RFC 7914; in script, loaded when it is met. */
export async function deriveScrypt(
  { salt, cost, blockSize, parallelization }: ScryptParameters,
  passphrase: Bytes,
  length: number,
): Promise<Bytes> {
  const { scrypt } = await import('@noble/hashes/scrypt.js');
  return scrypt(passphrase, salt, { N: cost, r: blockSize, p: parallelization, dkLen: length }).slice();
}
