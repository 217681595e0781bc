import { type Bytes, type Der } from '../base/bytes';
import { inverse, power, toNumber } from '../base/rsa-arithmetic';
import { isConstructed, readTlv, TAG } from '../asn1/der';
import { bitStringOctets, ElementReader, unsignedInteger } from '../asn1/structure';
import { OID } from '../asn1/oids';
import { digest, type DigestName } from './digest';
import { type AlgorithmIdentifier, readAlgorithm } from './syntax/algorithm-identifier';

/** Digests of the algorithms that name one, RFC 3279 2.2.2 and RFC 5758 3.1. */
const DSA_WITH: Readonly<Record<string, DigestName>> = {
  '1.2.840.10040.4.3': 'sha1',
  '2.16.840.1.101.3.4.3.1': 'sha224',
  '2.16.840.1.101.3.4.3.2': 'sha256',
};

/** Whether a signature algorithm is DSA, with or without its digest. */
export function isDsa(id: string): boolean {
  return id === OID.dsa || id in DSA_WITH;
}

interface DsaCheck {
  readonly algorithm: AlgorithmIdentifier;
  /** Of the SignerInfo. */
  readonly digest: DigestName;
  readonly spki: Der;
  readonly signature: Bytes;
  readonly signed: Bytes;
}

interface DsaKey {
  readonly p: bigint;
  readonly q: bigint;
  readonly g: bigint;
  readonly y: bigint;
}

/**
 * Whether a signature of old mail is the key's (FIPS 186-4 4.7, RFC 5754 3.1). DSA is historic (RFC 8551 4): the caller says
 * that it is weak; certificates signed with it are not read at all. `unsupported`: parameters inherited from the issuer,
 * or sizes beyond 3072 and 256 bits. `bad` also where the algorithm names another digest or the key is of another kind.
 */
export async function verifyDsa(check: DsaCheck): Promise<'good' | 'bad' | 'unsupported'> {
  if ((DSA_WITH[check.algorithm.oid] ?? check.digest) !== check.digest) return 'bad';
  try {
    const key = readDsaKey(check.spki);
    const value = readValue(check.signature);
    if (typeof key === 'string' || !value) return typeof key === 'string' ? key : 'bad';
    return holds(key, value, await digest(check.digest, check.signed)) ? 'good' : 'bad';
  } catch {
    return 'bad';
  }
}

const bitLength = (value: bigint): number => value.toString(2).length;

/** RFC 3279 2.3.2. */
function readDsaKey(spki: Der): DsaKey | 'bad' | 'unsupported' {
  const info = new ElementReader(readTlv(spki), 'SubjectPublicKeyInfo');
  const { oid, parameters } = readAlgorithm(info.take('algorithm', TAG.sequence));
  if (oid !== OID.dsa) return 'bad';
  if (!parameters || !isConstructed(parameters)) return 'unsupported';
  const group = new ElementReader(parameters, 'Dss-Parms');
  const next = (name: string): bigint => toNumber(unsignedInteger(group.take(name, TAG.integer)));
  const [p, q, g] = [next('p'), next('q'), next('g')];
  const point = readTlv(bitStringOctets(info.take('subjectPublicKey', TAG.bitString)));
  const y = toNumber(unsignedInteger(point));
  if (bitLength(p) > 3072 || bitLength(q) > 256) return 'unsupported';
  const isGroup = q > 2n && p > q && (p - 1n) % q === 0n && g > 1n && g < p && y > 1n && y < p;
  return isGroup && power(g, q, p) === 1n && power(y, q, p) === 1n ? { p, q, g, y } : 'bad';
}

/** Dss-Sig-Value. */
function readValue(signature: Bytes): { readonly r: bigint; readonly s: bigint } | undefined {
  const whole = readTlv(signature);
  if (whole.end !== signature.length) return undefined;
  const reader = new ElementReader(whole, 'Dss-Sig-Value');
  const r = toNumber(unsignedInteger(reader.take('r', TAG.integer)));
  const s = toNumber(unsignedInteger(reader.take('s', TAG.integer)));
  reader.end();
  return { r, s };
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
