import { concat, SignetError, type Bytes, type SignatureScheme } from '../../shared/index';

type Hash = 'SHA-256' | 'SHA-384' | 'SHA-512';

interface Algorithm {
  /** How the PKCS #8 is imported. */
  readonly key: RsaHashedImportParams | EcKeyImportParams;
  /** How it signs. */
  readonly signature: AlgorithmIdentifier | RsaPssParams | EcdsaParams;
}

const DIGEST_OCTETS: Readonly<Record<Hash, number>> = { 'SHA-256': 32, 'SHA-384': 48, 'SHA-512': 64 };

const rsa = (hash: Hash): Algorithm => ({ key: { name: 'RSASSA-PKCS1-v1_5', hash }, signature: 'RSASSA-PKCS1-v1_5' });

/** Salt as long as the digest, as RFC 4055 3.1 recommends. */
const pss = (hash: Hash): Algorithm => ({
  key: { name: 'RSA-PSS', hash },
  signature: { name: 'RSA-PSS', saltLength: DIGEST_OCTETS[hash] },
});

const ecdsa = (namedCurve: string, hash: Hash): Algorithm => ({
  key: { name: 'ECDSA', namedCurve },
  signature: { name: 'ECDSA', hash },
});

const ALGORITHMS: Readonly<Record<SignatureScheme, Algorithm>> = {
  'rsa-sha256': rsa('SHA-256'),
  'rsa-sha384': rsa('SHA-384'),
  'rsa-sha512': rsa('SHA-512'),
  'rsa-pss-sha256': pss('SHA-256'),
  'rsa-pss-sha384': pss('SHA-384'),
  'rsa-pss-sha512': pss('SHA-512'),
  'ecdsa-p256-sha256': ecdsa('P-256', 'SHA-256'),
  'ecdsa-p384-sha384': ecdsa('P-384', 'SHA-384'),
  'ecdsa-p521-sha512': ecdsa('P-521', 'SHA-512'),
};

/** A non-extractable key for one scheme. Rejects with `unsupported` where the key is not of the scheme's kind. */
export async function importSigningKey(privateKey: Bytes, scheme: SignatureScheme): Promise<CryptoKey> {
  try {
    return await crypto.subtle.importKey('pkcs8', privateKey, ALGORITHMS[scheme].key, false, ['sign']);
  } catch {
    throw new SignetError('unsupported', 'this private key does not sign with the scheme asked for', scheme);
  }
}

/** The signature value as CMS carries it: RFC 5754 3.2 and 3.3. */
export async function signatureValue(key: CryptoKey, scheme: SignatureScheme, toBeSigned: Bytes): Promise<Bytes> {
  const value = new Uint8Array(await crypto.subtle.sign(ALGORITHMS[scheme].signature, key, toBeSigned));
  return scheme.startsWith('ecdsa-') ? ecdsaValue(value) : value;
}

/** Ecdsa-Sig-Value (RFC 3279 2.2.3) of WebCrypto's r || s. */
export function ecdsaValue(raw: Bytes): Bytes {
  const half = raw.length / 2;
  const content = concat([unsignedInteger(raw.subarray(0, half)), unsignedInteger(raw.subarray(half))]);
  return concat([head(0x30, content.length), content]);
}

function unsignedInteger(octets: Bytes): Bytes {
  let from = 0;
  while (from < octets.length - 1 && octets[from] === 0) from++;
  const trimmed = octets.subarray(from);
  const padding = (trimmed[0] ?? 0) >= 0x80 ? [0] : [];
  return concat([head(0x02, trimmed.length + padding.length), Uint8Array.from(padding), trimmed]);
}

/** Tag and length; a P-521 value is the longest here, 139 octets. */
function head(tag: number, length: number): Bytes {
  return length < 0x80 ? Uint8Array.of(tag, length) : Uint8Array.of(tag, 0x81, length);
}
