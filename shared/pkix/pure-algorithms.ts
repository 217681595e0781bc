import { OID } from '../asn1/oids';

/** Signature algorithms whose one identifier names key and signature: RFC 8410 (EdDSA), RFC 9881 (ML-DSA), RFC 9909 (SLH-DSA). */
const IDENTIFIERS = {
  ed25519: OID.ed25519,
  ed448: OID.ed448,
  'ml-dsa-44': OID.mlDsa44,
  'ml-dsa-65': OID.mlDsa65,
  'ml-dsa-87': OID.mlDsa87,
  'slh-dsa-sha2-128s': OID.slhDsaSha2_128s,
  'slh-dsa-sha2-128f': OID.slhDsaSha2_128f,
  'slh-dsa-sha2-192s': OID.slhDsaSha2_192s,
  'slh-dsa-sha2-192f': OID.slhDsaSha2_192f,
  'slh-dsa-sha2-256s': OID.slhDsaSha2_256s,
  'slh-dsa-sha2-256f': OID.slhDsaSha2_256f,
  'slh-dsa-shake-128s': OID.slhDsaShake128s,
  'slh-dsa-shake-128f': OID.slhDsaShake128f,
  'slh-dsa-shake-192s': OID.slhDsaShake192s,
  'slh-dsa-shake-192f': OID.slhDsaShake192f,
  'slh-dsa-shake-256s': OID.slhDsaShake256s,
  'slh-dsa-shake-256f': OID.slhDsaShake256f,
} as const;

/** By the names of the inspector contract. */
export type PureAlgorithm = keyof typeof IDENTIFIERS;
export type EdwardsAlgorithm = 'ed25519' | 'ed448';
export type PostQuantumAlgorithm = Exclude<PureAlgorithm, EdwardsAlgorithm>;

/** By dotted object identifier. */
export const PURE_ALGORITHMS: ReadonlyMap<string, PureAlgorithm> = new Map(
  (Object.keys(IDENTIFIERS) as PureAlgorithm[]).map((name) => [IDENTIFIERS[name], name]),
);

export function pureAlgorithmId(name: PureAlgorithm): string {
  return IDENTIFIERS[name];
}

export function isEdwards(name: PureAlgorithm): name is EdwardsAlgorithm {
  return name === 'ed25519' || name === 'ed448';
}
