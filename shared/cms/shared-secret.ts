import { concat, equal, type Bytes, utf8Bytes } from '../base/bytes';
import { SignetError } from '../base/errors';
import { LIMITS } from '../base/limits';
import { contents, readTlv, TAG } from '../asn1/der';
import { OID } from '../asn1/oids';
import { derivePbkdf2, readPbkdf2 } from '../asn1/pbkdf2';
import { decryptCbcBlocks } from './content-cipher';
import { unwrapKey, wrapKeyOctets } from './key-wrap';
import { asMalformedCms, malformedCms } from './malformed';
import { type AlgorithmIdentifier, parameterSequence, readAlgorithm } from './syntax/algorithm-identifier';
import { passwordParts, type RecipientInfo, sharedKeyParts } from './syntax/recipient-info';

const PWRI_KEK = '1.2.840.113549.1.9.16.3.9';

/** A key that sender and reader share. */
export interface SecretKey {
  readonly key: Bytes;
  /** Left out: every recipient of this kind is tried. */
  readonly keyIdentifier?: Bytes;
}

const notOpened = (): SignetError => new SignetError('decryption-failed', 'the content key could not be opened');

/**
 * The content keys of all recipients by shared key (RFC 5652 6.2.3, AES or triple-DES key wrap) that `secret` opens; none
 * where there is no such recipient, or none with its identifier. Rejects with `decryption-failed` where there is one and
 * none opens, with `unsupported` for other key wraps, with `malformed-cms`.
 */
export async function unwrapWithSecretKey(
  recipients: readonly RecipientInfo[],
  secret: SecretKey,
): Promise<readonly Bytes[]> {
  const { keyIdentifier } = secret;
  const mine = recipients.filter(
    (one) => one.kind === 'kekri' && (!keyIdentifier || equal(keyIdentifier, one.keyIdentifier ?? new Uint8Array(0))),
  );
  return opened(mine, (one) => unwrapShared(one, secret.key));
}

async function unwrapShared(recipient: RecipientInfo, key: Bytes): Promise<Bytes | undefined> {
  const { algorithm, encryptedKey } = asMalformedCms(() => sharedKeyParts(readTlv(recipient.der)));
  const size = wrapKeyOctets(algorithm.oid);
  if (size === undefined) throw new SignetError('unsupported', 'this key wrap', recipient.keyEncryptionAlgorithm);
  return key.length === size ? unwrapKey(algorithm.oid, key, encryptedKey) : undefined;
}

/**
 * The content keys of all password recipients (RFC 5652 6.2.4, RFC 3211: PWRI-KEK with AES or triple-DES in CBC mode, the
 * key derived by PBKDF2) that the password opens; none where there is no such recipient. A wrong password opens one of
 * 2^24, to a wrong key. Rejects with `decryption-failed` where there is one and none opens, with `unsupported` for other
 * algorithms, with `limit` where all of them together ask for too many iterations, with `malformed-cms`.
 */
export async function unwrapWithPassword(
  recipients: readonly RecipientInfo[],
  password: string,
): Promise<readonly Bytes[]> {
  let iterationsLeft: number = LIMITS.kdfIterations;
  const spend = (iterations: number): void => {
    if (iterations < 1) throw malformedCms('a key derivation without iterations');
    iterationsLeft -= iterations;
    if (iterationsLeft < 0) throw new SignetError('limit', 'too many iterations of key derivation', 'kdfIterations');
  };
  const mine = recipients.filter(({ kind }) => kind === 'pwri');
  return opened(mine, (one) => unwrapByPassword(one, utf8Bytes(password), spend));
}

/** What `open` gives for each recipient. One that cannot be read must not hide another. */
async function opened(
  recipients: readonly RecipientInfo[],
  open: (recipient: RecipientInfo) => Promise<Bytes | undefined>,
): Promise<readonly Bytes[]> {
  const keys: Bytes[] = [];
  let failure: SignetError | undefined;
  for (const recipient of recipients) {
    try {
      const key = await open(recipient);
      if (key) keys.push(key);
    } catch (thrown) {
      if (!(thrown instanceof SignetError)) throw thrown;
      failure ??= thrown;
    }
  }
  if (keys.length === 0 && recipients.length > 0) throw failure ?? notOpened();
  return keys;
}

