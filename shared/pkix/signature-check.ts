import { type Bytes, type Der, latin1Text } from '../base/bytes';
import { children, contents, nullValue, oid, readTlv, sequence, TAG, type Tlv } from '../asn1/der';
import { OID } from '../asn1/oids';
import { readRsaPublicKey } from '../asn1/rsa-public-key';
import { readPublicKey } from './public-key';
import { type ArithmeticAlgorithm, verifyRsa } from './rsa-signature';
import {
  algorithmParts,
  type DigestName,
  readPss,
  readSignatureAlgorithm,
  type SignatureAlgorithm,
} from './signature-algorithm';

export { digestName, signatureAlgorithmName, signatureDigest } from './signature-algorithm';
export type { DigestName } from './signature-algorithm';

export interface SignatureCheck {
  /** AlgorithmIdentifier. */
  readonly algorithm: Der;
  /** Dotted; of a CMS SignerInfo, whose signature algorithm may name the key only. */
  readonly digestAlgorithm?: string;
  readonly spki: Der;
  readonly signature: Bytes;
  readonly signed: Bytes;
}

const CURVES: Readonly<Record<string, readonly [name: string, octets: number]>> = {
  'ec-p256': ['P-256', 32],
  'ec-p384': ['P-384', 48],
  'ec-p521': ['P-521', 66],
};

/**
 * Whether `signature` is the key's over `signed`: RSASSA-PKCS1-v1_5, RSASSA-PSS, ECDSA on the NIST curves, Ed25519.
 * SHA-1 is computed: whether it is strong enough is the caller's to say. `unsupported`: an algorithm, parameters or a
 * key that this platform does not have. `bad` also covers a value of the wrong shape. Never throws.
 * Not checked: that digestAlgorithm and the signature algorithm agree; key usage; anything about a certificate.
 */
export async function verifySignature(options: SignatureCheck): Promise<'good' | 'bad' | 'unsupported'> {
  try {
    const algorithm = readSignatureAlgorithm(options.algorithm, options.digestAlgorithm);
    if (isForArithmetic(algorithm)) return verifyByArithmetic(algorithm, options);
    const prepared = prepare(algorithm, options.spki, options.signature);
    if (typeof prepared === 'string') return prepared;
    const key = await importKey(options.spki, prepared);
    return (await crypto.subtle.verify(prepared.verification, key, prepared.signature, options.signed))
      ? 'good'
      : 'bad';
  } catch {
    return 'unsupported';
  }
}

/** RSA that WebCrypto lacks: with SHA-224, or PSS whose mask is made with another digest. */
function isForArithmetic(algorithm: SignatureAlgorithm): algorithm is ArithmeticAlgorithm {
  if (algorithm.kind === 'rsa') return algorithm.digest === 'SHA-224';
  if (algorithm.kind !== 'rsa-pss') return false;
  return algorithm.digest === 'SHA-224' || algorithm.digest !== algorithm.maskDigest;
}

function verifyByArithmetic(
  algorithm: ArithmeticAlgorithm,
  { spki, signature, signed }: SignatureCheck,
): 'good' | 'bad' | 'unsupported' {
  const key = readPublicKey(readTlv(spki));
  if (key.algorithm !== 'rsa' && (key.algorithm !== 'rsa-pss' || algorithm.kind === 'rsa')) return 'bad';
  if (algorithm.kind === 'rsa-pss' && !pssKeyAllows(spki, algorithm)) return 'bad';
  return verifyRsa(algorithm, readRsaPublicKey(spki), signature, signed);
}

interface Prepared {
  readonly key: RsaHashedImportParams | EcKeyImportParams | { readonly name: string };
  readonly verification: { readonly name: string; readonly hash?: string; readonly saltLength?: number };
  readonly signature: Bytes;
}

const WEB_DIGESTS: readonly (DigestName | undefined)[] = ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'];

