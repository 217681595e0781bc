import { contextTag, der, oid, sequence } from '../asn1/der';
import { type Bytes, type Der } from '../base/bytes';

/** The ContentInfo (RFC 5652 3) of a content type and its encoded value, as nested CMS carries them without one. */
export function wrapContent(contentType: string, content: Bytes): Der {
  return sequence(oid(contentType), der(contextTag(0), content));
}
