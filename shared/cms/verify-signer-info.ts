import { equal, hex, type Bytes, type Der } from '../base/bytes';
import { SignetError } from '../base/errors';
import { type Tlv } from '../asn1/der';
import { OID } from '../asn1/oids';
import { type Certificate } from '../pkix/certificate';
import { digestName, signatureDigest, verifySignature } from '../pkix/signature-check';
import { type Reason, type ReasonCode } from '../verdict/reason';
import { type Integrity } from '../verdict/verdict';
import { algorithmName, digestOf, signatureName } from './algorithms';
import { type ContentDigests } from './content-digests';
import { type DigestName } from './digest';
import { isDsa, verifyDsa } from './dsa';
import { malformedCms } from './malformed';
import { matchesCertificate } from './matches-certificate';
import {
  attributesInPlace,
  isAttributeSet,
  protectsAlgorithms,
  readSignedAttributes,
  type SignedAttributes,
  signingCertificateReason,
} from './signed-attributes';
import { derSet, retaggedSet } from './syntax/attributes';
import { readSignerInfo, type SignerInfo } from './syntax/signed-data';

/** What one SignerInfo amounts to. Certification path, address and revocation are no part of it. */
export interface SignerInfoVerdict {
  readonly integrity: Integrity;
  /** Why it is not intact; and 'weak-algorithm', 'weak-key', which leave integrity as it is. */
  readonly reasons: readonly Reason[];
  /** The certificate that the SignerInfo names; where several do, the one whose key made the signature. */
  readonly certificate?: Certificate;
  /** What the signer claims; only from attributes that the signature covers. */
  readonly signingTime?: Date;
  /** Value of SMIMECapabilities as received (RFC 8551 2.5.2); only where the signature is intact. */
  readonly capabilities?: Der;
  /**
   * Value of SMIMEEncryptionKeyPreference as received: tag [0], [1] or [2] (RFC 8551 2.5.3), or the SEQUENCE of
   * Microsoft's variant, an IssuerAndSerialNumber; only where the signature is intact.
   */
  readonly encryptionKeyPreference?: Der;
  /** By the names of the inspector contract; unknown: dotted. */
  readonly digestAlgorithm: string;
  readonly signatureAlgorithm: string;
}

/** What the SignerInfos of one SignedData share. */
export interface SignerContext {
  /** eContentType, dotted. */
  readonly contentType: string;
  readonly digests: ContentDigests;
  /** digestAlgorithms of the SignedData, dotted. */
  readonly digestAlgorithms: readonly string[];
  readonly certificates: readonly Certificate[];
  /** Holds against every signer: nothing is verified then. */
  readonly reason: Reason | undefined;
}

interface Finding {
  readonly integrity: Integrity;
  readonly reason?: Reason;
}

const INTACT: Finding = { integrity: 'intact' };
const altered = (code: ReasonCode, compared: Omit<Reason, 'code'> = {}): Finding => ({
  integrity: 'altered',
  reason: { code, ...compared },
});
const unverifiable = (code: ReasonCode, found?: string): Finding => ({
  integrity: 'unverifiable',
  reason: found === undefined ? { code } : { code, found },
});

/** Verifies one SignerInfo; one that cannot be read is `unverifiable`. */
export async function verifySignerInfo(value: Tlv, context: SignerContext): Promise<SignerInfoVerdict> {
  try {
    return await verify(readSignerInfo(value), context);
  } catch (thrown) {
    if (!(thrown instanceof SignetError)) throw thrown;
    return { ...UNREAD, reasons: [context.reason ?? { code: 'malformed' }] };
  }
}

/** Certificates of one identifier that are tried: a message may enclose hundreds with the same key identifier. */
const CANDIDATES = 8;

const UNREAD = { integrity: 'unverifiable', digestAlgorithm: '', signatureAlgorithm: '' } as const;

