import { equal, type Bytes, type Der } from '../base/bytes';
import { SignetError } from '../base/errors';
import { LIMITS } from '../base/limits';
import { encoded, type Tlv } from '../asn1/der';
import { type Certificate } from '../pkix/certificate';
import { type ExpansionBudget } from '../pkix/path-building';
import { verifySignature } from '../pkix/signature-check';
import { type Reason } from '../verdict/reason';
import { type Integrity } from '../verdict/verdict';
import { algorithmName, signatureName } from './algorithms';
import { malformedCms } from './malformed';
import { recordKey } from './record-key';
import { matchesCertificate } from './matches-certificate';
import {
  attributesInPlace,
  readSignedAttributes,
  type SignedAttributes,
  signingCertificateReason,
} from './signed-attributes';
import {
  brokenRule,
  digestNamed,
  type Finding,
  INTACT,
  type SignedContent,
  unverifiable,
  altered,
  weaknesses,
} from './signer-info-rules';
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
  /** Names the signature for ever, whatever stands around it (`recordKey`); only where it is intact. */
  readonly recordKey?: string;
  /** By the names of the inspector contract; unknown: dotted. */
  readonly digestAlgorithm: string;
  readonly signatureAlgorithm: string;
}

/** What the SignerInfos of one SignedData share. */
export interface SignerContext extends SignedContent {
  readonly certificates: readonly Certificate[];
  /** Holds against every signer: nothing is verified then. */
  readonly reason: Reason | undefined;
  /** Signatures that may still be computed where the platform does not. */
  readonly budget: ExpansionBudget;
}

/** Verifies one SignerInfo; one that cannot be read is `unverifiable`. */
export async function verifySignerInfo(value: Tlv, context: SignerContext): Promise<SignerInfoVerdict> {
  try {
    return await verify(readSignerInfo(value), encoded(value), context);
  } catch (thrown) {
    if (!(thrown instanceof SignetError)) throw thrown;
    return { ...UNREAD, reasons: [context.reason ?? reasonOf(thrown)] };
  }
}

const reasonOf = ({ code, subject }: SignetError): Reason =>
  code === 'limit' ? { code, ...(subject !== undefined && { found: subject }) } : { code: 'malformed' };

const UNREAD = { integrity: 'unverifiable', digestAlgorithm: '', signatureAlgorithm: '' } as const;

async function verify(info: SignerInfo, octets: Der, context: SignerContext): Promise<SignerInfoVerdict> {
  const named = context.certificates.filter((one) => matchesCertificate(info.sid, one));
  const candidates = named.slice(0, LIMITS.signerCandidates);
  const attributes = readableAttributes(info);
  const { finding, certificate } = await decide(info, attributes, candidates, context);
  const isIntact = finding.integrity === 'intact' && certificate;
  return {
    integrity: finding.integrity,
    reasons: [...(finding.reason ? [finding.reason] : []), ...weaknesses(info, certificate)],
    ...(certificate ? { certificate } : {}),
    ...(attributes instanceof SignetError || !attributes?.signingTime ? {} : { signingTime: attributes.signingTime }),
    ...(finding.integrity === 'intact' ? hints(attributes as SignedAttributes | undefined) : {}),
    ...(isIntact && {
      recordKey: await recordKey({
        signerInfo: octets,
        certificate,
        attributes: attributes as SignedAttributes | undefined,
        digest: digestNamed(info),
        digests: context.digests,
      }),
    }),
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
  if (!certificate) return { finding: unverifiable('signer-certificate-missing') };
  const broken = await brokenRule(info, attributes, context);
  if (broken) return { finding: broken, certificate };
  return firstGood(info, attributes as SignedAttributes | undefined, candidates, context);
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
  const { signatureAlgorithm: algorithm, signature } = info;
  const { budget } = context;
  const digest = digestNamed(info);
  for (const signed of signedAlternatives(info, context)) {
    if (budget.left <= 0) return unverifiable('limit', 'signatures');
    const result = await verifySignature({
      algorithm: algorithm.der,
      ...(digest && { digest }),
      spki: certificate.publicKey.spki,
      signature,
      signed,
      spend: (cost) => (budget.left -= cost),
    });
    if (result === 'good') return INTACT;
    if (result === 'unsupported') return unverifiable('unsupported-algorithm', algorithmName(algorithm.oid));
  }
  return altered('signature-mismatch');
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
