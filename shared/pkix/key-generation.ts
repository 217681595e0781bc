import { asDer, type Bytes, type Der } from '../base/bytes';
import { nullValue, oid, sequence } from '../asn1/der';
import { OID } from '../asn1/oids';
import { type GeneratedKeyKind } from './key-kinds';
import { importSigningKey } from './signing-key';

export interface GeneratedKeys {
  readonly kind: GeneratedKeyKind;
  /** PKCS #8 PrivateKeyInfo. Whoever asked for it wraps it and overwrites it. */
  readonly privateKey: Bytes;
  readonly spki: Der;
}

const ALGORITHMS: Readonly<Record<GeneratedKeyKind, RsaHashedKeyGenParams | EcKeyGenParams>> = {
  'rsa-3072': rsa(3072),
  'rsa-4096': rsa(4096),
  'ec-p256': { name: 'ECDSA', namedCurve: 'P-256' },
  'ec-p384': { name: 'ECDSA', namedCurve: 'P-384' },
};

function rsa(modulusLength: number): RsaHashedKeyGenParams {
  const publicExponent = Uint8Array.of(1, 0, 1);
  return { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength, publicExponent };
}

/** A fresh pair of keys of the platform's generator. RSA takes the platform some seconds. */
export async function generateKeys(kind: GeneratedKeyKind): Promise<GeneratedKeys> {
  const pair = await crypto.subtle.generateKey(ALGORITHMS[kind], true, ['sign', 'verify']);
  const { privateKey, publicKey } = pair;
  return {
    kind,
    privateKey: new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey)),
    spki: asDer(new Uint8Array(await crypto.subtle.exportKey('spki', publicKey))),
  };
}

export const keyTypeOf = (kind: GeneratedKeyKind): 'rsa' | 'ec' => (kind.startsWith('rsa') ? 'rsa' : 'ec');

interface CertificateSignature {
  /** AlgorithmIdentifier as certificates and requests carry it (RFC 4055 5, RFC 5758 3.2). */
  readonly algorithm: Der;
  sign(toBeSigned: Bytes): Promise<Bytes>;
}

const SCHEMES = {
  rsa: { scheme: 'rsa-sha256', algorithm: () => sequence(oid(OID.sha256WithRsa), nullValue()) },
  'ec-p256': { scheme: 'ecdsa-p256-sha256', algorithm: () => sequence(oid(OID.ecdsaWithSha256)) },
  'ec-p384': { scheme: 'ecdsa-p384-sha384', algorithm: () => sequence(oid(OID.ecdsaWithSha384)) },
} as const;

/** Signs certificates and requests with a generated key. */
export async function certificateSignature({ kind, privateKey }: GeneratedKeys): Promise<CertificateSignature> {
  const { scheme, algorithm } = SCHEMES[kind === 'ec-p256' || kind === 'ec-p384' ? kind : 'rsa'];
  const key = await importSigningKey(privateKey, scheme);
  return { algorithm: algorithm(), sign: (toBeSigned) => key.sign(toBeSigned) };
}
