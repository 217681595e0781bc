import { asDer, equal, hex, type Bytes } from '../base/bytes';
import { contents, contextTag, octetString, readOid, readTime, TAG, type Tlv } from '../asn1/der';
import { OID } from '../asn1/oids';
import { ElementReader } from '../asn1/structure';
import { type Certificate } from '../pkix/certificate';
import { type Reason } from '../verdict/reason';
import { digestOf } from './algorithms';
import { digest, type DigestName } from './digest';
import { matchesCertificate } from './matches-certificate';
import { readAlgorithm, sameAlgorithm } from './syntax/algorithm-identifier';
import { onlyAttribute, onlyValue, readAttributes, type Attribute } from './syntax/attributes';
import { type SignerInfo } from './syntax/signed-data';
import { malformedCms } from './malformed';

/** The signed attributes of one SignerInfo, those that decide something read and known to stand once. */
export interface SignedAttributes {
  /** Dotted. */
  readonly contentType: string;
  readonly messageDigest: Bytes;
  readonly signingTime: Date | undefined;
  readonly all: readonly Attribute[];
}

/** Attributes that RFC 5652 11, RFC 8551 2.5, RFC 5035 3 and RFC 6211 2 allow once only. */
const ONCE = [
  OID.contentType,
  OID.messageDigest,
  OID.signingTime,
  OID.smimeCapabilities,
  OID.encrypKeyPref,
  OID.signingCertificate,
  OID.signingCertificateV2,
  OID.cmsAlgorithmProtection,
];

/**
 * Reads signed attributes: contentType and messageDigest stand in them exactly once with exactly one value, and no
 * attribute of the known ones stands twice (RFC 5652 5.3, 11). Throws `malformed-der`, `malformed-cms`.
 */
export function readSignedAttributes(set: Tlv): SignedAttributes {
  const all = readAttributes(set);
  for (const type of ONCE) onlyAttribute(all, type);
  const contentType = onlyValue(all, OID.contentType);
  const messageDigest = onlyValue(all, OID.messageDigest);
  const signingTime = onlyValue(all, OID.signingTime);
  if (!contentType) throw malformedCms('signed attributes without contentType');
  if (messageDigest?.tag !== TAG.octetString) throw malformedCms('signed attributes without messageDigest');
  return {
    contentType: readOid(contentType),
    messageDigest: contents(messageDigest),
    signingTime: signingTime && readTime(signingTime),
    all,
  };
}

/** CMSAlgorithmProtection, where present, names the algorithms of the SignerInfo (RFC 6211). Throws `malformed-der`. */
export function algorithmsProtected(attributes: SignedAttributes, info: SignerInfo): boolean {
  const value = onlyValue(attributes.all, OID.cmsAlgorithmProtection);
  if (!value) return true;
  const reader = new ElementReader(value, 'CMSAlgorithmProtection');
  const digestAlgorithm = readAlgorithm(reader.take('digestAlgorithm', TAG.sequence));
  const signature = reader.takeIf(contextTag(1));
  return (
    signature !== undefined &&
    reader.atEnd &&
    sameAlgorithm(digestAlgorithm, info.digestAlgorithm) &&
    sameAlgorithm(readAlgorithm(signature, contextTag(1)), info.signatureAlgorithm)
  );
}

/**
 * The signer's certificate against signingCertificate and signingCertificateV2, where present (RFC 5035 3, 4): the
 * first entry of each must be it. Undefined where nothing speaks against it. Throws `malformed-der`, `malformed-cms`.
 */
export async function signingCertificateReason(
  attributes: SignedAttributes,
  certificate: Certificate,
): Promise<Reason | undefined> {
  const v1 = onlyValue(attributes.all, OID.signingCertificate);
  const v2 = onlyValue(attributes.all, OID.signingCertificateV2);
  return (v2 && (await compare(v2, 'v2', certificate))) ?? (v1 && (await compare(v1, 'v1', certificate)));
}

async function compare(value: Tlv, version: 'v1' | 'v2', certificate: Certificate): Promise<Reason | undefined> {
  const certs = new ElementReader(value, 'SigningCertificate').take('certs', TAG.sequence);
  const first = new ElementReader(certs, 'ESSCertIDs').take('ESSCertID', TAG.sequence);
  const reader = new ElementReader(first, 'ESSCertID');
  const algorithm = version === 'v2' ? reader.takeIf(TAG.sequence) : undefined;
  const id = algorithm ? readAlgorithm(algorithm).oid : undefined;
  const name: DigestName | undefined = id === undefined ? (version === 'v1' ? 'sha1' : 'sha256') : digestOf(id);
  if (!name) return { code: 'unsupported-algorithm', found: id ?? '' };
  const expected = octetString(reader.take('certHash', TAG.octetString));
  const found = await digest(name, certificate.der);
  const issuerSerial = reader.takeIf(TAG.sequence);
  if (equal(expected, found) && (!issuerSerial || isIssuedAs(issuerSerial, certificate))) return undefined;
  return { code: 'signing-certificate-mismatch', found: hex(found), expected: hex(expected) };
}

/** IssuerSerial, RFC 5035 5: the issuer stands among GeneralNames as directoryName. */
function isIssuedAs(value: Tlv, certificate: Certificate): boolean {
  const reader = new ElementReader(value, 'IssuerSerial');
  const names = new ElementReader(reader.take('issuer', TAG.sequence), 'GeneralNames');
  const directoryName = names.take('directoryName', contextTag(4));
  const serial = hex(contents(reader.take('serialNumber', TAG.integer)));
  return matchesCertificate({ kind: 'issuer-serial', issuer: asDer(contents(directoryName)), serial }, certificate);
}