async function unwrapByPassword(
  recipient: RecipientInfo,
  password: Bytes,
  spend: (iterations: number) => void,
): Promise<Bytes | undefined> {
  const { derivation, algorithm, encryptedKey } = asMalformedCms(() => passwordParts(readTlv(recipient.der)));
  if (algorithm.oid !== PWRI_KEK || !derivation) {
    throw new SignetError('unsupported', 'this password recipient', recipient.keyEncryptionAlgorithm);
  }
  const cipher = asMalformedCms(() => readKekCipher(algorithm));
  const kdf = asMalformedCms(() => readPbkdf2(derivation));
  spend(kdf.iterations);
  if (kdf.keyLength !== undefined && kdf.keyLength !== cipher.keyOctets) {
    throw malformedCms('a derived key of another length than its cipher has');
  }
  const kek = await derivePbkdf2(kdf, password, cipher.keyOctets);
  return unwrapPwri(encryptedKey, cipher, (iv, blocks) => cipher.decrypt(kek, iv, blocks));
}

interface KekCipher {
  readonly keyOctets: number;
  readonly blockOctets: number;
  readonly iv: Bytes;
  /** CBC without padding. */
  readonly decrypt: (key: Bytes, iv: Bytes, blocks: Bytes) => Promise<Bytes>;
}

const AES_OCTETS: Readonly<Record<string, number>> = {
  [OID.aes128Cbc]: 16,
  [OID.aes192Cbc]: 24,
  [OID.aes256Cbc]: 32,
};

async function decryptTripleDes(key: Bytes, iv: Bytes, blocks: Bytes): Promise<Bytes> {
  const { decryptDesEde3Cbc } = await import('../base/legacy-ciphers');
  return decryptDesEde3Cbc(key, iv, blocks);
}

/** The cipher inside PWRI-KEK, RFC 3211 2.3. */
function readKekCipher(algorithm: AlgorithmIdentifier): KekCipher {
  const inner = parameterSequence(algorithm);
  if (!inner) throw malformedCms('PWRI-KEK without its cipher');
  const { oid, parameters } = readAlgorithm(inner);
  const aesOctets = AES_OCTETS[oid];
  const isTripleDes = oid === OID.desEde3Cbc;
  if (aesOctets === undefined && !isTripleDes) throw new SignetError('unsupported', 'this cipher for PWRI-KEK', oid);
  const blockOctets = isTripleDes ? 8 : 16;
  if (parameters?.tag !== TAG.octetString || contents(parameters).length !== blockOctets) {
    throw malformedCms('PWRI-KEK without its initialization vector');
  }
  return {
    keyOctets: aesOctets ?? 24,
    blockOctets,
    iv: contents(parameters),
    decrypt: isTripleDes ? decryptTripleDes : decryptCbcBlocks,
  };
}

/**
 * RFC 3211 2.3.2: the key was encrypted twice in one chain, so the last block is decrypted first and is the vector of the
 * outer pass. What comes out is a length, three octets that are those of the key inverted, the key, and random octets.
 */
async function unwrapPwri(
  wrapped: Bytes,
  { blockOctets, iv }: KekCipher,
  decrypt: (iv: Bytes, blocks: Bytes) => Promise<Bytes>,
): Promise<Bytes | undefined> {
  const lastAt = wrapped.length - blockOctets;
  if (wrapped.length % blockOctets !== 0 || lastAt < blockOctets) return undefined;
  const last = await decrypt(wrapped.slice(lastAt - blockOctets, lastAt), wrapped.slice(lastAt));
  const first = await decrypt(last, wrapped.slice(0, lastAt));
  const plain = await decrypt(iv, concat([first, last]));
  const length = plain[0] ?? 0;
  const key = plain.slice(4, 4 + length);
  const isRight = [0, 1, 2].every((i) => ((plain[1 + i] as number) ^ (key[i] ?? 0)) === 0xff);
  return key.length === length && length >= 3 && isRight ? key : undefined;
}
