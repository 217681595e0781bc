import { type Bytes, type Der, latin1Text } from '../base/bytes';
import { digest, type DigestName, isWebDigest, WEB_DIGESTS } from '../base/digest';
import { nullValue, oid, readTlv, sequence } from '../asn1/der';
import { OID } from '../asn1/oids';
import { readRsaPublicKey } from '../asn1/rsa-public-key';
import { bitStringOctets } from '../asn1/structure';
import { CURVE_OCTETS, ecdsaValue } from './ecdsa-value';
import { type CurveName, type PublicKey, readPublicKey } from './public-key';
import { isEdwards, type PureAlgorithm } from './pure-algorithms';
import { algorithmParts, type PssAlgorithm, readPss, readSignatureAlgorithm } from './signature-algorithm';

export { isWeakDigest, signatureAlgorithmName, signatureDigest, weakParts } from './signature-algorithm';

export type SignatureResult = 'good' | 'bad' | 'unsupported';

export interface SignatureCheck {
  /** AlgorithmIdentifier. */
  readonly algorithm: Der;
  /** Of a CMS SignerInfo, whose signature algorithm may name the key only. */
  readonly digest?: DigestName;
  readonly spki: Der;
  readonly signature: Bytes;
  readonly signed: Bytes;
  /** Told what a signature costs that the platform does not compute, in signatures that it does. */
  readonly spend?: (cost: number) => void;
}

/** Some milliseconds, and for SLH-DSA up to a hundred, against a fraction of one. */
const COMPUTED = 8;
const HASH_BASED = 40;

/**
 * Whether `signature` is the key's over `signed`: RSASSA-PKCS1-v1_5, RSASSA-PSS, ECDSA on the NIST and brainpool curves and
 * secp256k1, DSA, Ed25519, Ed448, ML-DSA, SLH-DSA, with any digest of `DigestName`. WebCrypto does what it has; the code
 * for the rest is loaded when it is met. Weak algorithms are computed: whether one is strong enough is the caller's to
 * say. `unsupported`: another algorithm, parameters or key. `bad` also covers a value of the wrong shape. Never throws.
 * Not checked: that digestAlgorithm and the signature algorithm agree; key usage; anything about a certificate.
 */
export async function verifySignature(check: SignatureCheck): Promise<SignatureResult> {
  try {
    const algorithm = readSignatureAlgorithm(check.algorithm, check.digest);
    if (algorithm.kind === 'unknown') return 'unsupported';
    const key = readPublicKey(readTlv(check.spki));
    if (algorithm.kind === 'pure') return await verifyPure(algorithm.name, key, check);
    if (algorithm.kind === 'rsa-pss') return await verifyPss(algorithm, key, check);
    if (algorithm.digest === undefined) return 'unsupported';
    return await WITH_DIGEST[algorithm.kind](algorithm.digest, key, check);
  } catch {
    return 'unsupported';
  }
}

const WITH_DIGEST = { rsa: verifyPkcs1, ecdsa: verifyEcdsa, dsa: verifyDsa } as const;

/** A bigger modulus costs seconds for one signature; no certification authority issues them. */
const MODULUS_BITS = 16_384;

async function verifyPkcs1(name: DigestName, key: PublicKey, check: SignatureCheck): Promise<SignatureResult> {
  if (key.algorithm !== 'rsa') return 'bad';
  if (key.bits > MODULUS_BITS) return 'unsupported';
  if (!hasLengthOfModulus(check.signature, key)) return 'bad';
  if (isWebDigest(name)) {
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: WEB_DIGESTS[name] };
    return verifyOnPlatform(await importedKey(check.spki, algorithm), algorithm, check.signature, check.signed);
  }
  check.spend?.(COMPUTED);
  const { verifyRsa } = await import('./rsa-signature');
  return verifyRsa({ kind: 'rsa', digest: name }, readRsaPublicKey(check.spki), check.signature, check.signed);
}

async function verifyPss(algorithm: PssAlgorithm, key: PublicKey, check: SignatureCheck): Promise<SignatureResult> {
  if (key.algorithm !== 'rsa' && key.algorithm !== 'rsa-pss') return 'bad';
  if (!pssKeyAllows(check.spki, algorithm)) return 'bad';
  if (key.bits > MODULUS_BITS) return 'unsupported';
  if (!hasLengthOfModulus(check.signature, key)) return 'bad';
  const { digest: name, maskDigest, saltLength } = algorithm;
  if (isWebDigest(name) && name === maskDigest) {
    const imported = await importedKey(check.spki, { name: 'RSA-PSS', hash: WEB_DIGESTS[name] });
    return verifyOnPlatform(imported, { name: 'RSA-PSS', saltLength }, check.signature, check.signed);
  }
  check.spend?.(COMPUTED);
  const { verifyRsa } = await import('./rsa-signature');
  return verifyRsa(algorithm, readRsaPublicKey(check.spki), check.signature, check.signed);
}

