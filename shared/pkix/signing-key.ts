import { type Bytes } from '../base/bytes';
import { digest, WEB_DIGESTS } from '../base/digest';
import { SignetError } from '../base/errors';
import { children, contents, octetString, readTlv, TAG } from '../asn1/der';
import { encodeEcdsaValue } from './ecdsa-value';
import { type CurveName } from './public-key';
import { type EcdsaScheme, isPure, SALT_OCTETS, schemeDigest, type SignatureScheme } from './signature-scheme';

/** One private key for one scheme. */
export interface SigningKey {
  /** The signature value as CMS carries it (RFC 5754 3.2, 3.3); hashes `toBeSigned` itself. */
  sign(toBeSigned: Bytes): Promise<Bytes>;
}

const WEB_CURVES = {
  'ecdsa-p256-sha256': 'P-256',
  'ecdsa-p384-sha384': 'P-384',
  'ecdsa-p521-sha512': 'P-521',
} as const;

/**
 * A signing key of a PKCS #8 PrivateKeyInfo, in the form that `importablePrivateKey` gives. What WebCrypto has becomes a
 * non-extractable CryptoKey; of brainpool and ML-DSA keys a copy of the octets is kept as long as the result is.
 * Rejects with `unsupported` where the key is not of the scheme's kind or the platform does not have it.
 */
export async function importSigningKey(pkcs8: Bytes, scheme: SignatureScheme): Promise<SigningKey> {
  try {
    if (scheme.startsWith('ml-dsa-')) return await postQuantumKey(pkcs8, scheme as MlDsaScheme);
    if (scheme.startsWith('ecdsa-brainpool')) return await curveKey(pkcs8, scheme as EcdsaScheme);
    return await webKey(pkcs8, scheme as WebScheme);
  } catch {
    throw new SignetError('unsupported', 'this private key does not sign with the scheme asked for', scheme);
  }
}

type MlDsaScheme = Extract<SignatureScheme, `ml-dsa-${string}`>;
type WebScheme = Exclude<SignatureScheme, MlDsaScheme | `ecdsa-brainpool${string}`>;

interface WebAlgorithm {
  readonly key: RsaHashedImportParams | EcKeyImportParams | { readonly name: string };
  readonly signature: RsaPssParams | EcdsaParams | { readonly name: string };
}

function webAlgorithm(scheme: WebScheme): WebAlgorithm {
  if (isPure(scheme)) return { key: { name: 'Ed25519' }, signature: { name: 'Ed25519' } };
  const name = schemeDigest(scheme);
  const hash = WEB_DIGESTS[name];
  if (scheme.startsWith('rsa-pss-')) {
    return { key: { name: 'RSA-PSS', hash }, signature: { name: 'RSA-PSS', saltLength: SALT_OCTETS[name] } };
  }
  if (scheme.startsWith('rsa-')) {
    return { key: { name: 'RSASSA-PKCS1-v1_5', hash }, signature: { name: 'RSASSA-PKCS1-v1_5' } };
  }
  const namedCurve = WEB_CURVES[scheme as keyof typeof WEB_CURVES];
  return { key: { name: 'ECDSA', namedCurve }, signature: { name: 'ECDSA', hash } };
}

async function webKey(pkcs8: Bytes, scheme: WebScheme): Promise<SigningKey> {
  const algorithm = webAlgorithm(scheme);
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, algorithm.key, false, ['sign']);
  return {
    async sign(toBeSigned) {
      const value = new Uint8Array(await crypto.subtle.sign(algorithm.signature, key, toBeSigned));
      return scheme.startsWith('ecdsa-') ? encodeEcdsaValue(value) : value;
    },
  };
}

async function curveKey(pkcs8: Bytes, scheme: EcdsaScheme): Promise<SigningKey> {
  const { isSecretKey, signEcdsa } = await import('./curve-signature');
  const curve = scheme.replace(/^ecdsa-(.*)-sha\d+$/, 'ec-$1') as CurveName;
  const [, secret] = children(readTlv(privateOctets(pkcs8)));
  const secretKey = secret?.tag === TAG.octetString ? contents(secret).slice() : new Uint8Array(0);
  if (!isSecretKey(curve, secretKey))
    throw new SignetError('malformed-der', 'an ECPrivateKey of this curve was expected');
  return {
    async sign(toBeSigned) {
      return encodeEcdsaValue(signEcdsa(curve, secretKey, await digest(schemeDigest(scheme), toBeSigned)));
    },
  };
}

async function postQuantumKey(pkcs8: Bytes, scheme: MlDsaScheme): Promise<SigningKey> {
  const { mlDsaSecretKey, signMlDsa } = await import('./ml-dsa-key');
  const secretKey = mlDsaSecretKey(scheme, privateOctets(pkcs8));
  return { sign: (toBeSigned) => Promise.resolve(signMlDsa(scheme, secretKey, toBeSigned)) };
}

/** privateKey of a PrivateKeyInfo, RFC 5958 2. */
function privateOctets(pkcs8: Bytes): Bytes {
  const [, , key] = children(readTlv(pkcs8));
  if (!key) throw new SignetError('malformed-der', 'a PrivateKeyInfo without key');
  return octetString(key);
}
