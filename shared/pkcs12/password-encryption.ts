import { type Bytes } from '../base/bytes';
import { SignetError } from '../base/errors';
import { rc2EffectiveBits, withoutPadding } from '../base/legacy-parameters';
import { children, contents, readOid, readSmallInteger, TAG, type Tlv } from '../asn1/der';
import { OID } from '../asn1/oids';
import { decryptAesCbc } from './aes-cbc';
import {
  checkedSalt,
  derivePbkdf2,
  derivePkcs12,
  digestsFor,
  type IterationBudget,
  readPbkdf2,
} from './key-derivation';
import { differentForms, type PassphraseForm } from './passphrase';
import { deriveScrypt, readScrypt } from './scrypt';

/** One way of turning a passphrase into plain octets. */
interface Opening {
  readonly octetsOf: (form: PassphraseForm) => Bytes;
  /** Undefined where the padding shows that the passphrase was the wrong one. */
  readonly open: (passphrase: Bytes, ciphertext: Bytes) => Promise<Bytes | undefined>;
}

interface LegacyScheme {
  readonly keyLength: number;
  readonly decrypt: (key: Bytes, iv: Bytes, octets: Bytes) => Promise<Bytes>;
}

/** The code of old ciphers is loaded when one is met. */
const decryptTripleDes = async (key: Bytes, iv: Bytes, octets: Bytes): Promise<Bytes> =>
  (await import('../base/legacy-ciphers')).decryptDesEde3Cbc(key, iv, octets);
const decryptRc2 = async (key: Bytes, bits: number, iv: Bytes, octets: Bytes): Promise<Bytes> =>
  (await import('../base/legacy-ciphers')).decryptRc2Cbc(key, bits, iv, octets);

/** pbeWithSHAAnd..., RFC 7292 appendix C. */
const LEGACY: Readonly<Record<string, LegacyScheme>> = {
  [OID.pbeSha3Key3Des]: { keyLength: 24, decrypt: decryptTripleDes },
  [OID.pbeSha2Key3Des]: { keyLength: 16, decrypt: decryptTripleDes },
  [OID.pbeSha128Rc2]: { keyLength: 16, decrypt: (key, iv, octets) => decryptRc2(key, 128, iv, octets) },
  [OID.pbeSha40Rc2]: { keyLength: 5, decrypt: (key, iv, octets) => decryptRc2(key, 40, iv, octets) },
};

/**
 * Decrypts with a password-based scheme of RFC 7292 or PBES2 (RFC 8018 6.2). `accept` tells plain octets from what a
 * wrong passphrase gives by chance (one in 256 has a padding). Throws `passphrase` where none of the forms opens it,
 * `unsupported` with the scheme, `limit`, `malformed-pfx`.
 */
export async function decryptWithPassphrase(
  algorithm: Tlv,
  ciphertext: Bytes,
  forms: readonly PassphraseForm[],
  budget: IterationBudget,
  accept: (plain: Bytes) => boolean,
): Promise<Bytes> {
  const { octetsOf, open } = openingOf(algorithm, budget);
  for (const form of differentForms(forms, octetsOf)) {
    const plain = await open(octetsOf(form), ciphertext);
    if (plain && accept(plain)) return plain;
  }
  throw new SignetError('passphrase', 'the passphrase does not open it');
}

function malformed(what: string): SignetError {
  return new SignetError('malformed-pfx', what);
}

function openingOf(algorithm: Tlv, budget: IterationBudget): Opening {
  const [id, parameters] = children(algorithm);
  const name = id ? readOid(id) : '';
  const legacy = LEGACY[name];
  if (!parameters) throw malformed('an encryption without parameters');
  if (legacy) return legacyOpening(legacy, parameters, budget);
  if (name === OID.pbes2) return pbes2Opening(parameters, budget);
  throw new SignetError('unsupported', 'a password-based encryption that is not known', name);
}

function legacyOpening(scheme: LegacyScheme, parameters: Tlv, budget: IterationBudget): Opening {
  const [saltField, count] = children(parameters);
  if (saltField?.tag !== TAG.octetString || !count) throw malformed('a PBE without salt or count');
  const [salt, iterations] = [contents(saltField), readSmallInteger(count)];
  const open = async (passphrase: Bytes, ciphertext: Bytes): Promise<Bytes | undefined> => {
    budget.spend(iterations, digestsFor('SHA-1', scheme.keyLength) + 1);
    const derivation = { digest: 'SHA-1', passphrase, salt, iterations } as const;
    const key = derivePkcs12({ ...derivation, purpose: 'key', length: scheme.keyLength });
    const iv = derivePkcs12({ ...derivation, purpose: 'iv', length: 8 });
    if (ciphertext.length % 8 !== 0) throw malformed('a ciphertext of broken blocks');
    return withoutPadding(await scheme.decrypt(key, iv, ciphertext), 8);
  };
  return { octetsOf: ({ bmp }) => bmp, open };
}