function prepare(algorithm: SignatureAlgorithm, spki: Der, signature: Bytes): Prepared | 'bad' | 'unsupported' {
  if (algorithm.kind === 'unknown') return 'unsupported';
  const key = readPublicKey(readTlv(spki));
  if (algorithm.kind === 'ed25519') return prepareEdwards(key.algorithm, signature);
  const { digest } = algorithm;
  if (digest === undefined || !WEB_DIGESTS.includes(digest)) return 'unsupported';
  if (algorithm.kind === 'ecdsa') return prepareEcdsa(key.algorithm, digest, signature);
  // A bigger modulus costs seconds for one signature; no certification authority issues them.
  if (key.bits > 16_384) return 'unsupported';
  if (algorithm.kind === 'rsa') {
    const name = 'RSASSA-PKCS1-v1_5';
    return key.algorithm === 'rsa' ? { key: { name, hash: digest }, verification: { name }, signature } : 'bad';
  }
  if (key.algorithm !== 'rsa' && key.algorithm !== 'rsa-pss') return 'bad';
  if (!pssKeyAllows(spki, algorithm)) return 'bad';
  const name = 'RSA-PSS';
  return { key: { name, hash: digest }, verification: { name, saltLength: algorithm.saltLength }, signature };
}

function prepareEdwards(keyAlgorithm: string, signature: Bytes): Prepared | 'bad' {
  const name = 'Ed25519';
  return keyAlgorithm === 'ed25519' ? { key: { name }, verification: { name }, signature } : 'bad';
}

function prepareEcdsa(keyAlgorithm: string, digest: DigestName, signature: Bytes): Prepared | 'bad' | 'unsupported' {
  const curve = CURVES[keyAlgorithm];
  if (!curve) return /^[\d.]+$/.test(keyAlgorithm) ? 'unsupported' : 'bad';
  const raw = ecdsaValue(signature, curve[1]);
  if (!raw) return 'bad';
  return {
    key: { name: 'ECDSA', namedCurve: curve[0] },
    verification: { name: 'ECDSA', hash: digest },
    signature: raw,
  };
}

/** A key with parameters of its own allows only that digest and at least that salt (RFC 4055 3.3). */
function pssKeyAllows(spki: Der, algorithm: Extract<SignatureAlgorithm, { kind: 'rsa-pss' }>): boolean {
  const { id, parameters } = algorithmParts(spki);
  if (id !== OID.rsassaPss || parameters === undefined) return true;
  const own = readPss(parameters);
  const isSame = own?.digest === algorithm.digest && own.maskDigest === algorithm.maskDigest;
  return isSame && algorithm.saltLength >= own.saltLength;
}

/** ECDSA-Sig-Value (RFC 5480 appendix A) as r and s of `size` octets each; undefined for all but its one DER encoding. */
export function ecdsaValue(signature: Bytes, size: number): Bytes | undefined {
  try {
    const whole = readTlv(signature);
    const [r, s, more] = children(whole);
    const isMinimal =
      signature[1] === (whole.contentEnd - whole.contentStart < 0x80 ? whole.contentEnd - whole.contentStart : 0x81);
    if (whole.tag !== TAG.sequence || whole.end !== signature.length || !isMinimal || !r || !s || more)
      return undefined;
    const raw = new Uint8Array(2 * size);
    return putUnsigned(r, raw, size) && putUnsigned(s, raw, 2 * size) ? raw : undefined;
  } catch {
    return undefined;
  }
}

/** Writes a positive, minimal INTEGER so that it ends at `end` and takes at most half of `out`. */
function putUnsigned(value: Tlv, out: Bytes, end: number): boolean {
  const content = contents(value);
  const [first, second] = content;
  if (value.tag !== TAG.integer || first === undefined || first > 0x7f || value.contentStart - value.start !== 2)
    return false;
  if (first === 0 && (second === undefined || second < 0x80)) return false;
  const digits = first === 0 ? content.subarray(1) : content;
  if (digits.length > out.length / 2) return false;
  out.set(digits, end - digits.length);
  return true;
}

const KEY_CACHE_SIZE = 64;
const keys = new Map<string, Promise<CryptoKey>>();

async function importKey(spki: Der, prepared: Prepared): Promise<CryptoKey> {
  const name = `${JSON.stringify(prepared.key)}${latin1Text(spki)}`;
  const known = keys.get(name);
  if (known) return known;
  const imported = crypto.subtle.importKey('spki', plainRsa(spki), prepared.key, false, ['verify']);
  keys.set(name, imported);
  if (keys.size > KEY_CACHE_SIZE) keys.delete(keys.keys().next().value as string);
  return imported;
}

/** WebCrypto reads RSA keys only under rsaEncryption, so a key marked for PSS alone is renamed. */
function plainRsa(spki: Der): Der {
  const { id, key } = algorithmParts(spki);
  return id === OID.rsassaPss ? sequence(sequence(oid(OID.rsaEncryption), nullValue()), key) : spki;
}
