import { concat, equal, type Bytes, type CanonicalOctets, type Der } from '../base/bytes';
import {
  compareEncodings,
  contextTag,
  der,
  framed,
  integer,
  octets,
  oid,
  sequence,
  setOf,
  TAG,
  time,
} from '../asn1/der';
import { OID } from '../asn1/oids';
import { type Certificate, parseCertificate } from '../pkix/certificate';
import { certificateDigest } from '../pkix/certificate-digest';
import { digestAlgorithm, schemeDigest, signatureAlgorithm, type SignatureScheme } from './algorithms';
import { capabilitiesAttribute } from './capabilities';
import { digest } from './digest';

/** A party that signs: it hands out signature values, never a key. */
export interface Signer {
  readonly certificate: Der;
  /** Certificates to enclose besides, in any order. */
  readonly chain: readonly Der[];
  readonly scheme: SignatureScheme;
  /** The signature value as CMS carries it (ECDSA in DER, RFC 5754 3.3); hashes `toBeSigned` itself. */
  sign(toBeSigned: Bytes): Promise<Bytes>;
}

export interface SignOptions {
  readonly content: CanonicalOctets;
  readonly signer: Signer;
  readonly form: 'detached' | 'attached';
  readonly signingTime: Date;
  /** Attributes to be signed besides, none of those named below. Left out: SMIMECapabilities of what any device reads. */
  readonly attributes?: readonly Der[];
}

/**
 * A SignedData in its ContentInfo, in DER, with one SignerInfo over `content` as it is (RFC 5652 5). Signed attributes:
 * contentType, messageDigest, signingTime, signingCertificateV2 (RFC 5035), CMSAlgorithmProtection (RFC 6211). Not
 * checked: that the signer's key belongs to its certificate. Rejects with what the signer rejects with.
 */
export async function signData(options: SignOptions): Promise<Der> {
  const { content, signer } = options;
  const name = schemeDigest(signer.scheme);
  const certificate = parseCertificate(signer.certificate);
  const [messageDigest, certificateHash] = await Promise.all([
    digest(name, content),
    certificateDigest('sha256', certificate),
  ]);
  const algorithms = { digest: digestAlgorithm(name), signature: signatureAlgorithm(signer.scheme) };
  const attributes = setOf([
    attribute(OID.contentType, oid(OID.data)),
    attribute(OID.messageDigest, octets(messageDigest)),
    attribute(OID.signingTime, time(options.signingTime)),
    ...(options.attributes ?? [capabilitiesAttribute()]),
    attribute(OID.signingCertificateV2, signingCertificate(certificate, certificateHash)),
    attribute(OID.cmsAlgorithmProtection, algorithmProtection(algorithms)),
  ]);
  const signature = await signer.sign(attributes);
  return frame(options, algorithms.digest, signerInfo(certificate, algorithms, attributes, signature));
}

interface Algorithms {
  readonly digest: Der;
  readonly signature: Der;
}

const attribute = (type: string, value: Der): Der => sequence(oid(type), setOf([value]));

/** SigningCertificateV2 with one ESSCertIDv2; SHA-256 is the default and therefore left out (RFC 5035 3, 4). */
function signingCertificate({ issuer, serialDer }: Certificate, hash: Bytes): Der {
  const issuerSerial = sequence(sequence(der(contextTag(4), issuer.der)), serialDer);
  return sequence(sequence(sequence(octets(hash), issuerSerial)));
}

/** RFC 6211 2; the signature algorithm stands under [1] IMPLICIT. */
function algorithmProtection(algorithms: Algorithms): Der {
  const signature = algorithms.signature.slice();
  signature[0] = contextTag(1);
  return sequence(algorithms.digest, signature);
}

function signerInfo(
  { issuer, serialDer }: Certificate,
  algorithms: Algorithms,
  attributes: Der,
  signature: Bytes,
): Der {
  const implicit = attributes.slice();
  implicit[0] = contextTag(0);
  return sequence(
    integer(1),
    sequence(issuer.der, serialDer),
    algorithms.digest,
    implicit,
    algorithms.signature,
    octets(signature),
  );
}

/** ContentInfo around SignedData; the content is copied once, into its place. */
function frame(options: SignOptions, algorithm: Der, info: Der): Der {
  const { content, signer, form } = options;
  const eContent = form === 'attached' ? framed(contextTag(0), framed(TAG.octetString, [content])) : [];
  const certificates = der(contextTag(0), ...distinct([signer.certificate, ...signer.chain]).sort(compareEncodings));
  const signedData = framed(TAG.sequence, [
    integer(1),
    setOf([algorithm]),
    ...framed(TAG.sequence, [oid(OID.data), ...eContent]),
    certificates,
    setOf([info]),
  ]);
  return concat(framed(TAG.sequence, [oid(OID.signedData), ...framed(contextTag(0), signedData)])) as Der;
}

function distinct(certificates: readonly Der[]): Der[] {
  return certificates.filter((one, i) => certificates.findIndex((other) => equal(one, other)) === i);
}