interface BlockCipher {
  readonly keyLength: number;
  readonly blockSize: number;
  decrypt(key: Bytes, ciphertext: Bytes): Promise<Bytes | undefined>;
}

function pbes2Opening(parameters: Tlv, budget: IterationBudget): Opening {
  const [derivation, scheme] = children(parameters);
  if (!derivation || !scheme) throw malformed('PBES2 without derivation or cipher');
  const { keyLength, derive } = keyDerivation(derivation, budget);
  const cipher = pbes2Cipher(scheme, keyLength);
  const open = async (passphrase: Bytes, ciphertext: Bytes): Promise<Bytes | undefined> => {
    if (ciphertext.length % cipher.blockSize !== 0) throw malformed('a ciphertext of broken blocks');
    return cipher.decrypt(await derive(passphrase, cipher.keyLength), ciphertext);
  };
  return { octetsOf: ({ utf8 }) => utf8, open };
}

interface KeyDerivation {
  readonly keyLength: number | undefined;
  readonly derive: (passphrase: Bytes, length: number) => Promise<Bytes>;
}

/** Digests that one block of scrypt counts for. */
const SCRYPT_DIGESTS = 4;

/** PBKDF2 (RFC 8018 5.2) or scrypt (RFC 7914). */
function keyDerivation(derivation: Tlv, budget: IterationBudget): KeyDerivation {
  const [id, parameters] = children(derivation);
  if (id?.tag === TAG.oid && readOid(id) === OID.scrypt && parameters) {
    const scrypt = readScrypt(parameters);
    const derive = (passphrase: Bytes, length: number): Promise<Bytes> => {
      budget.spend(scrypt.cost * scrypt.blockSize * scrypt.parallelization, SCRYPT_DIGESTS);
      return deriveScrypt(scrypt, passphrase, length);
    };
    return { keyLength: undefined, derive };
  }
  const kdf = readPbkdf2(derivation);
  const derive = (passphrase: Bytes, length: number): Promise<Bytes> => {
    budget.spend(kdf.iterations);
    checkedSalt(kdf.salt);
    return derivePbkdf2(kdf, passphrase, length);
  };
  return { keyLength: kdf.keyLength, derive };
}

const AES_KEYS: Readonly<Record<string, number>> = { [OID.aes128Cbc]: 16, [OID.aes192Cbc]: 24, [OID.aes256Cbc]: 32 };

function pbes2Cipher(scheme: Tlv, wantedLength: number | undefined): BlockCipher {
  const [id, parameters] = children(scheme);
  const name = id ? readOid(id) : '';
  if (!parameters) throw malformed('a cipher without its initial vector');
  const keyLength = AES_KEYS[name];
  if (keyLength !== undefined) {
    return { keyLength, blockSize: 16, decrypt: (key, octets) => decryptAesCbc(key, vector(parameters, 16), octets) };
  }
  if (name === OID.desEde3Cbc) {
    const iv = vector(parameters, 8);
    const decrypt = async (key: Bytes, octets: Bytes): Promise<Bytes | undefined> =>
      withoutPadding(await decryptTripleDes(key, iv, octets), 8);
    return { keyLength: 24, blockSize: 8, decrypt };
  }
  if (name === OID.rc2Cbc) return pbes2Rc2(parameters, wantedLength ?? 16);
  throw new SignetError('unsupported', 'a cipher that is not known', name);
}

function pbes2Rc2(parameters: Tlv, keyLength: number): BlockCipher {
  const fields = children(parameters);
  const version = fields[0]?.tag === TAG.integer ? fields.shift() : undefined;
  const bits = rc2EffectiveBits(version && readSmallInteger(version));
  const [iv] = fields;
  if (!iv || bits === undefined || keyLength < 1 || keyLength > 128) throw malformed('RC2 parameters that are none');
  return {
    keyLength,
    blockSize: 8,
    decrypt: async (key, octets) => withoutPadding(await decryptRc2(key, bits, vector(iv, 8), octets), 8),
  };
}

function vector(value: Tlv, length: number): Bytes {
  const iv = contents(value);
  if (value.tag !== TAG.octetString || iv.length !== length) throw malformed('an initial vector of the wrong length');
  return iv;
}
