import { type Der } from '../base/bytes';
import { contextTag, der, integer, oid, sequence, setOf, TAG, compareEncodings } from '../asn1/der';
import { OID } from '../asn1/oids';

/** A SignedData that nobody signed and that carries certificates alone (RFC 5652 5.1, RFC 8551 3.8), in DER. */
export function encodeCertsOnly(certificates: readonly Der[]): Der {
  const sorted = [...certificates].sort(compareEncodings);
  const signedData = sequence(
    integer(1),
    setOf([]),
    sequence(oid(OID.data)),
    der(contextTag(0), ...sorted),
    der(TAG.set),
  );
  return sequence(oid(OID.signedData), der(contextTag(0), signedData));
}
