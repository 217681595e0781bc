import { equal, type Der } from '../../base/bytes';
import { encoded, isConstructed, nullValue, oid, readOid, sequence, TAG, type Tlv } from '../../asn1/der';
import { ElementReader } from '../../asn1/structure';

/** RFC 5280 4.1.1.2. */
export interface AlgorithmIdentifier {
  /** Dotted. */
  readonly oid: string;
  /** Undefined where absent or NULL: both mean "none" (RFC 5754 2). */
  readonly parameters: Tlv | undefined;
  /** As received. */
  readonly der: Der;
}

/** Reads an AlgorithmIdentifier; `tag` where an implicit tag stands for SEQUENCE. Throws `malformed-der`. */
export function readAlgorithm(value: Tlv, tag: number = TAG.sequence): AlgorithmIdentifier {
  const reader = new ElementReader(value, 'AlgorithmIdentifier', tag);
  const id = readOid(reader.take('algorithm', TAG.oid));
  const parameters = reader.takeIf();
  return { oid: id, parameters: parameters?.tag === TAG.null ? undefined : parameters, der: encoded(value) };
}

/** The same algorithm with the same parameters, NULL and absent being one. */
export function sameAlgorithm(a: AlgorithmIdentifier, b: AlgorithmIdentifier): boolean {
  if (a.oid !== b.oid) return false;
  if (!a.parameters || !b.parameters) return a.parameters === b.parameters;
  return equal(encoded(a.parameters), encoded(b.parameters));
}

/** The SEQUENCE inside parameters, or undefined where they are of another kind. */
export function parameterSequence(algorithm: AlgorithmIdentifier): Tlv | undefined {
  const { parameters } = algorithm;
  return parameters && isConstructed(parameters) && parameters.tag === TAG.sequence ? parameters : undefined;
}

/** Encodes an AlgorithmIdentifier; without parameters they are absent. */
export function algorithmIdentifier(id: string, ...parameters: readonly Uint8Array[]): Der {
  return sequence(oid(id), ...parameters);
}

/** With NULL for parameters: what RFC 3370 wants of RSA. */
export function algorithmWithNull(id: string): Der {
  return algorithmIdentifier(id, nullValue());
}
