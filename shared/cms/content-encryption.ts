import { concat, type Bytes, utf8Bytes } from '../base/bytes';
import type * as legacyCiphers from '../base/legacy-ciphers';
import { rc2EffectiveBits, withoutPadding } from '../base/legacy-parameters';
import { SignetError } from '../base/errors';
import { checkCancelled } from '../base/work';
import { contents, octetString, readSmallInteger, TAG, type Tlv } from '../asn1/der';
import { OID } from '../asn1/oids';
import { ElementReader } from '../asn1/structure';
import { algorithmName } from './algorithms';
import {
  decryptCbc,
  decryptionFailed,
  type DecryptWork,
  failingAlike,
  openGcm,
  type SealedWith,
} from './content-cipher';
import { hkdf } from './key-derivation';
import { asMalformedCms, malformedCms } from './malformed';
import { type AlgorithmIdentifier, parameterSequence, readAlgorithm } from './syntax/algorithm-identifier';

/** One way of content encryption that this project reads. */
interface ContentEncryption {
  /** Read for the sake of old mail; whoever wants to can break it. */
  readonly isWeak?: true;
  /** Only in AuthEnvelopedData (RFC 5083); the others only in EnvelopedData. */
  readonly authenticated: boolean;
  /** Octets of the key. Throws `malformed-cms`, `malformed-der` where parameters decide it and cannot be read. */
  readonly keyOctets: (algorithm: AlgorithmIdentifier) => number;
  /** Reads the parameters and looks at the length of the MAC, before there is a key. Throws `malformed-cms`. */
  readonly prepare: (algorithm: AlgorithmIdentifier, mac: Bytes) => Decryption;
}

/** Rejects with `decryption-failed` and `cancelled`. */
export type Decryption = (key: Bytes, encrypted: SealedWith, work: DecryptWork) => Promise<Bytes>;

const cbc = (octets: number): ContentEncryption => ({
  authenticated: false,
  keyOctets: () => octets,
  prepare: (algorithm) => {
    const iv = vector(algorithm.parameters);
    return (key, { ciphertext }, work) => decryptCbc(key, iv, ciphertext, work);
  },
});

const gcm = (octets: number): ContentEncryption => ({
  authenticated: true,
  keyOctets: () => octets,
  prepare: (algorithm, mac) => {
    const nonce = gcmNonce(algorithm, mac);
    return (key, encrypted, work) => openGcm(key, nonce, encrypted, work);
  },
});

/** RFC 8103. WebCrypto lacks it; its code is loaded when it is met, and it takes the content in one piece. */
const chaCha: ContentEncryption = {
  authenticated: true,
  keyOctets: () => 32,
  prepare: (algorithm) => {
    const nonce = vector(algorithm.parameters);
    if (nonce.length !== 12) throw malformedCms('a nonce of another length than 12 octets');
    return (key, { ciphertext, mac, additional }, work) =>
      failingAlike(async () => {
        checkCancelled(work);
        if (mac.length !== 16) throw decryptionFailed();
        const { chacha20poly1305 } = await import('@noble/ciphers/chacha.js');
        return new Uint8Array(chacha20poly1305(key, nonce, additional).decrypt(concat([ciphertext, mac])));
      });
  },
};

/** RFC 3370 5.1. Old mail only: this project never writes it. */
const tripleDes: ContentEncryption = {
  isWeak: true,
  authenticated: false,
  keyOctets: () => 24,
  prepare: (algorithm) => {
    const iv = vector(algorithm.parameters);
    return (key, { ciphertext }) => legacy(({ decryptDesEde3Cbc }) => decryptDesEde3Cbc(key, iv, ciphertext));
  },
};

/** RFC 3370 5.2. Very old mail only. */
const rc2: ContentEncryption = {
  isWeak: true,
  authenticated: false,
  keyOctets: (algorithm) => rc2Parameters(algorithm).bits / 8,
  prepare: (algorithm) => {
    const { bits, iv } = rc2Parameters(algorithm);
    return (key, { ciphertext }) => legacy(({ decryptRc2Cbc }) => decryptRc2Cbc(key, bits, iv, ciphertext));
  },
};

const ENCRYPTIONS: Readonly<Record<string, ContentEncryption>> = {
  [OID.aes128Cbc]: cbc(16),
  [OID.aes192Cbc]: cbc(24),
  [OID.aes256Cbc]: cbc(32),
  [OID.aes128Gcm]: gcm(16),
  [OID.aes192Gcm]: gcm(24),
  [OID.aes256Gcm]: gcm(32),
  [OID.chaCha20Poly1305]: chaCha,
  [OID.desEde3Cbc]: tripleDes,
  [OID.rc2Cbc]: rc2,
};

