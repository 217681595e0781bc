import { hex } from '../base/bytes';
import { digest } from '../base/digest';
import { OID } from '../asn1/oids';
import { type RevocationSource } from '../verdict/verdict';
import { revocationLocations, subjectPublicKey } from './authority-information';
import { type Certificate } from './certificate';
import { sameName } from './name';
import { type CertId, type OcspResponse, type SingleResponse } from './ocsp-response';
import { type PublicKey } from './public-key';
import { decide, type Finding, isCurrent, isRevokedAt } from './revocation-finding';
import { weakParts } from './signature-algorithm';

export interface ListedResponse {
  readonly response: OcspResponse;
  readonly origin: RevocationSource['origin'];
}

/** Who issued a certificate of a validated path: its key has its parameters, whatever certificate it is in. */
export interface IssuerOf {
  readonly certificate: Certificate;
  readonly key: PublicKey;
}

/** What judging a response needs of the one who asks. */
export interface OcspJudge {
  readonly at: Date;
  /** Untrusted certificates that may be a responder's, besides those of the response. */
  readonly candidates: readonly Certificate[];
  /** Whether the response, or a certificate, is signed by a key. */
  verify(signed: OcspResponse | Certificate, key: PublicKey): Promise<boolean>;
  /** The status of a responder's certificate of the same issuer, from CRLs. */
  responderStatus(responder: Certificate): Promise<Finding['state'] | undefined>;
}

/**
 * What OCSP responses say of a certificate (RFC 6960 3.2, 4.2.2); undefined where none is about it. An answer counts only
 * where the issuer itself signed it, or a responder that the issuer certified for that.
 */
export async function ocspStatus(
  certificate: Certificate,
  issuer: IssuerOf,
  responses: readonly ListedResponse[],
  judge: OcspJudge,
): Promise<Finding | undefined> {
  const findings: Finding[] = [];
  const identifiers = new Map<string, Promise<Identifiers>>();
  for (const { response, origin } of responses) {
    // Once for a response: it has one signature, whatever number of answers.
    let found: Promise<Certificate | undefined> | undefined;
    for (const answer of response.answers) {
      if (!(await isAbout(answer.id, certificate, issuer.certificate, identifiers))) continue;
      found ??= signerOf(response, issuer, judge);
      const signer = await found;
      findings.push(signer ? findingOf(answer, response, sourceOf(answer, signer, origin), judge.at) : UNDETERMINED);
    }
  }
  return decide(findings);
}

const UNDETERMINED: Finding = { state: 'undetermined' };

function sourceOf(answer: SingleResponse, signer: Certificate, origin: RevocationSource['origin']): RevocationSource {
  const { thisUpdate, nextUpdate } = answer;
  return { kind: 'ocsp', issuer: signer.subject.text, thisUpdate, ...(nextUpdate && { nextUpdate }), origin };
}

function findingOf(answer: SingleResponse, response: OcspResponse, source: RevocationSource, at: Date): Finding {
  const { status, revokedAt, reason } = answer;
  if (status === 'revoked' && revokedAt && isRevokedAt(revokedAt, reason, answer, at)) {
    return { state: 'revoked', source, revokedAt, ...(reason !== undefined && { revocationReason: reason }) };
  }
  const isClear = !answer.isUnclear && !response.isUnclear;
  const isGood = status === 'good' && isClear && isCurrent(answer, at);
  const [weak] = weakParts(response.signatureAlgorithm);
  return { state: isGood ? 'good' : 'undetermined', source, ...(weak !== undefined && { weak }) };
}

/** How an issuer is named in a CertID by one digest algorithm. */
interface Identifiers {
  readonly key: string;
  /** As the certificate and as its issuer spell it. */
  readonly names: readonly string[];
}

