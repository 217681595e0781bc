import { type Bytes, type Der } from '../base/bytes';
import { digest, type DigestName } from '../base/digest';
import { inverse, power, toNumber } from '../base/rsa-arithmetic';
import { isConstructed, readTlv, TAG } from '../asn1/der';
import { bitStringOctets, ElementReader, unsignedInteger } from '../asn1/structure';
import { algorithmParts } from './signature-algorithm';

interface DsaKey {
  readonly p: bigint;
  readonly q: bigint;
  readonly g: bigint;
  readonly y: bigint;
}

/**
 * Whether a signature of old mail is the key's (FIPS 186-4 4.7, RFC 5754 3.1); `spki` is a DSA key. DSA is historic
 * (RFC 8551 4): the caller says that it is weak. `unsupported`: parameters left to the issuer's key, or sizes beyond 3072
 * and 256 bits. Throws `malformed-der` for a key that cannot be read.
 */
export async function verifyDsa(
  name: DigestName,
  spki: Der,
  signature: Bytes,
  signed: Bytes,
): Promise<'good' | 'bad' | 'unsupported'> {
  const key = readDsaKey(spki);
  if (typeof key === 'string') return key;
  const value = readValue(signature);
  return value && holds(key, value, await digest(name, signed)) ? 'good' : 'bad';
}

const bitLength = (value: bigint): number => value.toString(2).length;

/** RFC 3279 2.3.2. */
function readDsaKey(spki: Der): DsaKey | 'bad' | 'unsupported' {
  const { parameters, key } = algorithmParts(spki);
  if (!parameters || !isConstructed(parameters)) return 'unsupported';
  const group = new ElementReader(parameters, 'Dss-Parms');
  const next = (name: string): bigint => toNumber(unsignedInteger(group.take(name, TAG.integer)));
  const [p, q, g] = [next('p'), next('q'), next('g')];
  const y = toNumber(unsignedInteger(readTlv(bitStringOctets(readTlv(key)))));
  if (bitLength(p) > 3072 || bitLength(q) > 256) return 'unsupported';
  const isGroup = q > 2n && p > q && (p - 1n) % q === 0n && g > 1n && g < p && y > 1n && y < p;
  return isGroup && power(g, q, p) === 1n && power(y, q, p) === 1n ? { p, q, g, y } : 'bad';
}

/** Dss-Sig-Value, RFC 3279 2.2.2; undefined where it is not one. */
function readValue(signature: Bytes): { readonly r: bigint; readonly s: bigint } | undefined {
  try {
    const whole = readTlv(signature);
    const reader = new ElementReader(whole, 'Dss-Sig-Value');
    const r = toNumber(unsignedInteger(reader.take('r', TAG.integer)));
    const s = toNumber(unsignedInteger(reader.take('s', TAG.integer)));
    return whole.end === signature.length && reader.atEnd ? { r, s } : undefined;
  } catch {
    return undefined;
  }
}

function holds({ p, q, g, y }: DsaKey, { r, s }: { r: bigint; s: bigint }, hashed: Bytes): boolean {
  if (r <= 0n || r >= q || s <= 0n || s >= q) return false;
  const w = inverse(s, q);
  if (w === undefined) return false;
  const excess = Math.max(0, 8 * hashed.length - bitLength(q));
  const z = toNumber(hashed) >> BigInt(excess);
  const v = ((power(g, (z * w) % q, p) * power(y, (r * w) % q, p)) % p) % q;
  return v === r;
}
