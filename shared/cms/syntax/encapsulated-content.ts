import { type Bytes } from '../../base/bytes';
import { SignetError } from '../../base/errors';
import { contextTag, octetString, readOid, TAG, type Tlv } from '../../asn1/der';
import { ElementReader, inside } from '../../asn1/structure';

/** EncapsulatedContentInfo, RFC 5652 5.2: of SignedData, DigestedData and CompressedData. */
export interface EncapsulatedContent {
  /** Dotted. */
  readonly contentType: string;
  /** eContent; undefined where it is left out. */
  readonly content: Bytes | undefined;
}

/** Throws `malformed-der`, and `unsupported` for eContent that is no OCTET STRING. */
export function readEncapsulatedContent(value: Tlv): EncapsulatedContent {
  const reader = new ElementReader(value, 'EncapsulatedContentInfo');
  const contentType = readOid(reader.take('eContentType', TAG.oid));
  const eContent = reader.takeIf(contextTag(0));
  reader.end();
  return { contentType, content: eContent && readContent(inside(eContent, 'eContent')) };
}

/** PKCS #7 1.5 let eContent be of any type (RFC 5652 5.2.1); S/MIME has only octets there. */
function readContent(value: Tlv): Bytes {
  if (value.tag !== TAG.octetString && value.tag !== 0x24) {
    throw new SignetError('unsupported', 'eContent that is not an OCTET STRING', 'PKCS #7 content');
  }
  return octetString(value);
}
