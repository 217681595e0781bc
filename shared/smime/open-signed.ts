import { type Bytes, type Der } from '../base/bytes';
import { type SignedDataReport, type SignerInfoVerdict, verifySignedData } from '../cms/verify';
import { restoredForm } from '../mime/canonical-form';
import { type Certificate } from '../pkix/certificate';
import { type ExpansionBudget } from '../pkix/path-building';
import { type PathVerdict, validatePath } from '../pkix/path-validation';
import { reasonOfFailure } from '../verdict/encryption-verdict';
import { type Reason } from '../verdict/reason';
import { type ClaimedSender, signatureVerdict, uncheckableSignature } from '../verdict/signature-verdict';
import { type SignatureVerdict } from '../verdict/verdict';
import { type OpenContext, type Place } from './open-context';

interface CheckedSigner {
  readonly signerInfo: SignerInfoVerdict;
  readonly path: PathVerdict | undefined;
}

/** A SignedData whose SignerInfos were checked, each with the path of its certificate; or why it could not be read. */
export type SignedLayer =
  | { readonly kind: 'checked'; readonly report: SignedDataReport; readonly signers: readonly CheckedSigner[] }
  | { readonly kind: 'unreadable'; readonly reason: Reason };

/**
 * Checks every SignerInfo and validates every signer's path at `context.now`. `detached`: the octets signed, as received;
 * where they do not match, their bare line feeds as CRLF are tried (RFC 8551 3.1.1). `budget` is the whole message's. Never throws for what the message holds.
 */
export async function openSigned(
  cms: Bytes,
  detached: Bytes | undefined,
  context: OpenContext,
  budget: ExpansionBudget,
): Promise<SignedLayer> {
  try {
    const report = await verify(cms, detached, context, budget);
    const signers: CheckedSigner[] = [];
    const paths = new Map<Certificate | undefined, PathVerdict | undefined>();
    for (const signerInfo of report.signers) {
      const { certificate } = signerInfo;
      if (!paths.has(certificate)) paths.set(certificate, await pathOf(certificate, report, context, budget));
      signers.push({ signerInfo, path: paths.get(certificate) });
    }
    return { kind: 'checked', report, signers };
  } catch (thrown) {
    return { kind: 'unreadable', reason: reasonOf(thrown) };
  }
}

/** QUIRK: mail stores keep bare line feeds. Looking for them costs as much as the digest, so it waits for a mismatch. */
async function verify(
  cms: Bytes,
  detached: Bytes | undefined,
  context: OpenContext,
  budget: ExpansionBudget,
): Promise<SignedDataReport> {
  const common = { cms, candidates: [...context.intermediates, ...context.anchors], budget };
  const report = await verifySignedData({ ...common, ...(detached && { detached }) });
  if (detached === undefined || report.signers.every(({ integrity }) => integrity !== 'altered')) return report;
  const restored = restoredForm(detached);
  return restored ? verifySignedData({ ...common, detached: [detached, restored] }) : report;
}

async function pathOf(
  certificate: Certificate | undefined,
  report: SignedDataReport,
  context: OpenContext,
  budget: ExpansionBudget,
): Promise<PathVerdict | undefined> {
  if (certificate === undefined) return undefined;
  try {
    return await validatePath({
      certificate,
      candidates: [...report.certificates, ...context.intermediates],
      anchors: context.anchors,
      at: context.now,
      purpose: context.purpose ?? 'sign',
      budget,
      ...context.policies,
    });
  } catch (thrown) {
    return { state: 'undetermined', reasons: [reasonOf(thrown)] };
  }
}

function reasonOf(thrown: unknown): Reason {
  const reason = reasonOfFailure(thrown);
  return reason === undefined || reason.code === 'decryption-failed' ? { code: 'malformed' } : reason;
}

/** One verdict for each SignerInfo; one that says why where there is none to judge. */
export function judgeSigned(
  signed: SignedLayer,
  place: Place,
  sender: ClaimedSender,
  context: OpenContext,
  placeReasons: readonly Reason[],
): readonly SignatureVerdict[] {
  const { path: layer, isRoot } = place;
  if (signed.kind === 'unreadable') return [uncheckableSignature(layer, isRoot, [signed.reason])];
  if (signed.report.form === 'certs-only') return [];
  if (signed.signers.length === 0) return [uncheckableSignature(layer, isRoot, signed.report.reasons)];
  const revocation = context.revocation ?? 'not-checked';
  return signed.signers.map((signer) =>
    signatureVerdict({ layer, isRoot, ...signer, revocation, sender, placeReasons }),
  );
}

/** Certificates that a signature brought along. */
export function enclosedCertificates(signed: SignedLayer): readonly Der[] {
  return signed.kind === 'checked' ? signed.report.certificates.map(({ der }) => der) : [];
}
