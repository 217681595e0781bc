import { type Bytes, type Der } from '../../base/bytes';
import { LIMITS } from '../../base/limits';
import {
  boundedChildren,
  children,
  contextTag,
  encoded,
  octetString,
  readOid,
  readTlv,
  TAG,
  type Tlv,
} from '../../asn1/der';
import { OID } from '../../asn1/oids';
import { ElementReader } from '../../asn1/structure';
import { type AlgorithmIdentifier, readAlgorithm } from './algorithm-identifier';
import { readEncapsulatedContent } from './encapsulated-content';
import { readIdentifier, type RecipientIdentifier } from './recipient-info';

/** The parts of a SignedData (RFC 5652 5.1). SignerInfos are not read yet: a damaged one must not hide the others. */
export interface SignedDataParts {
  /** Dotted. */
  readonly digestAlgorithms: readonly string[];
  /** Dotted. */
  readonly contentType: string;
  /** eContent; undefined where the content is detached. */
  readonly content: Bytes | undefined;
  /** X.509 certificates as received; other certificate choices are left out. */
  readonly certificates: readonly Der[];
  /** As far as `enclosedRevocations`; what is of another kind, or more, is left out. */
  readonly revocations: readonly EnclosedRevocation[];
  readonly signerInfos: readonly Tlv[];
}

/** Throws `malformed-der`, and `limit` for more certificates, signers or digestAlgorithms than are read. */
export function readSignedData(value: Tlv): SignedDataParts {
  const reader = new ElementReader(value, 'SignedData');
  reader.take('version', TAG.integer);
  const digestAlgorithms = boundedChildren(reader.take('digestAlgorithms', TAG.set), 'digestAlgorithms');
  const { contentType, content } = readEncapsulatedContent(reader.take('encapContentInfo', TAG.sequence));
  const certificates = reader.takeIf(contextTag(0));
  const crls = reader.takeIf(contextTag(1));
  const signerInfos = reader.take('signerInfos', TAG.set);
  return {
    digestAlgorithms: digestAlgorithms.map((one) => readAlgorithm(one).oid),
    contentType,
    content,
    certificates: certificates ? sequencesOf(certificates) : [],
    revocations: crls ? revocationsIn(crls) : [],
    signerInfos: boundedChildren(signerInfos, 'signers'),
  };
}

function sequencesOf(set: Tlv): Der[] {
  return boundedChildren(set, 'certificates')
    .filter(({ tag }) => tag === TAG.sequence)
    .map(encoded);
}

/** One RevocationInfoChoice: a CRL, or an OCSP response (RFC 5940 2). */
export interface EnclosedRevocation {
  readonly kind: 'crl' | 'ocsp';
  readonly octets: Der;
}

/** More than the limit, or a broken end, costs the signature nothing: nobody signs this part of a SignedData. */
function revocationsIn(set: Tlv): readonly EnclosedRevocation[] {
  const found: EnclosedRevocation[] = [];
  let left: number = LIMITS.enclosedRevocations;
  for (let at = set.contentStart; at < set.contentEnd && left > 0; left--) {
    const one = readTlv(set.octets, at, set.contentEnd, 1);
    const response = one.tag === contextTag(1) ? ocspIn(one) : undefined;
    if (one.tag === TAG.sequence) found.push({ kind: 'crl', octets: encoded(one) });
    else if (response) found.push({ kind: 'ocsp', octets: response });
    at = one.end;
  }
  return found;
}

/** OtherRevocationInfoFormat with id-ri-ocsp-response, RFC 5652 10.2.1. */
function ocspIn(other: Tlv): Der | undefined {
  const [format, value] = children(other);
  return format?.tag === TAG.oid && value && readOid(format) === OID.riOcspResponse ? encoded(value) : undefined;
}

/** RFC 5652 5.3. */
export interface SignerInfo {
  readonly sid: RecipientIdentifier;
  readonly digestAlgorithm: AlgorithmIdentifier;
  /** [0] IMPLICIT SET OF Attribute as received. */
  readonly signedAttributes: Tlv | undefined;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Bytes;
  /** [1] IMPLICIT SET OF Attribute: nothing protects them. */
  readonly unsignedAttributes: Tlv | undefined;
}

/** Throws `malformed-der`. */
export function readSignerInfo(value: Tlv): SignerInfo {
  const reader = new ElementReader(value, 'SignerInfo');
  reader.take('version', TAG.integer);
  const sid = readIdentifier(reader.take('sid'));
  const digestAlgorithm = readAlgorithm(reader.take('digestAlgorithm', TAG.sequence));
  const signedAttributes = reader.takeIf(contextTag(0));
  const signatureAlgorithm = readAlgorithm(reader.take('signatureAlgorithm', TAG.sequence));
  const signature = octetString(reader.take('signature', TAG.octetString, 0x24));
  const unsignedAttributes = reader.takeIf(contextTag(1));
  reader.end();
  return { sid, digestAlgorithm, signedAttributes, signatureAlgorithm, signature, unsignedAttributes };
}
