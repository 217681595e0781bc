import { concat, type Der } from '../../base/bytes';
import { SignetError } from '../../base/errors';
import { LIMITS } from '../../base/limits';
import {
  boundedChildren,
  children,
  contents,
  der,
  encoded,
  isConstructed,
  octetString,
  readOid,
  setOf,
  TAG,
  type Tlv,
} from '../../asn1/der';
import { ElementReader } from '../../asn1/structure';
import { malformedCms } from '../malformed';

/** RFC 5652 5.3. */
export interface Attribute {
  /** Dotted. */
  readonly type: string;
  readonly values: readonly Tlv[];
}

/** Attributes in the order received. Throws `malformed-der`, and `limit` for more than are read. */
export function readAttributes(set: Tlv): readonly Attribute[] {
  return boundedChildren(set, 'attributes').map((attribute) => {
    const reader = new ElementReader(attribute, 'Attribute');
    const type = readOid(reader.take('attrType', TAG.oid));
    const values = children(reader.take('attrValues', TAG.set));
    reader.end();
    return { type, values };
  });
}

/**
 * Values of the one attribute of `type`, undefined where there is none. Throws `malformed-cms` where the attribute
 * stands twice, which RFC 5652 11 forbids for each attribute that decides something.
 */
export function onlyAttribute(attributes: readonly Attribute[], type: string): readonly Tlv[] | undefined {
  const found = attributes.filter((one) => one.type === type);
  if (found.length > 1) throw malformedCms(`the attribute ${type} stands twice`);
  return found[0]?.values;
}

/** The one value of the one attribute of `type`. Throws `malformed-cms` where attribute or value stand twice or the value is left out. */
export function onlyValue(attributes: readonly Attribute[], type: string): Tlv | undefined {
  const values = onlyAttribute(attributes, type);
  if (values === undefined) return undefined;
  if (values.length !== 1) throw malformedCms(`the attribute ${type} has not exactly one value`);
  return values[0];
}

/**
 * Octets that a signature over `[n] IMPLICIT SET OF` covers: the same with the tag of SET (RFC 5652 5.4), in the order
 * received, lengths definite.
 */
export function retaggedSet(value: Tlv): Der {
  if (!value.indefinite) {
    const octets = encoded(value).slice() as Der;
    octets[0] = TAG.set;
    return octets;
  }
  return der(TAG.set, contents(value));
}

/** The DER of `[n] IMPLICIT SET OF`: sorted, lengths definite, strings in one piece (X.690 10, 11.6). Throws `limit`. */
export function derSet(value: Tlv): Der {
  if (value.end - value.start > LIMITS.attributeOctets) {
    throw new SignetError('limit', 'attributes of too many octets', 'attributeOctets');
  }
  return setOf(children(value).map((one) => derEncoding(one, 1)));
}

function derEncoding(value: Tlv, depth: number): Der {
  if (depth > LIMITS.derDepth) throw new SignetError('limit', 'attributes nested too deeply', 'derDepth');
  if (!isConstructed(value)) return der(value.tag, contents(value));
  if (value.tag === (TAG.octetString | 0x20)) return der(TAG.octetString, octetString(value));
  const inner = children(value).map((one) => derEncoding(one, depth + 1));
  return value.tag === TAG.set ? setOf(inner) : der(value.tag, concat(inner));
}
