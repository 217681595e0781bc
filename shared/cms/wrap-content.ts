import { contextTag, der, oid, sequence } from '../asn1/der';
import { OID } from '../asn1/oids';
import { type Bytes, type Der } from '../base/bytes';

/** The content type of a MIME entity inside CMS (RFC 8551 3.3), dotted. */
export const ID_DATA = OID.data;

/** The ContentInfo (RFC 5652 3) of a content type and its encoded value, as nested CMS carries them without one. */
export function wrapContent(contentType: string, content: Bytes): Der {
  return sequence(oid(contentType), der(contextTag(0), content));
}
