import { type Bytes, type Der } from '../base/bytes';
import { children, contents, integer, readTlv, sequence, TAG, type Tlv } from '../asn1/der';
import { type CurveName } from './public-key';

/** Octets of r and of s: those of the group's order. */
export const CURVE_OCTETS: Readonly<Record<CurveName, number>> = {
  'ec-p256': 32,
  'ec-p384': 48,
  'ec-p521': 66,
  'ec-brainpoolp256r1': 32,
  'ec-brainpoolp384r1': 48,
  'ec-brainpoolp512r1': 64,
  'ec-secp256k1': 32,
};

/** ECDSA-Sig-Value (RFC 5480 appendix A) as r and s of `size` octets each; undefined for all but its one DER encoding. */
export function ecdsaValue(signature: Bytes, size: number): Bytes | undefined {
  try {
    const whole = readTlv(signature);
    const [r, s, more] = children(whole);
    const length = whole.contentEnd - whole.contentStart;
    const isMinimal = signature[1] === (length < 0x80 ? length : 0x81);
    if (whole.tag !== TAG.sequence || whole.end !== signature.length || !isMinimal || !r || !s || more)
      return undefined;
    const raw = new Uint8Array(2 * size);
    return putUnsigned(r, raw, size) && putUnsigned(s, raw, 2 * size) ? raw : undefined;
  } catch {
    return undefined;
  }
}

/** ECDSA-Sig-Value of r and s in one, as WebCrypto gives them. */
export function encodeEcdsaValue(raw: Bytes): Der {
  return sequence(integer(raw.subarray(0, raw.length / 2)), integer(raw.subarray(raw.length / 2)));
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
