import { asDer, equal, hex, type Bytes, type Der } from '../base/bytes';
import { SignetError } from '../base/errors';
import { contents, contextTag, encoded, octetString, readOid, readTime, readTlv, TAG, type Tlv } from '../asn1/der';
import { OID } from '../asn1/oids';
import { ElementReader } from '../asn1/structure';
import { type Certificate } from '../pkix/certificate';
import { certificateDigest } from '../pkix/certificate-digest';
import { type Reason } from '../verdict/reason';
import { algorithmName, digestOf } from './algorithms';
import { malformedCms } from './malformed';
import { matchesCertificate } from './matches-certificate';
import { type AlgorithmIdentifier, readAlgorithm, sameAlgorithm } from './syntax/algorithm-identifier';
import { type Attribute, onlyAttribute, onlyValue, readAttributes } from './syntax/attributes';
import { type RecipientIdentifier } from './syntax/recipient-info';
import { type SignerInfo } from './syntax/signed-data';

/** The signed attributes of one SignerInfo that decide something. */
export interface SignedAttributes {
  /** Dotted. */
  readonly contentType: string;
  readonly messageDigest: Bytes;
  readonly signingTime: Date | undefined;
  /** CMSAlgorithmProtection, RFC 6211 2. */
  readonly protection: AlgorithmProtection | undefined;
  /** The first entry of signingCertificateV2 and of signingCertificate, RFC 5035 3, 4. */
  readonly signingCertificates: readonly SigningCertificate[];
  /** Value of SMIMECapabilities, RFC 8551 2.5.2, unread. */
  readonly capabilities: Der | undefined;
  /** Value of SMIMEEncryptionKeyPreference (RFC 8551 2.5.3), else of Microsoft's, which is a bare IssuerAndSerialNumber; unread. */
  readonly encryptionKeyPreference: Der | undefined;
}

interface AlgorithmProtection {
  readonly digest: AlgorithmIdentifier;
  readonly signature: AlgorithmIdentifier;
}

interface SigningCertificate {
  /** Dotted. */
  readonly hashAlgorithm: string;
  readonly hash: Bytes;
  readonly issuerSerial: RecipientIdentifier | undefined;
}

/**
 * Reads signed attributes: contentType and messageDigest stand in them exactly once with exactly one value, and no
 * attribute stands twice (RFC 5652 5.3, 11; RFC 8551 2.5; RFC 5035 3; RFC 6211 2). Throws `malformed-der`, `malformed-cms`.
 */
export function readSignedAttributes(set: Tlv): SignedAttributes {
  const all = readAttributes(set);
  if (new Set(all.map(({ type }) => type)).size !== all.length) throw malformedCms('an attribute stands twice');
  const messageDigest = required(all, OID.messageDigest);
  if (messageDigest.tag !== TAG.octetString) throw malformedCms('messageDigest is not an OCTET STRING');
  const signingTime = onlyValue(all, OID.signingTime);
  const protection = onlyValue(all, OID.cmsAlgorithmProtection);
  const v2 = onlyValue(all, OID.signingCertificateV2);
  const v1 = onlyValue(all, OID.signingCertificate);
  return {
    contentType: readOid(required(all, OID.contentType)),
    messageDigest: contents(messageDigest),
    signingTime: signingTime && readTime(signingTime),
    protection: protection && readProtection(protection),
    signingCertificates: [
      ...(v2 ? [readSigningCertificate(v2, OID.sha256)] : []),
      ...(v1 ? [readSigningCertificate(v1, OID.sha1)] : []),
    ],
    capabilities: hint(all, OID.smimeCapabilities),
    encryptionKeyPreference: hint(all, OID.encrypKeyPref) ?? hint(all, OID.microsoftEncryptionKeyPreference),
  };
}

/** The one value of an attribute that decides nothing here; undefined where it is not one. */
function hint(all: readonly Attribute[], type: string): Der | undefined {
  const [value, more] = onlyAttribute(all, type) ?? [];
  return value && !more ? encoded(value) : undefined;
}

/** RFC 5652 11.1 to 11.4: these must be signed, and a countersignature must not. */
const SIGNED_ONLY: readonly string[] = [OID.contentType, OID.messageDigest, OID.signingTime];

