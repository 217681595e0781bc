import { type Bytes } from '../base/bytes';
import { contextTag, readOid, readTlv, TAG, type Tlv } from '../asn1/der';
import { OID } from '../asn1/oids';
import { ElementReader, inside } from '../asn1/structure';
import { asMalformedCms } from './malformed';

/** What a CMS object is, as far as the first look tells. `certs-only`: SignedData without signers and content (RFC 8551 3.8). */
export type CmsKind =
  | 'signed'
  | 'enveloped'
  | 'auth-enveloped'
  | 'encrypted'
  | 'compressed'
  | 'digested'
  | 'certs-only'
  | 'data'
  | 'unknown';

export interface ContentInfo {
  readonly kind: CmsKind;
  /** Dotted. */
  readonly contentType: string;
  /** What stands inside [0]. */
  readonly content: Tlv;
}

const KINDS: Readonly<Record<string, CmsKind>> = {
  [OID.data]: 'data',
  [OID.signedData]: 'signed',
  [OID.envelopedData]: 'enveloped',
  [OID.authEnvelopedData]: 'auth-enveloped',
  [OID.encryptedData]: 'encrypted',
  [OID.compressedData]: 'compressed',
  [OID.digestedData]: 'digested',
};

/**
 * Reads the outermost ContentInfo of DER or BER octets (RFC 5652 3). Nothing inside is checked. Octets after it are
 * passed over. QUIRK: mail gateways add a line end to a binary part. Throws `malformed-cms`, `limit`.
 */
export function readContentInfo(octets: Bytes): ContentInfo {
  return asMalformedCms(() => {
    const reader = new ElementReader(readTlv(octets), 'ContentInfo');
    const contentType = readOid(reader.take('contentType', TAG.oid));
    const content = inside(reader.take('content', contextTag(0)), 'content');
    const kind = KINDS[contentType] ?? 'unknown';
    return { kind: kind === 'signed' && isCertsOnly(content) ? 'certs-only' : kind, contentType, content };
  });
}

/** RFC 8551 3.8: no content and no SignerInfo. */
function isCertsOnly(signedData: Tlv): boolean {
  const reader = new ElementReader(signedData, 'SignedData');
  reader.take('version', TAG.integer);
  reader.take('digestAlgorithms', TAG.set);
  const encapsulated = new ElementReader(reader.take('encapContentInfo', TAG.sequence), 'EncapsulatedContentInfo');
  encapsulated.take('eContentType', TAG.oid);
  if (!encapsulated.atEnd) return false;
  reader.takeIf(contextTag(0));
  reader.takeIf(contextTag(1));
  const signerInfos = reader.take('signerInfos', TAG.set);
  return signerInfos.contentStart === signerInfos.contentEnd;
}