/** CertID: serial, and hashes of the issuer's name and key; `known`: what was computed for the same two certificates. */
async function isAbout(
  id: CertId,
  certificate: Certificate,
  issuer: Certificate,
  known: Map<string, Promise<Identifiers>>,
): Promise<boolean> {
  if (id.serial !== certificate.serial || id.digest === undefined) return false;
  const identifiers = known.get(id.digest) ?? identifiersOf(id.digest, certificate, issuer);
  known.set(id.digest, identifiers);
  const { key, names } = await identifiers;
  return key === id.keyHash && names.includes(id.nameHash);
}

async function identifiersOf(
  algorithm: NonNullable<CertId['digest']>,
  certificate: Certificate,
  issuer: Certificate,
): Promise<Identifiers> {
  const [key = '', ...names] = await Promise.all(
    [subjectPublicKey(issuer), certificate.issuer.der, issuer.subject.der].map(async (octets) =>
      hex(await digest(algorithm, octets)),
    ),
  );
  return { key, names };
}

/** Who signed a response and may do so: the issuer, or a delegate of its own (RFC 6960 4.2.2.2). */
async function signerOf(response: OcspResponse, issuer: IssuerOf, judge: OcspJudge): Promise<Certificate | undefined> {
  if (await isResponder(response, issuer.certificate)) {
    if (await judge.verify(response, issuer.key)) return issuer.certificate;
  }
  for (const candidate of [...response.certificates, ...judge.candidates]) {
    if (!mayRespond(candidate, issuer.certificate, judge.at) || !(await isResponder(response, candidate))) continue;
    const isOwn = (await judge.verify(candidate, issuer.key)) && (await judge.verify(response, candidate.publicKey));
    if (isOwn && (await isInForce(candidate, judge))) return candidate;
  }
  return undefined;
}

async function isResponder({ responder }: OcspResponse, certificate: Certificate): Promise<boolean> {
  if ('name' in responder) return sameName(responder.name, certificate.subject);
  return (await keyHashOf(certificate)) === responder.keyHash;
}

/** Of a certificate that is kept from message to message, or offered again and again, computed once. */
const keyHashes = new WeakMap<Certificate, Promise<string>>();

function keyHashOf(certificate: Certificate): Promise<string> {
  const known = keyHashes.get(certificate) ?? digest('sha1', subjectPublicKey(certificate)).then(hex);
  keyHashes.set(certificate, known);
  return known;
}

/** id-kp-OCSPSigning itself: anyExtendedKeyUsage is no delegation. */
function mayRespond(certificate: Certificate, issuer: Certificate, at: Date): boolean {
  const { extendedKeyUsage, keyUsage, defects, extensions, notBefore, notAfter } = certificate;
  return (
    sameName(certificate.issuer, issuer.subject) &&
    extendedKeyUsage?.includes(OID.ocspSigning) === true &&
    (keyUsage === undefined || keyUsage.has('digitalSignature') || keyUsage.has('nonRepudiation')) &&
    defects.length === 0 &&
    !extensions.some(({ id, critical }) => critical && !UNDERSTOOD.includes(id)) &&
    weakParts(certificate.signatureAlgorithm).length === 0 &&
    notBefore <= at &&
    at <= notAfter
  );
}

const UNDERSTOOD: readonly string[] = [
  OID.keyUsage,
  OID.extKeyUsage,
  OID.basicConstraints,
  OID.subjectAltName,
  OID.ocspNoCheck,
  OID.certificatePolicies,
  OID.cRLDistributionPoints,
];

/**
 * RFC 6960 4.2.2.2.1. A responder that need not be checked is not; one that says where it can be must be known good; of
 * one that says neither it is enough that nothing speaks against it.
 */
async function isInForce(responder: Certificate, judge: OcspJudge): Promise<boolean> {
  if (responder.extensions.some(({ id }) => id === OID.ocspNoCheck)) return true;
  const { crl, ocsp } = revocationLocations(responder);
  const state = await judge.responderStatus(responder);
  return crl.length + ocsp.length > 0 ? state === 'good' : state !== 'revoked';
}
