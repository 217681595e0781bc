import { type Bytes, type Der } from '../base/bytes';
import { type SignedDataReport, type SignerInfoVerdict, verifySignedData } from '../cms/verify';
import { restoredForm } from '../mime/canonical-form';
import { type Certificate } from '../pkix/certificate';
import { knownOf, type KnownRevocation, validateCheckedPath } from '../pkix/checked-path';
import { type ExpansionBudget } from '../pkix/path-building';
import { type PathRequest } from '../pkix/path-validation';
import { checkRevocation, type RevocationVerdict, withoutPath } from '../pkix/revocation';
import { reasonOfFailure } from '../verdict/encryption-verdict';
import { type Reason } from '../verdict/reason';
import { type ClaimedSender, signatureVerdict, uncheckableSignature } from '../verdict/signature-verdict';
import { type SignatureVerdict } from '../verdict/verdict';
import { type JudgedCertificate, type JudgedInTime, withEarlierCheck } from './earlier-check';
import { type OpenContext, type Place } from './open-context';
import { issuerPath, pinnedPath } from './signer-path';

interface CheckedSigner extends JudgedInTime {
  readonly signerInfo: SignerInfoVerdict;
}

/** A SignedData whose SignerInfos were checked, each with the path of its certificate; or why it could not be read. */
export type SignedLayer =
  | { readonly kind: 'checked'; readonly report: SignedDataReport; readonly signers: readonly CheckedSigner[] }
  | { readonly kind: 'unreadable'; readonly reason: Reason };

/**
 * Checks every SignerInfo and validates every signer's path at `context.now`, or when a record of the signature says that it
 * was good. `detached`: the octets signed, as received;
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
    const judged = new Map<Certificate | undefined, JudgedCertificate>();
    for (const signerInfo of report.signers) {
      const { certificate } = signerInfo;
      const judgeAt = (at: Date): Promise<JudgedCertificate> => judge(certificate, report, { ...context, at }, budget);
      const found = judged.get(certificate) ?? (await judgeAt(context.now));
      judged.set(certificate, found);
      signers.push({ signerInfo, ...(await inTime(found, signerInfo, context, judgeAt)) });
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

/** A record that cannot be read is none: it only ever adds to what holds today. */
async function inTime(
  today: JudgedCertificate,
  { recordKey }: SignerInfoVerdict,
  { verifiedBefore, now }: OpenContext,
  judgeAt: (at: Date) => Promise<JudgedCertificate>,
): Promise<JudgedInTime> {
  if (!verifiedBefore || recordKey === undefined) return { ...today, notes: [] };
  const verifiedAt = await verifiedBefore(recordKey).catch(() => undefined);
  return withEarlierCheck(today, { verifiedAt, now, judgeAt });
}

/** `at`: the time of the path. Revocation is always as it is known now. */
async function judge(
  certificate: Certificate | undefined,
  report: SignedDataReport,
  context: OpenContext & { readonly at: Date },
  budget: ExpansionBudget,
): Promise<JudgedCertificate> {
  const known = knownRevocation(report, context);
  if (certificate === undefined) return { path: undefined, revocation: withoutPath(known) };
  const common = { candidates: [...report.certificates, ...context.intermediates], at: context.now, budget };
  try {
    const { anchors, anchorIndex, pins, purpose = 'sign', policies } = context;
    const request = { certificate, anchors, anchorIndex, purpose, ...common, at: context.at, ...policies };
    const checked = await validateCheckedPath(request, known, context.now);
    const path = checked.path.state === 'valid' ? undefined : await pinnedPath(request, pins);
    if (path?.state !== 'valid') return { ...checked, ...(path && { path }) };
    return { path, revocation: await pinnedRevocation({ ...request, ...common }, known) };
  } catch (thrown) {
    return { path: { state: 'undetermined', reasons: [reasonOf(thrown)] }, revocation: withoutPath(known) };
  }
}

/** Nobody trusted says that a pinned certificate is good; whoever issued it may still say that it is revoked. */
async function pinnedRevocation(request: PathRequest, known: KnownRevocation): Promise<RevocationVerdict> {
  const path = await issuerPath(request);
  const found = path && (await checkRevocation({ ...request, path, data: await knownOf(path, known) }));
  return found?.state === 'revoked' ? found : withoutPath({ items: [] });
}

/** What the caller knows and what the SignedData encloses (RFC 5652 10.2.1). */
function knownRevocation({ revocations }: SignedDataReport, { revocation }: OpenContext): KnownRevocation {
  const enclosed = revocations.map((one) => ({ ...one, origin: 'message' }) as const);
  const { data, cached } = revocation ?? {};
  return { items: [...(data?.items ?? []), ...enclosed], ...(cached && { cached }) };
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
  const revocationRule = context.revocation ?? { required: false };
  return signed.signers.map((signer) =>
    signatureVerdict({ layer, isRoot, ...signer, revocationRule, sender, placeReasons }),
  );
}

/** Certificates that a signature brought along. */
export function enclosedCertificates(signed: SignedLayer): readonly Der[] {
  return signed.kind === 'checked' ? signed.report.certificates.map(({ der }) => der) : [];
}
