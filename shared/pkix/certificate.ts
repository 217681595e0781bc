import { asDer, type Bytes, type Der, hex, latin1Text } from '../base/bytes';
import { errorCode, SignetError } from '../base/errors';
import { LIMITS } from '../base/limits';
import { pemBlocks } from '../base/pem';
import { fromBase64 } from '../base/base64';
import { children, contents, encoded, readOid, readSmallInteger, readTime, readTlv, TAG, type Tlv } from '../asn1/der';
import { OID } from '../asn1/oids';
import {
  type BasicConstraints,
  type Extension,
  extensionValue,
  type KeyUsage,
  readAuthorityKeyIdentifier,
  readBasicConstraints,
  readExtendedKeyUsage,
  readExtensions,
  readKeyUsage,
  readSubjectKeyIdentifier,
} from './extension';
import { type GeneralName, readGeneralNames } from './general-name';
import { type Name, readName, sameName } from './name';
import { type PublicKey, readPublicKey } from './public-key';

export type { BasicConstraints, Extension, KeyUsage } from './extension';
export type { GeneralName } from './general-name';
export type { Name } from './name';
export type { KeyAlgorithm, PublicKey } from './public-key';

/** An X.509 certificate as read: nothing in it has been checked, least of all its signature. RFC 5280 4.1. */
export interface Certificate {
  readonly der: Der;
  readonly version: number;
  readonly subject: Name;
  readonly issuer: Name;
  /** Content octets of the INTEGER, hexadecimal, lower case. */
  readonly serial: string;
  readonly serialDer: Der;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly publicKey: PublicKey;
  /** rfc822Name and SmtpUTF8Mailbox of subjectAltName; where it has none, emailAddress of the subject (RFC 8550 3). */
  readonly addresses: readonly string[];
  readonly subjectAltNames: readonly GeneralName[];
  readonly keyUsage: ReadonlySet<KeyUsage> | undefined;
  /** Dotted. */
  readonly extendedKeyUsage: readonly string[] | undefined;
  readonly basicConstraints: BasicConstraints | undefined;
  readonly subjectKeyIdentifier: Bytes | undefined;
  readonly authorityKeyIdentifier: Bytes | undefined;
  readonly extensions: readonly Extension[];
  /** AlgorithmIdentifier outside the signed part. */
  readonly signatureAlgorithm: Der;
  /** AlgorithmIdentifier inside it; must be the same. */
  readonly tbsSignatureAlgorithm: Der;
  readonly tbs: Der;
  readonly signature: Bytes;
  /** Subject and issuer are the same name. */
  readonly isSelfIssued: boolean;
  /** What is wrong with the parts that can be left out when showing it; a path with such a certificate is not valid. */
  readonly defects: readonly string[];
}

/** Certificates kept by their octets: room for a list of public anchors and the few that a thread of mails repeats. */
const CACHE_SIZE = 512;
const cache = new Map<string, Certificate>();

/**
 * Reads one DER certificate, with nothing after it. The result does not keep `octets` alive and is shared between calls.
 * Extensions that cannot be read become `defects`. Throws `malformed-certificate`, or `limit` above `asn1Octets`.
 */
export function parseCertificate(octets: Bytes): Certificate {
  if (octets.length > LIMITS.asn1Octets) throw new SignetError('limit', 'a certificate is too large', 'asn1Octets');
  const key = latin1Text(octets);
  const known = cache.get(key);
  cache.delete(key);
  const certificate = known ?? readCertificate(octets.slice());
  cache.set(key, certificate);
  if (cache.size > CACHE_SIZE) cache.delete(cache.keys().next().value as string);
  return certificate;
}

function malformed(what: string): SignetError {
  return new SignetError('malformed-certificate', what);
}

function readCertificate(octets: Bytes): Certificate {
  try {
    return certificateOf(readTlv(octets));
  } catch (thrown) {
    const code = errorCode(thrown);
    if (code === 'malformed-der' || code === 'limit') throw malformed((thrown as Error).message);
    throw thrown;
  }
}

/** The value in DER must have exactly one encoding: a second one would be a second certificate to a cache or a pin. */
function certificateOf(whole: Tlv): Certificate {
  const [tbs, algorithm, signature, more] = children(whole);
  if (whole.tag !== TAG.sequence || whole.indefinite || whole.end !== whole.octets.length) {
    throw malformed('a certificate is one SEQUENCE with nothing after it');
  }
  if (tbs?.tag !== TAG.sequence || !algorithm || signature?.tag !== TAG.bitString || more || tbs.indefinite) {
    throw malformed('a certificate has three parts');
  }
  if (contents(signature)[0] !== 0) throw malformed('a signature value of whole octets was expected');
  return {
    der: encoded(whole),
    ...signedPart(tbs, encoded(algorithm)),
    signatureAlgorithm: encoded(algorithm),
    tbs: encoded(tbs),
    signature: contents(signature).subarray(1),
  };
}

type SignedPart = Omit<Certificate, 'der' | 'signatureAlgorithm' | 'tbs' | 'signature'>;