/** RFC 8017 8.1.2 and 8.2.2, step 1. Platforms differ: OpenSSL takes a value without its leading zeros. */
function hasLengthOfModulus(signature: Bytes, key: PublicKey): boolean {
  return signature.length === Math.ceil(key.bits / 8);
}

/** A key with parameters of its own allows only that digest and at least that salt (RFC 4055 3.3). */
function pssKeyAllows(spki: Der, algorithm: PssAlgorithm): boolean {
  const { id, parameters } = algorithmParts(spki);
  if (id !== OID.rsassaPss || parameters === undefined) return true;
  const own = readPss(parameters);
  const isSame = own?.digest === algorithm.digest && own.maskDigest === algorithm.maskDigest;
  return isSame && algorithm.saltLength >= own.saltLength;
}

const WEB_CURVES: Readonly<Record<string, string>> = { 'ec-p256': 'P-256', 'ec-p384': 'P-384', 'ec-p521': 'P-521' };

async function verifyEcdsa(name: DigestName, key: PublicKey, check: SignatureCheck): Promise<SignatureResult> {
  const curve = key.algorithm as CurveName;
  const size = CURVE_OCTETS[curve] as number | undefined;
  if (size === undefined) return /^[\d.]+$/.test(curve) ? 'unsupported' : 'bad';
  const raw = ecdsaValue(check.signature, size);
  if (!raw) return 'bad';
  const namedCurve = WEB_CURVES[curve];
  if (isWebDigest(name) && namedCurve !== undefined) {
    const imported = await importedKey(check.spki, { name: 'ECDSA', namedCurve });
    if (imported) return verifyOnPlatform(imported, { name: 'ECDSA', hash: WEB_DIGESTS[name] }, raw, check.signed);
  }
  check.spend?.(COMPUTED);
  const [{ verifyEcdsa: verify }, hashed] = await Promise.all([
    import('./curve-signature'),
    digest(name, check.signed),
  ]);
  return verify(curve, keyOctets(check.spki), raw, hashed);
}

async function verifyDsa(name: DigestName, key: PublicKey, check: SignatureCheck): Promise<SignatureResult> {
  if (key.algorithm !== 'dsa') return 'bad';
  check.spend?.(COMPUTED);
  const { verifyDsa: verify } = await import('./dsa-signature');
  return verify(name, check.spki, check.signature, check.signed);
}

async function verifyPure(name: PureAlgorithm, key: PublicKey, check: SignatureCheck): Promise<SignatureResult> {
  if (key.algorithm !== name) return 'bad';
  const { spki, signature, signed } = check;
  if (algorithmParts(spki).parameters) return 'unsupported';
  if (!isEdwards(name)) {
    check.spend?.(name.startsWith('slh-') ? HASH_BASED : COMPUTED);
    const { verifyPostQuantum } = await import('./post-quantum-signature');
    return verifyPostQuantum(name, keyOctets(spki), signature, signed);
  }
  const imported = name === 'ed25519' && (await importedKey(spki, { name: 'Ed25519' }));
  if (imported) return verifyOnPlatform(imported, { name: 'Ed25519' }, signature, signed);
  check.spend?.(COMPUTED);
  const { verifyEdwards } = await import('./curve-signature');
  return verifyEdwards(name, keyOctets(spki), signature, signed);
}

function keyOctets(spki: Der): Bytes {
  return bitStringOctets(readTlv(algorithmParts(spki).key));
}

interface Verification {
  readonly name: string;
  readonly hash?: string;
  readonly saltLength?: number;
}

async function verifyOnPlatform(
  key: CryptoKey | undefined,
  algorithm: Verification,
  signature: Bytes,
  signed: Bytes,
): Promise<SignatureResult> {
  if (!key) return 'unsupported';
  return (await crypto.subtle.verify(algorithm, key, signature, signed)) ? 'good' : 'bad';
}

type Import = RsaHashedImportParams | EcKeyImportParams | { readonly name: string };

const KEY_CACHE_SIZE = 64;
const keys = new Map<string, Promise<CryptoKey | undefined>>();

/** The key as the platform has it; undefined where it has no such algorithm or refuses the key. */
function importedKey(spki: Der, algorithm: Import): Promise<CryptoKey | undefined> {
  const name = `${JSON.stringify(algorithm)}${latin1Text(spki)}`;
  const known = keys.get(name);
  if (known) return known;
  const imported = crypto.subtle.importKey('spki', plainRsa(spki), algorithm, false, ['verify']).catch(() => undefined);
  keys.set(name, imported);
  if (keys.size > KEY_CACHE_SIZE) keys.delete(keys.keys().next().value as string);
  return imported;
}

/** WebCrypto reads RSA keys only under rsaEncryption, so a key marked for PSS alone is renamed. */
function plainRsa(spki: Der): Der {
  const { id, key } = algorithmParts(spki);
  return id === OID.rsassaPss ? sequence(sequence(oid(OID.rsaEncryption), nullValue()), key) : spki;
}