/** Whether each attribute stands where it may stand. Throws `malformed-der`. */
export function attributesInPlace({ signedAttributes, unsignedAttributes }: SignerInfo): boolean {
  const types = (set: Tlv | undefined): readonly string[] => (set ? readAttributes(set).map(({ type }) => type) : []);
  return (
    !types(unsignedAttributes).some((type) => SIGNED_ONLY.includes(type)) &&
    !types(signedAttributes).includes(OID.countersignature)
  );
}

/**
 * Whether content is itself a SET of signed attributes. A signature without attributes over it is one that somebody made
 * over attributes of another message (the forgery of draft-ietf-lamps-cms-euf-cma-signeddata).
 */
export function isAttributeSet(content: Bytes): boolean {
  if (content[0] !== TAG.set) return false;
  try {
    const set = readTlv(content);
    return set.end === content.length && readAttributes(set).some(({ type }) => type === OID.messageDigest);
  } catch (thrown) {
    if (thrown instanceof SignetError) return false;
    throw thrown;
  }
}

function required(all: readonly Attribute[], type: string): Tlv {
  const value = onlyValue(all, type);
  if (!value) throw malformedCms(`signed attributes without ${type}`);
  return value;
}

function readProtection(value: Tlv): AlgorithmProtection {
  const reader = new ElementReader(value, 'CMSAlgorithmProtection');
  const digestAlgorithm = readAlgorithm(reader.take('digestAlgorithm', TAG.sequence));
  const signature = readAlgorithm(reader.take('signatureAlgorithm', contextTag(1)), contextTag(1));
  reader.end();
  return { digest: digestAlgorithm, signature };
}

/** `fixedHash` where the entry names none: SHA-1 in ESSCertID, SHA-256 as the default of ESSCertIDv2. */
function readSigningCertificate(value: Tlv, fixedHash: string): SigningCertificate {
  const certs = new ElementReader(value, 'SigningCertificate').take('certs', TAG.sequence);
  const reader = new ElementReader(new ElementReader(certs, 'certs').take('ESSCertID', TAG.sequence), 'ESSCertID');
  const algorithm = fixedHash === OID.sha1 ? undefined : reader.takeIf(TAG.sequence);
  const hash = octetString(reader.take('certHash', TAG.octetString));
  const issuerSerial = reader.takeIf(TAG.sequence);
  return {
    hashAlgorithm: algorithm ? readAlgorithm(algorithm).oid : fixedHash,
    hash,
    issuerSerial: issuerSerial && readIssuerSerial(issuerSerial),
  };
}

/** IssuerSerial, RFC 5035 5: the issuer stands among GeneralNames as directoryName. */
function readIssuerSerial(value: Tlv): RecipientIdentifier {
  const reader = new ElementReader(value, 'IssuerSerial');
  const names = new ElementReader(reader.take('issuer', TAG.sequence), 'GeneralNames');
  const issuer = asDer(contents(names.take('directoryName', contextTag(4))));
  return { kind: 'issuer-serial', issuer, serial: hex(contents(reader.take('serialNumber', TAG.integer))) };
}

/** CMSAlgorithmProtection, where present, names the algorithms of the SignerInfo (RFC 6211 4). */
export function protectsAlgorithms({ protection }: SignedAttributes, info: SignerInfo): boolean {
  if (!protection) return true;
  return (
    sameAlgorithm(protection.digest, info.digestAlgorithm) &&
    sameAlgorithm(protection.signature, info.signatureAlgorithm)
  );
}

/** What speaks against the certificate in signingCertificate and signingCertificateV2, where present (RFC 5035 5.4). */
export async function signingCertificateReason(
  { signingCertificates }: SignedAttributes,
  certificate: Certificate,
): Promise<Reason | undefined> {
  for (const { hashAlgorithm, hash, issuerSerial } of signingCertificates) {
    const name = digestOf(hashAlgorithm);
    if (!name) return { code: 'unsupported-algorithm', found: algorithmName(hashAlgorithm) };
    const found = await certificateDigest(name, certificate);
    if (!equal(hash, found) || (issuerSerial && !matchesCertificate(issuerSerial, certificate))) {
      return { code: 'signing-certificate-mismatch', found: hex(found), expected: hex(hash) };
    }
  }
  return undefined;
}