/** Undefined where this project does not read it. */
export function contentEncryption(algorithm: AlgorithmIdentifier): ContentEncryption | undefined {
  if (algorithm.oid !== OID.contentKeyHkdfSha256) return ENCRYPTIONS[algorithm.oid];
  const within = innerAlgorithm(algorithm);
  const encryption = within && ENCRYPTIONS[within.oid];
  return encryption && derived(encryption, within);
}

/** The name of a content encryption; where its key is derived, that of the derivation in front. */
export function contentEncryptionName(algorithm: AlgorithmIdentifier): string {
  if (algorithm.oid !== OID.contentKeyHkdfSha256) return algorithmName(algorithm.oid);
  return ['hkdf-sha256', algorithmName(innerAlgorithm(algorithm)?.oid ?? '')].join('-');
}

const HKDF_SALT = utf8Bytes('The Cryptographic Message Syntax');

/** RFC 9709: the key is derived from the one for the recipients, bound to the algorithm that it is used with. */
function derived(encryption: ContentEncryption, within: AlgorithmIdentifier): ContentEncryption {
  return {
    ...encryption,
    keyOctets: () => encryption.keyOctets(within),
    prepare: (_algorithm, mac) => {
      const decrypt = encryption.prepare(within, mac);
      return async (key, encrypted, work) => {
        const contentKey = await hkdf('sha256', key, within.der, key.length, HKDF_SALT);
        return decrypt(contentKey, encrypted, work);
      };
    },
  };
}

function innerAlgorithm(algorithm: AlgorithmIdentifier): AlgorithmIdentifier | undefined {
  const parameters = parameterSequence(algorithm);
  return parameters && asMalformedCms(() => readAlgorithm(parameters));
}

/** Octets of the key for this content encryption; undefined where that is not known. */
export function contentKeyOctets(algorithm: AlgorithmIdentifier): number | undefined {
  try {
    return contentEncryption(algorithm)?.keyOctets(algorithm);
  } catch (thrown) {
    if (thrown instanceof SignetError) return undefined;
    throw thrown;
  }
}

/** The initialization vector as the whole of the parameters, RFC 3565 2.1. */
function vector(parameters: Tlv | undefined): Bytes {
  if (parameters?.tag !== TAG.octetString) throw malformedCms('content encryption without its initialization vector');
  return contents(parameters);
}

/** The nonce of GCMParameters (RFC 5084 3.2); the MAC must be as long as they say, and 12 octets at least. */
function gcmNonce(algorithm: AlgorithmIdentifier, mac: Bytes): Bytes {
  const parameters = parameterSequence(algorithm);
  if (!parameters) throw malformedCms('AES-GCM without parameters');
  return asMalformedCms(() => {
    const reader = new ElementReader(parameters, 'GCMParameters');
    const nonce = octetString(reader.take('aes-nonce', TAG.octetString));
    const length = reader.takeIf(TAG.integer);
    const macLength = length ? readSmallInteger(length) : 12;
    if (macLength < 12 || macLength > 16 || mac.length !== macLength) {
      throw malformedCms('a MAC of another length than the parameters say');
    }
    return nonce;
  });
}

/** RC2-CBC parameters; without a version the key has 32 effective bits (RFC 2268 6). */
function rc2Parameters(algorithm: AlgorithmIdentifier): { readonly bits: number; readonly iv: Bytes } {
  const parameters = parameterSequence(algorithm);
  if (!parameters) return { bits: 32, iv: vector(algorithm.parameters) };
  return asMalformedCms(() => {
    const reader = new ElementReader(parameters, 'RC2CBCParameter');
    const version = reader.takeIf(TAG.integer);
    const bits = version ? rc2EffectiveBits(readSmallInteger(version)) : 32;
    if (bits === undefined) throw malformedCms('an RC2 parameter version that nobody defined');
    return { bits, iv: vector(reader.take('iv', TAG.octetString)) };
  });
}

/** The code of old ciphers is loaded when one is met. */
async function legacy(decrypt: (ciphers: typeof legacyCiphers) => Bytes): Promise<Bytes> {
  const ciphers = await import('../base/legacy-ciphers');
  return failingAlike(() => {
    const content = withoutPadding(decrypt(ciphers), 8);
    return content ? Promise.resolve(content) : Promise.reject(decryptionFailed());
  });
}