async function verify(info: SignerInfo, context: SignerContext): Promise<SignerInfoVerdict> {
  const candidates = context.certificates.filter((one) => matchesCertificate(info.sid, one)).slice(0, CANDIDATES);
  const attributes = readableAttributes(info);
  const { finding, certificate } = await decide(info, attributes, candidates, context);
  return {
    integrity: finding.integrity,
    reasons: [...(finding.reason ? [finding.reason] : []), ...weaknesses(info, certificate)],
    ...(certificate ? { certificate } : {}),
    ...(attributes instanceof SignetError || !attributes?.signingTime ? {} : { signingTime: attributes.signingTime }),
    ...(finding.integrity === 'intact' ? hints(attributes as SignedAttributes | undefined) : {}),
    digestAlgorithm: algorithmName(info.digestAlgorithm.oid),
    signatureAlgorithm: signatureName(info.signatureAlgorithm.oid, certificate?.publicKey.algorithm),
  };
}
/** Undefined where there are none; an error where they break the rules. */
function readableAttributes(info: SignerInfo): SignedAttributes | SignetError | undefined {
  try {
    if (!attributesInPlace(info)) throw malformedCms('an attribute stands where it must not');
    return info.signedAttributes && readSignedAttributes(info.signedAttributes);
  } catch (thrown) {
    if (thrown instanceof SignetError) return thrown;
    throw thrown;
  }
}

/** What an intact signature covers and the sender wants others to know. */
function hints(
  attributes: SignedAttributes | undefined,
): Pick<SignerInfoVerdict, 'capabilities' | 'encryptionKeyPreference'> {
  const { capabilities, encryptionKeyPreference } = attributes ?? {};
  return {
    ...(capabilities ? { capabilities } : {}),
    ...(encryptionKeyPreference ? { encryptionKeyPreference } : {}),
  };
}

interface Decision {
  readonly finding: Finding;
  readonly certificate?: Certificate | undefined;
}

async function decide(
  info: SignerInfo,
  attributes: SignedAttributes | SignetError | undefined,
  candidates: readonly Certificate[],
  context: SignerContext,
): Promise<Decision> {
  const [certificate] = candidates;
  if (context.reason) return { finding: { integrity: 'unverifiable', reason: context.reason }, certificate };
  const algorithm = digestOf(info.digestAlgorithm.oid);
  if (!algorithm) {
    return { finding: unverifiable('unsupported-algorithm', algorithmName(info.digestAlgorithm.oid)), certificate };
  }
  if (!certificate) return { finding: unverifiable('signer-certificate-missing') };
  const broken = await brokenRule(info, attributes, algorithm, context);
  if (broken) return { finding: broken, certificate };
  return firstGood(info, attributes as SignedAttributes | undefined, candidates, context);
}

/**
 * The rules that hold whatever the certificate: attributes, content type, digest, algorithms. A digest that
 * digestAlgorithms does not announce is refused as OpenSSL, NSS and GnuPG do (RFC 5652 5.1 allows it).
 */
async function brokenRule(
  info: SignerInfo,
  attributes: SignedAttributes | SignetError | undefined,
  algorithm: DigestName,
  context: SignerContext,
): Promise<Finding | undefined> {
  if (attributes instanceof SignetError) return altered('attributes-malformed');
  const named = namedDigest(info);
  const digest = digestName(info.digestAlgorithm.oid);
  if ((named !== undefined && named !== digest) || !context.digestAlgorithms.includes(info.digestAlgorithm.oid)) {
    return unverifiable('algorithm-mismatch', algorithmName(info.digestAlgorithm.oid));
  }
  if (!attributes) {
    const isContent = context.contentType === OID.data && !context.digests.alternatives.some(isAttributeSet);
    return isContent ? undefined : altered('attributes-malformed');
  }
  if (attributes.contentType !== context.contentType) {
    return altered('content-type-mismatch', { found: attributes.contentType, expected: context.contentType });
  }
  if (!protectsAlgorithms(attributes, info)) return altered('algorithm-mismatch');
  return digestFinding(attributes, algorithm, context);
}

async function digestFinding(
  { messageDigest }: SignedAttributes,
  algorithm: DigestName,
  { digests }: SignerContext,
): Promise<Finding | undefined> {
  let first: Bytes | undefined;
  for (let i = 0; i < digests.alternatives.length; i++) {
    const found = await digests.of(algorithm, i);
    if (equal(found, messageDigest)) return undefined;
    first ??= found;
  }
  return altered('digest-mismatch', { found: hex(first ?? new Uint8Array(0)), expected: hex(messageDigest) });
}

