import { equal, hex, type Bytes } from '../base/bytes';
import { type DigestName } from '../base/digest';
import { SignetError } from '../base/errors';
import { OID } from '../asn1/oids';
import { type Certificate } from '../pkix/certificate';
import { PURE_ALGORITHMS } from '../pkix/pure-algorithms';
import { isWeakDigest, signatureDigest, weakParts } from '../pkix/signature-check';
import { type Reason, type ReasonCode } from '../verdict/reason';
import { type Integrity } from '../verdict/verdict';
import { algorithmName, digestOf } from './algorithms';
import { type ContentDigests } from './content-digests';
import { isAttributeSet, protectsAlgorithms, type SignedAttributes } from './signed-attributes';
import { type SignerInfo } from './syntax/signed-data';

/** What one check of a SignerInfo found. */
export interface Finding {
  readonly integrity: Integrity;
  readonly reason?: Reason;
}

export const INTACT: Finding = { integrity: 'intact' };

export function altered(code: ReasonCode, compared: Omit<Reason, 'code'> = {}): Finding {
  return { integrity: 'altered', reason: { code, ...compared } };
}

export function unverifiable(code: ReasonCode, found?: string): Finding {
  return { integrity: 'unverifiable', reason: found === undefined ? { code } : { code, found } };
}

/** What the rules look at besides the SignerInfo. */
export interface SignedContent {
  /** eContentType, dotted. */
  readonly contentType: string;
  readonly digests: ContentDigests;
  /** digestAlgorithms of the SignedData, dotted. */
  readonly digestAlgorithms: readonly string[];
}

/** The digest that digestAlgorithm names; undefined where this project does not compute it. */
export function digestNamed({ digestAlgorithm: { oid, parameters } }: SignerInfo): DigestName | undefined {
  return digestOf(oid, parameters);
}

/**
 * Whether digestAlgorithm means nothing: a pure signature over the content itself, whose recipient must not look at it
 * (RFC 9882 3.3; likewise RFC 8419 and RFC 9814).
 */
export function ignoresDigest({ signatureAlgorithm, signedAttributes }: SignerInfo): boolean {
  return PURE_ALGORITHMS.has(signatureAlgorithm.oid) && !signedAttributes;
}

/** Digests that go with a pure algorithm (RFC 8419 3.1); those of ML-DSA and SLH-DSA are free (RFC 9882 3.3, RFC 9814 4). */
const PURE_DIGESTS: Readonly<Record<string, DigestName>> = { ed25519: 'sha512', ed448: 'shake256' };

/**
 * The rule of RFC 5652 5.3 to 5.6 and 11 that a SignerInfo breaks, whatever the certificate: attributes, content type,
 * digest, algorithms. A digest that digestAlgorithms does not announce is refused as OpenSSL, NSS and GnuPG do (5.1 allows
 * it). Undefined where all hold.
 */
export async function brokenRule(
  info: SignerInfo,
  attributes: SignedAttributes | SignetError | undefined,
  content: SignedContent,
): Promise<Finding | undefined> {
  if (attributes instanceof SignetError) {
    return attributes.code === 'limit' ? unverifiable('limit', attributes.subject) : altered('attributes-malformed');
  }
  const digest = digestNamed(info);
  if (!ignoresDigest(info)) {
    const name = algorithmName(info.digestAlgorithm.oid);
    if (!digest) return unverifiable('unsupported-algorithm', name);
    if (!agrees(info, digest, content)) return unverifiable('algorithm-mismatch', name);
  }
  if (!attributes || !digest) {
    const isContent = content.contentType === OID.data && !content.digests.alternatives.some(isAttributeSet);
    return isContent ? undefined : altered('attributes-malformed');
  }
  if (attributes.contentType !== content.contentType) {
    return altered('content-type-mismatch', { found: attributes.contentType, expected: content.contentType });
  }
  if (!protectsAlgorithms(attributes, info)) return altered('algorithm-mismatch');
  return digestFinding(attributes, digest, content);
}

function agrees(info: SignerInfo, digest: DigestName, { digestAlgorithms }: SignedContent): boolean {
  const pure = PURE_ALGORITHMS.get(info.signatureAlgorithm.oid);
  const expected = pure ? PURE_DIGESTS[pure] : signatureDigest(info.signatureAlgorithm.der);
  return (expected ?? digest) === digest && digestAlgorithms.includes(info.digestAlgorithm.oid);
}

async function digestFinding(
  { messageDigest }: SignedAttributes,
  digest: DigestName,
  { digests }: SignedContent,
): Promise<Finding | undefined> {
  let first: Bytes | undefined;
  for (let i = 0; i < digests.alternatives.length; i++) {
    const found = await digests.of(digest, i);
    if (equal(found, messageDigest)) return undefined;
    first ??= found;
  }
  return altered('digest-mismatch', { found: hex(first ?? new Uint8Array(0)), expected: hex(messageDigest) });
}

/** RFC 8551 2.1, 2.2 and 4: MD5, SHA-1, DSA and RSA keys under 2048 bits are historic. */
export function weaknesses(info: SignerInfo, certificate: Certificate | undefined): readonly Reason[] {
  const digest = ignoresDigest(info) ? undefined : digestNamed(info);
  const parts = new Set([...(isWeakDigest(digest) ? [digest] : []), ...weakParts(info.signatureAlgorithm.der)]);
  const key = certificate?.publicKey;
  if (key?.algorithm === 'dsa') parts.add('dsa');
  const found: Reason[] = [...parts].map((part) => ({ code: 'weak-algorithm', found: part }));
  if (key && (key.algorithm === 'rsa' || key.algorithm === 'rsa-pss') && key.bits < 2048) {
    found.push({ code: 'weak-key', found: `${key.bits}`, expected: '2048' });
  }
  return found;
}
