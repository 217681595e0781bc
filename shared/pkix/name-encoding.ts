import { type Der, utf8Bytes } from '../base/bytes';
import { der, oid, sequence, setOf, TAG } from '../asn1/der';
import { OID } from '../asn1/oids';

/** Attributes of a subject name, those that forms of certification authorities ask for. */
export interface SubjectFields {
  readonly commonName?: string;
  readonly organization?: string;
  readonly organizationalUnit?: string;
  /** ISO 3166, two letters. */
  readonly country?: string;
}

/** Longest values of RFC 5280 appendix A, in characters. */
export const SUBJECT_BOUNDS: Readonly<Record<keyof SubjectFields, number>> = {
  commonName: 64,
  organization: 64,
  organizationalUnit: 64,
  country: 2,
};

/**
 * A Name of one attribute in each RDN, from the country down (RFC 5280 4.1.2.4); fields that are empty are left out. Not
 * checked: lengths.
 */
export function encodeName({ country, organization, organizationalUnit, commonName }: SubjectFields): Der {
  return sequence(
    ...attribute(OID.country, TAG.printableString, country),
    ...attribute(OID.organization, TAG.utf8String, organization),
    ...attribute(OID.organizationalUnit, TAG.utf8String, organizationalUnit),
    ...attribute(OID.commonName, TAG.utf8String, commonName),
  );
}

function attribute(type: string, tag: number, value = ''): readonly Der[] {
  return value === '' ? [] : [setOf([sequence(oid(type), der(tag, utf8Bytes(value)))])];
}