/**
 * The finding with the certificate whose key made the signature. An identifier may name several certificates (a renewed
 * one with the same key identifier); where none verifies, what the first one gave stands.
 */
async function firstGood(
  info: SignerInfo,
  attributes: SignedAttributes | undefined,
  candidates: readonly Certificate[],
  context: SignerContext,
): Promise<Decision> {
  let first: Decision | undefined;
  for (const certificate of candidates) {
    const finding = await findingWith(info, attributes, certificate, context);
    if (finding.integrity === 'intact') return { finding, certificate };
    first ??= { finding, certificate };
  }
  return first ?? { finding: unverifiable('signer-certificate-missing') };
}

async function findingWith(
  info: SignerInfo,
  attributes: SignedAttributes | undefined,
  certificate: Certificate,
  context: SignerContext,
): Promise<Finding> {
  const reason = attributes && (await signingCertificateReason(attributes, certificate));
  if (reason) return { integrity: reason.code === 'unsupported-algorithm' ? 'unverifiable' : 'altered', reason };
  const algorithm = info.signatureAlgorithm;
  for (const signed of signedAlternatives(info, context)) {
    const result = await checkSignature(info, certificate, signed);
    if (result === 'good') return INTACT;
    if (result === 'unsupported') return unverifiable('unsupported-algorithm', algorithmName(algorithm.oid));
  }
  return altered('signature-mismatch');
}

/** DSA, of old mail only, is not among the algorithms of certificates. */
async function checkSignature(
  { signatureAlgorithm: algorithm, digestAlgorithm, signature }: SignerInfo,
  { publicKey: { spki } }: Certificate,
  signed: Bytes,
): Promise<'good' | 'bad' | 'unsupported'> {
  const digest = digestOf(digestAlgorithm.oid);
  if (isDsa(algorithm.oid) && digest) return verifyDsa({ algorithm, digest, spki, signature, signed });
  return verifySignature({
    algorithm: algorithm.der,
    digestAlgorithm: digestAlgorithm.oid,
    spki,
    signature,
    signed,
  });
}

/**
 * What the signature may cover (RFC 5652 5.4): the attributes as received and, where that is not DER, their DER; without
 * attributes the content. QUIRK: many signers do not sort the SET, and sign what they send.
 */
function signedAlternatives({ signedAttributes }: SignerInfo, { digests }: SignerContext): readonly Bytes[] {
  if (!signedAttributes) return digests.alternatives;
  const received = retaggedSet(signedAttributes);
  const sorted = derSet(signedAttributes);
  return equal(received, sorted) ? [received] : [received, sorted];
}

/** RFC 8551 2.1, 2.2 and 4: SHA-1, DSA and RSA keys under 2048 bits are historic. */
function weaknesses(info: SignerInfo, certificate: Certificate | undefined): readonly Reason[] {
  const found: Reason[] = [];
  const digests = [digestName(info.digestAlgorithm.oid), namedDigest(info)];
  const weak = digests.find((name) => name === 'SHA-1' || name === 'MD5');
  if (weak !== undefined) found.push({ code: 'weak-algorithm', found: weak.replace('-', '').toLowerCase() });
  const key = certificate?.publicKey;
  if (isDsa(info.signatureAlgorithm.oid) || key?.algorithm === 'dsa') {
    found.push({ code: 'weak-algorithm', found: 'dsa' });
  }
  if (key && (key.algorithm === 'rsa' || key.algorithm === 'rsa-pss') && key.bits < 2048) {
    found.push({ code: 'weak-key', found: `${key.bits}`, expected: '2048' });
  }
  return found;
}

/** The digest that the signature algorithm itself names; undefined also where its parameters cannot be read. */
function namedDigest(info: SignerInfo): ReturnType<typeof signatureDigest> {
  try {
    return signatureDigest(info.signatureAlgorithm.der);
  } catch {
    return undefined;
  }
}
