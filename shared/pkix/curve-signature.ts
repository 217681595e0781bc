import { brainpoolP256r1, brainpoolP384r1, brainpoolP512r1 } from '@noble/curves/misc.js';
import { ed25519 } from '@noble/curves/ed25519.js';
import { ed448 } from '@noble/curves/ed448.js';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { type Bytes } from '../base/bytes';
import { type CurveName } from './public-key';
import { type EdwardsAlgorithm } from './pure-algorithms';

/** Signatures on curves, for what the platform lacks. Loaded only when met. */
const EDWARDS = { ed25519, ed448 };
const CURVES = {
  'ec-p256': p256,
  'ec-p384': p384,
  'ec-p521': p521,
  'ec-brainpoolp256r1': brainpoolP256r1,
  'ec-brainpoolp384r1': brainpoolP384r1,
  'ec-brainpoolp512r1': brainpoolP512r1,
  'ec-secp256k1': secp256k1,
} satisfies Readonly<Record<CurveName, unknown>>;

/** RFC 8032 5.1.7, 5.2.7, without context; keys of small order, which sign everything, are refused. */
export function verifyEdwards(name: EdwardsAlgorithm, key: Bytes, signature: Bytes, signed: Bytes): 'good' | 'bad' {
  return isTrue(() => EDWARDS[name].verify(signature, signed, key, { zip215: false }));
}

/** FIPS 186-5 6.4.2. `raw`: r and s, each as long as the order; s may be of either half. */
export function verifyEcdsa(curve: CurveName, key: Bytes, raw: Bytes, hashed: Bytes): 'good' | 'bad' {
  return isTrue(() => CURVES[curve].verify(raw, hashed, key, { prehash: false, lowS: false }));
}

/** Whether octets are a private key of the curve: a number from 1 to its order. */
export function isSecretKey(curve: CurveName, secretKey: Bytes): boolean {
  return CURVES[curve].utils.isValidSecretKey(secretKey);
}

/** ECDSA on curves that WebCrypto lacks, deterministic (RFC 6979): r and s. Throws what the library throws for a bad key. */
export function signEcdsa(curve: CurveName, secretKey: Bytes, hashed: Bytes): Bytes {
  return new Uint8Array(CURVES[curve].sign(hashed, secretKey, { prehash: false, lowS: false }));
}

function isTrue(check: () => boolean): 'good' | 'bad' {
  try {
    return check() ? 'good' : 'bad';
  } catch {
    return 'bad';
  }
}