function signedPart(tbs: Tlv, outerAlgorithm: Der): SignedPart {
  const fields = children(tbs);
  const version = fields[0]?.tag === 0xa0 ? readVersion(fields.shift() as Tlv) : 1;
  const [serial, algorithm, issuerField, validity, subjectField, spki, ...optional] = fields;
  if (serial?.tag !== TAG.integer || !algorithm || !issuerField || !validity || !subjectField || !spki) {
    throw malformed('a certificate lacks required fields');
  }
  const [notBefore, notAfter] = children(validity);
  if (!notBefore || !notAfter) throw malformed('a certificate lacks a date');
  const issuer = readName(issuerField);
  const subject = readName(subjectField);
  const extensionField = optional.find((field) => field.tag === 0xa3);
  const list = extensionField ? readExtensions(extensionValue(contents(extensionField))) : [];
  const defects = formDefects(version, contents(serial), list, hex(outerAlgorithm) === hex(encoded(algorithm)));
  const known = readKnownExtensions(list, defects);
  return {
    version,
    subject,
    issuer,
    serial: hex(contents(serial)),
    serialDer: encoded(serial),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    publicKey: readPublicKey(spki),
    addresses: addressesOf(known.subjectAltNames, subject),
    ...known,
    extensions: list,
    tbsSignatureAlgorithm: encoded(algorithm),
    isSelfIssued: sameName(subject, issuer),
    defects,
  };
}

function readVersion(field: Tlv): number {
  const [value] = children(field);
  if (!value) throw malformed('a version without number');
  const number = readSmallInteger(value);
  if (number > 2) throw malformed('a certificate of a version above 3');
  return number + 1;
}

function formDefects(version: number, serial: Bytes, list: readonly Extension[], sameAlgorithm: boolean): string[] {
  const defects: string[] = [];
  if (serial.length === 0 || serial.length > 21) defects.push('serial number length');
  if (!sameAlgorithm) defects.push('signature algorithms differ');
  if (list.length > 0 && version !== 3) defects.push('extensions in an old version');
  if (new Set(list.map((one) => one.id)).size !== list.length) defects.push('extension twice');
  return defects;
}

type KnownExtensions = Pick<
  Certificate,
  | 'subjectAltNames'
  | 'keyUsage'
  | 'extendedKeyUsage'
  | 'basicConstraints'
  | 'subjectKeyIdentifier'
  | 'authorityKeyIdentifier'
>;

function readKnownExtensions(list: readonly Extension[], defects: string[]): KnownExtensions {
  const read = <T>(id: string, name: string, reader: (octets: Bytes) => T): T | undefined => {
    const found = list.find((one) => one.id === id);
    if (!found) return undefined;
    try {
      return reader(found.value);
    } catch {
      defects.push(name);
      return undefined;
    }
  };
  return {
    subjectAltNames: read(OID.subjectAltName, 'subjectAltName', (v) => readGeneralNames(extensionValue(v))) ?? [],
    keyUsage: read(OID.keyUsage, 'keyUsage', readKeyUsage),
    extendedKeyUsage: read(OID.extKeyUsage, 'extKeyUsage', readExtendedKeyUsage),
    basicConstraints: read(OID.basicConstraints, 'basicConstraints', readBasicConstraints),
    subjectKeyIdentifier: read(OID.subjectKeyIdentifier, 'subjectKeyIdentifier', readSubjectKeyIdentifier),
    authorityKeyIdentifier: read(OID.authorityKeyIdentifier, 'authorityKeyIdentifier', readAuthorityKeyIdentifier),
  };
}

function addressesOf(names: readonly GeneralName[], subject: Name): readonly string[] {
  const inNames = names.flatMap((name) => (name.kind === 'rfc822' || name.kind === 'smtp-utf8' ? [name.text] : []));
  if (inNames.length > 0) return inNames;
  return subject.rdns.flat().flatMap(({ type, text }) => (type === OID.emailAddress && text ? [text] : []));
}

/**
 * Every certificate of a file: DER, several DER one after the other, PEM (CERTIFICATE and PKCS7 blocks), bare base64,
 * PKCS #7 certs-only. Throws `malformed-certificate` where there is none or one cannot be read.
 */
export function parseCertificates(octets: Bytes): Certificate[] {
  const blocks = pemBlocks(octets).filter(({ label }) => /CERTIFICATE$|^PKCS ?#?7|^CMS$/.test(label));
  const binaries =
    blocks.length > 0 ? blocks.map((block) => block.octets) : [octets[0] === 0x30 ? octets : unarmored(octets)];
  const found = binaries.flatMap(certificatesIn);
  if (found.length === 0) throw malformed('no certificate was found');
  return found;
}

/** `parseCertificates` for octets that nobody vouches for: none where there are none, or where one cannot be read. */
export function findCertificates(octets: Bytes): readonly Certificate[] {
  try {
    return parseCertificates(octets);
  } catch {
    return [];
  }
}

function unarmored(octets: Bytes): Bytes {
  const decoded = octets.length <= LIMITS.asn1Octets * 8 ? fromBase64(latin1Text(octets)) : undefined;
  if (!decoded) throw malformed('neither DER, PEM nor base64');
  return decoded;
}

function certificatesIn(octets: Bytes): Certificate[] {
  try {
    const first = readTlv(octets);
    const [type] = children(first);
    if (type?.tag === TAG.oid && readOid(type) === OID.signedData) return bundled(first);
    const found: Certificate[] = [];
    for (let at = 0; at < octets.length;) {
      const value = readTlv(octets, at);
      found.push(parseCertificate(asDer(encoded(value))));
      at = value.end;
    }
    return found;
  } catch (thrown) {
    if (errorCode(thrown) === 'malformed-der') throw malformed((thrown as Error).message);
    throw thrown;
  }
}

/** Certificates of a SignedData (RFC 5652 5.1); other certificate choices are passed over. */
function bundled(contentInfo: Tlv): Certificate[] {
  const wrapped = children(contentInfo)[1];
  const signedData = wrapped && children(wrapped)[0];
  const set = signedData && children(signedData).find((field) => field.tag === 0xa0);
  return (set ? children(set) : [])
    .filter(({ tag }) => tag === TAG.sequence)
    .map((one) => parseCertificate(encoded(one)));
}
