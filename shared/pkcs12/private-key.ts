import { type Bytes } from '../base/bytes';
import { errorCode, SignetError } from '../base/errors';
import { LIMITS } from '../base/limits';
import { type PemBlock, pemBlocks } from '../base/pem';
import {
  children,
  encoded,
  integer,
  nullValue,
  octets as octetValue,
  octetString,
  oid,
  readOid,
  readTlv,
  sequence,
  TAG,
  type Tlv,
} from '../asn1/der';
import { OID } from '../asn1/oids';
import { IterationBudget } from './key-derivation';
import { passphraseForms } from './passphrase';
import { decryptWithPassphrase } from './password-encryption';
import { decryptPem, isPemEncrypted } from './pem-encryption';

export { proveKeyPair } from './key-pair';

const KEY_LABELS = ['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY', 'ENCRYPTED PRIVATE KEY'];

/** Whether octets look like a private key file: PEM by label, DER by structure. Decides nothing about what is inside. */
export function looksLikePrivateKey(octets: Bytes): boolean {
  if (pemBlocks(octets.subarray(0, LIMITS.asn1Octets)).some(isKeyBlock)) return true;
  return kindOf(octets) !== undefined;
}

/**
 * The first private key of a file as PKCS #8 PrivateKeyInfo (RFC 5208, RFC 5958): PKCS #8 plain or encrypted, PKCS #1
 * (RFC 8017 A.1.2), SEC 1 (RFC 5915); PEM, also under its own encryption (RFC 1421), or DER. Throws `no-private-key`
 * where there is none, `malformed-der`, `passphrase`, `unsupported`, `limit`.
 */
export async function decodePrivateKey(octets: Bytes, passphrase = ''): Promise<Bytes> {
  if (octets.length > LIMITS.asn1Octets)
    throw new SignetError('limit', 'a private key file is too large', 'asn1Octets');
  const block = pemBlocks(octets).find(isKeyBlock);
  return readPrivateKey(block ?? { headers: [], octets }, passphrase, new IterationBudget());
}

/** Whether a PEM block is of a private key that is read here. */
export function isKeyBlock({ label }: Pick<PemBlock, 'label'>): boolean {
  return KEY_LABELS.includes(label);
}

/** The private key of one block, or of DER without headers; otherwise as `decodePrivateKey` has it. */
export async function readPrivateKey(
  block: Omit<PemBlock, 'label'>,
  passphrase: string,
  budget: IterationBudget,
): Promise<Bytes> {
  const isPlain = (plain: Bytes): boolean => kindOf(plain) !== undefined && kindOf(plain) !== 'encrypted';
  const key = isPemEncrypted(block) ? await decryptPem(block, passphrase, isPlain) : block.octets;
  switch (kindOf(key)) {
    case 'pkcs8':
      return checkedPkcs8(key);
    case 'pkcs1':
      return sequence(integer(0), sequence(oid(OID.rsaEncryption), nullValue()), octetValue(key));
    case 'sec1':
      return fromSec1(key);
    case 'encrypted':
      return decryptPrivateKey(readTlv(key), passphrase, budget);
    default:
      throw new SignetError('no-private-key', 'there is no private key in the file');
  }
}

type KeyFileKind = 'pkcs8' | 'pkcs1' | 'sec1' | 'encrypted';

function kindOf(octets: Bytes): KeyFileKind | undefined {
  try {
    const whole = readTlv(octets);
    if (whole.tag !== TAG.sequence) return undefined;
    const [first, second, third] = children(whole);
    if (first?.tag === TAG.sequence) {
      return second?.tag === TAG.octetString && readOid(children(first)[0] as Tlv) ? 'encrypted' : undefined;
    }
    if (first?.tag !== TAG.integer || second === undefined) return undefined;
    if (second.tag === TAG.sequence && third?.tag === TAG.octetString) return 'pkcs8';
    if (second.tag === TAG.octetString) return 'sec1';
    return second.tag === TAG.integer && children(whole).length >= 9 ? 'pkcs1' : undefined;
  } catch {
    return undefined;
  }
}

/** Whether octets are a PrivateKeyInfo and nothing after it: how a wrong passphrase shows after decryption. */
export function isPkcs8(octets: Bytes): boolean {
  try {
    const whole = readTlv(octets);
    const [, algorithm, key] = children(whole);
    return (
      whole.end === octets.length && kindOf(octets) === 'pkcs8' && algorithmOf(algorithm) !== '' && key !== undefined
    );
  } catch {
    return false;
  }
}

function checkedPkcs8(octets: Bytes): Bytes {
  if (!isPkcs8(octets)) throw new SignetError('malformed-der', 'a PrivateKeyInfo with something after it');
  return octets.slice();
}

function algorithmOf(algorithm: Tlv | undefined): string {
  const [id] = algorithm ? children(algorithm) : [];
  return id ? readOid(id) : '';
}

/** ECPrivateKey, RFC 5915 3: the curve goes into the algorithm, where PKCS #8 has it. */
function fromSec1(octets: Bytes): Bytes {
  const curve = children(readTlv(octets)).find(({ tag }) => tag === 0xa0);
  const named = curve && children(curve)[0];
  if (named?.tag !== TAG.oid) throw new SignetError('unsupported', 'an EC key without named curve', 'ec');
  return sequence(integer(0), sequence(oid(OID.ecPublicKey), encoded(named)), octetValue(octets));
}

/** EncryptedPrivateKeyInfo (RFC 5958 3) to PrivateKeyInfo. Throws `passphrase`, `unsupported`, `limit`. */
export async function decryptPrivateKey(value: Tlv, passphrase: string, budget: IterationBudget): Promise<Bytes> {
  const [algorithm, ciphertext] = children(value);
  if (!algorithm || !ciphertext) throw new SignetError('malformed-der', 'an encrypted key lacks its parts');
  try {
    const forms = passphraseForms(passphrase);
    return await decryptWithPassphrase(algorithm, octetString(ciphertext), forms, budget, isPkcs8);
  } catch (thrown) {
    if (errorCode(thrown) !== 'malformed-pfx') throw thrown;
    throw new SignetError('malformed-der', (thrown as Error).message);
  }
}
