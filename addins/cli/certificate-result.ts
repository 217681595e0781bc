import {
  type AnchorIndex,
  type Certificate,
  type Bytes,
  certificationRequestFacts,
  discardPreview,
  type IdentityPreview,
  type CheckedPath,
  matchAddress,
  type PolicyInputs,
  previewIdentities,
  type ReasonCode,
  revocationListFacts,
  type TrustStore,
  validateCheckedPath,
} from '../../shared/index';
import { chainResult, describedCertificate, inspectorName } from './described-certificate';
import { type InspectRequest } from './request';
import { revocationData } from './revocation-files';
import { type IdentityResult, type InspectResult } from './result';

export interface JudgedBy {
  readonly request: InspectRequest;
  readonly anchors: readonly Certificate[];
  readonly anchorIndex?: AnchorIndex | undefined;
  readonly intermediates: readonly Certificate[];
  readonly at: Date;
}

/** The first certificate and its path; the others of the file may help to build it. */
export async function certificateResult(
  list: readonly Certificate[],
  judgedBy: JudgedBy,
): Promise<Judgement & Pick<InspectResult, 'certificate' | 'certificates'>> {
  const [first, ...others] = list;
  if (!first) return { certificates: 0 };
  const judgement = await judge(first, others, judgedBy);
  return { certificates: list.length, certificate: await describedCertificate(first), ...judgement };
}

type Judgement = Pick<InspectResult, 'path' | 'revocation' | 'chain'>;

export function revocationListResult(octets: Bytes): Pick<InspectResult, 'revocationList'> {
  const { issuer, thisUpdate, nextUpdate, entries } = revocationListFacts(octets);
  const until = nextUpdate && { nextUpdate: nextUpdate.toISOString() };
  return { revocationList: { issuer, thisUpdate: thisUpdate.toISOString(), ...until, entries } };
}

export async function requestResult(octets: Bytes): Promise<Pick<InspectResult, 'request'>> {
  const facts = await certificationRequestFacts(octets);
  return { request: { ...facts, keyAlgorithm: inspectorName(facts.keyAlgorithm) } };
}

async function judge(
  certificate: Certificate,
  others: readonly Certificate[],
  { request, anchors, anchorIndex, intermediates, at }: JudgedBy,
): Promise<Judgement> {
  const common = { certificate, candidates: [...others, ...intermediates], anchors, anchorIndex, at };
  const data = revocationData(request);
  const checked = await validateCheckedPath(
    { ...common, purpose: request.purpose ?? 'sign', ...policyInputs(request) },
    data,
  );
  const { path, revocation } = checked;
  const found = path.state === 'valid' && { chain: await chainResult(path.path.certificates, revocation.statuses) };
  const isAsked = data.items.length > 0 || request.requireRevocation === true;
  const address = addressReasons(certificate, request.email);
  return { path: pathResult(checked, address, isAsked), revocation: revocation.state, ...found };
}

/** Path, address and, where asked, revocation in one: valid only where each is good. */
function pathResult(
  checked: CheckedPath,
  address: readonly ReasonCode[],
  isAsked: boolean,
): NonNullable<InspectResult['path']> {
  const path = checked.path.state === 'valid' ? [] : checked.path.reasons.map(({ code }) => code);
  const revocation = isAsked ? checked.revocation.reasons.map(({ code }) => code) : [];
  const reasons = [...new Set([...path, ...address, ...revocation])];
  const isInvalid = checked.path.state === 'invalid' || checked.revocation.state === 'revoked' || address.length > 0;
  if (isInvalid) return { state: 'invalid', reasons };
  const isSettled = !isAsked || checked.revocation.state === 'good';
  return { state: checked.path.state === 'valid' && isSettled ? 'valid' : 'undetermined', reasons };
}

/** RFC 5280 6.1.1 (c) to (g). */
export function policyInputs(request: InspectRequest): PolicyInputs {
  const { policy, requireExplicitPolicy = false, inhibitAnyPolicy = false, inhibitPolicyMapping = false } = request;
  return {
    ...(policy && { initialPolicies: policy }),
    requireExplicitPolicy,
    inhibitAnyPolicy,
    inhibitPolicyMapping,
  };
}

function addressReasons(certificate: Certificate, email: string | undefined): readonly ReasonCode[] {
  if (email === undefined) return [];
  const found = matchAddress(certificate, email);
  return found === 'match' ? [] : [found === 'absent' ? 'address-absent' : 'address-mismatch'];
}

/** What an identity file holds, as the import shows it. Throws `passphrase`, `malformed-pfx`, `unsupported`, `limit`. */
export async function identityFileResult(
  octets: Bytes,
  passphrase: string,
  { anchors, anchorIndex, intermediates, at }: JudgedBy,
): Promise<Pick<InspectResult, 'keys' | 'certificates' | 'identities'>> {
  const trustStore: TrustStore = {
    anchors: () => Promise.resolve(anchors),
    ...(anchorIndex && { anchorIndex: () => Promise.resolve(anchorIndex) }),
    intermediates: () => Promise.resolve(intermediates.map(({ der }) => der)),
  };
  const preview = await previewIdentities([octets], passphrase, { trustStore, clock: { now: () => at } });
  const { keys, certificates } = preview;
  const identities = preview.identities
    .filter(({ problems }) => !problems.includes('pair-mismatch'))
    .map(identityResult);
  await discardPreview(preview);
  return { keys, certificates, identities };
}

function identityResult({ addresses, notAfter, keyAlgorithm, problems }: IdentityPreview): IdentityResult {
  return { addresses, notAfter: notAfter.toISOString(), keyAlgorithm: inspectorName(keyAlgorithm), problems };
}
