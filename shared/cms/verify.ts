import { type Bytes, type Der } from '../base/bytes';
import { SignetError } from '../base/errors';
import { LIMITS } from '../base/limits';
import { type Tlv } from '../asn1/der';
import { type Certificate, parseCertificate } from '../pkix/certificate';
import { type ExpansionBudget } from '../pkix/path-building';
import { type Reason } from '../verdict/reason';
import { readContentInfo } from './content-info';
import { ContentDigests } from './content-digests';
import { asMalformedCms } from './malformed';
import { type EnclosedRevocation, readSignedData, type SignedDataParts } from './syntax/signed-data';
import { type SignerInfoVerdict, verifySignerInfo } from './verify-signer-info';

export type { SignerInfoVerdict } from './verify-signer-info';

export interface SignedDataReport {
  readonly form: 'detached' | 'attached' | 'certs-only';
  /** eContent where it is attached, intact or not. */
  readonly content?: Bytes;
  /** eContentType, dotted. */
  readonly contentType: string;
  /** Certificates enclosed; those that cannot be read are left out. */
  readonly certificates: readonly Certificate[];
  /** CRLs and OCSP responses enclosed, unchecked. */
  readonly revocations: readonly EnclosedRevocation[];
  /** One for each SignerInfo in order. */
  readonly signers: readonly SignerInfoVerdict[];
  /** What holds of the whole: 'no-signers', 'content-twice', 'content-missing'. Where it is not empty nothing is intact. */
  readonly reasons: readonly Reason[];
}

export interface VerifyOptions {
  /** ContentInfo in DER or BER. */
  readonly cms: Bytes;
  /** Detached content; alternatives are tried in order, such as the octets as received and then their canonical form. */
  readonly detached?: Bytes | readonly Bytes[];
  /** Certificates that may be a signer's besides those enclosed. */
  readonly candidates?: readonly Certificate[];
  /** What may be spent on signatures that the platform does not compute; left out: what one path may cost. */
  readonly budget?: ExpansionBudget;
}

/**
 * Verifies every SignerInfo of a SignedData (RFC 5652 5.4, 5.6, 11): digest and signature hold over the octets given,
 * and the attribute rules are met. Content that stands in the SignedData *and* beside it is never believed. Not checked:
 * certification paths, key usage, addresses, times, unsigned attributes. Rejects with `malformed-cms`, `limit`, and
 * `unsupported` for what is no SignedData; a damaged SignerInfo alone is a verdict.
 */
export async function verifySignedData(options: VerifyOptions): Promise<SignedDataReport> {
  const { kind, content: value } = readContentInfo(options.cms);
  if (kind !== 'signed' && kind !== 'certs-only') throw new SignetError('unsupported', 'not a SignedData', kind);
  const parts = asMalformedCms(() => readSignedData(value));
  const certificates = readable(parts.certificates);
  const alternatives = options.detached instanceof Uint8Array ? [options.detached] : (options.detached ?? []);
  const form = parts.content ? 'attached' : kind === 'certs-only' && !options.detached ? 'certs-only' : 'detached';
  const reason = reasonAgainstAll(parts, alternatives, form);
  const context = {
    contentType: parts.contentType,
    digestAlgorithms: parts.digestAlgorithms,
    digests: new ContentDigests(parts.content ? [parts.content] : alternatives),
    certificates: [...certificates, ...(options.candidates ?? [])],
    reason,
    budget: options.budget ?? { left: LIMITS.pathExpansions },
  };
  return {
    form,
    ...(parts.content ? { content: parts.content } : {}),
    contentType: parts.contentType,
    certificates,
    revocations: parts.revocations,
    signers: await Promise.all(parts.signerInfos.map((info: Tlv) => verifySignerInfo(info, context))),
    reasons: reason ? [reason] : [],
  };
}

function reasonAgainstAll(
  parts: SignedDataParts,
  alternatives: readonly Bytes[],
  form: SignedDataReport['form'],
): Reason | undefined {
  if (form === 'certs-only') return undefined;
  if (parts.content && alternatives.length > 0) return { code: 'content-twice' };
  if (parts.signerInfos.length === 0) return { code: 'no-signers' };
  if (!parts.content && alternatives.length === 0) return { code: 'content-missing' };
  return undefined;
}

function readable(certificates: readonly Der[]): Certificate[] {
  return certificates.flatMap((der) => {
    try {
      return [parseCertificate(der)];
    } catch {
      return [];
    }
  });
}
